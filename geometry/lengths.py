"""The one place where metres become the micrometres of section coordinates."""

from __future__ import annotations

MICROMETRES_PER_METRE = 1e6


def micrometres(metres: float) -> float:
    """Convert a parameter in metres to a coordinate in micrometres."""
    return metres * MICROMETRES_PER_METRE


def metres(micrometres: float) -> float:
    """Convert a coordinate in micrometres to metres."""
    return micrometres / MICROMETRES_PER_METRE
