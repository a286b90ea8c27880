"""Inventory of a drawing: what the file holds, and what of it is not taken."""

from __future__ import annotations

from dataclasses import dataclass

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Objects of a file that its reader does not take, for one reason.

    Attributes:
        kind: kind of the objects in the format's words: `TEXT`, `path`, `Point`.
        reason: why they are left out: `no outline`, `layer "notes" is frozen`.
        places: location of each object, in the file's order.
    """

    kind: str
    reason: str
    places: tuple[str, ...]

    def __str__(self) -> str:
        """Return count, kind, reason and the first places, for the user."""
        shown = "; ".join(self.places[:_SHOWN])
        more = "; …" if len(self.places) > _SHOWN else ""
        where = f" ({shown}{more})" if shown else ""
        return f"{len(self.places)} {self.kind} left out: {self.reason}{where}"
