"""Subdivision of straight edges of an outline, and its reverse."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from platefront.geometry.arrays import Floats
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.tags import SYMMETRY


def divided(outline: Outline, which: NDArray[np.bool_], spacing: float | Floats) -> Outline:
    """The outline with evenly spaced vertices on some of its edges.

    Args:
        outline: of the electrolyte; edges are divided one by one.
        which: (n,) True for edges to be divided.
        spacing: largest distance between two vertices on these, for all or (n,) for each [µm].
    """
    pieces = np.ones(len(outline), dtype=np.int64)
    pieces[which] = np.ceil((outline.lengths / spacing)[which] - 1e-9).clip(min=1)
    owner = np.repeat(np.arange(len(outline)), pieces)
    first = np.cumsum(pieces) - pieces
    share = (np.arange(len(owner)) - first[owner]) / pieces[owner]
    points = outline.points[owner] + share[:, None] * outline.edges[owner]

    def between(values: Floats) -> Floats:
        ahead = values[outline.following][owner]
        return np.where(share > 0.0, (1.0 - share) * values[owner] + share * ahead, values[owner])

    return replace(
        outline,
        points=points,
        starts=first[outline.starts],
        tag=outline.tag[owner],
        thickness_m=between(outline.thickness_m),
        bare=between(outline.bare),
    )


def without(outline: Outline, drop: NDArray[np.bool_]) -> Outline:
    """Return the outline without some vertices on straight lines: (n,) True for these."""
    dropped = np.flatnonzero(drop)
    return replace(
        outline,
        points=outline.points[~drop],
        starts=outline.starts - np.searchsorted(dropped, outline.starts, side="left"),
        tag=outline.tag[~drop],
        thickness_m=outline.thickness_m[~drop],
        bare=outline.bare[~drop],
    )


def undivided_walls(outline: Outline) -> Outline:
    """Return the outline without vertices inside symmetry planes.

    Front that has left a plane leaves its ends there, perhaps next to no distance apart.
    """
    if not len(outline):
        return outline
    before, after = outline.preceding, outline.following
    on_wall = (outline.tag == SYMMETRY) & (outline.tag[before] == SYMMETRY)
    x = outline.points[:, 0]
    return without(outline, on_wall & (x == x[before]) & (x == x[after]))
