"""Campaign of mutated case files, in small; and that it sees faults."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from tests.shared.case_files import CASES
from verification.campaigns.case_mutations import MUTATIONS, mutated
from verification.campaigns.command_worker import Answer, CommandWorker
from verification.campaigns.mutated_cases import outcome_of, run
from verification.campaigns.runner import Outcome

GOOD = {Outcome.FINISHED, Outcome.REFUSED}


@pytest.mark.slow
def test_sixty_mutated_cases_are_accepted_or_refused():
    trials = list(run(count=60, seed=20_261_128))
    outcomes = Counter(trial.outcome for trial in trials)
    assert set(outcomes) <= GOOD
    assert len({trial.name for trial in trials}) == 60
    assert outcomes[Outcome.REFUSED] > 20


@pytest.mark.long
def test_five_hundred_mutated_cases_are_accepted_or_refused():
    assert {trial.outcome for trial in run(count=500, seed=20_261_129)} <= GOOD


@pytest.mark.parametrize(
    ("code", "output", "outcome"),
    [
        (0, "table", Outcome.FINISHED),
        (2, "error: unknown key\n", Outcome.REFUSED),
        (None, "", Outcome.HANG),
        (1, "Traceback (most recent call last):\n", Outcome.TRACEBACK),
        (1, "error: x", Outcome.CRASH),
        (2, "error: x\nTraceback (most recent call last):\n", Outcome.TRACEBACK),
        (2, "error: " + "x" * 6_000, Outcome.LONG_MESSAGE),
        (2, "error: \x1b[2J", Outcome.CONTROL),
        (3, "error: did not converge", Outcome.CRASH),
        (4, "error: no mesh", Outcome.CRASH),
        (2, "Usage: platefront", Outcome.CRASH),
        (2, "Usage: platefront. Error: no", Outcome.CRASH),
        (-9, "died", Outcome.CRASH),
    ],
)
def test_outcomes_are_told_apart(code, output, outcome):
    assert outcome_of(Answer(code, output, 0.1)) is outcome


def test_mutations_are_the_same_for_the_same_seed_and_change_the_file():
    text = (CASES / "quick" / "pillars.toml").read_text(encoding="utf-8")
    first = [mutated(text, random.Random(seed)) for seed in range(40)]
    assert first == [mutated(text, random.Random(seed)) for seed in range(40)]
    assert sum(content != text.encode() for _, content in first) > 30
    used = {name for names, _ in first for name in names.split(", ")}
    assert used >= {mutation.__name__ for mutation in MUTATIONS} - {"cut"} or len(used) > 7


def test_a_worker_survives_a_time_limit_and_a_crash():
    with CommandWorker(time_limit=0.001) as worker:
        assert worker.run(["check", "absent.toml"]).code is None
    with CommandWorker(time_limit=60.0) as worker:
        answer = worker.run(["check", "absent.toml"])
        assert (answer.code, answer.output[:6]) == (2, "error:")
        assert worker.run(["no-such-command"]).code == 2
        assert worker.run(["--version"]).code == 0
