"""Columns of a map, and the barrier at which the bottom share passes one half."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from verification.inversion.cloth_cell import ClothCell
from verification.inversion.outcome import RunOutcome

HALF = 0.5


@dataclass(frozen=True, slots=True)
class HalfCrossing:
    """Barrier at which the bottom share passes one half.

    Attributes:
        barrier: by linear interpolation [mV].
        below, above: neighbouring barriers on both sides, with finished runs [mV].
    """

    barrier: float
    below: float
    above: float


@dataclass(frozen=True, slots=True)
class Column:
    """ClothCells that differ in their barrier alone.

    Attributes:
        trial: one of them, with a barrier of zero.
        shares: barrier [mV] → bottom share, of finished runs, by rising barrier.
    """

    trial: ClothCell
    shares: Mapping[float, float]

    @property
    def crossing(self) -> HalfCrossing | None:
        """The first passage of one half, from low barriers to high ones; None without one."""
        for (below, low), (above, high) in pairwise(self.shares.items()):
            if low < HALF <= high:
                barrier = below + (HALF - low) / (high - low) * (above - below)
                return HalfCrossing(barrier, below, above)
        return None

    @property
    def bounds(self) -> str:
        """The barrier of the crossing, or the side on which it lies beyond the range [mV]."""
        if (crossing := self.crossing) is not None:
            return f"{crossing.barrier:.0f}"
        if not self.shares:
            return "–"
        lowest, highest = min(self.shares), max(self.shares)
        return f"< {lowest:g}" if self.shares[lowest] >= HALF else f"> {highest:g}"


def columns_of(stored: Mapping[ClothCell, RunOutcome]) -> list[Column]:
    """Return the columns of a set of one mesh and capacity, in the order of their first trials."""

    def without_barrier(trial: ClothCell) -> ClothCell:
        return replace(trial, barrier=0.0)

    order = {without_barrier(trial): None for trial in stored}
    place = {trial: index for index, trial in enumerate(order)}
    ordered = sorted(stored, key=lambda trial: (place[without_barrier(trial)], trial.barrier))
    return [
        Column(
            column,
            {
                trial.barrier: stored[trial].end.bottom_share or 0.0
                for trial in trials
                if stored[trial].counts
            },
        )
        for column, trials in groupby(ordered, without_barrier)
    ]
