"""Opening, closing and offset of shapes by buffers of GEOS, checked and corrected.

The inward buffer of GEOS occasionally loses entire parts of a valid shape that is wide everywhere
(two polygons of eleven corners in tests/geometry/plane/test_offsets.py; GEOS 3.13). Such losses can
be detected, so every result is checked; where parts are missing the shape is eroded by subtracting
the neighbourhood of its boundary, about twice as slowly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import GeometryType
from shapely.geometry.base import BaseGeometry

from platefront.geometry.plane.polygons import polygons_of

# What is missing is lost, not rounded off, if a disc of this many radii fits into it:
_WIDE = 1.1  # after opening, where corners and passages narrower than the disc go
_THICK = 0.1  # after closing, where nothing goes but what chords cut off arcs


@dataclass(frozen=True, slots=True)
class Opening:
    """Morphological opening of a shape by a disc, and the rest.

    Attributes:
        wide: region swept by discs inside the shape.
        narrow: the rest: corners, and passages narrower than the disc.
    """

    wide: BaseGeometry
    narrow: tuple[shapely.Polygon, ...]

    def bridges(self, pieces: Sequence[shapely.Polygon], reach: float) -> list[shapely.Polygon]:
        """Return those of some narrow pieces that join two wide parts.

        Args:
            pieces: some of `narrow`.
            reach: distance within which pieces touch wide parts.
        """
        around = shapely.buffer(np.array(pieces, dtype=object), reach, quad_segs=2)
        contacts = shapely.intersection(around, self.wide)
        parts, of_piece = shapely.get_parts(contacts, return_index=True)
        wide = shapely.get_type_id(parts) == GeometryType.POLYGON
        places = np.bincount(of_piece[wide], minlength=len(pieces))
        return [piece for piece, count in zip(pieces, places, strict=True) if count > 1]


def opening(
    shape: BaseGeometry, radius: float, *, swell: float = 1.0, quad_segs: int = 4
) -> Opening:
    """Morphological opening of `shape` by discs of `radius`.

    Args:
        shape: valid polygons.
        radius: of the disc, in the unit of the shape.
        swell: factor on the radius of the discs that sweep `wide`, against slivers by chords and
            round-off.
        quad_segs: chords for a quarter of a circle.
    """
    eroded = shape.buffer(-radius, quad_segs=quad_segs)
    result = _opening(shape, eroded, swell * radius, quad_segs)
    if _hold_disc(result.narrow, _WIDE * radius):
        eroded = shape.difference(shape.boundary.buffer(radius, quad_segs=quad_segs))
        result = _opening(shape, eroded, swell * radius, quad_segs)
    return result


def closing(shape: BaseGeometry, radius: float, *, quad_segs: int = 4) -> BaseGeometry:
    """Morphological closing of `shape` by discs of `radius`."""
    grown = shape.buffer(radius, quad_segs=quad_segs)
    closed = grown.buffer(-radius, quad_segs=quad_segs)
    if _hold_disc(polygons_of(shape.difference(closed)), _THICK * radius):
        closed = grown.difference(grown.boundary.buffer(radius, quad_segs=quad_segs))
    return closed


def mitred(shape: BaseGeometry, distance: float, mitre_limit: float = 5.0) -> BaseGeometry:
    """Offset of `shape` outwards by `distance` (inwards if negative) with mitred corners."""
    # GEOS divides by the sine of corners that do not turn, which it then sees and leaves straight
    with np.errstate(divide="ignore", invalid="ignore"):
        return shape.buffer(distance, join_style="mitre", mitre_limit=mitre_limit)


def _opening(shape: BaseGeometry, eroded: BaseGeometry, radius: float, quad_segs: int) -> Opening:
    wide = eroded.buffer(radius, quad_segs=quad_segs)
    return Opening(wide, tuple(polygons_of(shape.difference(wide))))


def _hold_disc(pieces: Sequence[shapely.Polygon], radius: float) -> bool:
    """Return True if a disc of `radius` fits into any of the pieces."""
    shapes = np.array(pieces, dtype=object)
    large = shapes[shapely.area(shapes) > np.pi * radius**2]
    return not bool(np.all(shapely.is_empty(shapely.buffer(large, -radius))))
