"""What a rate law sees at a point of the front, in dimensionless form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

RESIDUE = 1e-9
"""Film of lithium that stripping leaves on the host [m]."""


@dataclass(frozen=True, slots=True)
class SurfaceState:
    """UFL expressions at a point of the front.

    Attributes:
        concentration: c/c0.
        potential: φF/RT in the electrolyte.
        electrode_potential: φ_s F/RT of the solid.
        bare: 1 where the front started on bare host, 0 on lithium.
        thickness: deposit thickness grown since the start [µm].
    """

    concentration: Any
    potential: Any
    electrode_potential: Any
    bare: Any
    thickness: Any
