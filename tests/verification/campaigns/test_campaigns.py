"""Campaigns: classes of ends, kinds of hostile drawings, the page of what was stored."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.shared.case_files import ROOT
from verification.campaigns.case_campaign import without_places
from verification.campaigns.drawings.good import NAMES, good
from verification.campaigns.hostile_drawings import CAMPAIGN, LIMIT, jobs
from verification.campaigns.page import COMMAND, compose
from verification.campaigns.report import read_report, report_of
from verification.campaigns.runner import (
    FAULTS,
    LONGEST_MESSAGE,
    Ending,
    Job,
    Outcome,
    TriedInput,
    judged,
    tried,
)

PAGE = ROOT / "docs" / "reliability.md"
STORED = sorted((ROOT / "docs" / "reliability").glob("*.json"))


@pytest.mark.parametrize(
    ("code", "said", "outcome"),
    [
        (0, "width 100 um", Outcome.FINISHED),
        (0, "x" * 2 * LONGEST_MESSAGE, Outcome.FINISHED),
        (2, "error: no", Outcome.REFUSED),
        (2, "Usage: … Error: no such option", Outcome.REFUSED),
        (2, "", Outcome.CRASH),
        (2, "error: " + "x" * LONGEST_MESSAGE, Outcome.LONG_MESSAGE),
        (3, "error: did not converge", Outcome.NOT_CONVERGED),
        (4, "error: mesh", Outcome.GEOMETRY_FAILED),
        (1, "Traceback (most recent call last):\n  x", Outcome.TRACEBACK),
        (-11, "", Outcome.CRASH),
        (0, "/x/a.py:51: RuntimeWarning: overflow encountered in square", Outcome.WARNED),
        (3, "form.c:12:5: warning: unused variable", Outcome.WARNED),
        (0, "Warning: the mesh is coarse", Outcome.FINISHED),
        (1, "error: no", Outcome.CRASH),
        (None, "", Outcome.HANG),
    ],
)
def test_ends_are_classified(code, said, outcome):
    assert judged(Ending(code, said, 1.0)) is outcome


def test_jobs_are_run_in_folders_of_their_own_and_told_from_escapes(tmp_path):
    made = [
        Job("fine", "a", lambda folder: ["--version"]),
        Job("slow", "b", lambda folder: ["--help"], lambda folder: False),
        Job("wrong", "c", lambda folder: ["check", "absent.toml"]),
    ]
    fine, escaped, wrong = tried(made, tmp_path, limit=60.0)
    assert (fine.outcome, escaped.outcome) == (Outcome.FINISHED, Outcome.ESCAPED)
    assert (wrong.outcome, wrong.code) == (Outcome.REFUSED, 2)
    assert "there is no such file" in wrong.message


def test_hang_is_ended(tmp_path):
    (trial,) = tried([Job("slow", "a", lambda folder: ["--version"])], tmp_path, limit=0.01)
    assert trial.outcome is Outcome.HANG
    assert trial.seconds < 10


@pytest.mark.slow
def test_hostile_drawings_are_made_alike_from_a_seed(tmp_path):
    contents = []
    for attempt in ("first", "second"):
        for job in jobs(26, seed=3):
            place = tmp_path / attempt / job.name
            place.mkdir(parents=True)
            assert job.make(place)[0] == "section"
            assert job.is_clean(place)
        files = sorted((tmp_path / attempt).rglob("a.*"))
        contents.append(
            [
                p.read_bytes()
                for p in files
                if p.is_file()
                and not p.is_symlink()
                and p.stat().st_size < 10**9
                and p.stat().st_mode & 0o400
            ]
        )
    assert contents[0] == contents[1]
    assert len(contents[0]) > 5


def test_effects_outside_are_seen(tmp_path):
    for number, job in enumerate(jobs(4, seed=1)):
        place = tmp_path / str(number)
        place.mkdir()
        job.make(place)
        assert job.is_clean(place)
        match number:
            case 0:
                (place / "made").touch()
            case 1:
                (place / "kept").write_text("changed")
            case 2:
                (place / "case" / "made").touch()
            case _:
                next((place / "case").glob("*.*")).unlink()
        assert not job.is_clean(place)


def test_all_kinds_are_tried_and_all_formats():
    made = list(jobs(200, seed=1))
    assert len({job.kind for job in made}) >= 12
    assert len({job.name for job in made}) == 200
    assert all(len(good(name)) > 100 for name in NAMES)


def test_good_drawings_are_the_same_each_time():
    """As the drawings of a campaign follow from its seed."""
    before = {name: good(name) for name in NAMES}
    good.cache_clear()
    assert [name for name in NAMES if good(name) != before[name]] == []


def trial(name: str, outcome: Outcome, kind: str = "bits | flipped") -> TriedInput:
    return TriedInput(name, kind, outcome, 2, 1.0, "error: `x` | no")


def test_report_is_stored_and_read_back(tmp_path):
    report = report_of(CAMPAIGN, [trial("a", Outcome.HANG)], "command", LIMIT, {"a": "why"})
    report.write(tmp_path / "r.json")
    again = read_report(tmp_path / "r.json")
    assert again == report
    assert again.faults == [report.trials[0]]
    (tmp_path / "r.json").write_text("{}")
    with pytest.raises(ValueError, match="is no report of a campaign"):
        read_report(tmp_path / "r.json")


def test_page_states_counts_faults_and_reasons():
    trials = [
        trial("a", Outcome.FINISHED),
        trial("b", Outcome.HANG),
        trial("c", Outcome.NOT_CONVERGED),
    ]
    text = compose([report_of(CAMPAIGN, trials, "the command", LIMIT, {"c": "beyond the limit"})])
    assert "| Hostile drawings | 3 | 1 | 0 | 1 |" in text
    assert "**Faults:**\n\n- b (bits | flipped): hang" in text
    assert "| c | exit code 3 | beyond the limit |" in text
    assert "    the command" in text
    assert COMMAND in text
    assert "No campaign was run yet" in compose([])


@pytest.mark.skipif(not STORED, reason="no campaign is stored")
def test_page_is_what_the_stored_reports_compose():
    text = compose([read_report(path) for path in STORED])
    assert PAGE.read_text("utf-8") == text, f"run {COMMAND}"


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_no_stored_campaign_has_a_fault(path: Path):
    report = read_report(path)
    assert not [trial.name for trial in report.trials if trial.outcome in FAULTS]


def test_messages_name_no_folder_of_the_machine() -> None:
    said = "/home/a/b/platefront/solvers/x.py:5: overflow /opt/v/lib/numpy/_core/y.py:4 in 3 A/m²"
    assert (
        without_places(said) == "platefront/solvers/x.py:5: overflow numpy/_core/y.py:4 in 3 A/m²"
    )
