from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from matplotlib.image import imread
from rich.console import Console

from platefront.case.load import load_case
from platefront.convergence.figure import convergence_figure
from platefront.convergence.files import COLUMNS, csv_text, study_folder, write_study
from platefront.convergence.levels import Refinement
from platefront.convergence.quantities import quantities_named
from platefront.convergence.refined import Refined
from platefront.convergence.study import NoValueError, Study, study_of
from platefront.convergence.table import study_text
from platefront.figures.style import figure_style, save
from platefront.results.folder import ResultsFolderError
from tests.convergence.fake_levels import level_runs, made_up_case

REFINEMENT = Refinement(3, 2.0)
RUNS = level_runs(REFINEMENT)
NAMES = ("bottom_share", "duration", "gap", "front_mean", "trapped_area")


def study(tolerance: float | None = 0.01, names: tuple[str, ...] = NAMES, **changes) -> Study:
    quantities = quantities_named(names, made_up_case())
    made = study_of(REFINEMENT, RUNS, quantities, tolerance, skip_missing=False)
    return replace(made, **changes)


def text_of(made: Study) -> str:
    file = io.StringIO()
    Console(file=file, width=80).print(study_text(made))
    return file.getvalue()


def test_orders_and_limits_of_made_up_levels_are_recovered():
    share, duration, gap, front, trapped = study().sequels
    assert share.finest.order == pytest.approx(2.0)
    assert share.finest.estimate == pytest.approx(0.75)
    assert share.finest.uncertainty == pytest.approx(1.25 * 0.0025)
    assert duration.finest.order == pytest.approx(1.0)
    assert duration.finest.estimate == pytest.approx(1000.0 / 3600.0)
    assert gap.finest.uncertainty == trapped.finest.uncertainty == 0.0
    # distances to the finest level behave as differences do: d₁/d₂ - 1 = rᵖ
    assert front.finest.order == pytest.approx(np.log2(front.values[0] / front.values[1] - 1.0))
    assert 1.5 < front.finest.order < 2.5


def test_tolerance_is_that_of_the_relative_uncertainty():
    made = study(None, ("bottom_share",))
    share = made.sequels[0]
    relative = 1.25 * 0.0025 / 0.7525
    assert share.relative(share.finest.uncertainty) == pytest.approx(relative)
    assert share.meets(1.001 * relative)
    assert not share.meets(0.999 * relative)
    assert made.met is None
    assert study(1.001 * relative, ("bottom_share",)).met is True
    assert study(0.999 * relative, ("bottom_share",)).met is False


def test_a_value_that_goes_to_nought_meets_no_tolerance_unless_it_is_nought_everywhere():
    values = quantities_named(["trapped_area"], made_up_case())
    assert study(1e-9, ("trapped_area",)).met is True
    runs = [replace(RUNS[0], last=replace(RUNS[0].last, trapped_area=1e-12)), *RUNS[1:]]
    made = study_of(REFINEMENT, runs, values, 0.5, skip_missing=False)
    assert made.sequels[0].relative(made.sequels[0].finest.uncertainty) is None
    assert made.met is False


def test_levels_that_end_differently_are_not_converged():
    runs = (*RUNS[:2], replace(RUNS[2], stop_reason="time reached"))
    made = study(0.9, runs=runs)
    assert made.failing() == []
    assert made.met is False
    assert "level 1: capacity reached; level 2: capacity reached; level 3: time" in " ".join(
        text_of(made).split()
    )


def test_an_unfinished_study_has_met_nothing():
    assert study(0.9, runs=tuple(RUNS[:2])).met is False


def test_missing_values_are_left_out_or_refused():
    quantities = quantities_named(["gap", "potential"], made_up_case())
    made = study_of(REFINEMENT, RUNS, quantities, None, skip_missing=True)
    assert [sequel.quantity.name for sequel in made.sequels] == ["gap"]
    with pytest.raises(NoValueError, match='"potential" has no value in this case'):
        study_of(REFINEMENT, RUNS, quantities, None, skip_missing=False)


TABLES = """\
level   h [µm]   mean Δt [s]   steps   remeshings   unknowns   wall time
────────────────────────────────────────────────────────────────────────
    1        2           255       4            2      2 500       0.5 s
    2        1         252.5       4            2     10 000       0.5 s
    3      0.5         251.2       4            2     40 000       0.5 s

bottom share
 level       value   difference   order       limit            uncertainty
───────────────────────────────────────────────────────────────────────────────
     1        0.79            –       –
     2        0.76        -0.03       –
     3      0.7525      -0.0075    2.00      0.7500      ± 0.0031 (0.42 %)    ✓

duration [h]
     1    0.283333            –       –
     2    0.280556     -0.00278       –
     3    0.279167     -0.00139    1.00      0.2778      ± 0.0017 (0.62 %)    ✓

converged: every uncertainty is at most 1 %
"""


def test_tables_are_for_people():
    said = text_of(study(0.01, ("bottom_share", "duration")))
    lines = [line.rstrip() for line in said.replace("\u202f", " ").splitlines()]
    assert "\n".join(lines).strip("\n") == TABLES.strip("\n")


def test_table_names_what_fails():
    said = text_of(study(0.005, ("bottom_share", "duration")))
    assert "not converged: 0.5 % is not met by duration" in said
    assert said.count("✗") == 1
    assert "converged" not in text_of(study(None))


def test_csv_reads_back():
    rows = list(csv.DictReader(io.StringIO(csv_text(study()))))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == 3 * len(NAMES)
    finest = {row["quantity"]: row for row in rows if row["level"] == "3"}
    share = finest["bottom_share"]
    assert float(share["front_size_m"]) == pytest.approx(0.5e-6)
    assert float(share["value"]) == pytest.approx(0.7525)
    assert float(share["observed_order"]) == pytest.approx(2.0)
    assert float(share["richardson_estimate"]) == pytest.approx(0.75)
    assert float(share["relative_uncertainty"]) == pytest.approx(1.25 * 0.0025 / 0.7525)
    assert float(share["mean_time_step_s"]) == pytest.approx(1005.0 / 4)
    assert finest["front_mean"]["richardson_estimate"] == ""
    first = rows[0]
    assert (first["level"], first["difference"], first["uncertainty"]) == ("1", "", "")
    second = rows[1]
    assert float(second["uncertainty"]) == pytest.approx(3.0 * 0.03)


def test_summary_and_cases_read_back(tmp_path: Path):
    folder = tmp_path / "new" / "study"
    with study_folder(folder, force=False):
        write_study(study(0.6), folder, "made_up.toml", "finished", "")
    content = json.loads((folder / "convergence.json").read_text("utf-8"))
    assert content["case"] == "made_up.toml"
    assert (content["status"], content["met"], content["tolerance"]) == ("finished", True, 0.6)
    assert (content["refined"], content["ratio"]) == ("both", 2.0)
    assert content["safety_factor"] == 1.25
    assert [level["front_size_m"] for level in content["levels"]] == [2e-6, 1e-6, 0.5e-6]
    share = content["quantities"]["bottom_share"]
    assert share["differences"] == pytest.approx([-0.03, -0.0075])
    assert share["observed_orders"] == pytest.approx([2.0])
    assert content["quantities"]["trapped_area"]["observed_orders"] == [None]
    for run in RUNS:
        assert load_case(folder / f"level_{run.level}.toml") == run.case


def test_folder_is_replaced_on_request_only_and_other_files_stay(tmp_path: Path):
    write_study(study(), tmp_path, "made_up.toml", "finished", "")
    (tmp_path / "notes.txt").write_text("mine")
    refused = partial(pytest.raises, ResultsFolderError)
    with refused(match="already holds a convergence study"), study_folder(tmp_path, force=False):
        pass
    assert (tmp_path / "convergence.csv").exists()
    with (
        study_folder(tmp_path, force=True),
        refused(match="is in use: process"),
        study_folder(tmp_path, force=True),
    ):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
    with refused(match="not a convergence study"), study_folder(tmp_path, force=True):
        pass
    with refused(match="cannot read"), study_folder(tmp_path / "notes.txt", force=True):
        pass


@pytest.mark.parametrize("what", list(Refined))
def test_picture_has_a_panel_for_each_quantity(tmp_path: Path, what: Refined):
    refinement = Refinement(3, 2.0, what)
    made = study_of(
        refinement,
        level_runs(refinement),
        quantities_named(NAMES, made_up_case()),
        0.01,
        skip_missing=False,
    )
    with figure_style():
        figure = convergence_figure(made, "Made up")
        path = save(figure, tmp_path / "convergence.png")
    assert min(imread(path).shape[:2]) > 800
    shown = [axes for axes in figure.get_axes() if axes.get_visible()]
    assert len(shown) == 1 + len(NAMES)
    changes = shown[0]
    assert changes.get_yscale() == changes.get_xscale() == "log"
    wanted = "mean time step [s]" if what is Refined.TIME else "front edge length h [µm]"
    assert changes.get_xlabel() == wanted


def test_picture_of_levels_without_any_difference(tmp_path: Path):
    """Nothing to show on logarithmic axes is no reason to fail."""
    made = study(None, ("gap", "trapped_area"))
    with figure_style():
        path = save(convergence_figure(made, "Flat"), tmp_path / "flat.png")
    assert path.stat().st_size > 10_000
