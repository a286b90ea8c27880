from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from platefront.convergence import runs
from platefront.exit_codes import ExitCode
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.errors import GeometryFailedError, NotConvergedError
from tests.convergence.fake_levels import CASE, FakeSimulation
from tests.shared.case_files import ROOT

FOIL = ROOT / "cases" / "quick" / "foil.toml"


@pytest.fixture
def converge(command, monkeypatch, tmp_path):
    """`platefront converge` on a made-up case: exit code, output, errors."""
    path = tmp_path / "made_up.toml"
    path.write_text(CASE)
    monkeypatch.setattr(runs, "Simulation", FakeSimulation)

    def run(*options: str, case: Path = path) -> tuple[int, str, str]:
        return command("converge", case, "-o", tmp_path / "out", *options)

    return run


def summary(tmp_path: Path) -> dict:
    return json.loads((tmp_path / "out" / "convergence.json").read_text("utf-8"))


def test_levels_are_told_judged_and_written(converge, tmp_path):
    code, out, err = converge("--levels", "4")
    assert code == ExitCode.OK
    assert [line for line in err.splitlines() if line.startswith("level")] == [
        "level 1 of 4: front edges 2 µm",
        "level 2 of 4: front edges 1 µm",
        "level 3 of 4: front edges 0.5 µm",
        "level 4 of 4: front edges 0.25 µm",
    ]
    assert err.count("capacity reached: 4 steps of") == 4
    assert "bottom share" in out
    assert "gap to counter [µm]" in out
    names = {path.name for path in (tmp_path / "out").iterdir()}
    levels = {f"level_{level}.toml" for level in range(1, 5)}
    assert names == levels | {"convergence.csv", "convergence.json", "convergence.png"}
    table = pd.read_csv(tmp_path / "out" / "convergence.csv")
    assert list(table["quantity"].unique()) == ["bottom_share", "duration", "gap", "front_mean"]
    share = table[table["quantity"] == "bottom_share"]
    assert list(share["value"]) == pytest.approx([0.79, 0.76, 0.7525, 0.750625])
    assert share["richardson_estimate"].iloc[-1] == pytest.approx(0.75)
    assert (summary(tmp_path)["status"], summary(tmp_path)["met"]) == ("finished", None)


def test_exit_code_tells_whether_the_tolerance_is_met(converge, tmp_path):
    watch = ("-q", "bottom_share", "-q", "duration", "--force")
    assert converge("--tolerance", "0.01", *watch)[0] == ExitCode.OK
    assert summary(tmp_path)["met"] is True
    code, out, _ = converge("--tolerance", "0.005", *watch)
    assert code == ExitCode.TOLERANCE_NOT_MET == 7
    assert "not converged: 0.5 % is not met by duration" in out
    assert summary(tmp_path)["met"] is False
    assert summary(tmp_path)["quantities"]["bottom_share"]["met"] is True


def test_ratio_and_what_is_refined_are_passed_on(converge, tmp_path):
    assert converge("--levels", "2", "--ratio", "1.5", "--refine", "time")[0] == 0
    first, second = summary(tmp_path)["levels"]
    assert first["front_size_m"] == second["front_size_m"] == 2e-6
    assert second["courant"] == pytest.approx(first["courant"] / 1.5)
    assert second["time_tolerance"] == pytest.approx(first["time_tolerance"] / 2.25)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["-q", "botom_share"], 'error: unknown quantity "botom_share"\n  = help: did you mean'),
        (["-q", "potential"], 'error: quantity "potential" has no value in this case'),
        (["--levels", "8", "--ratio", "10"], "error: level 5 is too fine to compute"),
        (["--levels", "1"], "--levels"),
        (["--ratio", "1"], "--ratio"),
        (["--refine", "space"], "--refine"),
        (["--tolerance", "0"], "--tolerance"),
    ],
)
def test_mistakes_are_told_and_leave_nothing(converge, tmp_path, options, message):
    code, out, err = converge(*options)
    assert (code, out) == (ExitCode.BAD_CASE, "")
    assert message in err
    assert "Traceback" not in err
    assert not list((tmp_path / "out").glob("*"))


def test_an_earlier_study_is_kept_without_force(converge, tmp_path):
    assert converge()[0] == 0
    before = (tmp_path / "out" / "convergence.json").read_bytes()
    code, _, err = converge("--levels", "2")
    assert code == ExitCode.BAD_OUTPUT
    assert "already holds a convergence study" in err
    assert (tmp_path / "out" / "convergence.json").read_bytes() == before
    assert converge("--levels", "2", "--force")[0] == 0
    assert not (tmp_path / "out" / "level_3.toml").exists()


@pytest.mark.parametrize(
    ("error", "code", "status"),
    [
        (NotConvergedError("at t = 5 s: no"), ExitCode.NOT_CONVERGED, "failed"),
        (GeometryFailedError("at t = 5 s: no"), ExitCode.GEOMETRY_FAILED, "failed"),
        (KeyboardInterrupt(), ExitCode.INTERRUPTED, "interrupted"),
    ],
)
def test_a_level_that_fails_is_named_and_the_others_are_kept(
    converge, tmp_path, monkeypatch, error, code, status
):
    class Failing(FakeSimulation):
        def run(self) -> Iterator[StepRecord]:
            for record in super().run():
                if self.edge < 0.8 and record.step == 2:
                    raise error
                yield record

    monkeypatch.setattr(runs, "Simulation", Failing)
    ended, _, err = converge()
    assert ended == code
    content = summary(tmp_path)
    assert content["status"] == status
    assert [level["level"] for level in content["levels"]] == [1, 2]
    assert content["quantities"]["bottom_share"]["values"] == pytest.approx([0.79, 0.76])
    if status == "failed":
        assert "error: level 3: at t = 5 s: no" in err
        assert content["reason"] == "level 3: at t = 5 s: no"


def test_foil_of_the_quick_start_converges_to_its_steady_current(tmp_path, command):
    """The closed solution: c_s = c0 - (1 - t₊) i L/(F D), i = k_f c_s/c0 - k_b."""
    code, _, _ = command("converge", FOIL, "-o", tmp_path / "out", "--tolerance", "1e-3")
    assert code == ExitCode.OK
    content = summary(tmp_path)
    assert list(content["quantities"]) == ["capacity", "current"]  # a foil has no lower half
    current = content["quantities"]["current"]
    volt = 8.314462618 * 298.15 / 96485.33212
    forward, backward = (20 * math.exp(sign * 0.5 * 0.03 / volt) for sign in (1, -1))
    depletion = (1 - 0.4) * 100e-6 / (96485.33212 * 2.93e-10 * 1000.0)  # per A/m²
    steady = 0.1 * (forward - backward) / (1 + forward * depletion)  # mA/cm²
    assert current["values"][-1] == pytest.approx(steady, rel=1e-4)
    assert abs(current["values"][-1] - steady) <= current["uncertainty"] + 1e-9
