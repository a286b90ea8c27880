"""Runs side by side: the same numbers of two runs, step by step or at the end."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.problem import PlatingProblem


@dataclass(frozen=True)
class Factors:
    """Factors of each kind of quantity from one run to the other, 1 by default."""

    time: float = 1.0
    length: float = 1.0
    current_density: float = 1.0
    concentration: float = 1.0
    potential: float = 1.0

    @property
    def current(self) -> float:
        """Per metre of depth."""
        return self.current_density * self.length

    @property
    def capacity(self) -> float:
        """Charge per footprint."""
        return self.current_density * self.time


def run(problem: PlatingProblem, steps: int) -> list[StepRecord]:
    """The first records of a run."""
    return list(itertools.islice(Simulation(problem).run(), steps + 1))


AS_IT_IS = Factors()


def numbers(record: StepRecord, unit: Factors) -> Mapping[str, float]:
    """The numbers of a record, each in its unit; those without a value are left out."""
    area, charge = unit.length**2, unit.current * unit.time
    found = {
        "time": record.time / unit.time,
        "total current": record.current / unit.current_density,
        "capacity": record.capacity / unit.capacity,
        "potential": None
        if record.electrode_potential is None
        else record.electrode_potential / unit.potential,
        "bottom share": record.bottom_share,
        "gap": record.gap_to_counter / unit.length,
        "trapped area": record.trapped_area / area,
        "electrolyte area": record.electrolyte_area / area,
        "deposit area": record.deposit_area / area,
        "lowest concentration": record.min_concentration / unit.concentration,
        "remeshings": float(record.remeshings),
        "unknowns": float(record.unknowns),
    }
    for name, surface in record.surfaces.items():
        found[f"current {name}"] = surface.current / unit.current
        found[f"charge {name}"] = surface.charge / charge
        found[f"length {name}"] = surface.length / unit.length
        found[f"mean thickness {name}"] = surface.thickness_mean / unit.length
        found[f"largest thickness {name}"] = surface.thickness_max / unit.length
    return {name: value for name, value in found.items() if value is not None}


def largest_difference(
    one: Sequence[StepRecord],
    other: Sequence[StepRecord],
    unit: Factors = AS_IT_IS,
    choose: Callable[[str], bool] = lambda name: True,
) -> tuple[float, str]:
    """Largest difference between two runs, relative to the largest number of its kind in the first.

    The currents of all surfaces are of one kind: on one that does not react there is round-off.

    Args:
        one: records of the first run.
        other: records of the second, as many.
        unit: what the numbers of the second are divided by.
        choose: by name, which numbers count.

    Returns:
        The difference, and which number at which step.
    """
    assert len(one) == len(other), f"{len(one) - 1} and {len(other) - 1} steps"
    rows = [numbers(record, AS_IT_IS) for record in one]
    other_rows = [numbers(record, unit) for record in other]
    worst = (0.0, "")
    kinds = {
        f"{kind} {name}": kind
        for name in one[0].surfaces
        for kind in ("current", "charge", "length", "mean thickness", "largest thickness")
    }
    sizes: dict[str, float] = {}
    for row in rows:
        for name, value in row.items():
            kind = kinds.get(name, name)
            sizes[kind] = max(sizes.get(kind, 0.0), abs(value))
    for name in filter(choose, rows[-1]):
        pairs = [(a[name], b[name]) for a, b in zip(rows, other_rows, strict=True) if name in a]
        values, others = np.array(pairs).T
        off = np.abs(values - others) / (sizes[kinds.get(name, name)] or 1.0)
        at = int(off.argmax())
        worst = max(worst, (float(off[at]), f"{name} in record {at}: {pairs[at]}"))
    return worst
