"""End of a step that has stripped all metal."""

from __future__ import annotations

from platefront.solvers.model.stopping.criterion import Criterion
from platefront.solvers.model.stopping.status import RunStatus

_EMPTY = 2e-4
"""Share of the metal that counts as none: a given current could only pass at its last specks."""

EMPTY = "stripped empty: no metal that can be stripped is left on the electrode"
"""Reason of this end."""


def empty_but_for(share: float) -> str:
    """Return the reason of an end where the current cannot be drawn from the share that is left."""
    return f"stripped empty: the current cannot be drawn from the last {share:.2g} of the metal"


def beyond_the_front(share: float) -> str:
    """Return the reason of an end where no front goes on through the share that is left."""
    return f"stripped empty: the front cannot follow the last {share:.2g} of the metal"


class StrippedEmpty(Criterion):
    """Certainty that nothing is left to strip, always in force."""

    def reason(self, status: RunStatus) -> str:
        """The electrode is stripped and what can be reached of its metal is used up."""
        if status.metal_left is None or status.metal_left > _EMPTY:
            return ""
        return EMPTY
