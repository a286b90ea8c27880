"""Rounding of coordinates for decisions about the front.

The closing of a gap, the removal of a vertex and the connectivity of a triangulation depend on
comparisons, some of them close. Two runs that differ by round-off only, as sums over different
numbers of processes do, would diverge by the consequences of such a decision. Decisions are
therefore taken on rounded coordinates.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from platefront.geometry.front.motion import advance
from platefront.geometry.front.outline import Outline

_BITS = 30
"""Bits of a front edge that are kept: a billionth, some 1e5 times coarser than round-off."""


def without_round_off(outline: Outline, size: float) -> Outline:
    """Return the outline with rounded coordinates, except on straight walls.

    The counter electrode is excepted as well: where it recedes its vertices move vertically only.

    Args:
        outline: the electrolyte.
        size: edge length of the front [µm]. Coordinates become multiples of a power of two in
            proportion to it, so that doubling all lengths doubles all results.
    """
    grain = 2.0 ** (math.floor(math.log2(size)) - _BITS)
    rounded = grain * np.round(outline.points / grain)
    level = (outline.edges == 0.0) & ~outline.is_front[:, None]
    exact = level | level[outline.preceding] | outline.counter_points[:, None]
    return replace(outline, points=np.where(exact, outline.points, rounded))


def with_area_shifted(outline: Outline, difference: float) -> Outline:
    """Shift all lithium evenly to change the area of the outline by the error of rounding.

    Args:
        outline: the electrolyte.
        difference: area to be added, of the order of the rounding [µm²].
    """
    lithium = (outline.bare < 0.5) | (outline.thickness_m > 0.0)
    length = np.where(lithium, outline.growing_length, 0.0)
    if not length.any():
        return outline
    return advance(outline, -difference * length / length.sum(), deposit=False)
