"""Clips of block references, and masks that cover parts of a drawing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from ezdxf.math import Matrix44, Vec3
from ezdxf.xclip import XClip

from platefront.geometry.importing.drawing import DrawnLine, DrawnShape
from platefront.geometry.importing.formats.cad.objects import stumbling
from platefront.geometry.importing.omissions import Omissions
from platefront.geometry.plane.polygons import polygons_of


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """Boundary to which a block reference is cut.

    Attributes:
        region: what is shown, or hidden.
        inverted: whether the region is hidden.
        place: the block reference.
    """

    region: shapely.Polygon
    inverted: bool
    place: str


def clip_of(insert: Any, matrix: Matrix44, place: str) -> Clip | None:
    """Return the clip of a block reference (XCLIP); None if it has none in effect.

    Args:
        insert: the block reference.
        matrix: transformation of its block's content to the drawing.
        place: the block reference, for messages.
    """
    with stumbling():
        clip = XClip(insert)
        if not (clip.has_clipping_path and clip.is_clipping_enabled):
            return None
        path = clip.get_block_clipping_path()
        corners = matrix.transform_vertices(Vec3.generate(path.inner_polygon()))
        region = shapely.Polygon([(corner.x, corner.y) for corner in corners])
        return Clip(region, path.is_inverted_clip, place)


def clipped(
    shapes: Iterable[DrawnShape], clip: Clip, tolerance: float, omitted: Omissions
) -> list[DrawnShape]:
    """Cut shapes to the boundary of a block reference.

    A shape that cannot be cut, because it is open or crosses itself, is marked as clipped.

    Args:
        shapes: shapes of the block reference, with their holes.
        clip: the boundary.
        tolerance: shapes whose parts inside are narrower are outside, in the file's units.
        omitted: record to which shapes outside are added.

    Returns:
        Shapes with what is left of them.
    """
    found: list[DrawnShape] = []
    for shape in shapes:
        whole = _whole(shape)
        if whole is None or not clip.region.is_valid:
            found.append(replace(shape, clipped=True))
            continue
        shown = whole.difference(clip.region) if clip.inverted else whole & clip.region
        if shown.area >= whole.area * (1.0 - 1e-12):
            found.append(shape)
            continue
        parts = [part for part in polygons_of(shown) if part.area > tolerance**2]
        if not parts:
            omitted.add("outline", f"outside the clip of {clip.place}", shape.place)
        for part in parts:
            lines = [
                DrawnLine(shapely.get_coordinates(ring)[:-1], closed=True)
                for ring in (part.exterior, *part.interiors)
            ]
            place = f"{shape.place}, clipped"
            found.append(replace(shape, lines=tuple(lines), place=place, even_odd=True))
    return found


def single_outlines(shapes: Iterable[DrawnShape]) -> list[DrawnShape]:
    """Return every outline of the shapes as a shape of its own."""
    return [replace(shape, lines=(line,)) for shape in shapes for line in shape.lines]


def masked(shapes: Sequence[DrawnShape], masks: Sequence[shapely.Polygon]) -> list[DrawnShape]:
    """Mark the shapes that a mask covers in part or in whole as clipped."""
    if not masks:
        return list(shapes)
    lines = [
        shapely.Polygon(shape.lines[0].points)
        if shape.lines[0].closed and len(shape.lines[0].points) > 2
        else shapely.LineString(shape.lines[0].points)
        for shape in shapes
    ]
    covered, _ = shapely.STRtree(masks).query(lines, predicate="intersects")
    hidden = set(np.unique(covered).tolist())
    return [
        replace(shape, clipped=True) if index in hidden else shape
        for index, shape in enumerate(shapes)
    ]


def _whole(shape: DrawnShape) -> shapely.geometry.base.BaseGeometry | None:
    """Return the region that a shape fills; None if it is open or not simple."""
    whole: shapely.geometry.base.BaseGeometry = shapely.Polygon()
    for line in shape.lines:
        if not line.closed or len(line.points) < 3:
            return None
        ring = shapely.Polygon(line.points)
        if not ring.is_valid:
            return None
        whole = whole.symmetric_difference(ring)
    return whole
