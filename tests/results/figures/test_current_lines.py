"""Current lines on the made-up section and on fields with known stream functions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
import shapely
from scipy.spatial import Delaunay

from platefront.figures.current_lines.edge_currents import edge_currents
from platefront.figures.current_lines.stream_lines import COUNTER, images, rounded, stream_lines
from platefront.figures.half_edges import BOUNDARY
from platefront.figures.scene import Scene, load_scene
from platefront.geometry.arrays import Floats
from platefront.results.reading import RunResults
from tests.shared.synthetic import WIDTH

type Field = Callable[[Floats, Floats], tuple[Floats, Floats]]


@pytest.fixture(scope="module")
def scene(run: RunResults) -> Scene:
    return load_scene(run.frames[-1])


def box(field: Field, *, periodic: bool = False, cells: int = 24) -> Scene:
    """Unit square of electrolyte, the front at the bottom and the counter electrode at the top.

    Args:
        field: x, y → current density.
        periodic: True for periodic side walls.
        cells: number of edges on each side.
    """
    steps = np.linspace(0.0, 1.0, cells + 1)
    x, y = (part.ravel() for part in np.meshgrid(steps, steps))
    points = np.column_stack((x, y))
    inside = (x > 0) & (x < 1) & (y > 0) & (y < 1)
    points[inside] += 0.2 / cells * np.random.default_rng(3).uniform(-1, 1, (inside.sum(), 2))
    triangles = Delaunay(points).simplices.astype(np.int64)
    p, q, r = (points[triangles[:, k]] for k in range(3))
    double = (q - p)[:, 0] * (r - p)[:, 1] - (q - p)[:, 1] * (r - p)[:, 0]
    triangles = np.where((double > 0)[:, None], triangles, triangles[:, ::-1])
    triangles = triangles[np.abs(double) > 1e-9]
    floor, top = np.flatnonzero(y == 0.0), np.flatnonzero(y == 1.0)
    ahead = np.column_stack((np.arange(cells), np.arange(1, cells + 1)))
    middle = points[floor][ahead].mean(axis=1)
    nothing = shapely.Polygon()
    return Scene(
        time=0.0,
        capacity=0.0,
        width=1.0,
        height=1.0,
        points=points,
        triangles=triangles,
        current_density=np.column_stack(field(*points.T)),
        concentration=np.ones(len(points)),
        counter_edges=top[ahead],
        front_points=points[floor],
        front_edges=ahead,
        front_vertices=floor,
        surface=(middle[:, 0] > 0.5).astype(np.int64),
        surface_names=("left", "right"),
        bare=np.ones(len(ahead), dtype=bool),
        thickness=np.zeros(len(floor)),
        normal_current=-field(*middle.T)[1],
        least_current=0.0,
        collector=nothing,
        deposit=nothing,
        pockets=nothing,
        dead=nothing,
        periodic=periodic,
    )


def down(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    return np.zeros_like(x), -np.ones_like(y)


def narrowing(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """ψ = x + a(1 - y) sin 2πx / 2π: even at the top, dense in parts of the floor."""
    a = 0.8
    return (
        -a * np.sin(2.0 * np.pi * x) / (2.0 * np.pi),
        -(1.0 + a * (1.0 - y) * np.cos(2.0 * np.pi * x)),
    )


def across(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """From the left half of the floor, which is stripped, to the right one: ψ ~ sin πx (1 - y)²."""
    return (
        2.0 * (1.0 - y) * np.sin(np.pi * x),
        np.pi * np.cos(np.pi * x) * (1.0 - y) ** 2,
    )


def aslant(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    return 1.5 * np.ones_like(x), -np.ones_like(y)


@pytest.mark.parametrize("field", [down, narrowing, across])
def test_charge_is_conserved_in_every_triangle(field: Field) -> None:
    edges = edge_currents(box(field))
    sums = edges.outflow.reshape(-1, 3).sum(axis=1)
    assert np.abs(sums).max() < 1e-13
    inner = edges.twin != BOUNDARY
    np.testing.assert_array_equal(edges.outflow[edges.twin[inner]], -edges.outflow[inner])


def test_front_has_its_currents_and_walls_none(scene: Scene) -> None:
    edges = edge_currents(scene)
    length = np.hypot(*np.diff(scene.front_points[scene.front_edges], axis=1)[:, 0].T)
    np.testing.assert_allclose(edges.outflow[edges.front], scene.normal_current * length)
    outer = np.flatnonzero(edges.twin == BOUNDARY)
    walls = np.setdiff1d(outer, np.concatenate((edges.front, edges.counter)))
    assert len(walls) > 10
    assert (edges.outflow[walls] == 0.0).all()
    drawn = edges.outflow[edges.front].sum()
    assert edges.outflow[edges.counter].sum() == pytest.approx(-drawn, rel=1e-12)


def test_even_current_has_straight_lines() -> None:
    lines = stream_lines(box(down), 10)
    starts = np.array([line[0] for line in lines.lines])
    np.testing.assert_allclose(np.sort(starts[:, 0]), (np.arange(10) + 0.5) / 10)
    for line in lines.lines:
        np.testing.assert_allclose(line[:, 0], line[0, 0], atol=1e-9)
        assert line[-1, 1] == 0.0
    assert lines.current == pytest.approx(0.1)
    assert (lines.begins == COUNTER).all()


def test_lines_are_contours_of_the_stream_function() -> None:
    def stream_function(x: Floats, y: Floats) -> Floats:
        return x + 0.8 * (1.0 - y) * np.sin(2.0 * np.pi * x) / (2.0 * np.pi)

    worst = []
    for cells in (12, 24, 48):
        lines = stream_lines(box(narrowing, cells=cells), 20).lines
        worst.append(max(np.ptp(stream_function(*line.T)) for line in lines))
    assert worst[-1] < 2e-3, "of a current of 1"
    assert worst[0] > 3.0 * worst[1] > 9.0 * worst[2] / 1.2, "of second order"


def test_current_between_surfaces_has_lines_between_them() -> None:
    """Nothing passes the counter electrode: lines link the stripped half to the plated one."""
    lines = stream_lines(box(across), 16)
    assert len(lines.lines) == 16
    assert (lines.begins == 0).all() and (lines.ends == 1).all()
    assert all(line[0, 1] == line[-1, 1] == 0.0 for line in lines.lines)
    assert all(line[0, 0] < 0.5 < line[-1, 0] for line in lines.lines)


def test_stripping_reverses_the_lines(scene: Scene) -> None:
    flipped = replace(
        scene, current_density=-scene.current_density, normal_current=-scene.normal_current
    )
    plating, back = stream_lines(scene, 8), stream_lines(flipped, 8)
    np.testing.assert_array_equal(plating.begins, np.full(8, COUNTER))
    np.testing.assert_array_equal(back.ends, np.full(8, COUNTER))
    count = len(scene.surface_names)
    apart = np.bincount(plating.ends, minlength=count) - np.bincount(back.begins, minlength=count)
    assert np.abs(apart).max() <= 2


def test_lines_end_on_the_front(scene: Scene) -> None:
    lines = stream_lines(scene, 20)
    ends = shapely.points(np.array([line[-1] for line in lines.lines]))
    front = shapely.multilinestrings(list(scene.front_points[scene.front_edges]))
    assert shapely.distance(ends, front).max() < 1e-9


def test_lines_go_on_through_periodic_walls() -> None:
    lines = stream_lines(box(aslant, periodic=True), 6).lines
    assert len(lines) == 6
    for line in lines:
        way = line[-1] - line[0]
        np.testing.assert_allclose(way, [1.5, -1.0], atol=1e-9)
        shown = images(line, 1.0)
        assert len(shown) in (2, 3)
        assert all((image[:, 0].max() >= 0.0) & (image[:, 0].min() < 1.0) for image in shown)
        np.testing.assert_allclose(shown[1], line - [1.0, 0.0])


def test_walls_that_do_not_match_are_refused(scene: Scene) -> None:
    points = scene.points.copy()
    right = np.flatnonzero((points[:, 0] == WIDTH) & (points[:, 1] > 60) & (points[:, 1] < 85))
    points[right[:1], 1] += 0.3
    with pytest.raises(ValueError, match="periodic walls do not match"):
        edge_currents(replace(scene, points=points, periodic=True))


def test_a_front_off_the_mesh_is_refused(scene: Scene) -> None:
    inner = np.argmax(scene.points[:, 1] * (scene.points[:, 1] < 85.0))
    vertices = scene.front_vertices.copy()
    vertices[0] = inner
    with pytest.raises(ValueError, match="not on the boundary"):
        edge_currents(replace(scene, front_vertices=vertices))


def test_rounding_keeps_the_ends_and_stays_between_the_corners() -> None:
    line = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [2.0, 1.0]])
    smooth = rounded(line)
    np.testing.assert_array_equal(smooth[[0, -1]], line[[0, -1]])
    assert shapely.hausdorff_distance(*map(shapely.LineString, (line, smooth))) < 0.3
    turn = np.diff(np.arctan2(*np.diff(smooth, axis=0).T[::-1]))
    assert np.abs(turn).max() < np.radians(50.0)
    np.testing.assert_array_equal(rounded(line[:2]), line[:2])
