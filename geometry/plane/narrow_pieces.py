"""Narrow parts of a shape: gaps, cusps and pinches that a disc does not fit into."""

from __future__ import annotations

import shapely
from shapely.geometry.base import BaseGeometry

from platefront.geometry.plane.offsets import opening

CORNER = 0.75
"""Area in gap radii squared up to which narrow pieces are corners and remain open.

Rounding a corner of angle θ by a radius r cuts off r²(cot(θ/2) - (π - θ)/2): 0.21 r² at 90°,
0.68 r² at 60°. Larger pieces are gaps, or cusps too sharp to be meshed.
"""
_SPECK = 0.01
"""Area in gap radii squared below which narrow pieces are ignored."""
_REACH = 0.1
"""Distance in gap radii within which narrow pieces touch wide ones."""
_ON_MIRROR = 1e-9
"""Distance within which a piece touches a mirror [µm]."""


def narrow_pieces(
    electrolyte: BaseGeometry, gap: float, mirrors: BaseGeometry | None = None
) -> list[shapely.Polygon]:
    """Return the parts of the electrolyte narrower than `gap`: gaps between fronts and cusps.

    Args:
        electrolyte: polygons [µm].
        gap: largest width of narrow parts [µm].
        mirrors: symmetry planes; a corner with its tip on one is half of a pinch [µm].
    """
    radius = 0.5 * gap
    opened = opening(electrolyte, radius, swell=1.02)
    corner = CORNER * radius**2
    large = [piece for piece in opened.narrow if piece.area > corner]
    small = [piece for piece in opened.narrow if _SPECK * radius**2 < piece.area <= corner]
    # A pinch joins two wider places by two corners, tip to tip: small, but not a corner.
    reach = _REACH * radius
    pinches = opened.bridges(small, reach)
    if mirrors is not None:
        halves = [piece for piece in small if _is_half_pinch(piece, opened.wide, mirrors, reach)]
        pinches += [piece for piece in halves if piece not in pinches]
    return large + pinches


def _is_half_pinch(
    piece: shapely.Polygon, wide: BaseGeometry, mirrors: BaseGeometry, reach: float
) -> bool:
    """True if a piece and its mirror image join two wide parts, mirror images of each other."""
    if piece.distance(mirrors) > _ON_MIRROR:  # a tip that merging has taken off it stays off
        return False
    contact = piece.buffer(reach, quad_segs=2).intersection(wide)
    return not contact.is_empty and bool(contact.distance(mirrors) > reach)
