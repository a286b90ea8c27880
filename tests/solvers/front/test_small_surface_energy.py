"""A front with hardly any surface energy is one without, within 1e-6."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely

from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.model.electrolyte.ohmic import Ohmic
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.metal import Metal
from tests.shared.cells import foil, problem, run


def test_a_front_of_hardly_any_surface_energy_grows_as_one_without() -> None:
    x = np.linspace(0.0, 6.0, 25)
    y = 1.0 + 0.1 * np.cos(np.pi * x / 6.0)
    metal = shapely.Polygon([*zip(x, y, strict=True), (6.0, 0.0), (0.0, 0.0)])
    section = replace(foil(6.0, 16.0, bare=True), deposit=metal)

    def last(surface_energy: float | None) -> StepRecord:
        return run(
            problem(
                section,
                ButlerVolmer(exchange_current_density=5.0),
                current=100.0,
                electrolyte=Ohmic(conductivity=1.0),
                metal=Metal(surface_energy=surface_energy),
                size=0.25e-6,
                largest=3e-6,
                capacity=700.0,
            )
        )[-1]

    none, hardly_any, much = map(last, (None, 1e-6, 100.0))
    assert hardly_any.electrode_potential == pytest.approx(none.electrode_potential, rel=1e-6)
    assert hardly_any.roughness == pytest.approx(none.roughness, rel=1e-6)
    assert much.roughness != pytest.approx(none.roughness, rel=1e-2)
