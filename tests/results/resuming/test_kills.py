"""Runs that are killed, at any moment, go on to the results of the unbroken run."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from platefront.exit_codes import ExitCode
from platefront.results.recorder import Recorder
from platefront.running import recorded_run
from platefront.solvers.state.checkpoint.archive import CheckpointError, read_archive
from tests.results.resuming.interrupted_runs import (
    assert_same,
    case_file,
    go,
    rows_lost,
    started,
)
from tests.results.resuming.killed_run import PLACES

EACH_STEP = "1 ms"
"""Interval of checkpoints that is over with every step."""


def assert_killed(process: subprocess.Popen[bytes]) -> None:
    assert process.wait() == -signal.SIGKILL


def assert_left_at(place: str, folder: Path) -> None:
    """A run was killed at a place and not elsewhere: by what it has left."""
    new = folder / "checkpoint.npz.new"
    assert new.exists() is (place in ("checkpoint_begun", "checkpoint_half", "checkpoint_unnamed"))
    if place in ("checkpoint_begun", "checkpoint_half"):
        with pytest.raises(CheckpointError, match="is damaged"):
            read_archive(new, {})
        assert (new.stat().st_size > 0) is (place == "checkpoint_half")
    ends_within_row = not (folder / "history.csv").read_bytes().endswith(b"\n")
    assert ends_within_row is (place == "row_half")


@pytest.mark.parametrize(
    "places",
    [("checkpoint_half", "checkpoint_unnamed"), pytest.param(PLACES, marks=pytest.mark.long)],
    ids=["two", "all"],
)
@pytest.mark.slow
def test_a_run_killed_within_a_writing_goes_on(places: tuple[str, ...], tmp_path: Path) -> None:
    """One run that is killed at one place after the other, and has lost one row at most."""
    case, folder = case_file(tmp_path, every=EACH_STEP), tmp_path / "out"
    assert go(case, tmp_path / "whole") == ExitCode.OK
    for place in places:
        count = 2 if place == "fields_written" else 3
        assert_killed(started(case, folder, ["--resume"], killed_at=f"{place} {count}"))
        assert_left_at(place, folder)
        assert rows_lost(folder) == (0 if place in ("checkpoint_named", "row_half") else 1)
    assert go(case, folder, resume=True) == ExitCode.OK
    assert_same(folder, tmp_path / "whole")
    assert not list(folder.glob("*.new"))


@pytest.mark.long
def test_thirty_kills_at_random_moments(tmp_path: Path) -> None:
    """Ten of them within the writing of a checkpoint, ten at the start, ten within the steps."""
    case, folder = case_file(tmp_path, cycles=12, every=EACH_STEP), tmp_path / "out"
    whole = tmp_path / "whole"
    begun = time.monotonic()
    assert started(case, whole).wait() == 0
    duration = time.monotonic() - begun
    draw = random.Random(1)
    kinds = ["checkpoint", "start", "steps"] * 10
    draw.shuffle(kinds)
    within = [place for place in PLACES if place.startswith("checkpoint")]
    rows = 0
    for kind in kinds:
        place = f"{draw.choice(within)} {draw.randint(1, 6)}" if kind == "checkpoint" else ""
        process = started(case, folder, ["--resume"], killed_at=place)
        if kind != "checkpoint":
            if kind == "steps":
                wait_for_rows(folder, process)
            time.sleep(draw.uniform(0.0, 3.0 if kind == "start" else duration / 40.0))
            process.send_signal(signal.SIGKILL)
        assert_killed(process)  # and had not ended before
        if place:
            assert_left_at(place.split()[0], folder)
        if (folder / "checkpoint.npz").exists():
            assert rows_lost(folder) <= 1
            before, rows = rows, (folder / "history.csv").read_bytes().count(b"\n")
            assert rows >= before - 1
    assert started(case, folder, ["--resume"]).wait() == 0
    assert_same(folder, whole)
    assert not list(folder.glob("*.new"))
    print(f"30 kills of a run of {duration:.0f} s, over after {time.monotonic() - begun:.0f} s")


def wait_for_rows(folder: Path, process: subprocess.Popen[bytes]) -> None:
    """Wait until a run that goes on has written something to its tables."""
    history, begun = folder / "history.csv", time.time()
    while process.poll() is None:
        if history.exists() and history.stat().st_mtime > begun:
            return
        time.sleep(0.02)


def test_nothing_older_than_the_interval_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a clock that counts a second for every state, and checkpoints every five seconds."""
    folder, lost = tmp_path / "out", list[int]()

    class Clock:
        now = 0

        @classmethod
        def perf_counter(cls) -> float:
            return float(cls.now)

    add_step = Recorder.add_step

    def add(recorder: Recorder, *arguments: object) -> None:
        add_step(recorder, *arguments)  # type: ignore[arg-type]
        Clock.now += 1
        if (folder / "checkpoint.npz").exists():
            lost.append(rows_lost(folder))

    monkeypatch.setattr(recorded_run, "time", Clock)
    monkeypatch.setattr(Recorder, "add_step", add)
    assert go(case_file(tmp_path, every="5 s"), folder) == ExitCode.OK
    assert max(lost) == 5, "a checkpoint too late, or one too early"
    assert rows_lost(folder) == 0
