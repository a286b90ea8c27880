"""Campaign of mutated case files, in small; and that it sees faults."""

from __future__ import annotations

import random

import pytest

from tests.shared.case_files import CASES
from verification.campaigns.case_mutations import MUTATIONS, mutated
from verification.campaigns.command_worker import Answer, CommandWorker
from verification.campaigns.mutated_cases import GOOD, outcome_of, run


def test_sixty_mutated_cases_are_accepted_or_refused():
    result = run(count=60, seed=20_261_128)
    assert result["worst"] == []
    outcomes = result["outcomes"]
    assert set(outcomes) <= set(GOOD)
    assert sum(outcomes.values()) == 60
    assert outcomes["refused"] > 20


@pytest.mark.long
def test_five_hundred_mutated_cases_are_accepted_or_refused():
    result = run(count=500, seed=20_261_129)
    assert result["worst"] == []


@pytest.mark.parametrize(
    ("code", "output", "outcome"),
    [
        (0, "table", "accepted"),
        (2, "error: unknown key\n", "refused"),
        (None, "", "hang"),
        (1, "Traceback (most recent call last):\n", "traceback"),
        (2, "error: x\nTraceback (most recent call last):\n", "traceback"),
        (2, "error: " + "x" * 6_000, "long"),
        (2, "error: \x1b[2J", "control"),
        (4, "error: no mesh", "exit code 4"),
        (2, "Usage: platefront", "exit code 2"),
        (-9, "died", "exit code -9"),
    ],
)
def test_outcomes_are_told_apart(code, output, outcome):
    assert outcome_of(Answer(code, output, 0.1)) == outcome


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
