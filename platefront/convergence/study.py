"""Convergence of all quantities over the levels of a study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from platefront.case.problems import CaseError
from platefront.convergence.levels import Refinement
from platefront.convergence.quantities import Quantity
from platefront.convergence.richardson import Convergence, assess
from platefront.convergence.runs import LevelRun


class NoValueError(CaseError):
    """A requested quantity has no value in this case."""


@dataclass(frozen=True, slots=True)
class Sequel:
    """Values of a quantity on all levels and their convergence.

    Attributes:
        quantity: the quantity.
        values: value of each level, coarsest first, in the quantity's unit.
        steps: convergence of the values up to each level.
        size: reference value for relative differences, in the quantity's unit.
    """

    quantity: Quantity
    values: tuple[float, ...]
    steps: tuple[Convergence, ...]
    size: float

    @property
    def finest(self) -> Convergence:
        """Convergence at the finest level."""
        return self.steps[-1]

    def relative(self, difference: float | None) -> float | None:
        """Return a difference relative to `size`; None if either is missing."""
        if difference is None:
            return None
        if difference == 0.0:
            return 0.0
        return difference / self.size if self.size > 0.0 else None

    def meets(self, tolerance: float) -> bool:
        """True if the relative uncertainty of the finest value is at most the tolerance."""
        uncertainty = self.relative(self.finest.uncertainty)
        return uncertainty is not None and uncertainty <= tolerance


@dataclass(frozen=True, slots=True)
class Study:
    """Convergence study: levels run so far, and the convergence of the quantities.

    Attributes:
        refinement: refinement from level to level.
        runs: levels run so far, coarsest first.
        sequels: values of each quantity.
        tolerance: largest relative uncertainty allowed; None for no limit.
    """

    refinement: Refinement
    runs: tuple[LevelRun, ...]
    sequels: tuple[Sequel, ...]
    tolerance: float | None

    @property
    def complete(self) -> bool:
        """True if every level was run."""
        return len(self.runs) == self.refinement.levels

    @property
    def ends(self) -> tuple[str, ...]:
        """Distinct reasons for the end of the levels; with several, values are not comparable."""
        return tuple(dict.fromkeys(run.stop_reason for run in self.runs))

    def failing(self) -> list[Sequel]:
        """Return the quantities that do not meet the tolerance; empty without a tolerance."""
        if self.tolerance is None:
            return []
        return [sequel for sequel in self.sequels if not sequel.meets(self.tolerance)]

    @property
    def met(self) -> bool | None:
        """True if levels are comparable and all quantities meet the tolerance; None without one."""
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
    """Assess the convergence of all quantities.

    Args:
        refinement: refinement from level to level.
        runs: levels run so far, coarsest first, at least one.
        quantities: quantities to assess.
        tolerance: largest relative uncertainty allowed; None for no limit.
        skip_missing: True to omit quantities without a value, False to raise an error.

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
