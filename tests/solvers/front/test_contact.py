"""Lithium in contact, dead lithium, and islands that the front does not resolve."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely

from platefront.geometry.front.tags import DEAD
from platefront.geometry.front.topology.opening import reached_pockets
from platefront.geometry.front.tracing import trace_section
from platefront.solvers.front.contact import Contact
from platefront.solvers.front.solids import Solids
from tests.shared.cells import with_solids

HOST = shapely.box(0.0, 0.0, 20.0, 3.0)
LARGE, SMALL = shapely.box(4.0, 8.0, 6.0, 10.0), shapely.box(12.0, 8.0, 12.4, 8.4)


def cell():
    """Host with a film and two islands above it."""
    lithium = shapely.union_all([shapely.box(0.0, 3.0, 20.0, 4.0), LARGE, SMALL])
    section = with_solids(20.0, 20.0, lithium, HOST, {"host": shapely.box(0.0, -1.0, 20.0, 20.0)})
    held = lithium.difference(shapely.union_all([LARGE, SMALL]))
    contact = Contact.of(section, HOST, held, ["host"])
    return contact, trace_section(section, section.box.difference(section.solids)), lithium


def test_islands_that_touch_no_conductor_are_dead():
    contact, outline, lithium = cell()
    dead = contact.dead_parts(lithium)
    assert sorted(part.area for part in dead) == sorted([LARGE.area, SMALL.area])
    marked = contact.marked(outline, dead)
    places = marked.points[marked.tag == DEAD]
    assert len(places) == 8
    assert (places[:, 1] >= 8.0).all()
    assert np.array_equal(contact.marked(marked, []).tag, outline.tag)


def test_an_island_of_lithium_that_is_not_resolved_is_taken_out_and_no_other():
    contact, outline, _ = cell()
    whole = contact.without_crumbs(outline, 1.0, [HOST])
    assert abs(whole.area - outline.area - SMALL.area) < 1e-12
    assert len(whole.starts) == len(outline.starts) - 1
    assert contact.without_crumbs(outline, 0.1, [HOST]) is outline
    pocket = SMALL.buffer(-0.1)
    assert contact.without_crumbs(outline, 1.0, [HOST, pocket]) is outline


@pytest.mark.parametrize(("wide", "high", "stays"), [(0.9, 3.0, False), (1.2, 3.0, True),
                                                     (0.9, 5.0, True)])  # fmt: skip
def test_a_splinter_is_no_island(wide: float, high: float, stays: bool) -> None:
    """Nowhere as wide as an edge of 1 µm, and no larger than four of its squares."""
    splinter = shapely.box(8.0, 8.0, 8.0 + wide, 8.0 + high)
    lithium = shapely.union_all([shapely.box(0.0, 3.0, 20.0, 4.0), splinter])
    section = with_solids(20.0, 20.0, lithium, HOST, {"host": shapely.box(0.0, -1.0, 20.0, 20.0)})
    contact = Contact.of(section, HOST, lithium.difference(splinter), ["host"])
    outline = trace_section(section, section.box.difference(section.solids))
    assert (contact.without_crumbs(outline, 1.0, []) is outline) == stays


@pytest.mark.parametrize("periodic", [False, True])
def test_a_pocket_whose_dead_wall_has_dissolved_is_dead_as_well(periodic: bool) -> None:
    """Dead lithium is left on one side of it only: no edge of such an island plates."""
    pocket = shapely.box(12.0, 8.0, 14.0, 10.0)
    left = shapely.box(12.0, 10.0, 14.0, 10.01)
    solids = shapely.union_all([shapely.box(0.0, 3.0, 20.0, 4.0), pocket, left])
    section = with_solids(20.0, 20.0, solids, HOST, {"host": shapely.box(0.0, -1.0, 20.0, 20.0)})
    section = replace(section, periodic=periodic)
    contact = Contact.of(section, HOST, shapely.box(0.0, 3.0, 20.0, 4.0), ["host"])
    outline = trace_section(section, section.box.difference(section.solids))
    living, dead = contact.split(solids.difference(pocket))
    apart = contact.pockets_apart([pocket, shapely.box(5.0, 3.2, 6.0, 3.8)], living)
    assert apart == [pocket]
    assert not contact.pockets_apart([pocket], [*living, left])
    marked = contact.marked(outline, [*dead, *apart])
    island = np.abs(outline.places[:, 1] - 9.0) < 2.0
    assert (marked.tag[island] == DEAD).all()
    assert (marked.tag[~island] == outline.tag[~island]).all()


@pytest.mark.parametrize("dead", [False, True])
def test_a_pocket_opens_where_its_wall_has_dissolved_before_it_died(dead: bool) -> None:
    pocket = shapely.box(12.0, 8.0, 14.0, 10.0)
    solids = shapely.union_all([shapely.box(0.0, 3.0, 20.0, 4.0), pocket])
    section = with_solids(20.0, 20.0, solids, HOST, {"host": shapely.box(0.0, -1.0, 20.0, 20.0)})
    contact = Contact.of(section, HOST, shapely.box(0.0, 3.0, 20.0, 4.0), ["host"])
    outline = trace_section(section, section.box.difference(section.solids))
    outline = contact.marked(outline, [pocket] if dead else [])
    assert (outline.tag == DEAD).any() == dead
    assert set(reached_pockets(outline, [pocket], 1.0)) == {0}
    assert not reached_pockets(outline, [pocket], 6.0)
    buried = shapely.box(2.0, 3.2, 6.0, 3.8)
    assert not reached_pockets(outline, [buried], 1.0)


def test_bars_of_a_separator_hold_lithium_but_are_no_conductor() -> None:
    bar, on_bar = shapely.box(4.0, 10.0, 8.0, 12.0), shapely.box(4.0, 12.0, 8.0, 13.0)
    regions = {"host": shapely.box(0.0, -1.0, 20.0, 20.0)}
    lithium = shapely.union_all([shapely.box(0.0, 3.0, 20.0, 4.0), on_bar])
    solid = shapely.union_all([HOST, bar])
    section = with_solids(20.0, 20.0, lithium, solid, regions)
    held = lithium.difference(on_bar)
    for grids, dead in (({}, 0.0), ({"grid": bar}, on_bar.area)):
        made = Solids.of(
            replace(section, grids=grids), solid, [], lithium=held, reacting=["host"], moving=True
        )
        assert sum(part.area for part in made.contact.dead_parts(lithium)) == dead
        assert made.host.equals(solid)
