"""Base of the criteria that end a step before the front touches what lies above it."""

from __future__ import annotations

from abc import abstractmethod
from typing import Self

from platefront.solvers.model.settings import FrontSettings, MeshSettings
from platefront.solvers.model.stopping.status import RunStatus
from platefront.solvers.model.stopping.threshold import Threshold

_TOLERANCE = 1e-6
"""Accuracy to which gaps are hit, relative."""
_EDGES = 2.0
"""Gap, in front edges, that no mesh can do without."""


class SmallestGap(Threshold):
    """Smallest distance of the electrode from something above it.

    A front that only counts its thickness comes no closer, nor does one that is stripped.
    """

    value: float

    @classmethod
    def default(cls, mesh: MeshSettings, front: FrontSettings) -> Self | None:
        """Two front edges."""
        return cls.of_edges(mesh)

    @classmethod
    def of_edges(cls, mesh: MeshSettings) -> Self:
        """Return the criterion for two front edges."""
        return cls(value=_EDGES * mesh.front_size)

    @abstractmethod
    def gap(self, status: RunStatus) -> float | None:
        """Present distance [m]; None if there is nothing above."""

    def distance(self, status: RunStatus) -> float | None:
        """Gap above the smallest one, of a front that moves and is plated."""
        gap = self.gap(status)
        closes = status.moving and status.current > 0.0
        return gap - self.value if closes and gap is not None else None

    @property
    def tolerance(self) -> float:
        """Relative to the smallest gap."""
        return _TOLERANCE * self.value
