"""The cloth without its space: two surfaces at one potential share a given current.

A lithiated surface of s wetted lengths per footprint and a bare one of s_b, of the same exchange
current density and α = 1/2, see the same potential of the electrolyte. With potentials over RT/F, φ
the magnitude of the electrode's, β the barrier and h the thickness on the bare surface,

    s 2 sinh(φ/2) + s_b j = i/i0,   j = 2 sinh((φ - β e^(-h/h_nuc))/2),   dh/dq = (V_m/F) j i0/i,

with q the charge per footprint. Where j < 0, the bare surface gives back what lies on it, with the
factor 1 - e^(-h/h_nuc). The share of the lithiated surface then depends on four numbers alone: β,
i/(i0 s), s_b/s and q V_m/(F s_b h_nuc).
"""

from __future__ import annotations

import numpy as np

from platefront.geometry.arrays import Floats
from platefront.solvers.constants import COULOMB_PER_M2_PER_MAH_PER_CM2, FARADAY
from verification.inversion.groups import Cloth
from verification.inversion.line import HALF

_STEPS = 500
_BISECTIONS = 24
_HIGHEST = 40.0
"""Barrier over RT/F that no current of interest overcomes: 1 V."""


def lithiated_share(ratio: Floats, barrier: Floats, cloth: Cloth, capacity: float) -> Floats:
    """Return the share of the lithiated surface in all charge.

    Args:
        ratio: i/i0, of any shape.
        barrier: β, over RT/F, of the same shape.
        cloth: the two wetted lengths, and the properties of lithium.
        capacity: charge passed [mAh/cm²].
    """
    charge = capacity * COULOMB_PER_M2_PER_MAH_PER_CM2
    # thickness, in h_nuc, of all charge on the bare surface
    filled = charge * cloth.molar_volume / (FARADAY * cloth.bare * cloth.nucleation_thickness)
    step = filled / _STEPS
    thickness = np.zeros_like(ratio)
    for _ in range(_STEPS):  # Heun's method
        rate = _bare_share(ratio, barrier, thickness, cloth)
        ahead = np.maximum(thickness + step * rate, 0.0)
        mean = 0.5 * (rate + _bare_share(ratio, barrier, ahead, cloth))
        thickness = np.maximum(thickness + step * mean, 0.0)
    return np.asarray(1.0 - thickness / filled)


def half_line(ratio: Floats, cloth: Cloth, capacity: float) -> Floats:
    """Return the barrier, over RT/F, with which each surface has half of the charge.

    Zero where the lithiated surface has more even without a barrier.
    """
    low, high = np.zeros_like(ratio), np.full_like(ratio, _HIGHEST)
    for _ in range(_BISECTIONS):
        middle = 0.5 * (low + high)
        above = lithiated_share(ratio, middle, cloth, capacity) >= HALF
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    return high


def _bare_share(ratio: Floats, barrier: Floats, thickness: Floats, cloth: Cloth) -> Floats:
    """Return the bare surface's share of the current; negative where it is stripped."""
    left = barrier * np.exp(-thickness)
    full = np.ones_like(ratio)
    stripping = _potential(ratio, left, full, cloth) < left
    factor = np.where(stripping, 1.0 - np.exp(-thickness), full)
    potential = _potential(ratio, left, factor, cloth)
    return np.asarray(cloth.bare * factor * 2.0 * np.sinh(0.5 * (potential - left)) / ratio)


def _potential(ratio: Floats, barrier: Floats, factor: Floats, cloth: Cloth) -> Floats:
    """Return φ from u = e^(φ/2), the root of a u - b/u = i/i0."""
    bare, up = factor * cloth.bare, np.exp(0.5 * barrier)
    a, b = cloth.lithiated + bare / up, cloth.lithiated + bare * up
    return np.asarray(2.0 * np.log((ratio + np.sqrt(ratio**2 + 4.0 * a * b)) / (2.0 * a)))
