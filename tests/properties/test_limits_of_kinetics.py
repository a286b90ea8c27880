"""Near equilibrium: nothing drives, nothing moves; little drives, currents are linear."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platefront.solvers.constants import thermal_voltage
from platefront.solvers.model.control import Control, GivenOverpotentials, Potentiostatic
from platefront.solvers.model.counter import LithiumCounter
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.overpotential import GivenOverpotential
from platefront.solvers.model.kinetics.rate_law import RateLaw
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.model.stopping.settings import StopSettings
from tests.shared.comparing import run
from tests.shared.effort import few
from tests.shared.random_cells import cells


def driven(
    problem: PlatingProblem, potential: float, *, given_overpotential: bool
) -> PlatingProblem:
    """The cell with all surfaces at one small driving potential [V]."""
    electrons = problem.metal.electrons
    law: RateLaw
    if given_overpotential:
        law = GivenOverpotential(overpotential=potential, anodic_transfer=electrons - 0.5)
    else:
        law = ButlerVolmer(anodic_transfer=electrons - 0.5)
    laws: Mapping[str, RateLaw] = dict.fromkeys(problem.surfaces, law)
    control: Control = Potentiostatic(electrode_potential=potential)
    if given_overpotential:
        control = GivenOverpotentials()
    return replace(
        problem.with_step(control=control),
        surfaces=laws,
        counter=problem.counter
        if given_overpotential
        else LithiumCounter(anodic_transfer=electrons - 0.5),
    )


@few(12)
@given(cells(), st.booleans())
def test_at_equilibrium_nothing_happens(problem: PlatingProblem, given_overpotential: bool) -> None:
    still = driven(problem, 0.0, given_overpotential=given_overpotential)
    still = still.with_step(stop=StopSettings(time=3600.0))
    records = run(still, 60)
    last, first = records[-1], records[0]
    assert last.time == 3600.0
    exchange = 20.0  # A/m², of every surface
    for record in records:
        off = abs(record.current) / exchange
        assert off < 1e-8, f"{off:.1e} of the exchange current flows"
        # Round-off may empty a vertex that lies on lithium and host both.
        assert record.gap_to_counter == pytest.approx(first.gap_to_counter, abs=1e-7)
        c = record.min_concentration / problem.electrolyte.concentration
        assert abs(c - 1.0) < 1e-8, f"concentration off by {c - 1.0:.1e}"
        assert abs(record.books.anions) < 1e-9
    assert abs(last.capacity) < 1e-8 * exchange * last.time
    grown = last.deposit_area - first.deposit_area
    assert abs(grown) < 1e-9 * (first.deposit_area + first.electrolyte_area)
    assert not last.events


@few(12)
@given(cells(), st.booleans(), st.sampled_from([1e-5, 1e-4]))
def test_small_currents_are_linear(
    problem: PlatingProblem, given_overpotential: bool, small: float
) -> None:
    def current(potential: float) -> float:
        case = driven(problem, potential, given_overpotential=given_overpotential)
        return run(case, 0)[0].current

    one, two = current(-small), current(-2.0 * small)
    assert one > 0.0
    off = two / one - 2.0
    electrons = problem.metal.electrons
    x = small / thermal_voltage(problem.electrolyte.temperature)
    # exp(-α_c x) - exp(α_a x) = -(α_a + α_c) x [1 + (α_a - α_c) x/2 + O(x²)]
    bound = (electrons - 1.0) * x + electrons**2 * x**2 + 1e-8
    assert abs(off) < 1.5 * bound, f"twice the potential makes 2 + {off:.1e} times the current"
