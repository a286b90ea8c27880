"""Common representation of drawings: named outlines with their location in the file."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from platefront.geometry.arrays import Floats
from platefront.geometry.errors import SectionError
from platefront.geometry.importing.inventory import LeftOut

_UNIT_NAMES = {1e-10: "Å", 1e-9: "nm", 1e-6: "µm", 1e-3: "mm", 1e-2: "cm", 1.0: "m", 0.0254: "in"}


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """Polyline of a drawing.

    Attributes:
        points: (n, 2) vertices in the file's units; a closed line does not repeat its first
            vertex.
        closed: whether the last vertex is joined to the first.
    """

    points: Floats
    closed: bool


@dataclass(frozen=True, slots=True)
class DrawnShape:
    """Object of a drawing: outline, and holes if any.

    Attributes:
        names: names by which a case may refer to it: layer, label, id, colour.
        lines: outlines, curves flattened to polylines.
        place: location in the file: `path "p12" in layer "fibres" (line 14)`.
        even_odd: True for the even-odd fill rule, False for the nonzero rule.
        clipped: whether it is clipped or masked by another object.
        flaw: why its outlines are not what is seen; such an object is refused if it is used.
        remark: what is told if it is used as a solid.
    """

    names: tuple[str, ...]
    lines: tuple[DrawnLine, ...]
    place: str
    even_odd: bool = True
    clipped: bool = False
    flaw: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Content of a drawing file.

    Attributes:
        file: file name, for messages.
        shapes: closed and open outlines, in the file's order.
        unit: length of one unit of the file [m]; None if the file does not state it.
        y_down: whether y increases downwards.
        notes: repairs and assumptions of the reader, for the user.
        left_out: objects of the file that are not among the shapes, with the reasons.
    """

    file: str
    shapes: tuple[DrawnShape, ...]
    unit: float | None = None
    y_down: bool = False
    notes: tuple[str, ...] = field(default=())
    left_out: tuple[LeftOut, ...] = field(default=())

    @property
    def held(self) -> int:
        """Number of objects that the file holds: those taken and those left out."""
        return len(self.shapes) + sum(len(kind.places) for kind in self.left_out)

    @property
    def names(self) -> list[str]:
        """Distinct names of all objects, in the file's order."""
        return list(dict.fromkeys(name for shape in self.shapes for name in shape.names))

    def error(
        self, message: str, place: str = "", at: tuple[float, float] | None = None
    ) -> DrawingError:
        """Return an error that states file, object and coordinates."""
        return DrawingError(self.file, message, place, None if at is None else self.point(at))

    def point(self, at: tuple[float, float]) -> str:
        """Format a point for messages: `(12.5, 3) mm`."""
        unit = "in the file's units"
        for length, name in _UNIT_NAMES.items():
            if self.unit is not None and math.isclose(self.unit, length, rel_tol=1e-6):
                unit = name
        return f"({at[0]:.6g}, {at[1]:.6g}) {unit}"


class DrawingError(SectionError):
    """A file gives no valid section; the text states file, object, coordinates and reason.

    Attributes:
        parts: file, message, place and coordinates, of which another process makes it again.
    """

    def __init__(self, file: str, message: str, place: str = "", at: str | None = None) -> None:
        self.parts = (file, message, place, at)
        where = ", ".join(part for part in (file, place, f"at {at}" if at else "") if part)
        super().__init__(f"{where}: {message}")
