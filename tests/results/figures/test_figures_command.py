"""`platefront figures`: which figures, formats, resolution and state."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from matplotlib.image import imread

from platefront.figures.run_figures import FIGURES


@pytest.fixture
def folder(pair: tuple[Path, Path], tmp_path: Path) -> Path:
    return Path(shutil.copytree(pair[0], tmp_path / "run"))


def drawn(folder: Path) -> set[str]:
    return {path.name for path in (folder / "figures").iterdir()}


def test_formats_and_resolution_are_chosen(command, folder: Path) -> None:
    formats = ("--format", "png", "--format", "pdf", "--format", "svg")
    code, out, _ = command("figures", str(folder), "--only", "evenness", *formats, "--dpi", "100")
    assert code == 0
    assert drawn(folder) == {"evenness.png", "evenness.pdf", "evenness.svg"}
    assert len(out.splitlines()) == 3
    assert imread(folder / "figures" / "evenness.png").shape[1] == 334, "85 mm at 100 dpi"
    page = (folder / "figures" / "evenness.svg").read_text()
    assert 'width="240.94' in page, "85 mm in points"
    assert "roughness [µm]" in page, "text stays text"


def test_a_figure_with_nothing_to_show_is_named(command, folder: Path) -> None:
    code, out, _ = command("figures", str(folder), "--only", "cycles", "--only", "evenness")
    assert code == 0
    assert "cycles is left out: the run has fewer than two cycles" in out
    assert drawn(folder) == {"evenness.png"}


@pytest.mark.parametrize(
    ("wanted", "number"),
    [("0", 0), ("-1", 3), ("2", 2), ("1.2 h", 2), ("0.19 mAh/cm^2", 1), ("9 h", 3)],
)
def test_a_state_is_chosen_by_number_time_or_capacity(
    command, folder: Path, wanted: str, number: int
) -> None:
    """Frames are 2400 s and 0.2 mAh/cm² apart."""
    code, _, _ = command(
        "figures", str(folder), "--only", "plating_thickness", "--dpi", "50", f"--frame={wanted}"
    )
    assert code == 0
    assert drawn(folder) == {f"plating_thickness_{number}.png"}


def test_a_chosen_state_leaves_the_curves_alone(command, folder: Path) -> None:
    assert command("figures", str(folder), "--frame", "1", "--dpi", "50")[0] == 0
    expected = {f"{figure.name}_1.png" for figure in FIGURES if figure.of_one_state}
    assert drawn(folder) == expected
    assert len(expected) == 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--only", "evennes"), "no figure 'evennes'"),
        (("--frame", "4"), "there is no frame 4: the run has 4, from 0 to 3"),
        (("--frame", "soon"), "neither a number, nor a time such as"),
        (("--frame", "3 um"), "neither a number, nor a time such as"),
        (("--format", "jpg"), "png"),
        (("--dpi", "10"), "50"),
    ],
)
def test_wrong_choices_are_refused(command, folder: Path, arguments, message: str) -> None:
    code, _, err = command("figures", str(folder), *arguments)
    assert code == 2
    assert message in " ".join(err.replace("│", " ").split())
    assert not (folder / "figures").exists()
