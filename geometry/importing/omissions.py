"""Record of the objects that a reader leaves out, kept while it reads."""

from __future__ import annotations

from platefront.geometry.importing.inventory import LeftOut


class Omissions:
    """Objects left out of a drawing, grouped by kind and reason in the file's order."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, str], list[str]] = {}

    def add(self, kind: str, reason: str, place: str) -> None:
        """Record one object.

        Args:
            kind: kind of the object in the format's words: `TEXT`.
            reason: why it is left out: `no outline`.
            place: its location in the file.
        """
        self._places.setdefault((kind, reason), []).append(place)

    def left_out(self) -> tuple[LeftOut, ...]:
        """Return the record for the drawing's inventory."""
        return tuple(
            LeftOut(kind, reason, tuple(places)) for (kind, reason), places in self._places.items()
        )
