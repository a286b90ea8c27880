"""Unions, common boundaries and contacts of the two solid materials of a drawing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Integers
from platefront.geometry.importing.drawing import Drawing, DrawnShape
from platefront.geometry.importing.rings import GRID
from platefront.geometry.plane.offsets import mitred
from platefront.geometry.plane.polygons import joined, polygons_of

type Region = tuple[DrawnShape, BaseGeometry]
type Shapes = npt.NDArray[np.object_]

_NOTED = 10  # overlaps that are noted one by one
_SPECK = 4.0  # smallest extent of a solid, in tolerances
_MEET = "solids meet in a single point: let them overlap, or move them apart"


def united(
    material: str,
    regions: Sequence[Region],
    drawing: Drawing,
    tolerance: float,
    notes: list[str],
) -> BaseGeometry:
    """Return the union of the regions of one material.

    Args:
        material: name of the material, for messages.
        regions: objects with the regions they fill.
        drawing: the drawing that contains them, for messages.
        tolerance: width up to which overlaps are not noted.
        notes: list to which notes on overlaps are appended.
    """
    shapes = np.array([whole for _, whole in regions])
    first, second = _meeting(shapes)
    common = shapely.intersection(shapes[first], shapes[second])
    overlaps = np.flatnonzero(shapely.area(common) > tolerance**2)
    notes += [
        f"{drawing.file}: {regions[first[number]][0].place} and "
        f"{regions[second[number]][0].place} overlap, both {material}, and were joined, "
        f"at {drawing.point(_inside(common[number]))}"
        for number in overlaps[:_NOTED]
    ]
    if len(overlaps) > _NOTED:
        notes.append(f"{drawing.file}: {len(overlaps) - _NOTED} more overlaps of {material} joined")
    return _union(shapes, first, second, GRID * tolerance)


def _meeting(shapes: Shapes) -> tuple[Integers, Integers]:
    """Return the pairs of shapes that meet, of equal ones those with the first only."""
    keys = shapely.to_wkb(shapely.normalize(shapes))
    known: dict[bytes, int] = {}
    same = np.array([known.setdefault(key, index) for index, key in enumerate(keys)])
    distinct = np.array(list(known.values()))
    # equal shapes by the thousand would meet in millions of pairs
    first, second = distinct[
        shapely.STRtree(shapes[distinct]).query(shapes[distinct], predicate="intersects")
    ]
    once = first < second
    again = np.flatnonzero(same != np.arange(len(shapes)))
    return (
        np.concatenate([first[once], same[again]]),
        np.concatenate([second[once], again]),
    )


def _union(shapes: Shapes, first: Integers, second: Integers, grid: float) -> BaseGeometry:
    """Return the union of shapes of which these pairs meet.

    Only groups that are connected by such pairs are united: the union of many shapes takes long
    even if they are far from each other.
    """
    if len(shapes) == 1:
        return shapes[0]
    links = coo_array((np.ones(len(first)), (first, second)), shape=(len(shapes), len(shapes)))
    number, group = connected_components(links, directed=False)
    if number == 1:
        return shapely.union_all(shapes, grid_size=grid)
    members = np.split(np.argsort(group, kind="stable"), np.cumsum(np.bincount(group))[:-1])
    return joined([shapely.union_all(shapes[own], grid_size=grid) for own in members])


def fitted(
    collector: BaseGeometry,
    deposit: Sequence[Region],
    drawing: Drawing,
    tolerance: float,
    notes: list[str],
) -> BaseGeometry:
    """Return the deposit, its boundary moved onto the collector's where they nearly meet.

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
    drawn = united("deposit", deposit, drawing, tolerance, notes)
    snapped = shapely.snap(drawn, collector, tolerance)
    metal = (snapped if snapped.is_valid else drawn).difference(collector)
    metal = shapely.union_all([metal, *slits(metal, collector, tolerance)]).difference(collector)
    changed = metal.symmetric_difference(drawn)
    if changed.area > tolerance**2:
        notes.append(
            f"{drawing.file}: boundary of the deposit moved onto that of the collector, "
            f"at {drawing.point(_inside(changed))}"
        )
    return shapely.MultiPolygon([p for p in polygons_of(metal) if p.area > tolerance**2])


def slits(one: BaseGeometry, other: BaseGeometry, tolerance: float) -> list[shapely.Polygon]:
    """Return the slits between two materials that are narrower than the tolerance."""
    solids = shapely.union_all([other, one])
    reach = 0.5 * tolerance
    closed = mitred(mitred(solids, reach), -reach)
    return [
        slit
        for slit in polygons_of(closed.difference(solids))
        if slit.distance(one) < reach and slit.distance(other) < reach
    ]


def check_contacts(solids: BaseGeometry, drawing: Drawing, tolerance: float) -> None:
    """Refuse solids that meet in a point, nearly touch, or are too small.

    Raises:
        DrawingError: there is such a place; the first one is stated.
    """
    parts = shapely.get_parts(solids)
    for part in parts[shapely.area(parts) < (_SPECK * tolerance) ** 2][:1]:
        raise drawing.error(
            f"a solid of area {part.area:.3g} is too small for a tolerance of "
            f"{tolerance:.3g}: delete it, or lower tolerance",
            at=_inside(part),
        )
    rings = shapely.get_rings(parts)
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    # the last point of a ring repeats its first
    unique, count = np.unique(corners[ring == np.append(ring[1:], -1)], axis=0, return_counts=True)
    if (count > 1).any():
        x, y = unique[count > 1][0]
        raise drawing.error(_MEET, at=(float(x), float(y)))
    tree = shapely.STRtree(parts)
    first, second = tree.query(parts, predicate="dwithin", distance=tolerance)
    for one, other in zip(*(index[first < second][:1] for index in (first, second)), strict=True):
        near = shapely.shortest_line(parts[one], parts[other])
        if near.length < 10.0 * GRID * tolerance:
            raise drawing.error(_MEET, at=_inside(near))
        raise drawing.error(
            f"two solids are only {near.length:.3g} apart, no more than the tolerance of "
            f"{tolerance:.3g}: let them overlap, move them apart, or lower tolerance",
            at=_inside(near),
        )


def _inside(shape: BaseGeometry) -> tuple[float, float]:
    point = shape.representative_point()
    return float(point.x), float(point.y)
