"""Reader of DXF drawings from CAD programs."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import ezdxf
import numpy as np
import shapely
from ezdxf.math import Matrix44

from platefront.geometry.arrays import Floats
from platefront.geometry.importing.drawing import Drawing, DrawingError, DrawnLine, DrawnShape
from platefront.geometry.importing.formats.cad.clips import (
    Clip,
    clipped,
    masked,
    single_outlines,
)
from platefront.geometry.importing.formats.cad.entities import traced
from platefront.geometry.importing.formats.cad.objects import (
    MOST_POINTS,
    UnreadableObject,
    check_within_reach,
    is_closed,
    stumbling,
)
from platefront.geometry.importing.formats.cad.repeats import (
    without_repeated_lines,
    without_repeats,
)
from platefront.geometry.importing.formats.cad.traversal import Placed, Traversal, kind_of
from platefront.geometry.importing.formats.chaining import chained
from platefront.geometry.importing.formats.nesting import with_holes
from platefront.geometry.importing.omissions import Omissions

# $INSUNITS → length of one unit [m]; 0 is "no unit"
_UNITS = {
    1: 0.0254, 2: 0.3048, 3: 1609.344, 4: 1e-3, 5: 1e-2, 6: 1.0, 7: 1e3, 8: 2.54e-8, 9: 2.54e-5,
    10: 0.9144, 11: 1e-10, 12: 1e-9, 13: 1e-6, 14: 0.1, 15: 10.0, 16: 100.0, 21: 1200 / 3937,
    22: 100 / 3937, 23: 3600 / 3937,
}  # fmt: skip


def read_dxf(path: Path, name: str, tolerance: float, scale: float | None) -> Drawing:
    """Read the model space: polylines, lines, arcs, circles, ellipses, splines, hatches, blocks.

    Lines and arcs of one layer and colour whose ends meet form one outline; an outline inside
    another one of its layer is a hole, an outline inside a hole is solid again. Arguments and
    errors as for `read_svg`; names are the layer, `colour N` and the handle.
    """
    document = _document(path, name)
    unit = _UNITS.get(document.header.get("$INSUNITS", 0))
    length = scale or unit
    reader = _Reader(document, name, tolerance / length if length is not None else 1.0)
    shapes = reader.shapes()
    return Drawing(
        name, shapes, unit, notes=tuple(reader.notes), left_out=reader.omitted.left_out()
    )


def _document(path: Path, name: str) -> Any:
    try:
        return ezdxf.readfile(path)  # type: ignore[attr-defined]
    except Exception as error:
        # ezdxf raises errors of many types, also plain AttributeError, for damaged files
        reason = " ".join(str(error).split()).replace(str(path), name) or type(error).__name__
        message = f"the file is not a readable DXF drawing ({reason[:300]})"
        raise DrawingError(name, message) from None


class _Reader:
    """Outlines and filled areas of a document, by the clips that apply to them."""

    def __init__(self, document: Any, name: str, fine: float) -> None:
        self.notes: list[str] = []
        self.omitted = Omissions()
        self._document, self._name, self._fine = document, name, fine
        self._outlines: dict[tuple[Clip, ...], list[DrawnShape]] = defaultdict(list)
        self._areas: dict[tuple[Clip, ...], list[DrawnShape]] = defaultdict(list)
        self._masks: list[shapely.Polygon] = []
        self._points = 0

    def shapes(self) -> tuple[DrawnShape, ...]:
        """Return the shapes of the drawing.

        Raises:
            DrawingError: it holds too much, or an object is not flat.
        """
        for placed in Traversal(self._document, self._name, self.omitted).objects():
            try:
                self._take(placed)
            except UnreadableObject as left:
                self.omitted.add(kind_of(placed.entity), str(left), placed.place)
        outlines, areas = [], []
        for clips, found in self._outlines.items():
            once = without_repeated_lines(found, self._fine, self.omitted)
            outlines += self._cut(chained(once, self._fine, self.notes), clips)
        for clips, found in self._areas.items():
            areas += self._clipped(found, clips)
        outlines, areas = without_repeats(outlines, areas, self._fine, self.omitted)
        return tuple(masked([*with_holes(outlines), *areas], self._masks))

    def _cut(self, shapes: list[DrawnShape], clips: tuple[Clip, ...]) -> list[DrawnShape]:
        """Return outlines cut to the clips; holes are found first, as the cut opens them."""
        if not clips:
            return shapes
        own, _ = without_repeats(shapes, [], self._fine, self.omitted)
        return single_outlines(self._clipped(with_holes(own), clips))

    def _clipped(self, shapes: list[DrawnShape], clips: tuple[Clip, ...]) -> list[DrawnShape]:
        for clip in clips:
            shapes = clipped(shapes, clip, self._fine, self.omitted)
        return shapes

    def _take(self, placed: Placed) -> None:
        """Add the polylines of an object."""
        if placed.entity.dxftype() == "WIPEOUT":
            self._masks += _mask(placed)
        found = traced(placed.entity, self._fine / _magnification(placed.matrix))
        lines = [_moved(line, placed.matrix) for line in found.lines]
        for line in lines:
            check_within_reach(line, self._fine)
            self._check_flat(line, placed.place)
        self._points += sum(map(len, lines))
        if self._points > MOST_POINTS:
            raise DrawingError(
                self._name,
                f"its outlines have more than {MOST_POINTS} points; raise tolerance",
                placed.place,
            )
        if found.remark:
            self.notes.append(f"{placed.place} {found.remark}")
        names = (placed.layer, f"colour {placed.colour}", f"handle {placed.handle}")
        if found.filled:
            drawn = tuple(_in_plane(line, closed=True) for line in lines)
            self._areas[placed.clips].append(DrawnShape(names, drawn, placed.place))
            return
        for line in lines:
            closed = is_closed(line)
            # pieces of a chain share their names
            shape = DrawnShape(
                names if closed else names[:2], (_in_plane(line, closed),), placed.place
            )
            self._outlines[placed.clips].append(shape)

    def _check_flat(self, points: Floats, place: str) -> None:
        away = float(points[np.abs(points[:, 2]).argmax(), 2])
        if abs(away) > self._fine:
            raise DrawingError(
                self._name, f"the drawing is not flat: z = {away:.6g}, must be 0", place
            )


def _magnification(matrix: Matrix44) -> float:
    """Return the largest factor by which a transformation lengthens."""
    turn = np.array(matrix.get_2d_transformation(), dtype=np.float64).reshape(3, 3)[:2, :2]
    factor = float(np.linalg.norm(turn, 2)) if np.isfinite(turn).all() else 0.0
    if not 0.0 < factor < np.inf:
        raise UnreadableObject("its block reference has no finite scale")
    return factor


def _moved(points: Floats, matrix: Matrix44) -> Floats:
    """Return the points of a block in the coordinates of the drawing."""
    table = np.array(list(matrix), dtype=np.float64).reshape(4, 4)
    return points @ table[:3, :3] + table[3, :3]


def _in_plane(points: Floats, closed: bool) -> DrawnLine:
    repeated = closed and is_closed(points)
    return DrawnLine(points[:-1, :2] if repeated else points[:, :2], closed)


def _mask(placed: Placed) -> list[shapely.Polygon]:
    """Return the area that a mask (WIPEOUT) covers."""
    with stumbling():
        corners = placed.matrix.transform_vertices(placed.entity.boundary_path_wcs())
        return [shapely.Polygon([(corner.x, corner.y) for corner in corners])]
