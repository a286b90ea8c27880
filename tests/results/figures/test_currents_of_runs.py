"""Written currents and current lines of real runs against the rate laws of their tables."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely

from platefront.case.load import load_case
from platefront.exit_codes import ExitCode
from platefront.figures.current_lines.stream_lines import COUNTER, StreamLines, stream_lines
from platefront.figures.scene import Scene, load_scene
from platefront.results.reading import RunResults, read_results
from platefront.running.run import run_case

CASES = sorted((Path(__file__).parent / "cases").glob("*.toml"))


@pytest.fixture(scope="module", params=CASES, ids=[case.stem for case in CASES])
def plated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> RunResults:
    folder = tmp_path_factory.mktemp("runs") / request.param.stem
    case = load_case(request.param)
    assert run_case(case, request.param, folder, False, True) == ExitCode.OK
    return read_results(folder)


@pytest.fixture(scope="module", params=[0, -1], ids=["start", "end"])
def scene(request: pytest.FixtureRequest, plated: RunResults) -> Scene:
    return load_scene(plated.frames[request.param])


def currents(plated: RunResults, scene: Scene) -> np.ndarray:
    """Currents of the surfaces in the table at the time of the frame [A/m]."""
    row = plated.history.iloc[np.abs(plated.history["time_s"] - scene.time).argmin()]
    return np.array([row[f"current_{name}_A_per_m"] for name in scene.surface_names])


def along_surfaces(scene: Scene) -> np.ndarray:
    """Trapezoidal rule of the written current density along each surface [A/m]."""
    ends = scene.front_vertices[scene.front_edges]
    tangent = scene.points[ends[:, 1]] - scene.points[ends[:, 0]]
    outward = np.column_stack((tangent[:, 1], -tangent[:, 0]))
    through = (scene.current_density[ends].mean(axis=1) * outward).sum(axis=1)
    count = len(scene.surface_names)
    return 1e-6 * np.bincount(scene.surface, through, minlength=count)


def shares(scene: Scene, lines: StreamLines) -> np.ndarray:
    """Lines that end on each surface, less those that begin there."""
    count = len(scene.surface_names)
    here = [
        np.bincount(part[part != COUNTER], minlength=count) for part in (lines.ends, lines.begins)
    ]
    return here[0] - here[1]


@pytest.mark.slow
def test_written_current_is_that_of_the_rate_law(plated: RunResults, scene: Scene) -> None:
    """To the digits of the table; the acceptance is 2 %."""
    expected = currents(plated, scene)
    np.testing.assert_allclose(along_surfaces(scene), expected, rtol=1e-9, atol=1e-15)


def test_counter_electrode_passes_what_the_surfaces_draw(plated: RunResults, scene: Scene) -> None:
    ends = scene.counter_edges
    tangent = scene.points[ends[:, 1]] - scene.points[ends[:, 0]]
    mean = scene.current_density[ends].mean(axis=1)
    into = (
        mean[:, 1] * tangent[:, 0] - mean[:, 0] * tangent[:, 1]
    ).sum()  # electrolyte on the left
    assert 1e-6 * into == pytest.approx(currents(plated, scene).sum(), rel=1e-9)


def test_no_written_current_through_walls_of_symmetry(scene: Scene) -> None:
    if scene.periodic:
        return
    x = scene.points[:, 0]
    on_wall = (x < 1e-9) | (x > scene.width - 1e-9)
    on_wall[scene.front_vertices] = False
    assert on_wall.sum() > 4
    assert (
        np.abs(scene.current_density[on_wall, 0]).max() < 1e-12 * np.abs(scene.normal_current).max()
    )


def test_many_lines_have_the_shares_of_the_rate_laws(plated: RunResults, scene: Scene) -> None:
    count, expected = 2000, currents(plated, scene)
    lines = stream_lines(scene, count, offsets=1)
    assert len(lines.lines) == count
    current = 1e-6 * lines.current
    # one line, of which there are 20 in a percent, for each solid's worth of rounding
    np.testing.assert_allclose(shares(scene, lines) * current, expected, atol=6.0 * current)
    for found, law in zip(shares(scene, lines) * current, expected, strict=True):
        if abs(law) > 0.05 * count * current:
            assert found == pytest.approx(law, rel=0.02)


def test_drawn_lines_differ_by_at_most_one_from_the_shares(
    plated: RunResults, scene: Scene
) -> None:
    lines, expected = stream_lines(scene, 26), currents(plated, scene)
    wanted = expected / (1e-6 * lines.current)
    assert np.abs(shares(scene, lines) - wanted).max() <= 1.0 + 1e-9


def test_lines_end_on_the_front_and_nowhere_else(scene: Scene) -> None:
    """They do not end on walls, and not on surfaces without current."""
    edges = scene.points[scene.front_vertices[scene.front_edges]]
    active = shapely.multilinestrings(list(edges[scene.normal_current != 0.0]))
    lines = stream_lines(scene, 200, offsets=1)
    last = np.array([line[-1] for line in lines.lines])[lines.ends != COUNTER]
    last[:, 0] %= scene.width
    distance = shapely.distance(shapely.points(last), active)
    beside = np.minimum(last[:, 0], scene.width - last[:, 0])
    assert distance[beside > 1e-9].max() < 1e-9  # µm
    assert all(np.isfinite(line).all() for line in lines.lines)
