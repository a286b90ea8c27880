"""Exponentials are exact wherever a solution lies, or the solution is refused."""

from __future__ import annotations

import math

import pytest

from platefront.solvers.errors import NotConvergedError
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.electrolyte.model import Electrolyte
from platefront.solvers.model.electrolyte.ohmic import Ohmic
from platefront.solvers.model.electrolyte.supported import Supported
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.overpotential import GivenOverpotential
from platefront.solvers.model.metal import Metal
from tests.shared.cells import foil, problem, run
from tests.shared.series_foil import HEIGHT, MESH, THERMAL, current

BARE = foil(4.0, 1e6 * HEIGHT, bare=True)
COATED = foil(4.0, 1e6 * HEIGHT + 10.0, layer=10.0)
BATH = Ohmic(conductivity=100.0)


def first_current(law: ButlerVolmer, electrode: float, bath: Electrolyte = BATH) -> float:
    section = BARE if electrode < law.equilibrium_potential else COATED
    case = problem(section, law, potential=electrode, electrolyte=bath, time=1e-6, **MESH)
    return next(iter(Simulation(case).run())).current


@pytest.mark.parametrize(
    ("exponent", "exchange"),
    [(39.0, 1e-15), (41.0, 1e-16), (50.0, 1e-20), (95.0, 1e-38), (150.0, 1e-62), (240.0, 1e-101)],
)
@pytest.mark.parametrize("sign", [-1.0, 1.0], ids=["cathodic", "anodic"])
def test_beyond_forty(exponent: float, exchange: float, sign: float) -> None:
    law = ButlerVolmer(exchange_current_density=exchange, equilibrium_potential=-sign * 4.9)
    electrode = -sign * 4.9 + sign * 2.0 * THERMAL * exponent
    if abs(electrode) > 5.0:
        pytest.skip("beyond the potentials that a case may have")
    exact = current(law, electrode, BATH)
    assert abs(exact) > 1e-2, "the exponent hardly matters"
    assert first_current(law, electrode) == pytest.approx(exact, rel=1e-8)


def test_fifty_is_51_6_amperes_per_square_metre() -> None:
    law = ButlerVolmer(exchange_current_density=1e-20)
    assert first_current(law, -2.5690) == pytest.approx(51.56, abs=0.005)


@pytest.mark.parametrize(("cathodic", "gamma"), [(0.1, 1.0), (0.9, 0.5), (0.7, 3.0)])
def test_transfer_coefficients(cathodic: float, gamma: float) -> None:
    law = ButlerVolmer(
        exchange_current_density=1e-30, anodic_transfer=1.0 - cathodic,
        cathodic_transfer=cathodic, reaction_order=gamma, equilibrium_potential=4.0,
    )  # fmt: skip
    electrode = 4.0 - 70.0 * THERMAL / cathodic
    electrode = max(electrode, -5.0)
    driving = -(electrode - 4.0) * cathodic / THERMAL
    free = 1e-30 * math.exp(driving)
    found = first_current(law, electrode)
    # less the ohmic drop i L/κ of a few millivolts at most
    drop = found * HEIGHT / BATH.conductivity
    assert found == pytest.approx(free * math.exp(-drop * cathodic / THERMAL), rel=1e-8)


def test_two_electrons() -> None:
    law = ButlerVolmer(exchange_current_density=1e-40, anodic_transfer=0.5, cathodic_transfer=1.5)
    bath = Ohmic(conductivity=100.0, cation_charge=2)
    electrode = -1.6
    case = problem(
        BARE, law, potential=electrode, electrolyte=bath, metal=Metal(electrons=2), time=1e-6,
        **MESH,
    )  # fmt: skip
    found = next(iter(Simulation(case).run())).current
    left = electrode + found * HEIGHT / bath.conductivity
    assert found == pytest.approx(1e-40 * math.exp(-1.5 * left / THERMAL), rel=1e-8)


@pytest.mark.parametrize("resistance", [1e-8, 1e-3, 1.0])
def test_behind_a_film(resistance: float) -> None:
    law = ButlerVolmer(exchange_current_density=1e-20, film_resistance=resistance)
    exact = current(law, -2.5690, BATH)
    assert first_current(law, -2.5690) == pytest.approx(exact, rel=1e-8)


def test_given_overpotential_is_never_bounded() -> None:
    law = GivenOverpotential(overpotential=-2.0, cathodic_transfer=0.9, anodic_transfer=0.1)
    first = next(iter(Simulation(problem(BARE, law, time=1.0, **MESH)).run()))
    assert first.current == pytest.approx(20.0 * math.exp(0.9 * 2.0 / THERMAL), rel=1e-9)


@pytest.mark.parametrize("film", [0.0, 1e-3])
@pytest.mark.parametrize("bath", [BATH, Supported(ion_diffusivity=3e-10, conductivity=10.0)])
def test_a_solution_beyond_the_range_is_refused(bath: Electrolyte, film: float) -> None:
    law = ButlerVolmer(
        exchange_current_density=1e-250, anodic_transfer=0.05, cathodic_transfer=0.95,
        equilibrium_potential=5.0, film_resistance=film,
    )  # fmt: skip
    case = problem(BARE, law, potential=-5.0, electrolyte=bath, time=1.0, **MESH)
    with pytest.raises(NotConvergedError, match=r"at surface \"foil\", x = .* an exponent of 369"):
        run(case)


def test_a_current_beyond_the_range_is_refused() -> None:
    law = ButlerVolmer(exchange_current_density=1e-140)
    case = problem(BARE, law, current=10.0, electrolyte=BATH, time=1.0, **MESH)
    with pytest.raises(NotConvergedError, match=r"\"foil\".* an exponent of \S+, beyond the 300"):
        run(case)
