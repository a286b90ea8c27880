"""Bare surfaces that would be stripped beside others that plate."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely

from platefront.geometry.arrays import Floats
from platefront.geometry.section.cross_section import CrossSection
from platefront.results.books import Audit
from platefront.solvers.balance.ledger import Ledger
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.front.front_tracker import FrontTracker
from platefront.solvers.front.idle_surfaces import IdleSurfaces
from platefront.solvers.front.vertex_currents import VertexCurrents
from platefront.solvers.model.kinetics.insulating import Insulating
from platefront.solvers.model.kinetics.overpotential import GivenOverpotential
from platefront.solvers.model.kinetics.surface_state import SurfaceState
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.model.scales import Scales
from tests.shared.cells import SALT, problem

WIDTH, HEIGHT = 12.0, 20.0
BORDER = 6.0
"""Between the left surface and the right one, both on y = 0 [µm]."""
LEFT, RIGHT = 0, 1


def law(millivolts: float) -> GivenOverpotential:
    return GivenOverpotential(overpotential=1e-3 * millivolts, exchange_current_density=20.0)


def cell(left: float, right: float, *, layer: float = 0.0, size: float = 1e-6) -> PlatingProblem:
    """Two foils side by side at overpotentials [mV], the right one below lithium [µm]."""
    metal = shapely.box(BORDER, 0.0, WIDTH, layer) if layer else shapely.Polygon()
    section = CrossSection(
        width=WIDTH,
        height=HEIGHT,
        collector=shapely.Polygon(),
        deposit=metal,
        span=(0.0, 0.0),
        surfaces={
            "left": shapely.box(0.0, -1.0, BORDER, HEIGHT),
            "right": shapely.box(BORDER, -1.0, WIDTH, HEIGHT),
        },
    )
    laws = {"left": law(left), "right": law(right)}
    return problem(section, laws, time=200.0, size=size)


def tracker(case: PlatingProblem) -> FrontTracker:
    books = Ledger(case.section, case.metal.volume_per_charge, np.zeros(2))
    return FrontTracker.start(case, books)


@pytest.mark.parametrize(
    ("left", "right", "layer", "idle", "plating"),
    [
        (-20.0, 20.0, 0.0, {RIGHT}, {LEFT}),
        (20.0, -20.0, 0.0, {LEFT}, {RIGHT}),
        (-20.0, 20.0, 2.0, set(), {LEFT}),
        (-20.0, -10.0, 0.0, set(), {LEFT, RIGHT}),
        (20.0, 10.0, 0.0, {LEFT, RIGHT}, set()),
    ],
)
def test_at_the_start_bare_surfaces_that_would_be_stripped_rest(
    left: float, right: float, layer: float, idle: set[int], plating: set[int]
) -> None:
    front = tracker(cell(left, right, layer=layer))
    assert front.at_rest == IdleSurfaces(frozenset(idle), frozenset(plating))
    assert front.outline.inert == frozenset(idle)


def test_they_rest_as_long_as_they_neither_hold_metal_nor_plate() -> None:
    front = tracker(cell(-20.0, 20.0))
    n = len(front.outline)
    plates, nothing, strips = np.full(n, 1e-3), np.zeros(n), np.full(n, -1e-6)
    bare, film = np.zeros(n), np.full(n, 0.1)

    def idle(right: Floats, depth: Floats) -> frozenset[int]:
        rates = VertexCurrents([plates, right], nothing)
        return IdleSurfaces.of(front.outline, rates, lambda: depth).idle

    assert idle(nothing, bare) == idle(strips, bare) == {RIGHT}
    assert idle(strips, film) == idle(plates, bare) == frozenset()
    assert front.at_rest.plates(VertexCurrents([plates, plates], nothing))
    assert not front.at_rest.plates(VertexCurrents([plates, strips], nothing))


def test_a_front_without_idle_surfaces_keeps_its_metal() -> None:
    front = tracker(cell(-20.0, -10.0))
    depth = np.linspace(0.0, 1.0, len(front.outline))
    np.testing.assert_array_equal(front.at_rest.without(front.outline, depth), depth)
    assert not front.at_rest.ends(front.outline).any()


@pytest.mark.parametrize("size", [1e-6, 0.5e-6])
def test_the_neighbour_grows_over_them_by_its_own_charge(size: float) -> None:
    """Its current is that of the law; none is lost to the bare surface, however fine the mesh."""
    case = cell(-20.0, 20.0, size=size)
    books = Audit()
    for record in Simulation(case).run():
        books.add(record)
    assert not books.breaches()
    last = books.last
    assert last is not None
    plated = last.surfaces["left"].charge
    assert abs(last.surfaces["right"].charge) < 1e-12 * plated
    state = SurfaceState(1.0, 0.0, 0.0, 0.0, 0.0)
    current, _ = case.surfaces["left"].response(state, Scales.of(SALT))
    flat = current * BORDER * 1e-6 * last.time
    # the front is longer by its flank, and the salt is a little short
    assert flat * 0.9 < plated < 1.5 * flat
    assert plated == pytest.approx(last.capacity * WIDTH * 1e-6, rel=1e-9)


def test_an_insulating_surface_is_not_idle_on_a_new_mesh_either() -> None:
    """It is inert anyway, and no reason to look for metal in every step."""
    case = cell(-20.0, 20.0)
    case = replace(case, surfaces={"left": law(-20.0), "right": Insulating()})
    front = tracker(case)
    n = len(front.outline)
    front.let_slide(VertexCurrents([np.full(n, 1e-3), np.zeros(n)], np.zeros(n)))
    assert front.at_rest == IdleSurfaces(frozenset(), frozenset({LEFT}))
    assert front.outline.inert == {RIGHT}
