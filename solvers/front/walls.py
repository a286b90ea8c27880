"""Walls of the cell, which the front may reach but not pass."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from platefront.geometry.front.outline import Outline
from platefront.geometry.front.recession import crosses_counter
from platefront.geometry.section.cross_section import CrossSection

_HAIR = 1e-5
"""Distance beyond a wall at which a vertex of a new front belongs on it [µm]: a tenth of the film
that stripping leaves on the host."""
_ROUND_OFF = 1e-9
"""Distance of a front from the walls that counts as none [µm]."""


def beyond_walls(outline: Outline, section: CrossSection) -> NDArray[np.bool_]:
    """Return (n,) True for vertices beside the cell or below it."""
    x, y = outline.points.T
    beyond = y < -_ROUND_OFF
    if not section.periodic:
        beyond |= (x < -_ROUND_OFF) | (x > section.width + _ROUND_OFF)
    return np.asarray(beyond)


def drawn_inside(outline: Outline, section: CrossSection) -> Outline:
    """Return the front with vertices that are a hair beyond a wall drawn back onto it.

    Corrections of area on a new front shift bare vertices by far less than any length of the front,
    but by more than round-off.
    """
    near = outline.points.copy()
    near[:, 1] = np.maximum(near[:, 1], 0.0)
    if not section.periodic:
        near[:, 0] = np.clip(near[:, 0], 0.0, section.width)
    off = np.abs(near - outline.points).max(axis=1)
    wrong = (off > 0.0) & (off < _HAIR)
    if not wrong.any():
        return outline
    return replace(outline, points=np.where(wrong[:, None], near, outline.points))


def is_inside(outline: Outline, section: CrossSection, *, recedes: bool) -> bool:
    """Return True for a front within the walls and below the counter electrode.

    Args:
        outline: the front.
        section: determines the walls.
        recedes: True if the counter electrode is part of the outline.
    """
    if beyond_walls(outline, section).any():
        return False
    if recedes:
        return not crosses_counter(outline)
    return bool(outline.points[:, 1].max() <= section.height + _ROUND_OFF)
