"""End of a step that has filled all room below a layer at which the front stops."""

from __future__ import annotations

from platefront.solvers.model.stopping.criterion import Criterion
from platefront.solvers.model.stopping.status import RunStatus

_FULL = 0.02
"""Share of the front with room that counts as none: a given current could only pass there."""


class NoRoom(Criterion):
    """Certainty that plating has nowhere to go on, always in force."""

    def reason(self, status: RunStatus) -> str:
        """The electrode is plated and nearly all of its front rests on a layer."""
        if status.room_left is None or status.current <= 0.0 or status.room_left > _FULL:
            return ""
        return "no room is left beside regions of the electrolyte"
