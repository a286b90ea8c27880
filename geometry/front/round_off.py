"""Keep round-off from deciding what becomes of a front.

Whether a gap is closed, which vertex is dropped and how a triangulation joins its vertices depends
on comparisons, some of them close. Two runs that differ by round-off only, for they added up their
sums on other numbers of processes, would come to differ by what such a decision is worth. So
decisions are taken on rounded coordinates.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from platefront.geometry.front.motion import advance
from platefront.geometry.front.outline import Outline

_BITS = 30
"""Bits of a front edge that decisions see, a billionth; round-off is some 1e5 times smaller."""


def without_round_off(outline: Outline, size: float) -> Outline:
    """The outline with rounded coordinates; straight walls stay exactly where they are.

    So does the counter electrode: where it recedes its vertices only rise.

    Args:
        outline: the electrolyte.
        size: edge length of the front [µm]. It is rounded to a power of two and so is what
            coordinates are multiples of: doubling all lengths then doubles all that follows.
    """
    grain = 2.0 ** (math.floor(math.log2(size)) - _BITS)
    rounded = grain * np.round(outline.points / grain)
    level = (outline.edges == 0.0) & ~outline.is_front[:, None]
    exact = level | level[outline.preceding] | outline.counter_points[:, None]
    return replace(outline, points=np.where(exact, outline.points, rounded))


def with_area_shifted(outline: Outline, difference: float) -> Outline:
    """Move all lithium alike, so that the outline's area changes by what rounding took from it.

    Args:
        outline: the electrolyte.
        difference: area to be added, of the order of the rounding [µm²].
    """
    lithium = (outline.bare < 0.5) | (outline.thickness_m > 0.0)
    length = np.where(lithium, outline.growing_length, 0.0)
    if not length.any():
        return outline
    return advance(outline, -difference * length / length.sum(), deposit=False)
