"""A new mesh contains the same salt in the same places, at all levels of the time scheme."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from platefront.geometry.arrays import Floats
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.transforms import made_periodic
from platefront.solvers.discretisation.time_scheme import Level
from platefront.solvers.discretisation.transfer import carry_over
from platefront.solvers.discretisation.transport import Transport
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.front.front_tracker import FrontTracker
from platefront.solvers.state.plating_state import PlatingState
from tests.shared.cells import PLATING, problem, round_fibre, with_solids
from tests.shared.remeshing import vary_mesh

STEPS = 26
FIBRE = with_solids(30.0, 40.0, deposit=round_fibre(15.0, 12.0, 5.0, 32))
SECTIONS = {"walls": FIBRE, "periodic": made_periodic(FIBRE)}


def advanced(section: CrossSection, order: int = 1) -> PlatingState:
    simulation = Simulation(problem(section, PLATING, order=order, time=400.0))
    for _ in itertools.islice(simulation.run(), STEPS):
        pass
    assert simulation.state.remeshings == 0
    return simulation.state


def other_mesh(state: PlatingState) -> Transport:
    """Another mesh with the same front."""
    vary_mesh(state)
    state.tracker.map(lambda tracker: tracker.renew(tracker.outline))
    return state.new_transport()


def moment(transport: Transport, level: Level) -> Floats:
    """∫ c and ∫ c y."""
    domain, space = transport.domain, transport.forms.space
    domain.move_to(level.coordinates)
    own = space.dofmap.index_map.size_local
    y = space.tabulate_dof_coordinates()[:own, 1]
    contents = level.inventory[::2]
    return np.array([contents.sum(), contents @ y])


@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize("walls", SECTIONS)
def test_contents_and_their_places_are_kept(walls: str, order: int) -> None:
    state = advanced(SECTIONS[walls], order)
    old, levels = state.transport, state.history.levels
    assert len(levels) == 3
    new = other_mesh(state)
    here = new.domain.coordinates.copy()
    total, period = levels[0].total, state.problem.section.period
    carried = carry_over(old, new, levels, total, period)
    assert np.array_equal(new.domain.coordinates, here)
    assert carried.outside == 0
    assert abs(carried.correction) < 1e-11
    assert carried.levels[0].exchange == pytest.approx(levels[0].exchange, rel=1e-12)
    for number, (level, past) in enumerate(zip(carried.levels, levels, strict=True)):
        assert level.time == past.time
        # between the vertices of the front the meshes move a little differently
        bound = 1e-11 if number == 0 else 1e-7
        assert moment(new, level) == pytest.approx(moment(old, past), rel=bound)
        # what the level has not received is the same salt at all times
        assert level.total - level.exchange == pytest.approx(past.total - past.exchange, rel=1e-9)


@pytest.mark.parametrize("order", [1, 2])
def test_a_past_level_of_an_affine_motion_is_exact(order: int) -> None:
    """Both meshes then move alike: the past one is wider, lower and sheared."""
    state = advanced(FIBRE, order)
    old, last = state.transport, state.history.last
    old.domain.move_to(last.coordinates @ np.array([[1.2, 0.0], [0.1, 0.7]]))
    past = old.level(last.time - 1.0, last.exchange - 0.3)
    old.domain.move_to(last.coordinates)
    new = other_mesh(state)
    carried = carry_over(old, new, [last, past], last.total)
    place = carried.levels[0].coordinates @ np.array([[1.2, 0.0], [0.1, 0.7]])
    assert carried.levels[1].coordinates == pytest.approx(place, abs=1e-10)
    assert moment(new, carried.levels[1]) == pytest.approx(moment(old, past), rel=1e-12)


def test_nothing_moves_where_the_meshes_are_the_same() -> None:
    state = advanced(FIBRE)
    old, levels = state.transport, state.history.levels
    # the same triangles where the front is now
    new = state.new_transport()
    new.domain.move_to(levels[0].coordinates)
    carried = carry_over(old, new, levels, levels[0].total)
    for level, past in zip(carried.levels, levels, strict=True):
        for name in ("unknown", "coordinates", "inventory"):
            off = np.abs(getattr(level, name) - getattr(past, name)).max()
            assert off < 1e-11, f"{name} differs by {off:.1e}"


def test_nodes_outside_take_the_nearest_values_and_are_counted() -> None:
    """Back to where the front began: its nodes are within the deposit."""
    state = advanced(FIBRE)
    old, levels = state.transport, state.history.levels
    first = FrontTracker.start(state.problem, state.ledger.value)
    state.tracker.map(lambda tracker: tracker.renew(first.outline))
    new = state.new_transport()
    carried = carry_over(old, new, levels, levels[0].total)
    assert carried.outside >= 32
    grown = float(state.ledger.value.total_charge) * state.problem.metal.volume_per_charge
    thickness = 1e12 * grown / (10.0 * np.pi)
    assert carried.farthest == pytest.approx(thickness, rel=0.2)
    was, now = levels[0].unknown, carried.levels[0].unknown
    for part in (0, 1):
        low, high = was[part::2].min(), was[part::2].max()
        assert low - 1e-12 <= now[part::2].min()
        assert now[part::2].max() <= high + 1e-12
    assert -0.05 < carried.correction < -1e-4, "there is more room than salt"
    assert carried.levels[0].total == pytest.approx(levels[0].total, rel=1e-14)
