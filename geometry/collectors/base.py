"""What every current collector has in common."""

from __future__ import annotations

from geometry.parameters import Parameters


class Collector(Parameters):
    """A current collector: its parameters [m] and the cross-section they make [µm]."""
