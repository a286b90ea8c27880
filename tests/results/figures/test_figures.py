from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import matplotlib.colors
import numpy as np
import pytest
from matplotlib.image import imread

from platefront.figures import palette
from platefront.figures.current_density import current_density_figure
from platefront.figures.curves.depth_profile import depth_profile_figure
from platefront.figures.curves.share_and_gap import share_and_gap_figure
from platefront.figures.filling_sequence import filling_figure, spread_frames
from platefront.figures.plating_thickness import thickness_figure, thickness_scale
from platefront.figures.run_figures import make_figures
from platefront.figures.scene import Scene, load_scene
from platefront.figures.style import save
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
    files = make_figures(folder)
    assert {file.name for file in files} == {
        "bottom_share_and_gap.png",
        "depth_profile.png",
        "current_density.png",
        "plating_thickness.png",
        "filling_sequence.png",
    }
    pictures = {file.stem: imread(file) for file in files}
    assert all(min(picture.shape[:2]) > 600 for picture in pictures.values())
    for name in ("current_density", "plating_thickness", "filling_sequence"):
        assert share_of_colour(pictures[name], palette.COLLECTOR) > 0.08, name
        assert share_of_colour(pictures[name], palette.LITHIUM) > 0.02, name
    assert share_of_colour(pictures["plating_thickness"], palette.ELECTROLYTE) > 0.1


def test_pictures_are_reproducible(scene: Scene, tmp_path: Path) -> None:
    one, other = (save(thickness_figure(scene), tmp_path / f"{i}.png") for i in (1, 2))
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


def test_colour_bars_and_axes_have_units(scene: Scene) -> None:
    labels = {
        axes.get_xlabel() or axes.get_ylabel()
        for figure in (current_density_figure(scene), thickness_figure(scene))
        for axes in figure.axes
    }
    assert labels == {"x [µm]", "current density [mA/cm²]", "plated thickness [µm]"}


def test_curves_are_the_tables(run: RunResults) -> None:
    share, gap = share_and_gap_figure({"a": run.history}).axes
    curve = share.lines[-1]
    np.testing.assert_array_equal(curve.get_xdata(), run.history["capacity_mAh_per_cm2"])
    np.testing.assert_array_equal(curve.get_ydata(), run.history["bottom_share"])
    np.testing.assert_array_equal(gap.lines[-1].get_ydata(), 1e6 * run.history["gap_to_counter_m"])
    profile = depth_profile_figure(run.depth_profile).axes[0]
    assert len(profile.lines) == len(run.frames)
    last = run.depth_profile[run.depth_profile["time_s"] == run.frames[-1].time]
    np.testing.assert_array_equal(profile.lines[-1].get_xdata(), last["lithium_fraction"])


def test_sequence_shows_first_last_and_evenly_spread_frames() -> None:
    frames = [Frame(float(i), 0.1 * i * i, {}) for i in range(30)]
    shown = spread_frames(frames)
    assert len(shown) == 6
    assert (shown[0], shown[-1]) == (frames[0], frames[-1])
    gaps = np.diff([frame.capacity for frame in shown])
    assert gaps.max() < 1.6 * gaps.min()
    assert spread_frames(frames[:3]) == frames[:3]


def test_sequence_of_a_fixed_front_shows_the_counted_thickness(run: RunResults) -> None:
    still = [run.frames[-1], replace(run.frames[-1], time=1e5)]
    labels = [axes.get_ylabel() for axes in filling_figure(still).axes]
    assert "plated thickness [µm]" in labels
    moving = [axes.get_ylabel() for axes in filling_figure(run.frames).axes]
    assert "plated thickness [µm]" not in moving
