"""Ends of a step when pores close: those between fronts, and those of porous hosts."""

from __future__ import annotations

from typing import ClassVar, Self

from platefront.geometry.parameters import option, quantity
from platefront.solvers.model.settings import FrontSettings, MeshSettings
from platefront.solvers.model.stopping.criterion import CRITERIA, Criterion
from platefront.solvers.model.stopping.status import RunStatus
from platefront.solvers.model.stopping.threshold import Threshold

_TOLERANCE = 1e-6
"""Accuracy to which a share is hit."""
_CLOSED = 0.99
"""Share at which pores count as closed where no limit is given."""


@CRITERIA.register
class FillingAbove(Threshold):
    """Metal in the pores of a host where they are fullest, relative to that which closes them.

    Closed pores let no ions pass to those behind them, as the outer ones of a thick host do first.
    """

    key: ClassVar[str] = "filling_above"
    value: float = quantity(
        "1",
        "Share of the room in the pores of a [regions.NAME.host], where they are fullest, at which "
        "the step ends; 1 to go on with pores that are closed.",
        gt=0,
        le=1,
    )

    @classmethod
    def default(cls, mesh: MeshSettings, front: FrontSettings) -> Self:
        """Pores that are closed but for a hundredth."""
        return cls(value=_CLOSED)

    def distance(self, status: RunStatus) -> float | None:
        """Share that is left up to the limit, of pores that are being filled."""
        share = status.share_of_pores
        closes = status.moving and status.current > 0.0 and self.value < 1.0
        if share is None or not closes:
            return None
        return self.value - share

    @property
    def tolerance(self) -> float:
        """The same for all limits."""
        return _TOLERANCE

    @property
    def met(self) -> str:
        """The limit is reached."""
        return "the pores of the host are filled as far as allowed"


@CRITERIA.register
class PoresClosed(Criterion):
    """Pores that were cut off from the counter electrode, or filled, in the step."""

    key: ClassVar[str] = "pores_closed"
    value: int = option("Number of pores closed in the step at which it ends.", ge=1)

    def reason(self, status: RunStatus) -> str:
        """As many pores are closed."""
        return "pores closed" if status.pores_closed >= self.value else ""
