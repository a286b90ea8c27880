"""Checkpoint of a run with its output, in the results folder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mpi4py import MPI

from platefront.case.inputs import placeless
from platefront.case.model import Case
from platefront.results.books import Audit, Extreme
from platefront.results.folder import ResultsFolder
from platefront.results.recorder import Recorder
from platefront.results.summary import Summary
from platefront.results.tables.cycles import Cycle, Halfcycle
from platefront.running.schedule import FrameSchedule
from platefront.solvers.constants import COULOMB_PER_M2_PER_MAH_PER_CM2
from platefront.solvers.model.landings import Landings
from platefront.solvers.parallel import OnRoot, on_root
from platefront.solvers.state.checkpoint.archive import CheckpointError, read_archive, write_archive
from platefront.solvers.state.checkpoint.encoding import Encoder
from platefront.solvers.state.checkpoint.run_memory import CLASSES, LEFT_OUT, SavedRun

_CLASSES = CLASSES | {
    kind.__name__: kind for kind in (Audit, Cycle, Extreme, Halfcycle, Landings, Summary)
}
_LEFT_OUT = LEFT_OUT | {
    Summary: frozenset({"status", "reason", "versions", "plugins", "commit"}),
}
_FREE = ("title", "description", "output")
"""Tables that a run may go on with changed."""
_PROTOCOL = ("control", "protocol", "stop", "time", "surfaces")
"""Tables that may be others where a run begins in the state of another one."""

type Tables = dict[str, str]
"""Name of a table of a case → its values."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Checkpoint as it is read, on rank 0.

    Attributes:
        run: state of the solver.
        recorder, schedule: state of the output; None where a run begins anew.
        unwritten: True if the fields of the last record are not written.
    """

    run: SavedRun
    recorder: dict[str, Any] | None
    schedule: OnRoot[dict[str, Any]] | None
    unwritten: OnRoot[bool]


def tables_of(case: Case) -> Tables:
    """Return the tables of a case; files are known by their content, not by their place."""
    known = placeless(case)
    return {name: repr(getattr(known, name)) for name in Case.model_fields}


def write_checkpoint(
    folder: ResultsFolder,
    tables: Tables,
    run: SavedRun,
    recorder: Recorder,
    schedule: FrameSchedule,
    *,
    unwritten: bool,
) -> None:
    """Write the checkpoint of a run (on rank 0)."""
    content = {
        "case": tables,
        "whole": run.whole.value,
        "parts": run.parts.value,
        "recorder": recorder.memory(),
        "schedule": schedule.memory(),
        "unwritten": unwritten,
    }
    write_archive(folder.checkpoint, content, Encoder(_CLASSES, _LEFT_OUT))


def read_checkpoint(path: Path, case: Case, comm: MPI.Intracomm, *, anew: bool) -> Checkpoint:
    """Read the checkpoint of a run (collective).

    Args:
        path: of the file.
        case: case that goes on, or begins in the state of the run.
        comm: communicator of all processes.
        anew: True for a case that begins.

    Raises:
        CheckpointError: it is damaged, of another version, or of a case that does not fit.
    """

    def read() -> dict[str, Any]:
        content = read_archive(path, _CLASSES)
        try:
            _compare(content["case"], tables_of(case), path, anew=anew)
            for key in ("whole", "parts", "recorder", "schedule", "unwritten"):
                content[key]
        except KeyError:
            raise CheckpointError(f"{path} is no checkpoint of a run") from None
        return content

    content = on_root(comm, read)
    run = SavedRun(content.map(lambda all: all["whole"]), content.map(lambda all: all["parts"]))
    unwritten = content.map(lambda all: bool(all["unwritten"]))
    if anew:
        return Checkpoint(run, None, None, unwritten)
    recorder = content.value["recorder"] if comm.rank == 0 else None
    return Checkpoint(run, recorder, content.map(lambda all: all["schedule"]), unwritten)


def has_ended(there: Checkpoint) -> bool:
    """Return True for the checkpoint of a run that has carried out its protocol (collective)."""
    return there.run.whole.map(
        lambda whole: bool(whole["last"].end) and whole["is_last_step"]
    ).shared()


def origin(there: Checkpoint, *, resumed: bool) -> str:
    """Return where a run goes on or begins, for the user (collective)."""
    step, time, capacity = there.run.whole.map(
        lambda whole: (whole["last"].step, whole["last"].time, whole["last"].capacity)
    ).shared()
    plated = capacity / COULOMB_PER_M2_PER_MAH_PER_CM2
    verb = "goes on after" if resumed else "begins in the state of the other run after"
    return f"{verb} step {step}, t = {time:.6g} s, {plated:.4g} mAh/cm² plated"


def _compare(before: Tables, now: Tables, path: Path, *, anew: bool) -> None:
    """Raise an error that names the tables in which a case differs from that of a checkpoint."""
    free = (*_FREE, *_PROTOCOL) if anew else _FREE
    differing = [name for name in now if name not in free and before.get(name) != now[name]]
    if not differing:
        return
    names = _listed(f"[{name}]" for name in differing)
    may = _listed(f"[{name}]" for name in free)
    raise CheckpointError(f"the case differs from that of {path} in {names}; only {may} may differ")


def _listed(names: Iterable[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last
