"""Base and registry of the stopping criteria."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar, Self

from platefront.geometry.keyed_table import KeyRegistry
from platefront.geometry.parameters import Parameters
from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.model.control import Control
from platefront.solvers.model.misfit import Misfit
from platefront.solvers.model.settings import FrontSettings, MeshSettings
from platefront.solvers.model.stopping.status import RunStatus


class Criterion(Parameters):
    """Condition that ends a step of the protocol: its test, its landing, its progress, its checks.

    Times and capacities count from the start of the step.

    Attributes:
        key: its key in `[stop]` and `until`.
    """

    key: ClassVar[str]

    @abstractmethod
    def reason(self, status: RunStatus) -> str:
        """Reason to end the step now, a short clause; empty if there is none."""

    @classmethod
    def default(cls, mesh: MeshSettings, front: FrontSettings) -> Self | None:
        """Criterion in force where its key is not given; None if there is none."""
        return None

    @property
    def last_time(self) -> float | None:
        """Time at which it ends every step [s]; time steps end there exactly. None without any."""
        return None

    @property
    def last_capacity(self) -> float | None:
        """Capacity beyond which it lets no step go on, negative for stripping [C/m²].

        Time steps end there exactly.
        """
        return None

    def margin(self, status: RunStatus) -> float | None:
        """Distance from the end in units of its tolerance, negative beyond it.

        Where a time step passes zero, its length is chosen so that it ends there. None for a
        criterion that is tested at the ends of time steps only, or whose end is a time or capacity.
        """
        return None

    def fraction_done(self, status: RunStatus) -> float:
        """Part of the step that is over by this criterion; 0 if it cannot be told."""
        return 0.0

    def misfit(self, section: CrossSection) -> Misfit | None:
        """Reason why it cannot go with a section as it is at the start; None if it can."""
        return None

    def never(self, control: Control) -> Misfit | None:
        """Reason why it cannot end a step under a control; None if it can."""
        return None


CRITERIA = KeyRegistry(Criterion)  # type: ignore[type-abstract]
