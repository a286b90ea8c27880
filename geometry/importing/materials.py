"""Regions of two materials made to fit: unions, shared borders, no doubtful contacts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geometry.importing.drawing import Drawing, DrawnShape

type Region = tuple[DrawnShape, BaseGeometry]

_SPECK = 4.0  # smallest solid, in tolerances


def united(
    material: str, regions: Sequence[Region], drawing: Drawing, notes: list[str]
) -> BaseGeometry:
    """Regions of one material as one; overlaps are told.

    Args:
        material: for messages: `collector`.
        regions: objects and what they fill.
        drawing: where they are from.
        notes: overlaps are told here.
    """
    shapes = [whole for _, whole in regions]
    tree = shapely.STRtree(shapes)
    for first, second in tree.query(shapes, predicate="intersects").T:
        if first < second and (common := shapes[first].intersection(shapes[second])).area > 0.0:
            notes.append(
                f"{drawing.file}: {regions[first][0].place} and {regions[second][0].place} "
                f"overlap, both {material}, and were joined, "
                f"at {drawing.point(_inside(common))}"
            )
    return shapely.union_all(shapes)


def fitted(
    collector: BaseGeometry,
    deposit: Sequence[Region],
    drawing: Drawing,
    tolerance: float,
    notes: list[str],
) -> BaseGeometry:
    """The deposit, with its border on the collector's where they nearly meet.

    Raises:
        DrawingError: an object of the deposit overlaps the collector by more than the tolerance.
    """
    for shape, whole in deposit:
        common = whole.intersection(collector)
        deep = common.buffer(-0.5 * tolerance)
        if not deep.is_empty:
            raise drawing.error(
                f"deposit overlaps the collector by an area of {common.area:.4g}; cut one out of "
                f"the other (in Inkscape: Path > Difference)",
                shape.place,
                _inside(deep),
            )
    drawn = united("deposit", deposit, drawing, notes)
    snapped = shapely.snap(drawn, collector, tolerance)
    metal = (snapped if snapped.is_valid else drawn).difference(collector)
    hairs = _hairlines(shapely.union_all([collector, metal]), tolerance)
    if hairs:
        metal = shapely.union_all([metal, *hairs])
    changed = metal.symmetric_difference(drawn)
    if changed.area > 1e-9 * drawn.area:
        notes.append(
            f"{drawing.file}: border of the deposit put on that of the collector, "
            f"at {drawing.point(_inside(changed))}"
        )
    return shapely.MultiPolygon(
        [part for part in shapely.get_parts(metal) if part.geom_type == "Polygon"]
    )


def _hairlines(solids: BaseGeometry, tolerance: float) -> list[shapely.Polygon]:
    """Holes in the solids that are narrower than the tolerance."""
    holes = [shapely.Polygon(ring) for part in shapely.get_parts(solids) for ring in part.interiors]
    return [hole for hole in holes if hole.buffer(-0.5 * tolerance).is_empty]


def check_contacts(solids: BaseGeometry, drawing: Drawing, tolerance: float) -> None:
    """Refuse solids that meet in a point, nearly touch, or are too small.

    Raises:
        DrawingError: with the first such place.
    """
    parts = shapely.get_parts(solids)
    for part in parts:
        if part.area < (_SPECK * tolerance) ** 2:
            raise drawing.error(
                f"a solid of area {part.area:.3g} is too small for a tolerance of "
                f"{tolerance:.3g}: delete it, or lower tolerance",
                at=_inside(part),
            )
    rings = [ring for part in parts for ring in (part.exterior, *part.interiors)]
    corners = np.concatenate([shapely.get_coordinates(ring)[:-1] for ring in rings])
    unique, count = np.unique(corners, axis=0, return_counts=True)
    if (count > 1).any():
        x, y = unique[count > 1][0]
        raise drawing.error(
            "solids meet in a single point: let them overlap, or move them apart",
            at=(float(x), float(y)),
        )
    tree = shapely.STRtree(parts)
    for first, second in tree.query(parts, predicate="dwithin", distance=tolerance).T:
        if first < second:
            near = shapely.shortest_line(parts[first], parts[second])
            raise drawing.error(
                f"two solids are only {near.length:.3g} apart, no more than the tolerance of "
                f"{tolerance:.3g}: let them overlap, move them apart, or lower tolerance",
                at=_inside(near),
            )


def _inside(shape: BaseGeometry) -> tuple[float, float]:
    point = shape.representative_point()
    return float(point.x), float(point.y)
