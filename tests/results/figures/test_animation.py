"""Animations: all states, in order, on one scale."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, features

from platefront.figures.animation import MAPS
from platefront.figures.maps.plating_thickness import THICKNESS_MAP, edge_thickness
from platefront.figures.run_view import RunView
from platefront.results.folder import create_folder
from platefront.results.reading import RunResults
from platefront.results.recorder import Recorder
from tests.results.written_run import EVERY, STEPS
from tests.shared.synthetic import HEIGHT, SURFACES, WIDTH


def test_states_share_scale_and_size(run: RunResults) -> None:
    scenes = RunView(run).scenes
    assert len(scenes) == STEPS // EVERY + 1
    pages = [THICKNESS_MAP.page("", "", scene, scenes) for scene in scenes]
    assert len({tuple(page.get_size_inches()) for page in pages}) == 1
    ranges = {page.axes[1].get_ylim() for page in pages}
    thickest = max(edge_thickness(scene).max() for scene in scenes)
    assert ranges == {(0.0, thickest)}


@pytest.mark.parametrize("kind", ["gif", "webp"])
def test_every_state_is_a_picture_of_it(
    command, pair: tuple[Path, Path], tmp_path: Path, kind: str
) -> None:
    if kind == "webp" and not features.check("webp"):
        pytest.skip("Pillow is without WebP")
    folder = Path(shutil.copytree(pair[0], tmp_path / "run"))
    assert command("animate", str(folder), "--format", kind, "--dpi", "60", "--rate", "5")[0] == 0
    with Image.open(folder / "figures" / f"plating_thickness.{kind}") as film:
        assert film.n_frames == STEPS // EVERY + 1
        shares, durations = [], []
        for number in range(film.n_frames):
            film.seek(number)
            picture = np.asarray(film.convert("RGB"), dtype=float)
            durations.append(film.info["duration"])
            # lithium: red well above blue, in the panel
            shares.append(float((picture[..., 0] - picture[..., 2] > 110.0).mean()))
    assert durations == [200, 200, 200, 800]
    assert (np.diff(shares) > 0.0).all(), "there is more lithium in each than in the one before"


def test_quantities_are_those_with_a_figure(command) -> None:
    _, out, _ = command("animate", "--help")
    assert all(name in out for name in MAPS)


def test_a_run_without_states_is_refused(command, tmp_path: Path) -> None:
    folder = create_folder(tmp_path / "begun", False)
    Recorder(folder, Path("made_up.toml"), "# case\n", SURFACES, (WIDTH, HEIGHT)).close()
    code, _, err = command("animate", str(folder.path))
    assert code == 2
    assert "holds no written state yet" in err
