"""Ends of a coat on solids that are coated in part: across the surface, where the coated part ends.

A coat grown around the coated part alone would lap round its end, by its own thickness and more at
acute corners. Grown around the whole solid and cut along the points that are equally far from the
coated and the bare surface, it leaves the solid at a right angle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats
from platefront.geometry.plane.offsets import mitred
from platefront.geometry.plane.polygons import joined, polygons_of
from platefront.geometry.plane.side_walls import SideWalls
from platefront.geometry.plane.wall_matching import exactly_periodic

_GRID, _DIGITS = 1e-6, 6  # µm: Voronoi cells of nearly coincident points are inaccurate
_HAIR = 1e-6  # µm: thinner remnants are round-off
_MOST_SITES = 200_000


@dataclass(frozen=True, slots=True)
class PartlyCoated:
    """Solids that are coated in part.

    Attributes:
        solids: the whole solids [µm].
        rest: their uncoated parts, a hair apart from the coated ones [µm].
    """

    solids: shapely.MultiPolygon
    rest: shapely.MultiPolygon


def partly_coated(host: BaseGeometry, collector: BaseGeometry) -> PartlyCoated:
    """Return the solids that are coated in part.

    Args:
        host: part of the collector to be coated [µm].
        collector: the whole collector [µm].
    """
    parts = np.array(polygons_of(collector), dtype=object)
    near = mitred(host, _HAIR)  # corners of the host lie on edges of the collector to round-off
    rest = shapely.difference(parts, near)
    touched = shapely.area(shapely.intersection(parts, host)) > _HAIR * shapely.length(parts)
    cut = touched & (shapely.area(rest) > _HAIR * shapely.length(parts))
    uncoated = [piece for part in rest[cut] for piece in polygons_of(part)]
    return PartlyCoated(
        shapely.MultiPolygon(list(parts[cut])),
        shapely.MultiPolygon([p for p in uncoated if p.area > _HAIR * p.length]),
    )


def bare_territory(
    host: BaseGeometry, rest: BaseGeometry, box: shapely.Polygon, step: float, walls: SideWalls
) -> BaseGeometry:
    """Return the region of the box nearer to the bare than to the coated surface [µm].

    Args:
        host: coated part of the collector.
        rest: uncoated parts of the same solids.
        box: the section.
        step: distance of the points on the surfaces whose Voronoi cells make up the region.
        walls: side walls, whose periodic images count as surfaces too.
    """
    coated, bare = _exposed(host, rest), _exposed(rest, host)
    step = max(step, (coated.length + bare.length) / _MOST_SITES)
    sites = [_points(coated, step), _points(bare, step)]
    if not walls.periodic:
        return _nearer(sites[0], sites[1], box)
    around = [
        np.concatenate([points + np.array([turn * walls.width, 0.0]) for turn in (-1, 0, 1, 2)])
        for points in sites
    ]
    left, low, right, high = box.bounds
    two = shapely.box(left, low, right + walls.width, high)
    return exactly_periodic(_nearer(around[0], around[1], two), walls.width, 0.5 * walls.width, 0.0)


def _nearer(coated: Floats, bare: Floats, box: shapely.Polygon) -> BaseGeometry:
    """Return the region of a box nearer to some points `bare` than to `coated`."""
    owner_of = {tuple(point): False for point in coated.round(_DIGITS)}
    owner_of |= {tuple(point): True for point in bare.round(_DIGITS)}
    diagram = shapely.voronoi_polygons(
        shapely.multipoints(list(owner_of)), extend_to=box, ordered=True
    )
    cells = shapely.get_parts(diagram)[np.array(list(owner_of.values()))]
    cells = shapely.set_precision(shapely.make_valid(cells), _GRID)
    # the box may also touch cells along a line
    return joined([shapely.union_all(cells, grid_size=_GRID).intersection(box)])


def _exposed(part: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    """Return the boundary of a part of a solid without the cut to the other part."""
    return joined([part]).boundary.difference(mitred(other, 2.0 * _HAIR))


def _points(lines: BaseGeometry, step: float) -> Floats:
    """Return points on lines, half a step from their ends and about a step apart."""
    joined = shapely.line_merge(lines)
    return np.concatenate([_divided(part, step) for part in _parts(joined)])


def _parts(lines: BaseGeometry) -> Sequence[BaseGeometry]:
    parts = shapely.get_parts(lines)
    return list(parts[shapely.length(parts) > 0.0])


def _divided(line: BaseGeometry, step: float) -> Floats:
    count = max(int(np.ceil(line.length / step)), 1)
    shares = (np.arange(count) + 0.5) / count
    return shapely.get_coordinates(shapely.line_interpolate_point(line, shares, normalized=True))
