"""Which instants of a run are written as fields and pictures."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from platefront.geometry.parameters import Parameters, option, quantity
from platefront.solvers.model.settings import StopSettings

DEFAULT_FRAMES = 10

type Positive = Annotated[float, Field(gt=0)]


class OutputSettings(Parameters):
    """What a run writes besides its tables, which have a row for every step.

    Fields are written at the start, at the end, and at exactly the instants given here; about
    ten evenly spaced ones if none are given.
    """

    every_capacity: float | None = quantity(
        "C/m^2", "Write the fields each time this much more charge has been plated.", None, gt=0
    )
    capacities: tuple[Positive, ...] = quantity(
        "C/m^2", "Write the fields at these plated charges per footprint.", ()
    )
    times: tuple[Positive, ...] = quantity("s", "Write the fields at these times.", ())
    every_step: bool = option("Write the fields of every time step.", False)
    figures: bool = option("Draw the figures at the end of the run.", True)

    def frames(self, stop: StopSettings) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Instants to hit exactly in a run that ends as `stop` says, ascending.

        Returns:
            Times [s] and capacities [C/m²]; the end itself is not repeated.
        """
        times, capacities = set(self.times), set(self.capacities)
        if self.every_capacity is not None and stop.capacity is not None:
            capacities |= _multiples(self.every_capacity, stop.capacity)
        if not (times or capacities or self.every_capacity or self.every_step):
            if stop.capacity is not None:
                capacities = _multiples(stop.capacity / DEFAULT_FRAMES, stop.capacity)
            elif stop.time is not None:
                times = _multiples(stop.time / DEFAULT_FRAMES, stop.time)
        return (
            tuple(sorted(t for t in times if t != stop.time)),
            tuple(sorted(c for c in capacities if c != stop.capacity)),
        )


def _multiples(step: float, end: float) -> set[float]:
    """Multiples of `step` short of `end` by more than round-off."""
    count = int(end / step * (1.0 - 1e-9))
    return {step * number for number in range(1, count + 1)}
