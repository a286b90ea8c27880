"""Files of a convergence study: convergence.csv, convergence.json, the case of each level."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from platefront.case.dump import dump_case
from platefront.case.inputs import keep_inputs
from platefront.convergence import richardson
from platefront.convergence.runs import LevelRun
from platefront.convergence.study import Sequel, Study
from platefront.results.files import CsvValue, csv_cell, replace_text
from platefront.results.folder import (
    PROGRAM,
    ResultsFolderError,
    check_not_in_use,
    is_occupied,
    reserved,
)
from platefront.results.summary import json_data
from platefront.results.versions import git_commit, library_versions
from platefront.solvers.constants import COULOMB_PER_M2_PER_MAH_PER_CM2

TABLE = "convergence.csv"
SUMMARY = "convergence.json"
PICTURE = "convergence.png"
_LEVEL = "level_*.toml"

COLUMNS = (
    "quantity",
    "unit",
    "level",
    "front_size_m",
    "mean_time_step_s",
    "unknowns",
    "value",
    "difference",
    "observed_order",
    "richardson_estimate",
    "uncertainty",
    "relative_uncertainty",
    "wall_time_s",
)


def check_study_folder(path: Path, force: bool) -> None:
    """Raise ResultsFolderError if a study may not write to `path`; change nothing.

    A folder with a study may be used only with `force`, one that is in use or contains other files
    never.
    """
    check_not_in_use(path)
    _check_content(path, force)


def _check_content(path: Path, force: bool) -> None:
    if not path.exists() and not path.is_symlink():
        return
    if not is_occupied(path):
        return
    if not _holds_study(path):
        raise ResultsFolderError(
            f"{path} holds files that are not a convergence study. Nothing was changed; "
            "choose another folder with --output."
        )
    if not force:
        raise ResultsFolderError(
            f"{path} already holds a convergence study. Nothing was changed; choose another "
            "folder with --output, or replace it with --force."
        )


@contextmanager
def study_folder(path: Path, force: bool) -> Iterator[None]:
    """Create an empty folder for a study and keep others out of it inside a `with` block.

    Raises:
        ResultsFolderError: the folder is in use, or may not be used (see `check_study_folder`).
    """
    check_study_folder(path, force)
    with reserved(path):
        _check_content(path, force)
        for file in [path / TABLE, path / PICTURE, *path.glob(_LEVEL), path / SUMMARY]:
            file.unlink(missing_ok=True)
        yield


def _holds_study(path: Path) -> bool:
    try:
        content = json.loads((path / SUMMARY).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(content, dict) and content.get("program") == PROGRAM


def write_study(study: Study, folder: Path, case_name: str, status: str, reason: str) -> None:
    """Update table, summary and the cases of the levels, each file atomically.

    Args:
        study: the levels run so far.
        folder: folder of the study.
        case_name: file name of the case.
        status: `running`, `finished`, `interrupted` or `failed`.
        reason: cause of a failure; empty otherwise.
    """
    content = {
        "program": PROGRAM,
        "case": case_name,
        "status": status,
        "reason": reason,
        **_content(study),
        "versions": library_versions(),
        "git_commit": git_commit(),
    }
    text = json.dumps(json_data(content), indent=2, ensure_ascii=False, allow_nan=False)
    replace_text(folder / SUMMARY, text + "\n")
    replace_text(folder / TABLE, csv_text(study))
    for run in study.runs:
        replace_text(folder / f"level_{run.level}.toml", dump_case(keep_inputs(run.case, folder)))


def csv_text(study: Study) -> str:
    """Return rows by quantity and level, each assessed with the coarser levels."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for sequel in study.sequels:
        writer.writerows(map(csv_cell, row) for row in _rows(sequel, study.runs))
    return file.getvalue()


def _rows(sequel: Sequel, runs: tuple[LevelRun, ...]) -> Iterator[tuple[CsvValue, ...]]:
    for run, value, step in zip(runs, sequel.values, sequel.steps, strict=True):
        yield (
            sequel.quantity.name,
            sequel.quantity.unit,
            run.level,
            run.edge,
            run.mean_step,
            run.unknowns,
            value,
            step.difference,
            step.order,
            None if sequel.quantity.vanishes else step.estimate,
            step.uncertainty,
            sequel.relative(step.uncertainty),
            run.wall_time,
        )


def _content(study: Study) -> dict[str, object]:
    refinement = study.refinement
    return {
        "refined": refinement.what,
        "ratio": refinement.ratio,
        "tolerance": study.tolerance,
        "met": study.met,
        "safety_factor": richardson.SAFETY,
        "safety_factor_without_order": richardson.SAFETY_WITHOUT_ORDER,
        "levels": [_level(run) for run in study.runs],
        "quantities": {sequel.quantity.name: _quantity(sequel, study) for sequel in study.sequels},
    }


def _level(run: LevelRun) -> dict[str, object]:
    return {
        "level": run.level,
        "front_size_m": run.edge,
        "largest_size_m": run.case.mesh.largest_size,
        "courant": run.case.front.courant,
        "time_tolerance": run.case.time.tolerance,
        "mean_time_step_s": run.mean_step,
        "steps": run.last.step,
        "remeshings": run.last.remeshings,
        "merges": run.merges,
        "pockets": run.pockets,
        "unknowns": run.unknowns,
        "time_s": run.last.time,
        "capacity_mAh_per_cm2": run.last.capacity / COULOMB_PER_M2_PER_MAH_PER_CM2,
        "stop_reason": run.stop_reason,
        "wall_time_s": run.wall_time,
    }


def _quantity(sequel: Sequel, study: Study) -> dict[str, object]:
    finest = sequel.finest
    return {
        "label": sequel.quantity.label,
        "unit": sequel.quantity.unit,
        "values": list(sequel.values),
        "differences": [step.difference for step in sequel.steps[1:]],
        "observed_orders": [step.order for step in sequel.steps[2:]],
        "richardson_estimate": None if sequel.quantity.vanishes else finest.estimate,
        "uncertainty": finest.uncertainty,
        "relative_uncertainty": sequel.relative(finest.uncertainty),
        "met": None if study.tolerance is None else sequel.meets(study.tolerance),
    }
