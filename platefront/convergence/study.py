"""What the levels of a study say together: one sequence a quantity, and whether it suffices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from platefront.case.problems import CaseError
from platefront.convergence.levels import Refinement
from platefront.convergence.quantities import Quantity
from platefront.convergence.richardson import Convergence, assess
from platefront.convergence.runs import LevelRun


class NoValueError(CaseError):
    """A quantity was asked for that has no value in this case."""


@dataclass(frozen=True, slots=True)
class Sequel:
    """A quantity from level to level.

    Attributes:
        quantity: what it is.
        values: one a level, coarsest first, in the quantity's unit.
        steps: what the values up to each level say about that level's.
        size: what makes differences relative, in the quantity's unit.
    """

    quantity: Quantity
    values: tuple[float, ...]
    steps: tuple[Convergence, ...]
    size: float

    @property
    def finest(self) -> Convergence:
        """What all levels say about the finest one."""
        return self.steps[-1]

    def relative(self, difference: float | None) -> float | None:
        """A difference of values over `size`; None if there is none or nothing to compare with."""
        if difference is None:
            return None
        if difference == 0.0:
            return 0.0
        return difference / self.size if self.size > 0.0 else None

    def meets(self, tolerance: float) -> bool:
        """Whether the relative uncertainty of the finest value is at most the tolerance."""
        uncertainty = self.relative(self.finest.uncertainty)
        return uncertainty is not None and uncertainty <= tolerance


@dataclass(frozen=True, slots=True)
class Study:
    """Levels that were run, and the quantities watched.

    Attributes:
        refinement: how levels differ.
        runs: the levels run so far, coarsest first.
        sequels: one a quantity.
        tolerance: largest relative uncertainty asked for; None if none is.
    """

    refinement: Refinement
    runs: tuple[LevelRun, ...]
    sequels: tuple[Sequel, ...]
    tolerance: float | None

    @property
    def complete(self) -> bool:
        """Whether every level was run."""
        return len(self.runs) == self.refinement.levels

    @property
    def ends(self) -> tuple[str, ...]:
        """Reasons for which levels ended; values of more than one are not comparable."""
        return tuple(dict.fromkeys(run.stop_reason for run in self.runs))

    def failing(self) -> list[Sequel]:
        """Quantities that do not meet the tolerance (none if none was asked for)."""
        if self.tolerance is None:
            return []
        return [sequel for sequel in self.sequels if not sequel.meets(self.tolerance)]

    @property
    def met(self) -> bool | None:
        """Whether all was comparable and met the tolerance; None if none was asked for."""
        if self.tolerance is None:
            return None
        return self.complete and len(self.ends) == 1 and not self.failing()


def study_of(
    refinement: Refinement,
    runs: Sequence[LevelRun],
    quantities: Sequence[Quantity],
    tolerance: float | None,
    *,
    skip_missing: bool,
) -> Study:
    """Put the levels together.

    Args:
        refinement: how levels differ.
        runs: levels run so far, coarsest first, at least one.
        quantities: what is watched.
        tolerance: largest relative uncertainty asked for, if any.
        skip_missing: leave out quantities without a value rather than to complain.

    Raises:
        NoValueError: a quantity has no value in this case.
    """
    sequels = []
    for quantity in quantities:
        found = quantity.of(runs)
        values = tuple(value for value in found if value is not None)
        if len(values) == len(found):
            sequels.append(_sequel(quantity, values, runs[-1], refinement.ratio))
        elif not skip_missing:
            raise NoValueError(
                f'quantity "{quantity.name}" has no value in this case; leave it out'
            )
    return Study(refinement, tuple(runs), tuple(sequels), tolerance)


def _sequel(
    quantity: Quantity, values: tuple[float, ...], finest: LevelRun, ratio: float
) -> Sequel:
    steps = tuple(assess(values[: count + 1], ratio) for count in range(len(values)))
    return Sequel(quantity, values, steps, quantity.size(finest, values[-1]))
