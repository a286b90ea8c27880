from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from mpi4py import MPI

import platefront.running.recorded_run
from platefront.case.dump import dump_case
from platefront.case.load import load_case, parse_case
from platefront.case.model import Case
from platefront.exit_codes import ExitCode
from platefront.results.reading import read_results
from platefront.running.interruption import Interruption
from platefront.running.run import run_case
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.errors import GeometryFailedError, NotConvergedError, SolverError
from tests.shared.case_files import ROOT
from tests.shared.fake_simulation import CASE, FakeSimulation


@pytest.fixture
def case() -> Case:
    return parse_case(CASE, "made_up.toml")


def use(monkeypatch: pytest.MonkeyPatch, simulation: type[FakeSimulation]) -> None:
    monkeypatch.setattr(platefront.running.recorded_run, "Simulation", simulation)


def run(case: Case, folder: Path, *, force: bool = False, quiet: bool = True) -> int:
    return run_case(case, Path("made_up.toml"), folder, force, quiet)


def test_a_run_leaves_everything(
    case: Case,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    use(monkeypatch, FakeSimulation)
    assert run(case, tmp_path / "out", quiet=False) == ExitCode.OK
    results = read_results(tmp_path / "out")
    assert list(results.history["step"]) == list(range(11))
    capacities = [frame.capacity for frame in results.frames]
    assert capacities == pytest.approx([0.0, 0.2, 0.4, 0.5])
    assert results.summary["status"] == "finished"
    assert results.summary["reason"] == "capacity reached"
    assert results.summary["frames"] == 4
    wall_time = results.summary["wall_time_s"]
    assert wall_time["figures"] > 0.0
    assert wall_time["output"] > 0.0
    assert len(list((tmp_path / "out" / "figures").glob("*.png"))) == 8
    assert load_case(tmp_path / "out" / "case.toml") == case
    said = capsys.readouterr()
    assert "finished: capacity reached" in said.out
    assert "made up → " in said.err
    assert "100 %  step 10" in said.err


def test_results_are_not_overwritten_without_force(
    case: Case,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    use(monkeypatch, FakeSimulation)
    case = case.model_copy(update={"output": case.output.model_copy(update={"figures": False})})
    assert run(case, tmp_path / "out") == ExitCode.OK
    assert not (tmp_path / "out" / "figures").exists()
    before = (tmp_path / "out" / "summary.json").read_bytes()
    assert run(case, tmp_path / "out") == ExitCode.BAD_OUTPUT
    assert "already holds results" in capsys.readouterr().err
    assert (tmp_path / "out" / "summary.json").read_bytes() == before
    assert run(case, tmp_path / "out", force=True) == ExitCode.OK
    assert dump_case(case) == (tmp_path / "out" / "case.toml").read_text()


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NotConvergedError("the step at 3000 s"), ExitCode.NOT_CONVERGED),
        (GeometryFailedError("the front at 3000 s"), ExitCode.GEOMETRY_FAILED),
    ],
)
def test_a_failed_run_keeps_its_results_up_to_there(
    error: SolverError,
    code: ExitCode,
    case: Case,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    class Failing(FakeSimulation):
        def run(self) -> Iterator[StepRecord]:
            for record in super().run():
                if record.step == 6:
                    raise error
                yield record

    use(monkeypatch, Failing)
    assert run(case, tmp_path / "out") == code
    results = read_results(tmp_path / "out")
    assert (results.summary["status"], results.summary["reason"]) == ("failed", str(error))
    assert results.history["step"].iloc[-1] == 5
    assert [frame.time for frame in results.frames] == [0.0, 2400.0, 3000.0]
    assert (tmp_path / "out" / "figures" / "current_density.png").exists()
    assert f"error: {error}" in capsys.readouterr().err


def test_a_simulation_that_cannot_begin_is_reported(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stillborn(FakeSimulation):
        def __init__(self, *_: object) -> None:
            raise GeometryFailedError("the section cannot be meshed")

    use(monkeypatch, Stillborn)
    assert run(case, tmp_path / "out") == ExitCode.GEOMETRY_FAILED
    results = read_results(tmp_path / "out")
    assert results.summary["status"] == "failed"
    assert results.history.empty
    assert results.frames == ()


def test_a_fault_of_the_program_is_not_hidden(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Faulty(FakeSimulation):
        def run(self) -> Iterator[StepRecord]:
            yield from list(super().run())[:3]
            raise ZeroDivisionError("nothing to divide by")

    use(monkeypatch, Faulty)
    with pytest.raises(ZeroDivisionError):
        run(case, tmp_path / "out")
    summary = read_results(tmp_path / "out").summary
    assert summary["status"] == "failed"
    assert summary["reason"] == "ZeroDivisionError: nothing to divide by"


def test_a_second_ctrl_c_stops_within_a_step(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stuck(FakeSimulation):
        def run(self) -> Iterator[StepRecord]:
            yield from list(super().run())[:3]
            os.kill(os.getpid(), signal.SIGINT)
            os.kill(os.getpid(), signal.SIGINT)
            pytest.fail("the second signal was ignored")

    use(monkeypatch, Stuck)
    handlers = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    assert run(case, tmp_path / "out") == ExitCode.INTERRUPTED
    results = read_results(tmp_path / "out")
    assert results.summary["status"] == "interrupted"
    assert len(results.history) == 3
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == handlers


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_is_a_request(number: signal.Signals) -> None:
    with Interruption() as interruption:
        assert not interruption.agreed(MPI.COMM_SELF)
        os.kill(os.getpid(), number)
        assert interruption.agreed(MPI.COMM_SELF)


def test_an_interrupted_run_is_complete(tmp_path: Path) -> None:
    case, folder = tmp_path / "case.toml", tmp_path / "out"
    case.write_text(CASE)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.shared.fake_simulation", str(case), str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    until = time.monotonic() + 30.0
    while not (folder / "fields" / "solids.pvd").exists() and time.monotonic() < until:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=30.0)
    assert process.returncode == ExitCode.INTERRUPTED
    assert "interrupted: stopped on request" in said
    assert "Traceback" not in said
    results = read_results(folder)
    assert results.summary["status"] == "interrupted"
    last = results.history.iloc[-1]
    assert results.summary["steps"] == last["step"]
    assert results.frames[-1].time == last["time_s"]
    assert (folder / "figures" / "filling_sequence.png").exists()
