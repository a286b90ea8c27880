"""Units of length: metres in parameters and physics, micrometres in coordinates.

Coordinates of sections, fronts and meshes are micrometres, their areas square micrometres. This is
the only place that knows the factors. Arrays are converted by the constants; a division by
`UM` and a multiplication by `UM_PER_M` differ in the last bit.
"""

from __future__ import annotations

UM_PER_M = 1e6  # µm/m
UM2_PER_M2 = 1e12  # µm²/m²
UM = 1e-6  # m
UM2 = 1e-12  # m²


def micrometres(metres: float) -> float:
    """Convert a length in metres to micrometres."""
    return metres * UM_PER_M


def square_micrometres(square_metres: float) -> float:
    """Convert an area in square metres to square micrometres."""
    return square_metres * UM2_PER_M2


def metres(micrometres: float) -> float:
    """Convert a length in micrometres to metres."""
    return micrometres / UM_PER_M
