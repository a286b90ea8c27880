"""Lithium | concentrated solution | lithium by PyBaMM: makes `pybamm_cell.json`.

    pip install pybamm
    python verification/references/pybamm_cell.py > verification/references/pybamm_cell.json

One dimension, y from the electrode that plates at 0 to the counter electrode at L. With the plating
current i > 0 (Newman, Electrochemical Systems, chapter 12; Φ against a lithium reference)

    ε c_t = (f D c_y)_y + (i/F) t₊'(c) c_y,   D c_y = (1 - t₊) i/F at both electrodes
    Φ_y = i/(f κ) + 2 (RT/F) (1 - t₊) χ c_y/c
    φ_s = Φ(0) - Φ(L) - 2 (RT/F) [asinh(i/2i_0(c_0)) + asinh(i/2i_0(c_L))],  i_0(c) = i_0 √(c/c0)

with ε = f = 1 but in a separator, where ε = 0.4 and f = ε/2.5; by finite volumes and an implicit
integrator. The properties are written here once more, from their publications, so that nothing is
taken from platefront.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import numpy as np
import pybamm  # type: ignore[import-not-found]

FARADAY, GAS_CONSTANT, TEMPERATURE = 96485.33212, 8.314462618, 298.15
VOLT = GAS_CONSTANT * TEMPERATURE / FARADAY
LENGTH, CURRENT, EXCHANGE, START = 200e-6, 100.0, 20.0, 1000.0
VOLUMES = 1600
SEPARATOR = (80e-6, 105e-6)
"""Faces of the separator, which are faces of volumes, too [m]."""
POROSITY, CONDUCTION = 0.4, 0.4 / 2.5
PLATING = (1.0, 3.0, 10.0, 30.0, 60.0, 120.0, 240.0)
"""Times after the start [s]."""
RELAXATION = (1.0, 3.0, 10.0, 30.0, 60.0, 120.0)
"""Times after the current is switched off [s]."""


class Nyman:
    """LiPF6 in EC:EMC 3:7 (Nyman et al., Electrochim. Acta 53, 6356, 2008); χ = 1."""

    name = "lipf6_ec_emc_nyman_2008"

    def conductivity(self, c: Any) -> Any:
        """κ [S/m]."""
        return 0.1297 * (c / 1e3) ** 3 - 2.51 * (c / 1e3) ** 1.5 + 3.329 * (c / 1e3)

    def diffusivity(self, c: Any) -> Any:
        """D [m²/s]."""
        return 8.794e-11 * (c / 1e3) ** 2 - 3.972e-10 * (c / 1e3) + 4.862e-10

    def transference(self, c: Any) -> Any:
        """t₊."""
        return -0.1287 * (c / 1e3) ** 3 + 0.4106 * (c / 1e3) ** 2 - 0.4717 * (c / 1e3) + 0.4492

    def transference_slope(self, c: Any) -> Any:
        """dt₊/dc [m³/mol]."""
        return (-0.3861 * (c / 1e3) ** 2 + 0.8212 * (c / 1e3) - 0.4717) / 1e3

    def factor(self, c: Any) -> Any:
        """χ."""
        return 1.0 + 0.0 * c


class Landesfeind:
    """LiPF6 in EC:EMC 3:7 (Landesfeind, Gasteiger, J. Electrochem. Soc. 166, A3079, 2019)."""

    name = "lipf6_landesfeind_2019"

    def conductivity(self, c: Any) -> Any:
        """κ [S/m]."""
        x, t = c / 1e3, TEMPERATURE
        e = np.exp(1000.0 / t)
        upper = 1.0 - 1.06 * x**0.5 + 0.353 * (1.0 - 3.59e-3 * e) * x
        return 0.1 * 0.521 * (1.0 + (t - 228.0)) * x * upper / (1.0 + 1.48e-3 * e * x**4)

    def diffusivity(self, c: Any) -> Any:
        """D [m²/s]."""
        x, t = c / 1e3, TEMPERATURE
        rate = 1.01 - 487.0 / t
        exp = pybamm.exp if isinstance(c, pybamm.Symbol) else np.exp
        return 1.01e3 * np.exp(-1560.0 / t) * 1e-10 * exp(rate * x)

    def transference(self, c: Any) -> Any:
        """t₊."""
        x, t = c / 1e3, TEMPERATURE
        return (
            (-12.8 + 8.21e-2 * t - 1.27e-4 * t**2)
            + (-6.12 + 3.18e-2 * t - 3.96e-5 * t**2) * x
            + (0.904 - 3.12e-3 * t) * x**2
            + 1.75e-2 * x**3
        )

    def transference_slope(self, c: Any) -> Any:
        """dt₊/dc [m³/mol]."""
        x, t = c / 1e3, TEMPERATURE
        linear = -6.12 + 3.18e-2 * t - 3.96e-5 * t**2
        return (linear + 2.0 * (0.904 - 3.12e-3 * t) * x + 5.25e-2 * x**2) / 1e3

    def factor(self, c: Any) -> Any:
        """χ."""
        x, t = c / 1e3, TEMPERATURE
        return (
            (25.7 - 0.177 * t + 3.08e-4 * t**2)
            + (-45.1 + 0.295 * t - 4.54e-4 * t**2) * x
            + (1.94 - 9.46e-3 * t) * x**2
            + 0.259 * x**3
        )


def factors(y: Any, separator: bool) -> tuple[Any, Any]:
    """Return porosity and conduction at y [m]."""
    inside = (y > SEPARATOR[0]) * (y < SEPARATOR[1]) * float(separator)
    return 1.0 + (POROSITY - 1.0) * inside, 1.0 + (CONDUCTION - 1.0) * inside


def solved(solution: Any, separator: bool) -> list[tuple[float, float, Any, float, float]]:
    """Return time, current, c in the volumes and c at both electrodes, at all times."""
    y = pybamm.SpatialVariable("y", domain="electrolyte", coord_sys="cartesian")
    porosity, conduction = factors(y, separator)
    c = pybamm.Variable("c", domain="electrolyte", scale=START)
    current = pybamm.InputParameter("current")
    ionic = pybamm.PrimaryBroadcastToEdges(-current, "electrolyte")  # along +y
    cations = -(conduction * solution.diffusivity(c)) * pybamm.grad(c)
    cations += solution.transference(c) * ionic / FARADAY
    ends = {side: pybamm.BoundaryValue(c, side) for side in ("left", "right")}
    slopes = {
        side: (
            current * (1.0 - solution.transference(end)) / (FARADAY * solution.diffusivity(end)),
            "Neumann",
        )
        for side, end in ends.items()
    }
    model = pybamm.BaseModel()
    model.rhs = {c: -pybamm.div(cations) / porosity}
    model.boundary_conditions = {c: slopes}
    model.initial_conditions = {c: pybamm.Scalar(START)}
    model.variables = {"c": c, **ends}
    geometry = pybamm.Geometry({"electrolyte": {y: {"min": 0.0, "max": LENGTH}}})
    mesh = pybamm.Mesh(geometry, {"electrolyte": pybamm.Uniform1DSubMesh}, {y: VOLUMES})
    pybamm.Discretisation(mesh, {"electrolyte": pybamm.FiniteVolume()}).process_model(model)
    solver = pybamm.IDAKLUSolver(rtol=1e-9, atol=1e-9)
    found = []
    before = None
    for passed, times in ((CURRENT, PLATING), (0.0, RELAXATION)):
        if before is not None:
            model.set_initial_conditions_from(before)
        at = np.array([0.0, *times])
        before = solver.solve(model, at, t_interp=at, inputs={"current": passed})
        profiles = [before[name].entries for name in ("c", "left", "right")]
        found += [
            (passed, t, profiles[0][:, k], float(profiles[1][k]), float(profiles[2][k]))
            for k, t in enumerate(at)
            if k
        ]
    return found


def voltage(
    solution: Any, c: Any, left: float, right: float, current: float, separator: bool
) -> float:
    """Return φ_s from the concentrations at the middles of the volumes and at the electrodes."""
    profile = np.concatenate(([left], c, [right]))
    middles = (np.arange(VOLUMES) + 0.5) / VOLUMES * LENGTH
    conductivity = factors(middles, separator)[1] * solution.conductivity(c)
    ohmic = LENGTH / VOLUMES * np.sum(1.0 / conductivity) * current
    weight = 2.0 * VOLT * (1.0 - solution.transference(profile)) * solution.factor(profile)
    diffusion = np.trapezoid(weight, np.log(profile))
    exchange = [EXCHANGE * np.sqrt(end / START) for end in (left, right)]
    kinetic = 2.0 * VOLT * sum(np.arcsinh(0.5 * current / i0) for i0 in exchange)
    return float(-ohmic - diffusion - kinetic)


def main() -> None:
    """Print the numbers of both solutions."""
    cells = {}
    for name, solution, separator in (
        (Nyman.name, Nyman(), False),
        (Landesfeind.name, Landesfeind(), False),
        ("separator", Nyman(), True),
    ):
        rows = []
        for current, time, c, left, right in solved(solution, separator):
            potential = voltage(solution, c, left, right, current, separator)
            rows.append([current, time, round(left, 4), round(right, 4), round(potential, 9)])
        cells[name] = rows
    json.dump(
        {
            "made_with": f"PyBaMM {pybamm.__version__}",
            "columns": ["current A/m²", "time s", "c(0) mol/m³", "c(L) mol/m³", "potential V"],
            "cells": cells,
        },
        sys.stdout,
        indent=1,
        ensure_ascii=False,
    )
    print()


if __name__ == "__main__":
    main()
