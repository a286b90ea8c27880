"""What a convergence study refines; apart from the rest so that the command line loads at once."""

from __future__ import annotations

from enum import StrEnum


class Refined(StrEnum):
    """What is made finer from level to level."""

    MESH = "mesh"
    TIME = "time"
    BOTH = "both"
