"""Conversion of the objects of a CAD drawing to polylines."""

from __future__ import annotations

from typing import Any

import numpy as np
from ezdxf.path import make_path

from platefront.geometry.arrays import Floats
from platefront.geometry.importing.formats.cad.hatches import traced_hatch
from platefront.geometry.importing.formats.cad.objects import (
    Traced,
    UnreadableObject,
    check_within_reach,
    stumbling,
)
from platefront.geometry.importing.formats.cad.polylines import (
    ARC_PIECES,
    path_points,
    traced_polyline,
)
from platefront.geometry.importing.formats.cad.splines import (
    INTERPOLATED,
    control_polyline,
    fit_polyline,
)

_MODEL = "a solid model, no outline: explode it in the CAD program"
_ENDLESS = "an endless construction line"
_REASONS = {
    "3DSOLID": _MODEL,
    "BODY": _MODEL,
    "EXTRUDEDSURFACE": _MODEL,
    "LOFTEDSURFACE": _MODEL,
    "PLANESURFACE": _MODEL,
    "RAY": _ENDLESS,
    "REGION": _MODEL,
    "REVOLVEDSURFACE": _MODEL,
    "SURFACE": _MODEL,
    "SWEPTSURFACE": _MODEL,
    "WIPEOUT": "a mask; what it covers is refused",
    "XLINE": _ENDLESS,
}


def traced(entity: Any, tolerance: float) -> Traced:
    """Return the polylines of an object, in the coordinates of the block that holds it.

    Args:
        entity: object of ezdxf.
        tolerance: largest deviation of polylines from curves, in those coordinates.

    Raises:
        UnreadableObject: it has no outline, or its content is damaged.
    """
    with stumbling():
        found = _traced(entity, tolerance)
        for line in found.lines:
            check_within_reach(line, tolerance)
        if not any(len(line) > 1 and np.ptp(line, axis=0).any() for line in found.lines):
            raise UnreadableObject("no extent")
        return found


def _traced(entity: Any, tolerance: float) -> Traced:
    kind = entity.dxftype()
    match kind:
        case "LINE":
            return Traced((_points(entity.dxf.start, entity.dxf.end),))
        case "ARC" | "CIRCLE" | "ELLIPSE":
            return Traced((_conic(entity, tolerance),))
        case "LWPOLYLINE" | "POLYLINE":
            return traced_polyline(entity, tolerance)
        case "SPLINE":
            return _spline(entity, tolerance)
        case "SOLID" | "TRACE" | "3DFACE":
            return Traced((_points(*entity.wcs_vertices(close=True)),), filled=True)
        case "HATCH" | "MPOLYGON":
            return traced_hatch(entity, tolerance)
        case _:
            raise UnreadableObject(_REASONS.get(kind, "no outline"))


def _points(*corners: Any) -> Floats:
    return np.array([corner.xyz for corner in corners], dtype=np.float64)


def _conic(entity: Any, tolerance: float) -> Floats:
    if entity.dxftype() == "ELLIPSE":
        if entity.dxf.ratio == 0.0 or entity.dxf.major_axis.is_null:
            raise UnreadableObject("an ellipse without width")
    elif not entity.dxf.radius > 0.0:
        raise UnreadableObject(f"a radius of {entity.dxf.radius:.4g} must be positive")
    return path_points(make_path(entity, segments=ARC_PIECES), tolerance)


def _spline(entity: Any, tolerance: float) -> Traced:
    if entity.control_point_count():
        return Traced(
            (
                control_polyline(
                    entity.dxf.degree,
                    list(entity.control_points),
                    list(entity.knots),
                    list(entity.weights),
                    tolerance,
                ),
            )
        )
    ends = [entity.dxf.get("start_tangent"), entity.dxf.get("end_tangent")]
    tangents = ends if all(end is not None for end in ends) else None
    points = list(entity.fit_points)
    return Traced((fit_polyline(points, tangents, entity.closed, tolerance),), remark=INTERPOLATED)
