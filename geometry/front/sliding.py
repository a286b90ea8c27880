"""Ends of the front at inert surfaces: they slide along these, or have no way to go."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from platefront.geometry.arrays import Floats, Integers
from platefront.geometry.front.outline import Outline

_OVERHANG = np.radians(150.0)
"""Turn at an overhanging end beyond which it slides no faster: by twice its growth [radians]."""
_IN_LINE = 1e-6
"""Largest angle between front and inert surface that form one plane [radians]."""
_MISSED, _ROUND_OFF = 1e-3, 1e-12
"""Area that a ring has not swept, relative to what it had to, beyond round-off of its own area."""


def ends_on_inert(outline: Outline) -> tuple[Integers, Integers]:
    """Return (k,) ends of growing front at inert surfaces, and their neighbours on the front."""
    before = outline.preceding
    grows, inert = outline.grows, outline.is_front & ~outline.grows
    ends, begins = grows[before] & inert, grows & inert[before]
    meets = np.flatnonzero(ends | begins)
    return meets, np.where(ends, before, outline.following)[meets]


def sliding_ends(outline: Outline) -> tuple[Integers, Integers]:
    """Return those ends, and their neighbours, that slide: others stay in place."""
    meets, inner = ends_on_inert(outline)
    moves = _turns(outline, meets) >= -_IN_LINE
    return meets[moves], inner[moves]


def _turns(outline: Outline, meets: Integers) -> Floats:
    """Return the (k,) turn of the boundary at ends, > 0 with less than 180° of electrolyte."""
    here, last = outline.edges[meets], outline.edges[outline.preceding[meets]]
    cross = last[:, 0] * here[:, 1] - last[:, 1] * here[:, 0]
    return np.asarray(np.arctan2(cross, np.einsum("ij,ij->i", last, here)))


def slides(outline: Outline, swept: Floats) -> tuple[Integers, Floats]:
    """Return the displacements of the ends of growing front along inert surfaces.

    The rule depends on the angle of electrolyte between front and surface. Above 180 degrees an end
    stays in place; between 90 and 180 degrees it slides as far as a flat front would grow, towards
    a right angle; below 90 degrees (overhang) it slides as an edge does that keeps its direction.
    Published models with a deforming geometry use the same rule.

    Args:
        outline: the front.
        swept: (n,) area to be swept by each vertex, > 0 into the electrolyte [µm²].

    Returns:
        (k,) vertices, and (k, 2) their displacements [µm].
    """
    meets, inner = ends_on_inert(outline)
    before = outline.preceding
    here, last = outline.edges[meets], outline.edges[before[meets]]
    turn = _turns(outline, meets)
    reach = 1.0 / np.sin(np.clip(turn, 0.5 * np.pi, _OVERHANG))
    reach[turn < -_IN_LINE] = 0.0
    along = np.where((inner == before[meets])[:, None], here, -last)
    along /= np.hypot(along[:, 0], along[:, 1])[:, None]
    along *= (reach * swept[meets] / outline.growing_length[meets])[:, None]
    return meets, along


def stuck_vertices(before: Outline, swept: Floats, after: Outline) -> NDArray[np.bool_]:
    """Return (n,) True for stripped vertices that stay, on rings that have not swept their area.

    Such are the two ends of a last edge of lithium at inert surfaces round which it would turn.

    Args:
        before: the front before.
        swept: (n,) area to be swept by each vertex [µm²].
        after: the same vertices afterwards.
    """
    wanted = np.add.reduceat(swept, before.starts)
    turnover = np.add.reduceat(np.abs(swept), before.starts)
    missed = np.abs(before.ring_areas - after.ring_areas - wanted)
    amiss = missed > _MISSED * turnover + _ROUND_OFF * before.area
    stays = (after.points == before.points).all(axis=1)
    return np.asarray(amiss[before.ring] & stays & (swept < 0.0))
