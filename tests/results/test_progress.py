from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from platefront.results.reading import RunResults
from platefront.running.closing_table import duration_text, print_closing_table
from platefront.running.progress import Bar, Lines, Silence, progress_report
from tests.shared.synthetic import SURFACES, synthetic_record, synthetic_run


def test_plain_lines_come_every_twentieth() -> None:
    written = io.StringIO()
    report = progress_report(Console(file=written), quiet=False)
    assert isinstance(report, Lines)
    report.start()
    for record in synthetic_run(200):
        report.update(record, record.step / 200)
    report.stop()
    lines = written.getvalue().splitlines()
    assert len(lines) == 1 + 21
    assert lines[0] == "  0 %  preparing mesh and equations"
    assert lines[2].startswith("  5 %")
    assert "step 10 · 0.5 mAh/cm² · Δt 600 s · bottom share 0.783 · gap 35.5 µm" in lines[2]
    assert lines[-1].startswith("100 %")


def test_bar_on_a_terminal() -> None:
    written = io.StringIO()
    console = Console(file=written, force_terminal=True, width=160)
    report = progress_report(console, quiet=False)
    assert isinstance(report, Bar)
    report.start()
    report.update(synthetic_record(50), 0.25)
    report.stop()
    report.stop()
    assert "25%" in written.getvalue()
    assert "step 50" in written.getvalue()


def test_quiet_says_nothing() -> None:
    written = io.StringIO()
    report = progress_report(Console(file=written), quiet=True)
    assert isinstance(report, Silence)
    report.start()
    report.update(synthetic_record(1), 0.005)
    report.stop()
    assert written.getvalue() == ""


def test_closing_table_tells_the_numbers(run: RunResults) -> None:
    written = io.StringIO()
    print_closing_table(Console(file=written, width=120), run.summary, run.path)
    text = written.getvalue()
    assert "finished: capacity reached" in text
    for name in SURFACES:
        assert name in text
    assert "0.6 mAh/cm²" in text
    assert "2.00 h  (12 steps, 6 remeshings)" in text
    books = [
        line.split()
        for line in text.splitlines()
        if line.split()[:1] in (["charge"], ["salt"], ["area"])
    ]
    assert [(line[0], *line[-2:]) for line in books] == [
        ("charge", "1e-08", "1e-06"),
        ("salt", "2e-12", "1e-09"),
        ("area", "3e-16", "1e-06"),
    ]
    assert "wall time 3.5 s: solve 2.0, meshing 1.0, other 0.5" in text
    assert str(run.path) in text
    assert "lithium in films" not in text
    with_films = run.summary | {"to_film_mAh_per_cm2": 0.0125}
    print_closing_table(Console(file=written, width=120), with_films, run.path)
    (row,) = [line for line in written.getvalue().splitlines() if "lithium in films" in line]
    assert row.split()[-2:] == ["0.0125", "mAh/cm²"]


def test_closing_table_of_a_run_that_failed_at_once() -> None:
    written = io.StringIO()
    summary = {"status": "failed", "reason": "no mesh [1]", "wall_time_s": {"total": 0.25}}
    print_closing_table(Console(file=written), summary, Path("there"))
    assert written.getvalue().splitlines()[1:] == [
        "failed: no mesh [1]",
        "wall time 0.2 s",
        "results in there",
    ]


@pytest.mark.parametrize(
    ("seconds", "text"), [(12.345, "12.3 s"), (600.0, "10.0 min"), (9000.0, "2.50 h")]
)
def test_durations(seconds: float, text: str) -> None:
    assert duration_text(seconds) == text
