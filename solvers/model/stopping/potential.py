"""Ends of a step at limits of the electrode potential."""

from __future__ import annotations

from typing import ClassVar

from platefront.geometry.parameters import quantity
from platefront.solvers.model.control import Control
from platefront.solvers.model.misfit import Misfit
from platefront.solvers.model.stopping.criterion import CRITERIA
from platefront.solvers.model.stopping.status import RunStatus
from platefront.solvers.model.stopping.threshold import Threshold

_TOLERANCE = 1e-7
"""Accuracy to which potentials are hit [V]."""


class _PotentialLimit(Threshold):
    """Limit of the electrode potential."""

    @property
    def tolerance(self) -> float:
        """0.1 µV."""
        return _TOLERANCE

    def never(self, control: Control) -> Misfit | None:
        """There is no electrode potential, or it is given."""
        if control.gives_overpotentials:
            return Misfit("needs an electrode potential, but overpotentials are given")
        if control.gives_potential:
            return Misfit(
                f'limits the electrode potential, which mode "{control.mode}" gives',
                "leave it out",
            )
        return None


@CRITERIA.register
class PotentialBelow(_PotentialLimit):
    """Lower limit of the electrode potential, as of a cell that plates."""

    key: ClassVar[str] = "potential_below"
    value: float = quantity(
        "V", "Electrode potential at or below which the step ends.", ge=-5, le=5
    )

    def distance(self, status: RunStatus) -> float | None:
        """Potential above the limit."""
        potential = status.electrode_potential
        return None if potential is None else potential - self.value

    @property
    def met(self) -> str:
        """The limit is reached."""
        return "lower potential limit reached"


@CRITERIA.register
class PotentialAbove(_PotentialLimit):
    """Upper limit of the electrode potential, as of a cell that strips."""

    key: ClassVar[str] = "potential_above"
    value: float = quantity(
        "V", "Electrode potential at or above which the step ends.", ge=-5, le=5
    )

    def distance(self, status: RunStatus) -> float | None:
        """Potential below the limit."""
        potential = status.electrode_potential
        return None if potential is None else self.value - potential

    @property
    def met(self) -> str:
        """The limit is reached."""
        return "upper potential limit reached"
