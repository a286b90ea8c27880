"""Conversion between metres (parameters) and micrometres (coordinates of sections)."""

from __future__ import annotations

MICROMETRES_PER_METRE = 1e6


def micrometres(metres: float) -> float:
    """Convert a parameter in metres to a coordinate in micrometres."""
    return metres * MICROMETRES_PER_METRE


def metres(micrometres: float) -> float:
    """Convert a coordinate in micrometres to metres."""
    return micrometres / MICROMETRES_PER_METRE
