"""Currents keep their density along the front when its vertices change."""

from __future__ import annotations

import numpy as np
import pytest

from platefront.geometry.arrays import Floats
from platefront.geometry.front.motion import advance, vertex_displacements
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.tags import COUNTER, SYMMETRY
from platefront.solvers.front.front_transfer import before_growth, carried_along
from platefront.solvers.front.vertex_currents import VertexCurrents


def line(x: Floats, tags: Floats, period: float | None = None) -> Outline:
    """Electrolyte from y = 0, where the front is, to y = 10.

    Args:
        x: vertices of the front, of which the last one closes it.
        tags: surface of each edge of the front.
        period: width of a cylinder; None for walls.
    """
    if period is None:
        points = [*((place, 0.0) for place in x), (x[-1], 10.0), (x[0], 10.0)]
        tag = [*tags, SYMMETRY, COUNTER, SYMMETRY]
        return _outline(points, [0], tag)
    lower = [(place, 0.0) for place in x[:-1]]
    upper = [(0.75 * period, 10.0), (0.25 * period, 10.0)]
    tag = [*tags, COUNTER, COUNTER]
    return _outline([*lower, *upper], [0, len(lower)], tag, period=period, winding=(1, -1))


def _outline(points: object, starts: object, tag: object, **more: object) -> Outline:
    places = np.array(points, dtype=float)
    nothing = np.zeros(len(places))
    return Outline(places, np.array(starts), np.array(tag), nothing, nothing, **more)


def lengths(outline: Outline, tag: int) -> Floats:
    own = np.where(outline.tag == tag, outline.lengths, 0.0)
    return 0.5 * (own + own[outline.preceding])


def currents(outline: Outline, *densities: Floats, counter: float = 0.0) -> VertexCurrents:
    surfaces = [lengths(outline, k) * density for k, density in enumerate(densities)]
    return VertexCurrents(surfaces, lengths(outline, COUNTER) * counter)


OLD_X, NEW_X = np.linspace(0.0, 8.0, 9), np.array([0.0, 0.4, 1.7, 3.3, 4.0, 5.9, 6.5, 8.0])


def test_an_even_density_stays_even_on_each_surface() -> None:
    old, new = line(OLD_X, [0] * 4 + [1] * 4), line(NEW_X, [0] * 4 + [1] * 3)
    carried = carried_along(currents(old, 3.0, -0.5, counter=-2.0), old, new)
    wanted = currents(new, 3.0, -0.5, counter=-2.0)
    assert carried.counter == pytest.approx(wanted.counter, abs=1e-14)
    for got, right in zip(carried.surfaces, wanted.surfaces, strict=True):
        assert got == pytest.approx(right, abs=1e-14)


def test_a_linear_density_is_carried_exactly() -> None:
    old, new = line(OLD_X, [0] * 8), line(NEW_X, [0] * 7)
    carried = carried_along(currents(old, 1.0 + old.points[:, 0]), old, new)
    assert carried.surfaces[0] == pytest.approx(currents(new, 1.0 + new.points[:, 0]).surfaces[0])


def test_a_surface_that_was_not_there_has_none() -> None:
    old, new = line(OLD_X, [0] * 8), line(NEW_X, [0] * 4 + [1] * 3)
    nothing = np.zeros(len(old))
    carried = carried_along(
        VertexCurrents([currents(old, 2.0).surfaces[0], nothing], nothing), old, new
    )
    assert not carried.surfaces[1].any()
    assert carried.surfaces[0] == pytest.approx(currents(new, 2.0).surfaces[0])


def test_a_junction_that_moved_keeps_the_densities_apart() -> None:
    old = line(OLD_X, [0] * 4 + [1] * 4)
    moved = np.where(NEW_X == 4.0, 4.3, NEW_X)
    new = line(moved, [0] * 4 + [1] * 3)
    carried = carried_along(currents(old, 3.0, -0.5), old, new)
    for got, right in zip(carried.surfaces, currents(new, 3.0, -0.5).surfaces, strict=True):
        assert got == pytest.approx(right, abs=1e-14)


@pytest.mark.parametrize("turn", [0.0, 3.1, -11.7])
def test_on_a_cylinder_the_start_does_not_matter(turn: float) -> None:
    def density(outline: Outline) -> Floats:
        return np.asarray(2.0 + np.sin(np.pi * outline.points[:, 0] / 4.0))

    fine = np.linspace(0.0, 8.0, 161)
    old, new = line(fine, [0] * 160, 8.0), line(NEW_X + turn, [0] * 7, 8.0)
    carried = carried_along(currents(old, density(old)), old, new).surfaces[0]
    assert carried == pytest.approx(currents(new, density(new)).surfaces[0], rel=1e-3)


def test_a_round_front_keeps_its_current_within_the_polygons_lengths() -> None:
    def ring(edges: int, phase: float) -> Outline:
        angle = -2.0 * np.pi * (np.arange(edges) + phase) / edges
        hole = 4.0 * np.column_stack((np.cos(angle), np.sin(angle)))
        box = np.array([(-9.0, -9.0), (9.0, -9.0), (9.0, 9.0), (-9.0, 9.0)])
        tag = [SYMMETRY, SYMMETRY, COUNTER, SYMMETRY, *([0] * edges)]
        return _outline(np.concatenate((box, hole)), [0, 4], tag)

    old, new = ring(60, 0.0), ring(47, 0.3)
    angle = np.arctan2(old.points[:, 1], old.points[:, 0])
    before = currents(old, 1.0 + 0.5 * np.cos(angle))
    carried = carried_along(before, old, new)
    assert carried.plated.sum() == pytest.approx(before.plated.sum(), rel=2e-3)
    assert (carried.plated[4:] > 0.0).all()


@pytest.mark.parametrize("slid", [0.0, 0.04, -0.1])
def test_earlier_currents_do_not_depend_on_how_vertices_came_along(slid: float) -> None:
    """A round front has grown by 0.05 µm, while its vertices slid along it."""
    angle = -2.0 * np.pi * (np.arange(40) + 0.2 * np.sin(np.arange(40))) / 40
    box = np.array([(-9.0, -9.0), (9.0, -9.0), (9.0, 9.0), (-9.0, 9.0)])
    tag = [SYMMETRY, SYMMETRY, COUNTER, SYMMETRY, *([0] * 40)]

    def ring(radius: float, turned: Floats) -> Outline:
        hole = radius * np.column_stack((np.cos(turned), np.sin(turned)))
        return _outline(np.concatenate((box, hole)), [0, 4], tag)

    now, before = ring(4.0, angle), ring(3.95, angle + slid * np.sin(5.0 * angle))
    swept = np.where(now.growing_length > 0.0, 0.05 * ring(3.975, angle).growing_length, 0.0)
    earlier = before_growth(currents(before, 3.0), now, before.points - now.points, swept)
    wanted = currents(ring(3.95, angle), 3.0)
    assert earlier.surfaces[0][4:] == pytest.approx(wanted.surfaces[0][4:], rel=2e-3)


def growing(corner: float) -> Outline:
    """Front on lithium with a corner, whose edges differ, that is not one of a straight layer."""
    x = np.array([0.0, 1.0, 1.6, 2.6, 3.0, 4.0])
    y = np.array([0.0, 0.0, 0.3, corner, 0.4, 0.3])
    points = [*zip(x, y, strict=True), (4.0, 10.0), (0.0, 10.0)]
    return _outline(points, [0], [0] * 5 + [SYMMETRY, COUNTER, SYMMETRY])


@pytest.mark.parametrize("corner", [1.2, -0.8])
def test_growth_is_traced_back_the_way_it_went(corner: float) -> None:
    """Not as if the front were stripped, which moves corners in another direction."""
    before = growing(corner)
    swept = 0.02 * before.growing_length
    after = advance(before, swept)
    back = vertex_displacements(after, -swept, traced_back=True)
    off = np.abs(after.points + back - before.points).max()
    otherwise = after.points + vertex_displacements(after, -swept) - before.points
    assert off < 1e-3, f"{off:.1e} µm from where it came"
    assert np.abs(otherwise).max() > 5.0 * off
