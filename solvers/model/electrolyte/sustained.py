"""Current that diffusion sustains in a steady state with properties that vary.

There ∇·(K∇c) = 0 with K = i_n/(∂c/∂n) of the electrolyte: u = ∫ K dc is harmonic, whatever K(c).
Between an empty electrode and the richest place u rises from 0 to U, and the current is U times a
number that the geometry alone determines.
"""

from __future__ import annotations

import numpy as np
from scipy.integrate import cumulative_simpson
from scipy.optimize import brentq

from platefront.geometry.arrays import Floats
from platefront.solvers.model.electrolyte.model import Electrolyte
from platefront.solvers.model.electrolyte.region import CellPath

_POINTS = 2001
"""Concentrations at which ∫ K dc is tabulated."""
_RICHEST = 1000.0
"""Largest concentration that is looked for, in means."""


def sustained_by_reservoir(electrolyte: Electrolyte) -> float:
    """Return U between c = 0 and c0 [A/m]."""
    _, carried = _table(electrolyte, electrolyte.concentration)
    return float(carried[-1])


def sustained_by_salt(
    electrolyte: Electrolyte, mean: float, shares: Floats, weights: Floats
) -> float:
    """Return U where the salt is conserved, so that it gathers where metal dissolves [A/m].

    Args:
        electrolyte: transport model with a concentration.
        mean: mean concentration [mol/m³].
        shares: (n,) u/U in parts of the section.
        weights: (n,) electrolyte in the parts, in any unit.
    """
    richest = 2.0 * mean
    while True:
        c, carried = _table(electrolyte, richest)

        def surplus(top: float, c: Floats = c, carried: Floats = carried) -> float:
            there = np.interp(shares * np.interp(top, c, carried), carried, c)
            return float(np.average(there, weights=weights)) - mean

        if surplus(richest) >= 0.0 or richest > _RICHEST * mean:
            break
        richest *= 2.0
    top = brentq(surplus, 0.0, richest, rtol=1e-12) if surplus(richest) > 0.0 else richest
    return float(np.interp(top, c, carried))


def sustained_in_cell(electrolyte: Electrolyte, path: CellPath, *, reservoir: bool) -> float:
    """Return the current density between two planes, which diffusion sustains [A/m²].

    Args:
        electrolyte: transport model with a concentration.
        path: from the empty plane to the other one.
        reservoir: True if that one is a reservoir, False if it is an electrode: salt is conserved.
    """
    if reservoir:
        return sustained_by_reservoir(electrolyte) / path.resisting_length
    carried = sustained_by_salt(electrolyte, electrolyte.concentration, *path.shares())
    return carried / path.resisting_length


def _table(electrolyte: Electrolyte, highest: float) -> tuple[Floats, Floats]:
    """Return concentrations from zero on, and ∫ K dc up to each."""
    c: Floats = np.linspace(0.0, highest, _POINTS, dtype=np.float64)
    slope = electrolyte.current_per_gradient_at(c)
    return c, np.asarray(cumulative_simpson(slope, x=c, initial=0.0))
