from __future__ import annotations

import json
import math
import platform
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from platefront import __version__
from platefront.results.reading import RunResults
from platefront.results.summary import Summary
from tests.results.written_run import EVERY, STEPS
from tests.shared.synthetic import SURFACES, synthetic_record


def test_summary_says_what_the_last_record_says(run: RunResults) -> None:
    summary, record = run.summary, synthetic_record(STEPS)
    assert summary["program"] == "platefront"
    assert (summary["status"], summary["reason"]) == ("finished", "capacity reached")
    assert summary["bottom_share"] == record.bottom_share
    assert summary["gap_to_counter_m"] == record.gap_to_counter
    assert summary["trapped_area_m2"] == record.trapped_area
    assert list(summary["charge_by_surface"]) == list(SURFACES)
    for name, charge in summary["charge_by_surface"].items():
        assert charge == record.surfaces[name].charge
    assert summary["books"] == {
        "faraday": record.books.faraday,
        "current": record.books.current,
        "continuity": record.books.continuity,
        "anions": record.books.anions,
        "area": record.books.area,
    }
    assert summary["books_largest"]["anions"] == 2e-12
    assert (summary["steps"], summary["remeshings"]) == (STEPS, STEPS // 2)
    assert summary["newton_iterations"] == 3 * STEPS
    assert summary["events"] == {"pocket": 1}
    assert summary["frames"] == STEPS // EVERY + 1


def test_wall_time_phases_add_up_to_the_total(run: RunResults) -> None:
    phases = dict(run.summary["wall_time_s"])
    total = phases.pop("total")
    assert total == 3.5
    assert sum(phases.values()) == pytest.approx(total)
    assert phases["other"] == pytest.approx(0.5)


def test_provenance(run: RunResults) -> None:
    versions = run.summary["versions"]
    assert versions["platefront"] == __version__
    assert versions["python"] == platform.python_version()
    assert versions["numpy"] == np.__version__
    libraries = {"dolfinx", "petsc", "gmsh", "shapely", "pyvista"}
    assert libraries < set(versions)
    assert all(versions[name] for name in libraries)
    assert run.summary["peak_memory_bytes"] == 10**8
    commit = run.summary["git_commit"]
    assert commit is None or len(commit.removesuffix("-dirty")) == 40


def test_a_run_without_a_state_has_a_summary(tmp_path: Path) -> None:
    Summary("case.toml").write(tmp_path / "summary.json")
    content = json.loads((tmp_path / "summary.json").read_text())
    assert content["status"] == "running"
    assert "bottom_share" not in content


def test_what_json_cannot_say_is_null(tmp_path: Path) -> None:
    summary = Summary("case.toml")
    summary.add(replace(synthetic_record(1), gap_to_counter=math.inf, unknowns=np.int64(7)))
    summary.write(tmp_path / "summary.json")
    content = json.loads((tmp_path / "summary.json").read_text())
    assert content["gap_to_counter_m"] is None
    assert content["unknowns"] == 7
