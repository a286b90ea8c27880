"""Currents in a porous host against Newman and Tobias, J. Electrochem. Soc. 109, 1183 (1962).

With linear kinetics and Ohm's law in electrolyte (κ) and matrix (σ) the current per volume
j = a i_n obeys j'' = (ν/L)² j, ν² = a g L² (1/κ + 1/σ), with j' = -a g I/σ at the foil and
a g I/κ at the face.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from platefront.geometry.arrays import Floats
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.constants import thermal_voltage
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.counter import LithiumCounter
from platefront.solvers.model.electrolyte.ohmic import Ohmic
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.linear import Linear
from tests.shared.cells import run
from tests.solvers.model.electrolyte.porous_cell import (
    CONDUCTANCE,
    DEPTH,
    HEIGHT,
    KAPPA,
    POROSITY,
    WALLS,
    cell,
)

CURRENT = 500.0
PORES = KAPPA * POROSITY**1.5
SLOPE = WALLS * CONDUCTANCE
PERFECT = 1e12
"""Conductivity of a matrix of one potential [S/m]."""
SIZES = {1: (2e-6, 1e-6, 0.5e-6), 2: (4e-6, 2e-6, 1e-6)}
"""Edges for elements of each order [m]."""


class NewmanTobias:
    """Closed solution for a current I that leaves the matrix at the foil."""

    def __init__(self, sigma: float) -> None:
        self.sigma = sigma
        self.nu = DEPTH * math.sqrt(SLOPE * (1.0 / PORES + 1.0 / sigma))
        unit = SLOPE * CURRENT * DEPTH / self.nu
        self._sinh = -unit / sigma
        self._cosh = unit * (1.0 / PORES + math.cosh(self.nu) / sigma) / math.sinh(self.nu)

    def reaction(self, y: Floats) -> Floats:
        """j [A/m³] at heights [m]."""
        at = self.nu * y / DEPTH
        return np.asarray(self._cosh * np.cosh(at) + self._sinh * np.sinh(at))

    def below(self, y: float) -> float:
        """Share of the current below a height [m]."""
        at, unit = self.nu * y / DEPTH, DEPTH / self.nu / CURRENT
        return unit * (self._cosh * math.sinh(at) + self._sinh * (math.cosh(at) - 1.0))

    @property
    def potential(self) -> float:
        """E against a reservoir above the free electrolyte [V]."""
        ratio = self.sigma / PORES + PORES / self.sigma
        through = 1.0 + (2.0 + ratio * math.cosh(self.nu)) / (self.nu * math.sinh(self.nu))
        free = (HEIGHT - DEPTH) / KAPPA
        return -CURRENT * (DEPTH / (PORES + self.sigma) * through + free)

    @property
    def rise(self) -> float:
        """φ_s - E at the face [V]: the current that flows in the matrix, over its conductivity."""
        y = np.linspace(0.0, DEPTH, 4001)
        passed = np.array([self.below(float(at)) for at in y])
        return CURRENT * float(np.trapezoid(1.0 - passed, y)) / self.sigma


def observed(sizes: tuple[float, ...], errors: list[float]) -> float:
    """Slope of log error on log size."""
    return float(np.polyfit(np.log(sizes), np.log(errors), 1)[0])


def second(sigma: float | None, order: int, size: float) -> tuple[StepRecord, float]:
    """The state after a step, and the error of the means of j over cells (RMS over that of all)."""
    simulation = Simulation(
        cell(conductivity=sigma, current=CURRENT, order=order, size=size, mode="fixed", time=1.0)
    )
    exact = NewmanTobias(sigma or PERFECT)
    for record in simulation.run():
        fields = record.fields().value
    assert fields.reaction is not None
    inside = fields.region == 1
    corners = 1e-6 * fields.points[fields.triangles[inside], 1]
    on_edges = exact.reaction(0.5 * (corners + np.roll(corners, 1, axis=1)))
    off = (fields.reaction[inside] - on_edges.mean(axis=1)) * DEPTH / CURRENT
    return record, float(np.sqrt(np.mean(off**2)))


@pytest.mark.parametrize("sigma", [None, 0.3], ids=["one potential", "two potentials"])
@pytest.mark.parametrize(("order", "rate"), [(1, 2.0), (2, 4.0)])
def test_profile_of_newman_and_tobias(sigma: float | None, order: int, rate: float) -> None:
    exact = NewmanTobias(sigma or PERFECT)
    found = [second(sigma, order, size) for size in SIZES[order]]
    records = [record for record, _ in found]
    errors = [abs((r.electrode_potential or 0.0) / exact.potential - 1.0) for r in records]
    seen = observed(SIZES[order], errors)
    assert errors[-1] < 1e-4, f"potential off by {errors[-1]:.1e}"
    assert rate - 0.25 < seen < rate + 0.6, f"order {seen:.2f} of the potential from {errors}"
    shares = [abs((r.bottom_share or 0.0) - exact.below(0.5 * DEPTH)) for r in records]
    assert shares[-1] < 1e-4, f"share of the lower half off by {shares}"
    profiles = [off for _, off in found]
    assert profiles[-1] < 1e-3 * 0.5e-3 ** (order - 1), f"j off by {profiles}"
    seen = observed(SIZES[order], profiles)
    assert seen > 1.8, f"order {seen:.2f} of j from {profiles}"


def test_potential_of_the_matrix() -> None:
    simulation = Simulation(
        cell(conductivity=0.3, current=CURRENT, order=2, size=2e-6, mode="fixed", time=1.0)
    )
    first = next(simulation.run())
    fields = first.fields().value
    assert fields.matrix is not None
    rise = float(fields.matrix.max()) - (first.electrode_potential or 0.0)
    assert rise == pytest.approx(NewmanTobias(0.3).rise, rel=1e-5)
    on_foil = fields.points[:, 1] == 0.0
    assert fields.matrix[on_foil] == pytest.approx(first.electrode_potential, rel=1e-12)


@pytest.mark.parametrize("sigma", [None, 0.3])
def test_parts_of_the_potential_add_up(sigma: float | None) -> None:
    (first, *_) = run(
        cell(
            ButlerVolmer(exchange_current_density=20.0, nucleation_barrier=0.02),
            conductivity=sigma,
            current=100.0,
            counter=LithiumCounter(exchange_current_density=30.0),
            time=1.0,
        )
    )
    assert first.voltage is not None
    assert first.voltage.total == pytest.approx(first.electrode_potential, rel=1e-9)
    assert first.voltage.nucleation == pytest.approx(-0.02, rel=1e-9)
    assert first.voltage.power["felt"] > 0.0


def test_well_conducting_matrix_is_one_potential() -> None:
    changes = {"current": CURRENT, "mode": "fixed", "time": 1.0}
    one, other = (run(cell(conductivity=sigma, **changes))[-1] for sigma in (None, 1e8))
    assert other.electrode_potential == pytest.approx(one.electrode_potential, rel=1e-6)
    assert other.bottom_share == pytest.approx(one.bottom_share, rel=1e-6)


def test_host_in_a_good_electrolyte_is_a_surface_of_its_walls() -> None:
    """Without gradients the law of each wall passes the current over a L."""
    law = ButlerVolmer(exchange_current_density=2.0)
    (first, *_) = run(
        cell(law, current=CURRENT, electrolyte=Ohmic(conductivity=1e9), mode="fixed", time=1.0)
    )
    density = CURRENT / (WALLS * DEPTH)
    volt = thermal_voltage(298.15)
    assert first.electrode_potential == pytest.approx(
        -2.0 * volt * math.asinh(density / 4.0), rel=1e-6
    )
    assert first.surfaces["felt"].length == pytest.approx(6e-6 * WALLS * DEPTH, rel=1e-12)


def test_few_walls_leave_the_foil_as_with_an_inert_layer() -> None:
    foil_law = Linear(conductance=800.0)
    found = run(
        cell(foil_law=foil_law, specific_area=1e-3, potential=-0.05, mode="fixed", time=1.0)
    )[-1]
    resistance = DEPTH / PORES + (HEIGHT - DEPTH) / KAPPA + 1.0 / 800.0
    assert found.current == pytest.approx(0.05 / resistance, rel=1e-6)
    assert 0.0 < found.surfaces["felt"].charge < 1e-6 * found.surfaces["foil"].charge
