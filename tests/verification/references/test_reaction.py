"""The potential that a current needs, against the rate laws that it inverts."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from platefront.solvers.model.electrolyte.nernst_planck import NernstPlanck
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.linear import Linear
from platefront.solvers.model.kinetics.surface_state import SurfaceState
from platefront.solvers.model.scales import LENGTH, Scales
from verification.references.reaction import Reaction, reaction_of

ELECTROLYTE = NernstPlanck(salt_diffusivity=3e-10, transference_number=0.4)
SCALES = Scales.of(ELECTROLYTE)
LAWS = {
    "symmetric": ButlerVolmer(),
    "half an order": ButlerVolmer(reaction_order=0.5, equilibrium_potential=0.1),
    "copper": ButlerVolmer(anodic_transfer=1.5, cathodic_transfer=0.5),
    "film": ButlerVolmer(film_resistance=1e-3, deposit_conductivity=1e-3),
    "nucleation": ButlerVolmer(nucleation_barrier=0.05, nucleation_thickness=2e-7),
    "linear": Linear(conductance=500.0, film_resistance=1e-3, equilibrium_potential=-0.1),
}


@pytest.mark.parametrize("law", LAWS.values(), ids=LAWS.keys())
@pytest.mark.parametrize("bare", [False, True])
def test_the_rate_law_returns_the_current(law, bare):
    """The other direction of the program's own law, with its scales; 1e-13 is its iteration's."""
    reaction = reaction_of(law, SCALES.potential, bare=bare)
    for c, thickness, current in itertools.product(
        (1e-6, 0.3, 1.0, 2.0), (1e-7, 3e-6), (-300.0, -1e-3, 1e-6, 2.0, 900.0)
    ):
        potential = reaction.potential(c, thickness, current)
        state = SurfaceState(c, 0.0, potential / SCALES.potential, float(bare), thickness / LENGTH)
        found = law.current_density(state, law.constants(SCALES)) * SCALES.current_density
        scale = abs(current) + reaction.exchange_at(c) if isinstance(law, ButlerVolmer) else 100.0
        assert found == pytest.approx(current, rel=1e-11, abs=1e-12 * scale)


@pytest.mark.parametrize("law", LAWS.values(), ids=LAWS.keys())
def test_its_slope_is_its_derivative(law):
    reaction = reaction_of(law, SCALES.potential, bare=True)
    for c, current in itertools.product((0.2, 1.5), (-50.0, 3.0, 700.0)):
        step = 1e-5 * abs(current)
        sides = [reaction.potential(c, 1e-7, current + sign * step) for sign in (1, -1)]
        slope = (sides[0] - sides[1]) / (2.0 * step)
        assert reaction.slope(c, 1e-7, current) == pytest.approx(slope, rel=1e-7)


def test_the_parts_have_the_signs_of_plating():
    law = replace(
        Reaction(volt=0.0257), film=1e-3, resistivity=10.0, barrier=0.1, bare=True, equilibrium=0.2
    )
    parts = law.parts(0.5, 1e-7, 100.0)
    assert parts.equilibrium == 0.2
    assert max(parts.nernst, parts.kinetic, parts.nucleation, parts.film, parts.deposit) < 0.0
    assert parts.film == pytest.approx(-0.1)
    assert parts.deposit == pytest.approx(-1e-4)
    assert law.parts(0.5, 0.0, 100.0).nucleation == -0.1
    assert law.parts(1.0, 1e-7, 1e-12).total == pytest.approx(0.2 + parts.nucleation)
    assert law.parts(1.0, 1e-7, -1e-12).total == pytest.approx(0.2), "plating alone is hindered"
