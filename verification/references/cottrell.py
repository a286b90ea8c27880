"""Current after a potential step: Cottrell's equation, finite length, finite kinetics.

A planar electrode is stepped to a potential with c = c_s at its surface; concentrations in c0. With
limiting current density i_L = D c0/(a L) (a: `transport.py`; 1/(zF) in supporting electrolyte, so
i_L = zFDc0/L),

    semi-infinite:  i = (1 - c_s) (c0/a) √(D/(πt))                    (Bard, Faulkner, section 5.2)
    reservoir at L: i = (1 - c_s) i_L [1 + 2 Σ_(n≥1) exp(-(nπ/L)² Dt)]

A counter electrode that gives back what is plated keeps c = c0 in the middle (the profile is odd
about it): the current is that of a reservoir at L/2. For a given overpotential,
i = k_f c - k_b with k_f = i0 exp(-α_c Fη/RT), k_b = i0 exp(α_a Fη/RT), and

    semi-infinite:  i = (k_f - k_b) exp(λ²t) erfc(λ√t),   λ = k_f a/(c0 √D)   (section 5.5)
"""

from __future__ import annotations

import math

import numpy as np
from scipy.special import erfcx

from verification.references.transport import PlanarTransport

_TERMS = 60


def cottrell_current(transport: PlanarTransport, time: float, surface: float = 0.0) -> float:
    """Return i(t) in a semi-infinite electrolyte [A/m²].

    Args:
        transport: properties of the electrolyte.
        time: t since the step [s].
        surface: c_s [c0].
    """
    per_charge = transport.concentration / transport.consumption
    return (1.0 - surface) * per_charge * math.sqrt(transport.diffusivity / (math.pi * time))


def finite_current(
    transport: PlanarTransport, length: float, time: float, *, surface: float = 0.0, conserved: bool
) -> float:
    """Return i(t) at a distance L of the counter electrode [A/m²].

    Args:
        transport: properties of the electrolyte.
        length: L [m].
        time: t since the step [s].
        surface: c_s [c0].
        conserved: True if the counter electrode gives back what is plated; else a reservoir.
    """
    reach = 0.5 * length if conserved else length
    scaled = transport.diffusivity * time / reach**2
    n = np.arange(1, _TERMS)
    if scaled < 0.3:  # theta function by its other series
        images = 1.0 + 2.0 * float(np.exp(-(n**2) / scaled).sum())
        return cottrell_current(transport, time, surface) * images
    series = 1.0 + 2.0 * float(np.exp(-((n * math.pi) ** 2) * scaled).sum())
    return (1.0 - surface) * transport.limiting_current(reach) * series


def kinetic_current(
    transport: PlanarTransport, forward: float, backward: float, time: float
) -> float:
    """Return i(t) at a given overpotential, semi-infinite [A/m²].

    Args:
        transport: properties of the electrolyte.
        forward: k_f at c0 [A/m²].
        backward: k_b [A/m²].
        time: t since the step [s].
    """
    root = math.sqrt(transport.diffusivity)
    rate = forward * transport.consumption / (transport.concentration * root)
    return (forward - backward) * float(erfcx(rate * math.sqrt(time)))
