"""Polygons and lines of the simple-feature formats, GeoJSON and WKT."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import shapely

from platefront.geometry.arrays import Floats
from platefront.geometry.importing.drawing import DrawingError, DrawnLine, DrawnShape

DEEPEST = 32
"""Largest depth of collections within collections."""

# of shapely's reasons those that would turn a hole into a solid; the cleaning finds the others
_MISPLACED = {
    "Hole lies outside shell": "a hole lies outside the outline",
    "Holes are nested": "a hole lies inside another hole",
}


def text_of(path: Path, name: str) -> str:
    """Return the content of a text file.

    Raises:
        DrawingError: the file is not text.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise DrawingError(name, "the file is not text in UTF-8") from None
    if "\0" in text:
        raise DrawingError(name, "the file is not a text file")
    return text


def polygon_shape(
    rings: Sequence[Floats], names: tuple[str, ...], place: str, name: str
) -> DrawnShape:
    """Return a polygon.

    Args:
        rings: (n, 2) or (n, 3) vertices of the outline and the holes; each ring repeats its first
            vertex.
        names: names of the object.
        place: its location in the file.
        name: name of the file, for messages.

    Raises:
        DrawingError: it is not flat, or a hole is not inside the outline.
    """
    flat = [_flat(ring, place, name) for ring in rings]
    if len(flat) > 1 and all(np.isfinite(ring).all() for ring in flat):
        reason = shapely.is_valid_reason(shapely.Polygon(flat[0], flat[1:]))
        kind, _, where = reason.partition("[")
        if kind in _MISPLACED:
            at = f"({where.rstrip(']').replace(' ', ', ')})"
            raise DrawingError(name, _MISPLACED[kind], place, at)
    return DrawnShape(names, tuple(DrawnLine(ring[:-1], closed=True) for ring in flat), place)


def line_shape(points: Floats, names: tuple[str, ...], place: str, name: str) -> DrawnShape:
    """Return a line, a closed one if it ends where it begins.

    Arguments and errors as for `polygon_shape`.
    """
    flat = _flat(points, place, name)
    closed = len(flat) > 3 and bool(np.array_equal(flat[0], flat[-1]))
    return DrawnShape(names, (DrawnLine(flat[:-1] if closed else flat, closed),), place)


def _flat(points: Floats, place: str, name: str) -> Floats:
    """Return x and y; z must be 0 where it is given."""
    heights = points[:, 2:3]
    off = heights[(heights != 0.0) & ~np.isnan(heights)]
    if len(off):
        raise DrawingError(name, f"the drawing is not flat: z = {off[0]:.6g}, must be 0", place)
    return points[:, :2]
