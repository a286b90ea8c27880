"""Regions of the electrolyte in a drawing: areas less the solids, fitted to them and each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import shapely
from shapely.geometry.base import BaseGeometry

from platefront.geometry.importing.materials import Region, slits, united
from platefront.geometry.importing.walls import Walls
from platefront.geometry.plane.polygons import polygons_of

_LONG = 40.0
"""Length round a slit from which it is closed, in tolerances."""


def fitted_regions(
    drawn: Mapping[str, Sequence[Region]],
    solids: BaseGeometry,
    walls: Walls,
    notes: list[str],
) -> dict[str, BaseGeometry]:
    """Return the areas of regions, their boundaries moved onto solids and regions that nearly meet.

    Solids lie on top of regions, as fibres do in a matrix that is drawn whole.

    Args:
        drawn: name → objects of each region, corners beside a wall on it.
        solids: collector and deposit.
        walls: of the section.
        notes: list to which notes on repairs are appended.

    Raises:
        DrawingError: two regions overlap by more than the tolerance, or solids cover one.
    """
    drawing, tolerance = walls.drawing, walls.tolerance
    made: dict[str, BaseGeometry] = {}
    for name, objects in drawn.items():
        area = walls.exact(united(f"region {name}", objects, drawing, tolerance, notes))
        place = objects[0][0].place
        for other, before in made.items():
            deep = area.intersection(before).buffer(-0.5 * tolerance)
            if not deep.is_empty:
                point = deep.representative_point()
                raise drawing.error(
                    f'the regions "{other}" and "{name}" overlap: cut one out of the other (in '
                    "Inkscape: Path > Difference)",
                    place,
                    (float(point.x), float(point.y)),
                )
        own = _fitted(area, [solids, *made.values()], tolerance)
        if own.is_empty:
            point = area.representative_point()
            raise drawing.error(
                f'solids cover all of the region "{name}"', place, (float(point.x), float(point.y))
            )
        made[name] = own
    return made


def _fitted(area: BaseGeometry, others: Sequence[BaseGeometry], tolerance: float) -> BaseGeometry:
    """Return an area without others, which it meets wherever it comes within the tolerance."""
    taken = shapely.union_all([other for other in others if not other.is_empty])
    if taken.is_empty:
        return area
    own = area.difference(taken)
    # not the wedges between them where the boundary of one ends on the other
    between = [slit for slit in slits(own, taken, tolerance) if slit.length > _LONG * tolerance]
    closed = shapely.union_all([own, *between]).difference(taken)
    return shapely.MultiPolygon([p for p in polygons_of(closed) if p.area > tolerance**2])
