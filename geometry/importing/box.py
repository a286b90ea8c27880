"""Box of a drawing: drawn, left by the regions of a mesh, or where the shapes end."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from platefront.geometry.importing.drawing import Drawing, DrawingError, DrawnShape
from platefront.geometry.importing.materials import Region
from platefront.geometry.importing.naming import BOX
from platefront.geometry.importing.rings import GRID, region

_RIGHT_ANGLE = 1e-6
"""Relative area by which a box may deviate from its bounding rectangle."""
_MARGIN = 0.05
"""Distance of an offered box from solids that only touch a wall, relative to their extent."""


@dataclass(frozen=True, slots=True)
class Box:
    """Rectangle of walls and floor, in the file's units.

    Attributes:
        outline: the rectangle.
        objects: what it was taken from; empty where the shapes end.
    """

    outline: shapely.Polygon
    objects: tuple[DrawnShape, ...] = ()

    @property
    def is_drawn(self) -> bool:
        """False for a box that is only where the shapes end."""
        return bool(self.objects)

    @property
    def source(self) -> str:
        """Location of the first objects that it was taken from."""
        places = ", ".join(shape.place for shape in self.objects[:2])
        return places + (f" and {len(self.objects) - 2} more" if len(self.objects) > 2 else "")


def box_of(
    drawn: Sequence[Region],
    solids: Sequence[BaseGeometry],
    unused: Sequence[DrawnShape],
    drawing: Drawing,
    tolerance: float,
    around: Sequence[BaseGeometry] = (),
) -> Box:
    """Find the box of a drawing.

    A drawn box is a rectangle, or a region with rectangular outer ring, such as the matrix around
    fibres; several objects, and objects cut by solids, are the box if together with the solids
    they fill a rectangle without overlapping. Without a drawn box the same holds for the objects
    that are electrolyte: the matrix of a conformal mesh. Otherwise walls and floor are where solids
    and regions of the electrolyte end.

    Args:
        drawn: objects named as box.
        solids: regions of collector and deposit.
        unused: objects that the case does not name, or names as regions of the electrolyte.
        drawing: the drawing, for messages.
        tolerance: distances up to this are zero, in the file's units.
        around: regions of the electrolyte.

    Raises:
        DrawingError: the objects named as box form no rectangle with level and upright sides.
    """
    if drawn:
        return _drawn(drawn, solids, drawing, tolerance)
    matrix = list(_closed(unused, drawing, tolerance))
    if matrix and (filled := _filled([whole for _, whole in matrix], solids, tolerance)):
        return Box(filled, tuple(shape for shape, _ in matrix))
    return Box(shapely.box(*shapely.total_bounds([*solids, *around])))


def advice(
    box: Box, solids: BaseGeometry, unused: Sequence[DrawnShape], drawing: Drawing, tolerance: float
) -> str:
    """Return the remedy for a drawing without box: an object that could be it, or coordinates."""
    for shape, whole in _closed(unused, drawing, tolerance):
        ring = _outer(whole)
        if ring is None or _rectangle(ring) is None or not shape.names:
            continue
        if ring.buffer(tolerance).contains(solids):
            return (
                f"{shape.place} is a rectangle around all solids: if it is the box, name it, "
                f'box = "{shape.names[0]}"'
            )
    low, high = _enlarged(box.outline, solids)
    return (
        f'draw the box, a rectangle named "{BOX}" (or give its name as box), for example from '
        f"{drawing.point(low)} to {drawing.point(high)}"
    )


def _drawn(
    drawn: Sequence[Region], solids: Sequence[BaseGeometry], drawing: Drawing, tolerance: float
) -> Box:
    objects = tuple(shape for shape, _ in drawn)
    if len(drawn) == 1:
        ring = _outer(drawn[0][1])
        if ring is not None and (whole := _rectangle(ring)) is not None:
            return Box(whole, objects)
    if (filled := _filled([whole for _, whole in drawn], solids, tolerance)) is not None:
        return Box(filled, objects)
    shape, outline = drawn[0]
    if len(drawn) > 1:
        name = next((name for name in shape.names if name in drawn[1][0].names), BOX)
        raise drawing.error(
            f'there are {len(drawn)} objects called "{name}", but only one is allowed unless they '
            f"and the solids fill a rectangle; delete or rename the others (in Inkscape, Path > "
            f"Intersection leaves name and layer of the lower object)",
            drawn[1][0].place,
        )
    left, low, _, _ = outline.bounds
    raise drawing.error(
        "the box must be a rectangle with level and upright sides", shape.place, (left, low)
    )


def _filled(
    regions: Sequence[BaseGeometry], solids: Sequence[BaseGeometry], tolerance: float
) -> shapely.Polygon | None:
    """Return the rectangle that regions and solids fill without overlap; None if they do not."""
    grid = GRID * tolerance
    solid = shapely.union_all(list(solids), grid_size=grid)
    whole = shapely.union_all([*regions, solid], grid_size=grid)
    parts = float(sum(shapely.area(list(regions)))) + solid.area
    if not math.isclose(parts, whole.area, rel_tol=_RIGHT_ANGLE):
        return None
    ring = _outer(whole)
    return None if ring is None else _rectangle(ring)


def _outer(whole: BaseGeometry) -> shapely.Polygon | None:
    """Return the region inside the outer ring; None for several polygons."""
    parts = shapely.get_parts(whole)
    return shapely.Polygon(parts[0].exterior) if len(parts) == 1 else None


def _rectangle(ring: shapely.Polygon) -> shapely.Polygon | None:
    """Return the bounding rectangle if the region fills it, else None."""
    box = shapely.box(*ring.bounds)
    return box if ring.area >= (1.0 - _RIGHT_ANGLE) * box.area else None


def _closed(shapes: Sequence[DrawnShape], drawing: Drawing, tolerance: float) -> Iterator[Region]:
    """Yield the objects that are valid regions; the case does not use them, so others may be."""
    for shape in shapes:
        if all(line.closed for line in shape.lines):
            try:
                yield shape, region(shape, drawing, tolerance, [])
            except DrawingError:
                continue


def _enlarged(
    box: shapely.Polygon, solids: BaseGeometry
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return corners of a rectangle around all solids, on sides that solids lie along, and round.

    Sides that solids only touch are moved outwards.
    """
    left, low, right, high = box.bounds
    margin = _MARGIN * max(right - left, high - low)
    step = 10.0 ** math.floor(math.log10(margin))
    corners = shapely.get_coordinates(box)[:4]
    ends = []
    for axis, end, outwards in ((0, left, -1), (1, low, -1), (0, right, 1), (1, high, 1)):
        side = shapely.LineString(corners[corners[:, axis] == end])
        if solids.intersection(side).length > 0.0:
            ends.append(float(end))
        else:
            rounding = np.floor if outwards < 0 else np.ceil
            ends.append(float(step * rounding((end + outwards * margin) / step)))
    return (ends[0], ends[1]), (ends[2], ends[3])
