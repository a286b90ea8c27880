"""A coat of metal of even thickness and given area on parts of a host."""

from __future__ import annotations

from collections.abc import Callable

import shapely
from scipy.optimize import brentq
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from geometry.errors import SectionError

# A coat's area is brought to its target first by thickness, to this relative error (closing a
# pore is a jump in area), then exactly, by a shift of the outline too small to close another.
_COARSE = 1e-3
_SMOOTHING = 0.02  # vertices that matter less than this part of a narrow pore are dropped
_SHORTEST = 0.05  # edges shorter than this part of a narrow pore are dropped
_ROUND_OFF = 1e-9  # µm
_SHARP_CORNER = 20.0  # keep corners up to this mitre ratio; blunt ones do not reach it


def coat(
    host: BaseGeometry, collector: BaseGeometry, box: shapely.Polygon, area: float, narrow: float
) -> tuple[BaseGeometry, float]:
    """Coat `host` evenly with metal of the given area.

    Pores narrower than `narrow` are filled; wider ones that the coat cuts off stay as pockets.
    The side walls of the box count as mirrors.

    Args:
        host: the part of the collector to coat (polygons) [µm].
        collector: the whole collector, which no metal enters [µm].
        box: limits of the section [µm].
        area: area of the coat [µm²], met to 1e-10 relative.
        narrow: width of the widest pore to be filled [µm].

    Returns:
        The coat, disjoint from `collector`, and its thickness on a free surface [µm].

    Raises:
        SectionError: the box has no room for that much.
    """
    free = box.area - collector.area

    def outline(thickness: float) -> BaseGeometry:
        grown = _mirrored(host, box, 2.0 * thickness + narrow).buffer(thickness, join_style="mitre")
        closed = grown.buffer(0.5 * narrow, quad_segs=4).buffer(-0.5 * narrow, quad_segs=4)
        smooth = closed.simplify(_SMOOTHING * narrow)
        return shapely.make_valid(shapely.remove_repeated_points(smooth, _SHORTEST * narrow))

    def metal(shape: BaseGeometry) -> BaseGeometry:
        return _polygons(shape.intersection(box).difference(collector), narrow)

    thickest = narrow
    while metal(outline(thickest)).area < area:
        thickest *= 2.0
        if area >= free or thickest > 2.0 * (box.bounds[3] - box.bounds[1]):
            raise SectionError(
                f"the pre-deposited lithium ({area:.4g} µm²) does not fit into the pores and "
                f"the gap ({free:.4g} µm² in all)"
            )
    thickness = _solve(lambda t: metal(outline(t)).area - area, 0.0, thickest)
    rough = outline(thickness)

    def shifted(shift: float) -> BaseGeometry:
        moved = rough.buffer(shift, join_style="mitre", mitre_limit=_SHARP_CORNER)
        return metal(shapely.remove_repeated_points(moved, _ROUND_OFF))

    reach = 0.05 * narrow
    if abs(metal(rough).area / area - 1.0) > _COARSE:
        raise SectionError("no even coat has the area asked for: change the capacity slightly")
    shift = _solve(lambda s: shifted(s).area - area, -reach, reach)
    return shifted(shift), thickness + shift


def _solve(function: Callable[[float], float], low: float, high: float) -> float:
    """Root of `function` between `low` and `high`, to round-off."""
    return float(brentq(function, low, high, xtol=1e-14, rtol=1e-14))


def _mirrored(host: BaseGeometry, box: shapely.Polygon, reach: float) -> BaseGeometry:
    """`host` with the images, in the side walls, of its parts closer to them than `reach`."""
    left, _, right, _ = box.bounds
    parts = shapely.get_parts(host)
    bounds = shapely.bounds(parts)
    images = [
        affinity.scale(part, xfact=-1.0, origin=(wall, 0.0))
        for wall, close in (
            (left, bounds[:, 0] < left + reach),
            (right, bounds[:, 2] > right - reach),
        )
        for part in parts[close]
    ]
    return shapely.MultiPolygon([*parts, *images])


def _polygons(shape: BaseGeometry, narrow: float) -> BaseGeometry:
    """The polygons of `shape`, without crumbs that no mesh could resolve."""
    parts = [p for p in shapely.get_parts(shape) if p.area > narrow**2]
    return shapely.MultiPolygon(parts)
