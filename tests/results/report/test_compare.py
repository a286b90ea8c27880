from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.image import imread
from rich.console import Console

from platefront.commands.compare import compare_runs, csv_text
from platefront.figures.comparison import matching_frames
from platefront.results.folder import NoResultsError, create_folder
from platefront.results.key_numbers import key_numbers
from platefront.results.reading import Frame, read_results
from platefront.results.recorder import Recorder
from tests.shared.synthetic import HEIGHT, SURFACES, WIDTH


def test_table_and_picture_of_two_runs(pair: tuple[Path, Path], tmp_path: Path) -> None:
    printed = io.StringIO()
    table, picture = compare_runs(*pair, tmp_path / "both", Console(file=printed, width=100))
    rows = pd.read_csv(table).set_index("quantity")
    assert list(rows.columns) == ["unit", "inverted", "upright"]
    one, other = (read_results(folder).summary for folder in pair)
    share = rows.loc["bottom share"]
    assert share["inverted"] == pytest.approx(one["bottom_share"], rel=1e-11)
    assert share["upright"] == pytest.approx(other["bottom_share"], rel=1e-11)
    assert share["inverted"] > 0.5 > share["upright"]
    gap = rows.loc["gap to counter"]
    assert gap["unit"] == "µm"
    assert gap["upright"] == pytest.approx(1e6 * other["gap_to_counter_m"], rel=1e-11)
    for name in SURFACES:
        charge = rows.loc[f"charge on {name}"]
        per_footprint = one["charge_by_surface"][name] / (WIDTH * 1e-6) / 3.6e4
        assert charge["unit"] == "mAh/cm²"
        assert charge["inverted"] == pytest.approx(per_footprint, rel=1e-11)
        thickness = rows.loc[f"largest thickness on {name}"]
        assert thickness["upright"] == pytest.approx(
            1e6 * other["thickness_max_by_surface"][name], rel=1e-11
        )
    assert rows.loc["electrode potential", ["inverted", "upright"]].isna().all()
    assert rows.loc["wall time", "inverted"] == pytest.approx(3.5 / 60.0)
    assert rows.loc["duration", "unit"] == "h"
    assert rows.loc["duration", "inverted"] == pytest.approx(one["time_s"] / 3600.0)
    assert "bottom share" in printed.getvalue()
    assert min(imread(picture).shape[:2]) > 1000


def test_results_of_before_the_width_was_written(pair: tuple[Path, Path]) -> None:
    one, other = map(read_results, pair)
    old = replace(one, summary={k: v for k, v in one.summary.items() if k != "width_m"})
    rows = {row.quantity: row.values for row in key_numbers((old, other))}
    for name in SURFACES:
        assert rows[f"charge on {name}"][0] is None
        assert rows[f"charge on {name}"][1] is not None


def test_unequal_capacities_are_compared_where_both_have_been(pair: tuple[Path, Path]) -> None:
    one, other = map(read_results, pair)
    shorter = other.history[other.history["step"] <= 6]
    cut = replace(other, history=shorter)
    rows = {row.quantity: row.values for row in key_numbers((one, cut))}
    expected = (one.history["bottom_share"][6], other.history["bottom_share"][6])
    assert rows["bottom share at 0.3 mAh/cm²"] == pytest.approx(expected, rel=1e-9)
    assert not any("at" in row.quantity.split() for row in key_numbers((one, other)))


def test_runs_of_equal_name_are_told_apart_by_their_paths(pair: tuple[Path, Path]) -> None:
    one = read_results(pair[0])
    rows = list(key_numbers((one, one)))
    assert csv_text(rows, ("a/run", "b/run")).startswith("quantity,unit,a/run,b/run\n")


def test_panels_show_the_same_capacity() -> None:
    a = [Frame(float(t), c, {}) for t, c in enumerate((0.0, 1.0, 2.0, 3.0))]
    b = [Frame(float(t), c, {}) for t, c in enumerate((0.0, 1.5, 2.01))]
    assert matching_frames(a, b) == (a[2], b[2])
    assert matching_frames(a[:2], b[1:]) == (a[1], b[2])


def test_folders_without_results_are_refused(pair: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(NoResultsError, match="there is no folder"):
        compare_runs(pair[0], tmp_path / "nowhere")
    with pytest.raises(NoResultsError, match="does not hold results of platefront"):
        compare_runs(tmp_path, pair[0])
    folder = create_folder(tmp_path / "just_begun", False)
    Recorder(folder, Path("a.toml"), "", SURFACES, (WIDTH, HEIGHT)).close()
    with pytest.raises(NoResultsError, match="holds no written state yet"):
        compare_runs(folder.path, pair[0])
