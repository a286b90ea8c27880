"""Vertices of the front at which metal ends in a time step."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from platefront.geometry.arrays import Floats
from platefront.geometry.front.outline import Outline
from platefront.solvers.model.kinetics.surface_state import RESIDUE


def beside(outline: Outline, ends: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return True for given vertices and their neighbours."""
    return np.asarray(ends | ends[outline.preceding] | ends[outline.following])


def before_exhaustion(moved: Outline, outline: Outline, share: Floats) -> Outline:
    """Return a moved front with thickness and bareness of the start where metal is used up.

    The rate laws of the step would see bare host there, which is never stripped.

    Args:
        moved: the front at the end of the step.
        outline: the front at its start.
        share: (n,) weight of the start, 1 where all metal is taken.
    """

    def between(start: Floats, end: Floats) -> Floats:
        return np.where(share > 0.0, share * start + (1.0 - share) * end, end)

    return replace(
        moved,
        thickness_m=between(outline.thickness_m, moved.thickness_m),
        bare=between(outline.bare, moved.bare),
    )


def after_exhaustion(moved: Outline, outline: Outline, emptied: NDArray[np.intp]) -> Outline:
    """Return a moved front that is bare host with a residual film where all metal is gone."""
    if not len(emptied):
        return moved
    bare, thickness = moved.bare.copy(), moved.thickness_m.copy()
    # Host that was bare all along has no film, however little round-off would strip.
    film = np.where(outline.bare[emptied] < 1.0, RESIDUE, outline.thickness_m[emptied])
    bare[emptied], thickness[emptied] = 1.0, np.minimum(film, RESIDUE)
    return replace(moved, bare=bare, thickness_m=thickness)
