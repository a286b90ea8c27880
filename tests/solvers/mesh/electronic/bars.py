"""Slender bars in slabs of electrolyte, and the transmission line with both resistances."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import shapely

from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.model.electrolyte.ohmic import Ohmic
from platefront.solvers.model.kinetics.linear import Linear
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.model.voltage.conduction import SolidConduction
from tests.shared.cells import problem

LENGTH = 40.0
"""Length of bar and slab [µm]."""
CONDUCTIVITY = 0.5
"""Conductivity of the electrolyte [S/m]."""


def bar(
    conduction: SolidConduction | None,
    *,
    bar_width: float,
    slab_width: float,
    conductance: float,
    film: float = 0.0,
    **changes: Any,
) -> PlatingProblem:
    """A bar from the terminal to the counter electrode, with half a slab beside it.

    Args:
        conduction: materials; None for perfect conductors.
        bar_width, slab_width: of bar and electrolyte [µm].
        conductance: of the linear law [S/m²].
        film: width of a film of deposit on the bar [µm].
        changes: as of `problem`.
    """
    width = bar_width + film + slab_width
    deposit = shapely.box(bar_width, 0.0, bar_width + film, LENGTH) if film else shapely.Polygon()
    section = CrossSection(
        width=width,
        height=LENGTH,
        collector=shapely.box(0.0, 0.0, bar_width, LENGTH),
        deposit=deposit,
        span=(0.0, LENGTH),
        surfaces={"bar": shapely.box(0.0, 1e-3, width, LENGTH)},
    )
    settings = {
        "electrolyte": Ohmic(conductivity=CONDUCTIVITY),
        "mode": "fixed",
        "size": 0.5e-6 * slab_width,
        "largest": 1e-6 * slab_width,
        "time": 1.0,
    } | changes
    case = problem(section, Linear(conductance=conductance), **settings)
    return replace(case, conduction=conduction)


def line_resistance(solid: float, electrolyte: float, conductance: float) -> float:
    """Resistance [Ω m] of a transmission line with both resistances and a linear reaction.

    The current enters the electrolyte at one end and leaves the solid at the other (R. de Levie,
    Adv. Electrochem. 6, 329 (1967); J. Newman, C. Tobias, J. Electrochem. Soc. 109, 1183 (1962)):

        R = ρ_s ρ_e/(ρ_s + ρ_e) l (1 + (2 + (ρ_s/ρ_e + ρ_e/ρ_s) cosh ν)/(ν sinh ν)),
        ν = l √((ρ_s + ρ_e) g)

    Args:
        solid, electrolyte: ρ, resistance per length of each [Ω].
        conductance: g of the reaction [S/m²].
    """
    length = 1e-6 * LENGTH
    nu = length * math.sqrt((solid + electrolyte) * conductance)
    ratio = solid / electrolyte
    ends = (2.0 + (ratio + 1.0 / ratio) * math.cosh(nu)) / (nu * math.sinh(nu))
    return solid * electrolyte / (solid + electrolyte) * length * (1.0 + ends)
