"""Choice of the refined discretisation, a separate module so that the command line loads fast."""

from __future__ import annotations

from enum import StrEnum


class Refined(StrEnum):
    """Discretisation that is refined from level to level."""

    MESH = "mesh"
    TIME = "time"
    BOTH = "both"
