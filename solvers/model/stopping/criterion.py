"""Base and registry of the stopping criteria."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar, Self

from platefront.geometry.keyed_table import KeyRegistry
from platefront.geometry.parameters import Parameters
from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.model.misfit import Misfit
from platefront.solvers.model.settings import MeshSettings
from platefront.solvers.model.stopping.status import RunStatus


class Criterion(Parameters):
    """Condition that ends a run: its test, its landing, its progress and its checks.

    Attributes:
        key: its key in `[stop]`.
    """

    key: ClassVar[str]

    @abstractmethod
    def reason(self, status: RunStatus) -> str:
        """Reason to end the run now, a short clause; empty if there is none."""

    @classmethod
    def default(cls, mesh: MeshSettings) -> Self | None:
        """Criterion in force where `[stop]` has not its key; None if there is none."""
        return None

    @property
    def last_time(self) -> float | None:
        """Time at which it ends every run [s]; steps end there exactly. None if there is none."""
        return None

    @property
    def last_capacity(self) -> float | None:
        """Capacity beyond which it lets no run go on [C/m²]; steps end there exactly."""
        return None

    def fraction_done(self, status: RunStatus) -> float:
        """Part of the run that is over by this criterion; 0 if it cannot be told."""
        return 0.0

    def misfit(self, section: CrossSection) -> Misfit | None:
        """Reason why it cannot go with a section as it is at the start; None if it can."""
        return None


CRITERIA = KeyRegistry(Criterion)  # type: ignore[type-abstract]
