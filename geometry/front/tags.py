"""Tags of the edges of an outline that belong to no named surface.

The tag of an edge on a named surface is the index of the surface, from 0.
"""

from __future__ import annotations

SYMMETRY = -1
"""An edge on a side wall."""
BOTTOM = -2
"""An edge on the inert part of y = 0."""
COUNTER = -3
"""An edge on the counter electrode."""
TOP = -4
"""An edge on the inert part of y = height."""
BANK = -5
"""A mesh edge on the left bank of the cut that opens a cylinder; no boundary."""
FAR_BANK = -6
"""Its image on the right bank."""
DEAD = 900
"""An edge of the front on lithium without electrical contact."""
