"""Inventory of a drawing: what the file holds, and what of it is not taken."""

from __future__ import annotations

from collections.abc import Mapping
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


@dataclass(frozen=True, slots=True)
class Inventory:
    """Number of objects of a drawing by what became of them.

    Attributes:
        file: name of the file.
        held: number of objects in the file.
        taken: role → number of objects that were read: `collector`, `box`, `not used`.
        left_out: objects that were not read.
    """

    file: str
    held: int
    taken: Mapping[str, int]
    left_out: tuple[LeftOut, ...]

    def __post_init__(self) -> None:
        """Check that every object is counted once."""
        counted = sum(self.taken.values()) + self.omitted
        assert counted == self.held, f"{self.file}: {self.held} objects, {counted} accounted for"

    @property
    def omitted(self) -> int:
        """Number of objects that were not read."""
        return sum(len(kind.places) for kind in self.left_out)

    def __str__(self) -> str:
        """Return the counts: `12 objects in felt.svg: 8 collector, 1 box, 3 left out (TEXT)`."""
        parts = [f"{number} {role}" for role, number in self.taken.items() if number]
        if self.omitted:
            kinds = ", ".join(dict.fromkeys(kind.kind for kind in self.left_out))
            parts.append(f"{self.omitted} left out ({kinds})")
        objects = "object" if self.held == 1 else "objects"
        return f"{self.held} {objects} in {self.file}: {', '.join(parts)}"
