"""Campaign of random cases, in small; and that it sees faults."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from platefront.geometry.collectors.base import COLLECTORS
from platefront.solvers.model.electrolyte.solution import SOLUTIONS
from verification.campaigns.case_campaign import ATTEMPTS
from verification.campaigns.case_ends import breaches
from verification.campaigns.command_worker import Answer, CommandWorker
from verification.campaigns.page import compose
from verification.campaigns.random_case import DRAWN_KINDS, random_case
from verification.campaigns.random_case.collectors import MAKERS
from verification.campaigns.random_cases import CAMPAIGN, outcome_of
from verification.campaigns.report import read_report
from verification.campaigns.runner import FAULTS, Outcome

LEDGER = {
    "charge": {"largest_residue": 1e-9},
    "salt": {"largest_residue": 1e-12},
    "remeshing": {"moved_deposit": 0.01, "count": 3},
    "limits": {"charge": 1e-6, "salt": 1e-9, "counter": 1e-6, "moved_deposit": 0.05},
}


def sections(seed: int, count: int):
    return [tomllib.loads(random_case(seed, index).text) for index in range(count)]


def test_every_registered_collector_is_made():
    assert {maker.__name__ for maker in MAKERS} == set(COLLECTORS.members) - DRAWN_KINDS
    for index, maker in enumerate(MAKERS):
        case = random_case(5, index)
        keys = tomllib.loads(case.text)["section"]["collector"]
        assert keys["kind"] == case.kind == maker.__name__


def test_all_physics_and_numerics_are_made():
    cases = sections(seed=1, count=300)
    surfaces = [surface for case in cases for surface in case["surfaces"].values()]
    assert {surface["law"] for surface in surfaces} == {
        "butler_volmer", "insulating", "linear", "overpotential", "reversible",
    }  # fmt: skip
    keys = {key for surface in surfaces for key in surface}
    assert keys > {"film_resistance", "nucleation_barrier", "deposit_conductivity"}
    assert {case["electrolyte"]["model"] for case in cases} == {
        "nernst_planck", "ohmic", "supported", "concentrated",
    }  # fmt: skip
    solutions = [case["electrolyte"].get("solution", {}) for case in cases]
    assert {solution["set"] for solution in solutions if solution} == set(SOLUTIONS.members) - {
        "bpx"
    }
    assert {case["control"]["mode"] for case in cases} == {
        "galvanostatic", "overpotentials", "potentiostatic", "pulse_reverse",
    }  # fmt: skip
    assert any(
        case["control"].get("current_density", "").startswith("-")
        and "predeposit" in case["section"]
        for case in cases
    )
    assert {case["mesh"]["order"] for case in cases} == {1, 2}
    assert {case["front"]["mode"] for case in cases} == {"moving", "fixed"}
    assert {case["section"]["walls"] for case in cases} == {"symmetric", "periodic"}
    assert {case["counter"]["kind"] for case in cases} == {"reservoir", "lithium"}


def test_every_kind_is_met_by_every_control():
    met = {
        (case["section"]["collector"]["kind"], case["control"]["mode"])
        for case in sections(seed=1, count=60)
    }
    assert len(met) == 4 * len(MAKERS)


def test_cases_are_made_alike_from_their_numbers():
    assert random_case(3, 8) == random_case(3, 8)
    texts = {random_case(seed, 8, attempt).text for seed in (3, 4) for attempt in (0, 1)}
    assert len(texts) == 4


def summary(folder: Path, reason: str, ledger: object = LEDGER) -> Path:
    folder.mkdir()
    (folder / "summary.json").write_text(json.dumps({"reason": reason, "ledger": ledger}))
    return folder


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [
        ("capacity reached", Outcome.FINISHED),
        ("time reached", Outcome.FINISHED),
        (
            "the electrode is as close to the counter electrode as allowed",
            Outcome.COUNTER_REACHED,
        ),
        ("nothing is plated or stripped any more", Outcome.PHYSICAL),
    ],
)
def test_ends_of_complete_runs_are_told_apart(tmp_path, reason, outcome):
    results = summary(tmp_path / "r", reason)
    assert outcome_of(Answer(0, "", 1.0), results) == (outcome, reason)


@pytest.mark.parametrize(
    ("code", "output", "outcome"),
    [
        (3, "error: at t = 3 s: limiting\ncurrent: at surface", Outcome.PHYSICAL),
        (3, "error: Newton's method did not converge", Outcome.NOT_CONVERGED),
        (4, "error: the front crosses a wall", Outcome.GEOMETRY_FAILED),
        (1, "Traceback (most recent call last):\nlimiting current", Outcome.TRACEBACK),
        (None, "", Outcome.OVER_TIME),
        (-11, "died with status -11", Outcome.CRASH),
    ],
)
def test_ends_of_incomplete_runs_are_told_apart(tmp_path, code, output, outcome):
    assert outcome_of(Answer(code, output, 1.0), tmp_path)[0] is outcome


@pytest.mark.parametrize("wrong", [2e-6, -2e-6, float("nan"), float("inf")])
def test_balances_beyond_their_limits_are_seen(tmp_path, wrong):
    assert breaches(LEDGER) == []
    assert breaches(LEDGER | {"counter": {"largest_residue": None}}) == []
    ledger = LEDGER | {"charge": {"largest_residue": wrong}}
    assert breaches(ledger) == [f"charge {wrong:.2g}, limit 1e-06"]
    results = summary(tmp_path / "r", "time reached", ledger)
    assert outcome_of(Answer(0, "", 1.0), results)[0] is Outcome.BOOKS
    moved = LEDGER | {"remeshing": {"moved_deposit": 0.1}}
    assert breaches(moved) == ["moved_deposit 0.1, limit 0.05"]


def test_cases_that_are_always_refused_are_given_up(tmp_path):
    class Refusing(CommandWorker):
        def run(self, arguments):
            assert arguments[0] == "check"
            return Answer(2, "error: no\nmore", 0.1)

    trial, refusals = CAMPAIGN.tried(Refusing(1.0), 1, 0, tmp_path)
    assert trial.outcome is Outcome.REFUSED
    assert refusals == ["error: no"] * ATTEMPTS
    assert trial.text.startswith("title")


@pytest.mark.slow
def test_cases_are_run_and_reported(tmp_path):
    # a foil and a trench
    made = [next(CAMPAIGN.run(1, 1, tmp_path, first=index)) for index in (0, 3)]
    trials = [trial for trial, _ in made]
    assert [trial.name for trial in trials] == ["r0000", "r0003"]
    assert not {trial.outcome for trial in trials} & {*FAULTS, Outcome.REFUSED}
    assert (tmp_path / "r0000" / "summary.json").is_file()
    path = tmp_path / "report.json"
    CAMPAIGN.report(trials, ["error: a", "error: b"], "the command").write(path)
    text = compose([read_report(path)])
    assert "2 further cases were refused by `check` and made anew" in text
    assert "    the command" in text
    assert "| foil | 1 |" in text
