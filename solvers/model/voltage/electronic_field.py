"""Electronic potential in the solids at one instant, for figures."""

from __future__ import annotations

from dataclasses import dataclass

from platefront.geometry.arrays import Floats, Integers


@dataclass(frozen=True, slots=True)
class ElectronicField:
    """Electronic potential φ_s of host, front and deposit.

    Attributes:
        host_points: (h, 2) vertices of the host's mesh [µm]; none for a perfect conductor.
        host_triangles: (t, 3) vertex indices.
        host_potential: (h,) φ_s there [V].
        terminal: φ_s of the terminal, and of a host that conducts perfectly [V].
        front_points: (k, 2) vertices of the front [µm].
        front_potential: (k,) φ_s there [V].
        foot_potential: (k,) φ_s of the deposit below, where it meets host or terminal [V].
    """

    host_points: Floats
    host_triangles: Integers
    host_potential: Floats
    terminal: float
    front_points: Floats
    front_potential: Floats
    foot_potential: Floats
