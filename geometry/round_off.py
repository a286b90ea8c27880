"""Keep round-off from deciding what becomes of a front.

Whether a gap is closed, which vertex is dropped and how a triangulation joins its vertices depends
on comparisons, some of them close. Two runs that differ by round-off only, for they added up their
sums on other numbers of processes, would come to differ by what such a decision is worth. So
decisions are taken on rounded coordinates.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from geometry.motion import advance
from geometry.outline import Outline

_DIGITS = 9
"""Decimals of a micrometre that decisions see; round-off is a hundred thousand times smaller."""


def without_round_off(outline: Outline) -> Outline:
    """The outline with rounded coordinates; straight walls stay exactly where they are."""
    level = (outline.edges == 0.0) & ~outline.is_front[:, None]
    exact = level | level[outline.preceding]
    return replace(outline, points=np.where(exact, outline.points, outline.points.round(_DIGITS)))


def with_area_shifted(outline: Outline, difference: float) -> Outline:
    """Move all lithium alike, so that the outline's area changes by what rounding took from it.

    Args:
        outline: the electrolyte.
        difference: area to be added, of the order of the rounding [µm²].
    """
    lithium = (outline.bare < 0.5) | (outline.thickness > 0.0)
    length = np.where(lithium, outline.growing_length, 0.0)
    if not length.any():
        return outline
    return advance(outline, -difference * length / length.sum(), deposit=False)
