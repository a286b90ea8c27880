"""Polylines of CAD drawings, with arcs and widths."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from ezdxf.entities.lwpolyline import LWPolyline
from ezdxf.path import make_path
from ezdxf.render.trace import TraceBuilder

from platefront.geometry.arrays import Floats
from platefront.geometry.importing.formats.cad.objects import (
    CURVES,
    Traced,
    UnreadableObject,
    check_within_reach,
)
from platefront.geometry.importing.rings import GRID
from platefront.geometry.plane.polygons import polygons_of

ARC_PIECES = 8
"""Bézier curves per circle; deviation 6e-6 of its radius."""

_FRAME_VERTEX = 16  # vertex of the control polygon of a POLYLINE that is fitted by a curve
_FEWEST, _MOST = 16, 4096  # facets of a full circle in bands


@dataclass(frozen=True, slots=True)
class Stations:
    """Vertices of a flat polyline.

    Attributes:
        table: (n, 5) x, y, start width, end width, bulge.
        closed: whether the last vertex is joined to the first.
        ocs: object coordinate system that the vertices are in.
        elevation: their z.
    """

    table: Floats
    closed: bool
    ocs: Any
    elevation: float

    def polyline(self) -> LWPolyline:
        """Return a polyline that is not part of a document."""
        whole = LWPolyline.new(dxfattribs={"elevation": self.elevation, "extrusion": self.ocs.uz})
        whole.append_points([tuple(row) for row in self.table], format="xyseb")
        whole.closed = self.closed
        return whole


def stations(entity: Any) -> Stations:
    """Return the vertices of an LWPOLYLINE or flat POLYLINE."""
    if entity.dxftype() == "LWPOLYLINE":
        rows = [tuple(map(float, row)) for row in entity.get_points("xyseb")]
        table = np.array(rows, dtype=np.float64).reshape(-1, 5)
        if width := float(entity.dxf.get("const_width", 0.0)):
            table[:, 2:4] = width
        return Stations(table, entity.closed, entity.ocs(), float(entity.dxf.elevation))
    # fitted by a curve: the vertices of its control polygon are stored along
    vertices = [v for v in entity.vertices if not v.dxf.get("flags", 0) & _FRAME_VERTEX]
    widths = [entity.dxf.get(f"default_{end}_width", 0.0) for end in ("start", "end")]
    rows = [
        (
            *v.dxf.location.vec2,
            v.dxf.get("start_width", widths[0]),
            v.dxf.get("end_width", widths[1]),
            v.dxf.get("bulge", 0.0),
        )
        for v in vertices
    ]
    table = np.array(rows, dtype=np.float64).reshape(-1, 5)
    height = vertices[0].dxf.location.z if vertices else 0.0
    if entity.dxf.hasattr("elevation"):
        height = entity.dxf.elevation.z
    return Stations(table, entity.is_closed, entity.ocs(), float(height))


def traced_polyline(entity: Any, tolerance: float) -> Traced:
    """Return an LWPOLYLINE or POLYLINE; one with a width is a filled band.

    Raises:
        UnreadableObject: it is a mesh, or its numbers give no polyline.
    """
    if entity.dxftype() == "POLYLINE":
        if entity.is_polygon_mesh or entity.is_poly_face_mesh:
            raise UnreadableObject("a mesh, no outline")
        if entity.is_3d_polyline:
            kept = [v for v in entity.vertices if not v.dxf.get("flags", 0) & _FRAME_VERTEX]
            points = np.array([v.dxf.location.xyz for v in kept]).reshape(-1, 3)
            closing = points[:1] if entity.is_closed else points[:0]
            return Traced((np.concatenate([points, closing]),))
    found = stations(entity)
    check_within_reach(found.table, tolerance)
    if len(found.table) < 2:
        raise UnreadableObject("fewer than two vertices")
    if (found.table[:, 2:4] > 0.0).any():
        return Traced(
            _band(found, tolerance),
            filled=True,
            remark=f"is a line with a width of {found.table[:, 2:4].max():.4g}: taken as a band of "
            f"this width, not as an outline",
        )
    return Traced((path_points(make_path(found.polyline(), segments=ARC_PIECES), tolerance),))


def path_points(path: Any, tolerance: float) -> Floats:
    """Return the (n, 3) polyline of a path of ezdxf."""
    corners = np.array([point.xyz for point in path.control_vertices()]).reshape(-1, 3)
    check_within_reach(corners, tolerance)
    if len(corners) < 2:
        raise UnreadableObject("no extent")
    return np.array([point.xyz for point in path.flattening(CURVES * tolerance)])


def _band(line: Stations, tolerance: float) -> tuple[Floats, ...]:
    """Return the rings around a line with a width."""
    reach = float(_radii(line).max(initial=0.0)) + 0.5 * float(line.table[:, 2:4].max())
    facets = math.ceil(math.pi * math.sqrt(reach / (2.0 * CURVES * tolerance)))
    builder = TraceBuilder.from_polyline(line.polyline(), min(max(facets, _FEWEST), _MOST))
    faces = [np.array([(corner.x, corner.y) for corner in face]) for face in builder.faces()]
    # corners of mitred joints may turn over
    areas = [p for face in faces for p in polygons_of(shapely.Polygon(face).buffer(0.0))]
    whole = shapely.union_all(areas, grid_size=GRID * tolerance)
    rings = [
        shapely.get_coordinates(ring)
        for part in polygons_of(whole)
        for ring in (part.exterior, *part.interiors)
    ]
    if not rings:
        raise UnreadableObject("no extent")
    return tuple(in_space(ring, line.ocs, line.elevation) for ring in rings)


def in_space(points: Floats, ocs: Any, elevation: float) -> Floats:
    """Return points of an object coordinate system in the coordinates of the block."""
    raised = [(float(x), float(y), elevation) for x, y in points]
    return np.array([point.xyz for point in ocs.points_to_wcs(raised)]).reshape(-1, 3)


def _radii(line: Stations) -> Floats:
    """Return the radii of the arcs of a polyline."""
    corners, bulges = line.table[:, :2], np.abs(line.table[:, 4])
    around = np.concatenate([corners, corners[:1]])
    chords = np.array([math.dist(a, b) for a, b in pairwise(around)])
    curved = bulges > 0.0
    bulges = bulges[curved]
    return chords[curved] * (1.0 + bulges**2) / (4.0 * bulges)
