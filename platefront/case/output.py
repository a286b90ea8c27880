"""Settings of the output, and the instants at which fields are written."""

from __future__ import annotations

import math
from typing import Annotated

from pydantic import Field

from platefront.geometry.parameters import Parameters, option, quantity
from platefront.solvers.model.landings import Landings, multiples
from platefront.solvers.model.stopping.settings import StopSettings

DEFAULT_FRAMES = 10

type Positive = Annotated[float, Field(gt=0)]


class OutputSettings(Parameters):
    """Output of a run besides its tables, which have a row for every step.

    Fields are written at the start, at the end, and at exactly the instants given here; about
    ten evenly spaced ones if none are given. The steps of a protocol have keys `fields` instead.
    """

    every_capacity: float | None = quantity(
        "C/m^2", "Write the fields each time this much more charge has been plated.", None, gt=0
    )
    capacities: tuple[float, ...] = quantity(
        "C/m^2",
        "Write the fields at these charges per footprint, negative if stripped.",
        (),
    )
    times: tuple[Positive, ...] = quantity("s", "Write the fields at these times.", ())
    checkpoint_every: float = quantity(
        "s", "Wall time between checkpoints, from which `run --resume` goes on.", 600.0, gt=0
    )
    every_step: bool = option("Write the fields of every time step.", False)
    figures: bool = option("Draw the figures at the end of the run.", True)

    def frames(self, stop: StopSettings) -> Landings:
        """Instants to hit exactly in a run that ends as `stop` says; the end is not among them."""
        times, capacities = set(self.times), set(self.capacities)
        if self.every_capacity is not None and stop.last_capacity is not None:
            interval = math.copysign(self.every_capacity, stop.last_capacity)
            capacities |= {*multiples(interval, stop.last_capacity)}
        if not (times or capacities or self.every_capacity or self.every_step):
            if stop.last_capacity is not None:
                interval = stop.last_capacity / DEFAULT_FRAMES
                capacities = {*multiples(interval, stop.last_capacity)}
            elif stop.last_time is not None:
                times = {*multiples(stop.last_time / DEFAULT_FRAMES, stop.last_time)}
        return Landings(
            tuple(sorted(t for t in times if t != stop.last_time)),
            tuple(sorted(c for c in capacities if c != stop.last_capacity)),
        )
