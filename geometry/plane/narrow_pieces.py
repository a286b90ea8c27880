"""Narrow parts of a shape: gaps, cusps and pinches that a disc does not fit into."""

from __future__ import annotations

import shapely
from shapely.geometry.base import BaseGeometry

from platefront.geometry.plane.offsets import opening

CORNER = 0.75
"""Narrow pieces smaller than this many gap radii squared are mere corners and stay open.

Rounding a corner of angle θ by a radius r cuts off r²(cot(θ/2) - (π - θ)/2): 0.21 r² at 90°,
0.68 r² at 60°. What is cut off above the limit is a gap, or a cusp too sharp to mesh.
"""
_SPECK = 0.1
"""Narrow pieces smaller than this many gap radii squared do not even join anything."""
_REACH = 0.1
"""Narrow pieces this many gap radii from a wide place touch it, to round-off and chords."""
_ON_MIRROR = 1e-9
"""Farther from a mirror than round-off [µm]."""


def narrow_pieces(
    electrolyte: BaseGeometry, gap: float, mirrors: BaseGeometry | None = None
) -> list[shapely.Polygon]:
    """Parts of the electrolyte narrower than `gap`: gaps between fronts and cusps.

    Args:
        electrolyte: to be searched [µm].
        gap: widest that counts as narrow [µm].
        mirrors: side walls that mirror it; a corner with its tip on one is half of a pinch [µm].
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
    """True if a piece and its mirror image join two wide places, one the other's image."""
    if piece.distance(mirrors) > _ON_MIRROR:  # a tip that merging has taken off it stays off
        return False
    contact = piece.buffer(reach, quad_segs=2).intersection(wide)
    return not contact.is_empty and bool(contact.distance(mirrors) > reach)
