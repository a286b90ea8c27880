"""A porous host on an inert foil below free electrolyte."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from platefront.geometry.section.regions import ElectrolyteRegion
from platefront.solvers.model.electrolyte.ohmic import Ohmic
from platefront.solvers.model.electrolyte.porous_host import PorousHost
from platefront.solvers.model.electrolyte.region import PorousMedium
from platefront.solvers.model.kinetics.insulating import Insulating
from platefront.solvers.model.kinetics.linear import Linear
from platefront.solvers.model.kinetics.rate_law import RateLaw
from platefront.solvers.model.problem import PlatingProblem
from tests.shared.cells import foil, problem

WALLS, CONDUCTANCE, POROSITY = 1e6, 500.0, 0.8
"""a0 [1/m], g [S/m²], ε0."""
KAPPA = 0.9
"""Conductivity of free electrolyte [S/m]."""
DEPTH, HEIGHT = 40e-6, 60e-6
"""Thickness of the host, distance of the counter electrode from the foil [m]."""
LINEAR = Linear(conductance=CONDUCTANCE)


def cell(
    law: RateLaw = LINEAR, *, foil_law: RateLaw | None = None, **changes: Any
) -> PlatingProblem:
    """A cell with this reaction on the walls of the pores.

    Changes are those of `tests.shared.cells.problem`, and of the host: specific_area, conductivity,
    area_exponent.
    """
    keys = ("specific_area", "conductivity", "area_exponent")
    given = {"specific_area": WALLS, **{key: changes.pop(key) for key in keys if key in changes}}
    size = changes.pop("size", 2e-6)
    section = replace(
        foil(width=6.0, height=1e6 * HEIGHT, bare=True),
        regions=(ElectrolyteRegion("felt", 0.0, 1e6 * DEPTH),),
    )
    medium = PorousMedium(porosity=POROSITY, host=PorousHost(reaction=law, **given))
    return problem(
        section,
        foil_law or Insulating(),
        electrolyte=changes.pop("electrolyte", Ohmic(conductivity=KAPPA)),
        regions={"felt": medium},
        size=size,
        largest=changes.pop("largest", size),
        **changes,
    )
