"""Hatches of CAD drawings: loops of edges, and what of them the style fills."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from ezdxf.entities.boundary_paths import ArcEdge, EdgePath, EllipseEdge, LineEdge
from ezdxf.entities.lwpolyline import LWPolyline
from ezdxf.math import NULLVEC, ConstructionEllipse
from ezdxf.path import Path, add_ellipse, make_path

from platefront.geometry.arrays import Floats
from platefront.geometry.importing.formats.cad.objects import (
    Traced,
    UnreadableObject,
    check_within_reach,
    is_closed,
)
from platefront.geometry.importing.formats.cad.polylines import ARC_PIECES, in_space, path_points
from platefront.geometry.importing.formats.cad.repeats import first_of_equals
from platefront.geometry.importing.formats.cad.splines import control_polyline, fit_polyline
from platefront.geometry.importing.formats.chaining import joined
from platefront.geometry.importing.formats.nesting import depths

_TEXT_BOX = 8  # flag of a loop that leaves room for a text
_OUTERMOST, _IGNORE = 1, 2  # styles; 0 fills loops in turn


def traced_hatch(hatch: Any, tolerance: float) -> Traced:
    """Return the loops of a HATCH or MPOLYGON that bound what its style fills.

    Loops are nested by their geometry, as the flags that many programs write do not say which is
    inside which.

    Raises:
        UnreadableObject: it has no loops, or one that does not close.
    """
    shift = hatch.dxf.get("offset_vector", NULLVEC) if hatch.dxftype() == "MPOLYGON" else NULLVEC
    boxes = [path for path in hatch.paths if path.path_type_flags & _TEXT_BOX]
    loops = [
        loop
        for path in hatch.paths
        if not path.path_type_flags & _TEXT_BOX
        for loop in _loops(path, tolerance)
    ]
    if not loops:
        raise UnreadableObject("a hatch without loops")
    loops = _without_repeats(loops, tolerance)
    depth, _, _ = depths([_polygon(loop) for loop in loops])
    style = hatch.dxf.get("hatch_style", 0)
    deepest = {_OUTERMOST: 1, _IGNORE: 0}.get(style, len(loops))
    moved = [
        in_space(loop + np.array([shift.x, shift.y]), hatch.ocs(), float(hatch.dxf.elevation.z))
        for loop, level in zip(loops, depth, strict=True)
        if level <= deepest
    ]
    remark = f"has {len(boxes)} loop(s) around texts, which are filled" if boxes else ""
    return Traced(tuple(moved), filled=True, remark=remark)


def _loops(path: Any, tolerance: float) -> list[Floats]:
    """Return the closed (n, 2) loops of a boundary path."""
    if not isinstance(path, EdgePath):
        table = np.array(path.vertices, dtype=np.float64).reshape(-1, 3)
        check_within_reach(table, tolerance)
        line = LWPolyline.new()
        line.append_points([tuple(row) for row in table], format="xyb")
        line.closed = True  # a boundary is closed, whatever its flag says
        return [path_points(make_path(line, segments=ARC_PIECES), tolerance)[:, :2]]
    edges = [_edge(edge, tolerance)[:, :2] for edge in path.edges]
    loops = [edge for edge in edges if is_closed(edge)]
    chains = joined([edge for edge in edges if not is_closed(edge)], tolerance).chains
    for chain in chains:
        gap = float(np.hypot(*(chain.points[-1] - chain.points[0])))
        if not chain.closed and gap > tolerance:
            x, y = chain.points[0]
            raise UnreadableObject(
                f"a loop of the hatch is open: it begins at ({x:.6g}, {y:.6g}) and ends "
                f"{gap:.4g} away"
            )
        loops.append(np.concatenate([chain.points, chain.points[:1]]))
    return loops


def _edge(edge: Any, tolerance: float) -> Floats:
    """Return the polyline of an edge."""
    if isinstance(edge, LineEdge):
        points = np.array([(edge.start.x, edge.start.y, 0.0), (edge.end.x, edge.end.y, 0.0)])
        check_within_reach(points, tolerance)
        return points
    if isinstance(edge, ArcEdge | EllipseEdge):
        if isinstance(edge, ArcEdge):
            ellipse = ConstructionEllipse.from_arc(
                edge.center, edge.radius, start_angle=edge.start_angle, end_angle=edge.end_angle
            )
        else:
            ellipse = edge.construction_tool()
        path = Path()
        add_ellipse(path, ellipse, segments=ARC_PIECES, reset=True)
        return path_points(path, tolerance)
    if edge.control_points:
        return control_polyline(
            edge.degree, edge.control_points, edge.knot_values, edge.weights, tolerance
        )
    ends = [edge.start_tangent, edge.end_tangent]
    return fit_polyline(edge.fit_points, ends if all(ends) else None, False, tolerance)


def _without_repeats(loops: list[Floats], tolerance: float) -> list[Floats]:
    """Drop loops that repeat another one."""
    first = first_of_equals([_polygon(loop) for loop in loops], tolerance)
    return [loop for index, loop in enumerate(loops) if first[index] == index]


def _polygon(loop: Floats) -> shapely.Polygon:
    return shapely.Polygon(loop) if len(loop) > 3 else shapely.Polygon()
