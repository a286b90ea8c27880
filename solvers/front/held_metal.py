"""Metal that stays held back on a new mesh: below vertices whose edges are the same there.

An edge that would cut into the host as it recedes does so on any mesh that has it. Were its metal
free again with each mesh, it would pass current up to the first step, which holds it back: a jump
of the currents, to which the step would be shortened.
"""

from __future__ import annotations

import numpy as np

from platefront.geometry.arrays import Floats
from platefront.geometry.front.outline import Outline

_SAME = 1e-6
"""Distance of vertices that are the same [µm]."""


def still_held(free: Floats, old: Outline, new: Outline) -> Floats | None:
    """Return the share of free metal at the vertices of a new front.

    Args:
        free: (n,) share at the vertices of the old front.
        old: the front before.
        new: the front now.

    Returns:
        (m,) the share of the old vertex where one lies between the same two neighbours, 1
        elsewhere; None if it is 1 everywhere.
    """
    held = np.flatnonzero(free < 1.0)
    keys = np.vstack((_surroundings(old)[held], _surroundings(new)))
    _, number = np.unique(keys, axis=0, return_inverse=True)
    share = np.ones(number.max(initial=-1) + 1)
    share[number.ravel()[: len(held)]] = free[held]
    carried = share[number.ravel()[len(held) :]]
    return carried if (carried < 1.0).any() else None


def _surroundings(outline: Outline) -> Floats:
    """(n, 6) places of the vertices before, at and after each vertex, on a grid."""
    places = outline.places
    three = (places[outline.preceding], places, places[outline.following])
    return np.asarray(np.round(np.hstack(three) / _SAME))
