from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from platefront.results.files import CsvLog, replace_file
from platefront.results.reading import RunResults, read_results
from platefront.results.tables.cycles import CycleLog
from platefront.results.tables.history import FurtherColumns, HistoryLog, history_columns
from platefront.solvers.balance.step_record import FilmRecord, StepRecord
from tests.results.written_run import EVERY, STEPS
from tests.shared.synthetic import SURFACES, WIDTH, synthetic_record


def test_history_has_every_state_and_units_in_its_header(run: RunResults) -> None:
    assert list(run.history.columns) == history_columns(SURFACES)
    assert list(run.history.columns[:7]) == [
        "time_s",
        "cycle",
        "protocol_step",
        "capacity_mAh_per_cm2",
        "time_step_s",
        "current_density_A_per_m2",
        "electrode_potential_V",
    ]
    assert list(run.history["step"]) == list(range(STEPS + 1))
    assert run.surfaces == SURFACES


def test_history_values_are_those_of_the_records(run: RunResults) -> None:
    row, record = run.history.iloc[-1], synthetic_record(STEPS)
    assert row["time_s"] == record.time
    assert row["capacity_mAh_per_cm2"] == pytest.approx(STEPS * 0.05, rel=1e-11)
    assert row["bottom_share"] == pytest.approx(record.bottom_share, rel=1e-11)
    assert row["gap_to_counter_m"] == pytest.approx(record.gap_to_counter, rel=1e-11)
    assert row["books_faraday"] == pytest.approx(record.books.faraday, rel=1e-11)
    for name, surface in record.surfaces.items():
        assert row[f"current_{name}_A_per_m"] == pytest.approx(surface.current, rel=1e-11)
        assert row[f"charge_{name}_C_per_m"] == pytest.approx(surface.charge, rel=1e-11)
        mean, largest = row[f"thickness_mean_{name}_m"], row[f"thickness_max_{name}_m"]
        assert mean == pytest.approx(surface.thickness_mean, rel=1e-11)
        assert largest == pytest.approx(surface.thickness_max, rel=1e-11)


def test_charges_add_up_to_the_capacity(run: RunResults) -> None:
    charge = sum(run.history[f"charge_{name}_C_per_m"] for name in SURFACES)
    np.testing.assert_allclose(
        charge / (WIDTH * 1e-6) / 3.6e4, run.history["capacity_mAh_per_cm2"], rtol=1e-10
    )


def test_missing_values_are_empty_cells(run: RunResults) -> None:
    assert run.history["electrode_potential_V"].isna().all()
    assert np.isnan(run.history["bottom_share"][0])
    assert run.history["bottom_share"][1:].between(0.0, 1.0).all()


def test_history_refuses_other_surfaces(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="expected"):
        HistoryLog(tmp_path / "history.csv", ("front",)).append(synthetic_record(1))


def with_film(record: StepRecord, consumed: float) -> StepRecord:
    """A record of a run with a film on the first surface; its metal as charge [C/m²]."""
    film = FilmRecord(consumed, {SURFACES[0]: (1e-8, 2e-8)})
    corrections = replace(record.corrections, film=3e-5)
    return replace(
        record, film=film, books=replace(record.books, film=1e-12), corrections=corrections
    )


def test_films_have_columns_where_they_grow(tmp_path: Path) -> None:
    log = HistoryLog(tmp_path / "history.csv", SURFACES, None, FurtherColumns(films=SURFACES[:1]))
    log.append(with_film(synthetic_record(2), 72.0))
    row = pd.read_csv(tmp_path / "history.csv").iloc[0]
    assert row["to_film_mAh_per_cm2"] == pytest.approx(0.002)
    assert row[f"film_thickness_mean_{SURFACES[0]}_m"] == 1e-8
    assert row[f"film_thickness_max_{SURFACES[0]}_m"] == 2e-8
    assert row["books_film"] == 1e-12
    assert row["corrections_film"] == 3e-5
    assert row["step"] == 2, "the columns after it are their own"
    assert not {column for column in history_columns(SURFACES) if "film" in column} - {"film_V"}


def test_losses_of_a_cycle_are_divided(tmp_path: Path) -> None:
    """Of the plated charge: to the film of this cycle, and to lithium that died in it."""
    log = CycleLog(tmp_path / "cycles.csv", films=True)
    plated = synthetic_record(4).capacity - synthetic_record(3).capacity
    first = replace(with_film(synthetic_record(3), 10.0), dead_capacity=3.0)
    log.append(first)
    log.append(replace(with_film(synthetic_record(4), 28.0), dead_capacity=12.0))
    log.finish()
    row = pd.read_csv(tmp_path / "cycles.csv").iloc[0]
    assert row["to_film_mAh_per_cm2"] == pytest.approx(18.0 / 3.6e4)
    assert row["loss_to_film"] == pytest.approx(18.0 / plated)
    assert row["loss_to_dead"] == pytest.approx(9.0 / plated)


def test_events(run: RunResults) -> None:
    columns = ["time_s", "kind", "x_m", "y_m", "area_m2", "salt_mol_per_m"]
    assert list(run.events.columns) == columns
    assert run.events.to_numpy().tolist() == [[3600, "pocket", 2.5e-5, 1.5e-6, 2e-12, 2e-9]]


def test_events_of_early_versions_are_in_micrometres(new_run: Callable[[str], Path]) -> None:
    folder = new_run("old")
    new = read_results(folder).events
    text = (folder / "events.csv").read_text().replace("x_m,y_m", "x_um,y_um")
    (folder / "events.csv").write_text(text.replace("2.5e-05,1.5e-06", "25,1.5"))
    pd.testing.assert_frame_equal(read_results(folder).events, new)


def test_a_torn_last_line_is_left_out(run: RunResults, tmp_path: Path) -> None:
    for name in ("case.toml", "summary.json", "events.csv", "depth_profile.csv"):
        (tmp_path / name).write_bytes((run.path / name).read_bytes())
    whole = (run.path / "history.csv").read_bytes()
    (tmp_path / "history.csv").write_bytes(whole[:-20])
    profile = (run.path / "depth_profile.csv").read_bytes()
    (tmp_path / "depth_profile.csv").write_bytes(profile[:-200])
    torn = read_results(tmp_path)
    assert len(torn.history) == len(run.history) - 1
    assert torn.depth_profile["time_s"].nunique() == STEPS // EVERY
    assert torn.frames == ()


def test_rows_are_on_disk_before_the_file_is_closed(tmp_path: Path) -> None:
    log = CsvLog(tmp_path / "log.csv", ("a", "b"))
    log.append([(1, 2.5), ("x, y", None)])
    assert (tmp_path / "log.csv").read_text() == 'a,b\n1,2.5\n"x, y",\n'
    with pytest.raises(ValueError, match="1 cells for 2 columns"):
        log.append([(1,)])
    log.close()


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "summary.json"
    file.write_text("old")

    def half(path: Path) -> None:
        path.write_text("ne")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        replace_file(file, half)
    assert file.read_text() == "old"
