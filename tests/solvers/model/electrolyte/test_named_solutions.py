"""Named solutions: published numbers, and properties that make sense over their whole range."""

from __future__ import annotations

import numpy as np
import pytest

from platefront.solvers.model.electrolyte.concentrated import Concentrated
from platefront.solvers.model.electrolyte.solution import SOLUTIONS
from platefront.solvers.model.electrolyte.solution.edman import Edman2000
from platefront.solvers.model.electrolyte.solution.landesfeind import Landesfeind2019
from platefront.solvers.model.electrolyte.solution.nyman import Nyman2008
from platefront.solvers.model.electrolyte.solution.solution import Solution

NAMED = [
    Nyman2008(),
    *(
        Landesfeind2019.model_validate({"solvent": solvent})
        for solvent in ("EC:DMC 1:1", "EC:EMC 3:7", "EMC:FEC 19:1")
    ),
    Edman2000(),
]
WARM = 358.15
"""Temperature of the polymer [K]."""


def names(solution: Solution) -> str:
    return f"{solution.set}-{getattr(solution, 'solvent', '')}"


def test_every_named_solution_is_here() -> None:
    assert {s.set for s in NAMED} == set(SOLUTIONS.members) - {"own", "bpx"}


@pytest.mark.parametrize("solution", NAMED, ids=names)
def test_properties_are_physical_over_the_whole_range(solution: Solution) -> None:
    c = np.linspace(*solution.span, 101)
    for temperature in np.linspace(*solution.temperatures, 9):
        for of in (solution.conductivity_at, solution.diffusivity_at, solution.factor_at):
            assert (np.asarray(of(c, temperature)) > 0.0).all(), (of.__name__, temperature)
        assert (np.asarray(solution.transference_at(c, temperature)) < 1.0).all()


@pytest.mark.parametrize("solution", NAMED, ids=names)
def test_case_within_the_range_fits(solution: Solution) -> None:
    temperature = float(np.mean(solution.temperatures))
    assert Concentrated(solution=solution, temperature=temperature).misfit() is None


def test_numbers_of_nyman() -> None:
    """At 1 mol/L: κ = 0.9487 S/m, D = 1.769e-10 m²/s, t₊ = 0.2594 (Chen et al. 2020)."""
    bath = Concentrated(solution=Nyman2008())
    assert bath.conductivity == pytest.approx(0.9487, abs=1e-4)
    assert bath.diffusivity == pytest.approx(1.7694e-10, rel=1e-4)
    assert bath.solution.transference_at(1000.0, 298.15) == pytest.approx(0.2594, abs=1e-6)


def test_numbers_of_landesfeind() -> None:
    """At 1 mol/L and 25 °C in EC:EMC: κ = 9.1 mS/cm, D = 2.9e-10 m²/s, t₊ = 0.22, χ = 2.2."""
    bath = Concentrated(solution=Landesfeind2019())
    assert bath.conductivity == pytest.approx(0.913, abs=1e-3)
    assert bath.diffusivity == pytest.approx(2.892e-10, rel=1e-3)
    assert bath.solution.transference_at(1000.0, 298.15) == pytest.approx(0.2209, abs=1e-4)
    assert bath.solution.factor_at(1000.0, 298.15) == pytest.approx(2.182, abs=1e-3)


def test_numbers_of_edman() -> None:
    """At 1 mol/L and 85 °C: κ = 0.73 mS/cm, D = 5.3e-12 m²/s, t₊ = 0.24 (Dualfoil 5)."""
    bath = Concentrated(solution=Edman2000(), temperature=WARM)
    assert bath.conductivity == pytest.approx(0.07348, rel=1e-6)
    assert bath.diffusivity == pytest.approx(5.319e-12, rel=1e-6)
    assert bath.solution.transference_at(1000.0, WARM) == pytest.approx(0.2431, abs=1e-6)


def test_conductivity_of_edman_is_that_of_its_ions() -> None:
    """Within a factor of 2 of Nernst and Einstein's, which tells S/cm from S/m."""
    bath, c = Concentrated(solution=Edman2000(), temperature=WARM), 1000.0
    cation = float(bath.solution.transference_at(c, WARM))
    ions = bath.diffusivity / (2.0 * cation * (1.0 - cation))  # D₊ + D₋ of D = 2 D₊D₋/(D₊ + D₋)
    of_ions = 96485.33**2 * c * ions / (8.314463 * WARM)
    ratio = bath.conductivity / of_ions
    assert 0.5 < ratio < 2.0, f"conductivity over that of the ions: {ratio:.2f}"


@pytest.mark.parametrize(
    ("changes", "at", "reason"),
    [
        ({"concentration": 100.0}, "concentration", "is {}"),
        ({"concentration": 3000.0}, "concentration", "hold from {} to {}"),
        ({"temperature": 340.0}, "temperature", "is {}"),
    ],
)
def test_start_outside_the_range_is_refused(
    changes: dict[str, float], at: str, reason: str
) -> None:
    misfit = Concentrated(solution=Nyman2008(), **changes).misfit()
    assert misfit is not None
    assert misfit.at == (at,)
    assert reason in misfit.reason
