from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import matplotlib.colors
import numpy as np
import pytest
from matplotlib.image import imread

from platefront.figures import palette
from platefront.figures.curves.share_and_gap import share_and_gap_figure
from platefront.figures.maps.concentration import concentration_figure
from platefront.figures.maps.current_density import current_density_figure
from platefront.figures.maps.filling_sequence import filling_figure
from platefront.figures.maps.plating_thickness import thickness_figure, thickness_scale
from platefront.figures.moments import chosen_moments
from platefront.figures.run_figures import make_figures
from platefront.figures.run_view import MOST_MOMENTS, RunView
from platefront.figures.scene import Scene, load_scene
from platefront.figures.style import FORMATS, column_style, save
from platefront.results.fields import FieldWriter
from platefront.results.folder import NoResultsError
from platefront.results.reading import Frame, RunResults
from tests.results.written_run import STEPS
from tests.shared.synthetic import COLLECTOR, HEIGHT, SURFACES, WIDTH, synthetic_fields


@pytest.fixture(scope="module")
def scene(run: RunResults) -> Scene:
    return load_scene(run.frames[-1])


def share_of_colour(picture: np.ndarray, colour: str) -> float:
    wanted = np.array(matplotlib.colors.to_rgb(colour))
    return float((np.abs(picture[..., :3] - wanted).max(axis=2) < 0.02).mean())


def test_every_picture_is_made_from_the_folder(new_run: Callable[[str], Path]) -> None:
    folder = new_run("done")
    drawn = make_figures(folder)
    assert {file.name for file in drawn.files} == {
        "bottom_share_and_gap.png",
        "charge_by_surface.png",
        "depth_profile.png",
        "evenness.png",
        "concentration.png",
        "current_density.png",
        "plating_thickness.png",
        "filling_sequence.png",
    }
    assert set(drawn.left_out) == {"voltage", "voltage_by_capacity", "cycles"}
    pictures = {file.stem: imread(file) for file in drawn.files}
    assert {picture.shape[1] for picture in pictures.values()} == {1003}, "85 mm at 300 dpi"
    assert all(picture.shape[0] > 600 for picture in pictures.values())
    for name in ("current_density", "plating_thickness", "filling_sequence"):
        assert share_of_colour(pictures[name], palette.COLLECTOR) > 0.08, name
        assert share_of_colour(pictures[name], palette.LITHIUM) > 0.02, name
    assert share_of_colour(pictures["plating_thickness"], palette.ELECTROLYTE) > 0.1


@pytest.mark.parametrize("kind", FORMATS)
def test_pictures_are_reproducible(run: RunResults, tmp_path: Path, kind: str) -> None:
    with column_style():
        one, other = (
            save(thickness_figure(RunView(run)), tmp_path / f"{i}.{kind}", 100) for i in (1, 2)
        )
    assert one.read_bytes() == other.read_bytes()


def test_no_results_no_pictures(tmp_path: Path) -> None:
    with pytest.raises(NoResultsError, match="does not hold results"):
        make_figures(tmp_path)
    with pytest.raises(NoResultsError, match="there is no folder"):
        make_figures(tmp_path / "nowhere")


def test_scene_has_the_shapes_that_were_written(scene: Scene) -> None:
    fields = synthetic_fields(STEPS)
    assert (scene.width, scene.height) == (WIDTH, HEIGHT)
    for drawn, written in (
        (scene.collector, fields.collector),
        (scene.deposit, fields.deposit),
        (scene.pockets, fields.pockets),
    ):
        assert drawn.symmetric_difference(written).area < 1e-9 * COLLECTOR.area
    np.testing.assert_allclose(
        scene.current_magnitude, 0.1 * np.linalg.norm(fields.current_density, axis=1)
    )


def test_scene_knows_its_walls(tmp_path: Path) -> None:
    fields, known = synthetic_fields(STEPS), []
    for periodic in (False, True):
        folder = tmp_path / str(periodic)
        folder.mkdir()
        FieldWriter(folder, SURFACES).append(0.0, 0.0, replace(fields, periodic=periodic))
        files = {
            name: next((folder / name).iterdir()) for name in ("electrolyte", "front", "solids")
        }
        known.append(load_scene(Frame(0.0, 0.0, files)).periodic)
    assert known == [False, True]


def test_scales_span_all_scenes(run: RunResults) -> None:
    scenes = [load_scene(frame) for frame in run.frames]
    scale = thickness_scale(*scenes)
    assert (scale.vmin, scale.vmax) == (0.0, max(s.thickness.max() for s in scenes))
    stripped = replace(scenes[-1], thickness=scenes[-1].thickness - 3.0)
    assert thickness_scale(stripped).vmin == stripped.thickness.min()


def test_colour_bars_and_axes_have_units(run: RunResults) -> None:
    view = RunView(run)
    labels = {
        axes.get_xlabel() or axes.get_ylabel()
        for draw in (current_density_figure, concentration_figure, thickness_figure)
        for axes in draw(view).axes
    }
    assert labels == {
        "x [µm]",
        "current density [mA/cm²]",
        "salt concentration [mol/L]",
        "plated thickness [µm]",
    }


def test_curves_are_the_tables(run: RunResults) -> None:
    share, gap = share_and_gap_figure(RunView(run)).axes
    curve = share.lines[-1]
    np.testing.assert_array_equal(curve.get_xdata(), run.history["capacity_mAh_per_cm2"])
    np.testing.assert_array_equal(curve.get_ydata(), run.history["bottom_share"])
    np.testing.assert_array_equal(gap.lines[-1].get_ydata(), 1e6 * run.history["gap_to_counter_m"])


def test_sequence_shows_first_last_and_evenly_spread_frames() -> None:
    capacities = 0.1 * np.arange(30.0) ** 2
    shown = chosen_moments(capacities, MOST_MOMENTS)
    assert len(shown) == 6
    assert (shown[0], shown[-1]) == (0, 29)
    gaps = np.diff(capacities[shown])
    assert gaps.max() < 1.6 * gaps.min()
    assert chosen_moments(capacities[:3], MOST_MOMENTS) == [0, 1, 2]


def test_sequence_of_a_fixed_front_shows_the_counted_thickness(run: RunResults) -> None:
    still = replace(run, frames=(run.frames[-1], replace(run.frames[-1], time=1e5)))
    labels = [axes.get_ylabel() for axes in filling_figure(RunView(still)).axes]
    assert "plated thickness [µm]" in labels
    moving = [axes.get_ylabel() for axes in filling_figure(RunView(run)).axes]
    assert "plated thickness [µm]" not in moving
