"""cycles.csv: one row for every cycle of the protocol."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from platefront.geometry.arrays import Floats
from platefront.results.files import CsvLog, CsvValue
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.constants import COULOMB_PER_M2_PER_MAH_PER_CM2

_REST = "rest"

CYCLE_COLUMNS = (
    "cycle",
    "start_s",
    "duration_s",
    "plated_mAh_per_cm2",
    "stripped_mAh_per_cm2",
    "coulombic_efficiency",
    "mean_plating_potential_V",
    "mean_stripping_potential_V",
    "mid_plating_potential_V",
    "mid_stripping_potential_V",
    "end_plating_potential_V",
    "end_stripping_potential_V",
    "smallest_gap_m",
    "end_gap_m",
    "end_roughness_m",
    "end_trapped_area_m2",
    "end_dead_mAh_per_cm2",
)
FILM_COLUMNS = ("to_film_mAh_per_cm2", "loss_to_film", "loss_to_dead")
"""Further columns of runs with films that grow: metal that they have consumed in the cycle, and the
parts of the plated charge that films and dead lithium have taken from the Coulombic efficiency.
What else is missing from one is metal on the electrode."""


@dataclass(slots=True)
class Halfcycle:
    """Charge passed in one direction within a cycle, and the potentials at which it passed.

    Attributes:
        charges: charge per footprint of each time step, without sign [C/m²].
        potentials: mean electrode potential of each [V].
        last: electrode potential at the end of the last one [V].
    """

    charges: list[float] = field(default_factory=list)
    potentials: list[float] = field(default_factory=list)
    last: float | None = None

    def add(self, charge: float, before: float | None, after: float | None) -> None:
        """Add a time step with the potentials at its ends [V]; None with given overpotentials."""
        self.charges.append(charge)
        self.last = after
        if before is not None and after is not None:
            self.potentials.append(0.5 * (before + after))

    @property
    def total(self) -> float:
        """Charge per footprint [C/m²]."""
        return sum(self.charges)

    @property
    def mean_potential(self) -> float | None:
        """Mean electrode potential, by charge [V]; None without any."""
        if not self.potentials or not self.total > 0.0:
            return None
        return float(np.average(self.potentials, weights=self.charges))

    @property
    def mid_potential(self) -> float | None:
        """Electrode potential at half of the charge [V]; None without any."""
        if not self.potentials or not self.total > 0.0:
            return None
        charges: Floats = np.asarray(self.charges)
        middles = np.cumsum(charges) - 0.5 * charges
        return float(np.interp(0.5 * self.total, middles, self.potentials))


@dataclass(slots=True)
class Cycle:
    """One cycle, from its first state to the last one so far."""

    first: StepRecord
    last: StepRecord
    smallest_gap: float
    plating: Halfcycle = field(default_factory=Halfcycle)
    stripping: Halfcycle = field(default_factory=Halfcycle)

    @classmethod
    def at(cls, record: StepRecord) -> Cycle:
        """Return a cycle that begins with a state."""
        return cls(record, record, record.gap_to_counter)

    def add(self, record: StepRecord) -> None:
        """Add the state after a time step; at rest passes only what the step before has left."""
        passed = record.capacity - self.last.capacity
        if passed != 0.0 and record.mode != _REST:
            half = self.plating if passed > 0.0 else self.stripping
            half.add(abs(passed), self.last.electrode_potential, record.electrode_potential)
        self.last = record
        self.smallest_gap = min(self.smallest_gap, record.gap_to_counter)

    def row(self) -> list[CsvValue]:
        """Return the cells of `CYCLE_COLUMNS`, and `FILM_COLUMNS` if any; None without a value."""
        plated, stripped = self.plating.total, self.stripping.total
        return [
            self.first.cycle,
            self.first.time,
            self.last.time - self.first.time,
            plated / COULOMB_PER_M2_PER_MAH_PER_CM2,
            stripped / COULOMB_PER_M2_PER_MAH_PER_CM2,
            stripped / plated if plated > 0.0 and stripped > 0.0 else None,
            self.plating.mean_potential,
            self.stripping.mean_potential,
            self.plating.mid_potential,
            self.stripping.mid_potential,
            self.plating.last,
            self.stripping.last,
            self.smallest_gap,
            self.last.gap_to_counter,
            self.last.roughness,
            self.last.trapped_area,
            self.last.dead_capacity / COULOMB_PER_M2_PER_MAH_PER_CM2,
            *self._losses(plated),
        ]

    def _losses(self, plated: float) -> list[CsvValue]:
        """Return the cells of `FILM_COLUMNS`; empty without films that grow."""
        before, after = self.first.film, self.last.film
        if before is None or after is None:
            return []
        film = after.consumed - before.consumed
        dead = self.last.dead_capacity - self.first.dead_capacity
        shares = [lost / plated if plated > 0.0 else None for lost in (film, dead)]
        return [film / COULOMB_PER_M2_PER_MAH_PER_CM2, *shares]


class CycleLog:
    """Writer of cycles.csv. The last cycle is written even if the run ends within it."""

    def __init__(
        self,
        path: Path,
        size: int | None = None,
        cycle: Cycle | None = None,
        *,
        films: bool = False,
    ) -> None:
        """Begin the file, or go on with it.

        Args:
            path: of the file.
            size: bytes of a file that is there; None to begin one.
            cycle: the present cycle; None before its first state.
            films: True if films grow.
        """
        self.log = CsvLog(path, CYCLE_COLUMNS + FILM_COLUMNS * films, size)
        self.cycle = cycle

    def append(self, record: StepRecord) -> None:
        """Take the next state; write the row of the cycle before if a new one begins with it."""
        if self.cycle is not None and record.cycle != self.cycle.first.cycle:
            self.finish()
        if self.cycle is None:
            self.cycle = Cycle.at(record)
        else:
            self.cycle.add(record)

    def finish(self) -> None:
        """Write the row of the present cycle, if there is one."""
        if self.cycle is not None:
            self.log.append([self.cycle.row()])
            self.cycle = None
