"""Surfaces without kinetic resistance: potential held, current from the weak form."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.fenicsx import fem
from platefront.solvers.mesh.domain import COUNTER_MARK
from platefront.solvers.model.counter import LithiumCounter
from platefront.solvers.model.electrolyte.ohmic import Ohmic
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.insulating import Insulating
from platefront.solvers.model.kinetics.linear import Linear
from platefront.solvers.model.kinetics.reversible import Reversible
from platefront.solvers.model.metal import Metal
from tests.shared.cells import at, foil, problem, round_fibre, run, with_solids

BATH = Ohmic(conductivity=2.0)
POTENTIAL = -0.1
NOBLE = Reversible(equilibrium_potential=0.02)
DRIVING = NOBLE.equilibrium_potential - POTENTIAL


def first(simulation: Simulation) -> StepRecord:
    """The state before anything was plated."""
    return next(iter(simulation.run()))


def reaction_at_counter(simulation: Simulation) -> float:
    """Current that the reservoir gives, the sum of its rows of the residual [A/m]."""
    transport = simulation.state.transport
    newton = transport.newton
    newton.assemble_residual(None)
    counter = transport.domain.facets.find(COUNTER_MARK)
    top = fem.locate_dofs_topological(transport.forms.space.sub(1), 1, counter)
    return float(newton.residual.array_r[top].sum()) * transport.scales.current


@pytest.mark.parametrize("order", [1, 2])
def test_slab(order: int) -> None:
    """i = κ (E_eq - φ_s)/L, to round-off."""
    case = problem(
        foil(3.0, 25.0), NOBLE, potential=POTENTIAL, electrolyte=BATH, order=order, time=1.0
    )
    record = first(Simulation(case))
    exact = BATH.conductivity * DRIVING / 25e-6
    off = record.current / exact - 1.0
    assert abs(off) < 1e-12, f"current off by {off:.1e}"


def in_the_corner(radius: float, edges: int) -> CrossSection:
    """A quarter of a round electrode in the corner of a box."""
    wire = round_fibre(0.0, 0.0, radius, edges).intersection(shapely.box(0.0, 0.0, 50.0, 50.0))
    return with_solids(20.0, 20.0, deposit=wire)


@pytest.mark.parametrize("order", [1, 2])
def test_nodal_currents_add_up_to_what_the_counter_electrode_gives(order: int) -> None:
    """Around a quarter of a wire, where the current density is far from even."""
    case = problem(
        in_the_corner(5.0, 48),
        NOBLE,
        potential=POTENTIAL,
        electrolyte=BATH,
        order=order,
        largest=2e-6,
        time=1.0,
    )
    simulation = Simulation(case)
    record = first(simulation)
    total = sum(surface.current for surface in record.surfaces.values())
    given = reaction_at_counter(simulation)
    off = total / given - 1.0
    assert abs(off) < 1e-12, f"the electrode takes {total:.8g} A/m, off by {off:.1e}"
    tracker, (currents,) = simulation.state.front()
    length = tracker.outline.front_length
    density = currents[length > 0] / length[length > 0]
    assert (density > 0.0).all(), "somewhere the current has the wrong sign"
    assert density.max() > 1.2 * density.min(), "the current is even: nothing to distribute"


def halves(width: float, height: float) -> CrossSection:
    """A foil whose left half is one surface and whose right half is another."""
    middle = 0.5 * width
    return CrossSection(
        width=width,
        height=height,
        collector=shapely.Polygon(),
        deposit=shapely.box(0.0, -1.0, width, 0.0),
        span=(0.0, 0.0),
        surfaces={
            "left": shapely.box(0.0, -1.0, middle, height),
            "right": shapely.box(middle, -1.0, width, height),
        },
    )


def test_surfaces_that_meet_share_the_vertex() -> None:
    case = problem(
        halves(8.0, 10.0),
        {"left": NOBLE, "right": NOBLE},
        potential=POTENTIAL,
        electrolyte=BATH,
        time=1.0,
    )
    record = first(Simulation(case))
    exact = BATH.conductivity * DRIVING / 10e-6 * 4e-6
    for name, surface in record.surfaces.items():
        off = surface.current / exact - 1.0
        assert abs(off) < 1e-12, f"{name}: {surface.current:.8g} A/m, off by {off:.1e}"


@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize("counter", ["reservoir", "lithium"])
def test_kinetics_beside_it_keep_their_share(order: int, counter: str) -> None:
    """A surface with kinetics next to one without: together they take what comes."""
    dissolving = LithiumCounter(exchange_current_density=500.0)
    changes = {"counter": dissolving} if counter == "lithium" else {}
    case = problem(
        halves(8.0, 10.0),
        {"left": NOBLE, "right": Linear(conductance=1e5, equilibrium_potential=0.02)},
        potential=POTENTIAL,
        electrolyte=BATH,
        order=order,
        time=1.0,
        **changes,
    )
    simulation = Simulation(case)
    record = first(simulation)
    total = sum(surface.current for surface in record.surfaces.values())
    if counter == "reservoir":
        given = reaction_at_counter(simulation)
    else:
        counter_current = simulation.state.transport.currents()[COUNTER_MARK]
        given = -float(counter_current.value.sum())
    assert abs(total / given - 1.0) < 1e-11, f"{total:.10g} A/m taken, {given:.10g} A/m given"
    assert 0.0 < record.surfaces["right"].current < 0.8 * record.surfaces["left"].current


def test_primary_is_the_limit_of_fast_kinetics() -> None:
    section = in_the_corner(5.0, 48)
    fast = ButlerVolmer(exchange_current_density=1e9, equilibrium_potential=0.02)

    def current(law: Reversible | ButlerVolmer) -> float:
        case = problem(
            section, law, potential=POTENTIAL, electrolyte=BATH, largest=2e-6, order=2, time=1.0
        )
        return first(Simulation(case)).current

    off = current(fast) / current(NOBLE) - 1.0
    assert abs(off) < 1e-4, f"fast kinetics carry {off:.1e} more"


@pytest.mark.parametrize("mode", ["fixed", "moving"])
def test_front_grows_by_its_current(mode: str) -> None:
    """L h - h²/2 = V_m/F κ U t; a front that stays where it is does not speed up: L h."""
    height, growth = 10e-6, Metal().volume_per_charge * BATH.conductivity * DRIVING
    grown = np.array([0.2, 0.5, 1.0]) * 1e-6
    exact = {"moving": height * grown - 0.5 * grown**2, "fixed": height * grown}[mode]
    times = tuple(exact / growth)
    records = run(
        problem(
            foil(4.0, 1e6 * height),
            {"foil": NOBLE},
            potential=POTENTIAL,
            electrolyte=BATH,
            mode=mode,
            must_hit=times,
            time=times[-1],
        )
    )
    for time, wanted in zip(times, grown, strict=True):
        off = at(records, time).surfaces["foil"].thickness_mean / wanted - 1.0
        assert abs(off) < 1e-4, f"t = {time:.3g} s: thickness off by {off:.1e}"
    assert abs(records[-1].books.faraday) < 1e-10


def test_insulators_beside_it_stay_bare() -> None:
    case = problem(
        halves(8.0, 10.0),
        {"left": NOBLE, "right": Insulating()},
        potential=POTENTIAL,
        electrolyte=BATH,
        mode="fixed",
        time=1.0,
    )
    record = first(Simulation(case))
    assert record.surfaces["right"].current == 0.0
    one_sided = BATH.conductivity * DRIVING / 10e-6 * 4e-6
    assert one_sided < record.surfaces["left"].current < 2.0 * one_sided
