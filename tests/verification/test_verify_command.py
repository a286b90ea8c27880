"""`platefront verify` with a small registry of made-up benchmarks."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from platefront.cli import main
from platefront.exit_codes import ExitCode
from tests.verification import made_up
from tests.verification.made_up import BROKEN, FAILED, GOOD, MET, MISSED, SLOW, UNKNOWN
from verification import benchmarks as registry
from verification.finding import Benchmark
from verification.store import Store

type Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def verify(command: Command, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run `verify` with given benchmarks: exit code, output, errors."""

    def run(benchmarks: tuple[Benchmark, ...], *options: object) -> tuple[int, str, str]:
        monkeypatch.setattr(registry, "BENCHMARKS", benchmarks)
        return command("verify", *options)

    return run


def headings(out: str) -> list[str]:
    return [line.split(":")[0] for line in out.splitlines() if ": Title of" in line]


def test_quick_ones_are_run_unless_others_are_asked_for(verify: Command) -> None:
    everything = (MET, SLOW)
    assert headings(verify(everything)[1]) == ["met"]
    assert headings(verify(everything, "--long")[1]) == ["slow"]
    assert headings(verify(everything, "--all")[1]) == ["met", "slow"]
    assert headings(verify(everything, "slow")[1]) == ["slow"]
    assert headings(verify(everything, "slow", "met", "slow")[1]) == ["slow", "met"]


def test_all_within_bounds_is_success_and_every_number_is_printed(verify: Command) -> None:
    code, out, err = verify((MET,))
    assert code == ExitCode.OK
    row = next(line for line in out.splitlines() if line.startswith("current"))
    assert row.split() == ["current", "[A/m²]", "1.00002", "1.00000", "+2.0e-5", "1e-4", "✓"]
    assert "all 1 numbers are within their bounds" in out
    assert "running met" in err


def test_outside_a_bound_is_told_by_the_exit_code(verify: Command) -> None:
    code, out, _ = verify((MET, MISSED))
    assert code == ExitCode.TOLERANCE_NOT_MET
    row = next(line for line in out.splitlines() if line.startswith("radius"))
    assert row.split() == ["radius", "[µm]", "12.50", "12.00", "+4.2", "%", "1", "%", "✗"]
    assert "The mesh is too coarse." in out
    assert out.splitlines()[-1] == "outside a bound: missed"


def test_a_value_that_is_no_number_is_outside_its_bound(verify: Command, tmp_path: Path) -> None:
    code, out, _ = verify((UNKNOWN,), "-o", tmp_path)
    assert code == ExitCode.TOLERANCE_NOT_MET
    assert "nan" in out
    kept = Store.folder(tmp_path).read("no_number")
    assert kept is not None
    assert not kept.met


def test_a_failed_run_does_not_keep_the_others_from_running(
    verify: Command, tmp_path: Path
) -> None:
    code, out, _ = verify((FAILED, MET, MISSED), "-o", tmp_path)
    assert code == ExitCode.NOT_CONVERGED
    assert headings(out) == ["failed", "met", "missed"]
    assert "failed: at t = 3 s: no step helps" in out
    assert out.splitlines()[-1] == "outside a bound: missed; failed: failed"
    kept = Store.folder(tmp_path).read("failed")
    assert kept is not None
    assert (kept.error, kept.met, kept.findings) == ("at t = 3 s: no step helps", False, ())


def test_a_mistake_in_a_benchmark_is_not_taken_for_a_failed_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(registry, "BENCHMARKS", (BROKEN,))
    monkeypatch.setattr("sys.argv", ["platefront", "verify"])
    with pytest.raises(TypeError, match="a mistake in the benchmark"):
        main()


def test_an_unknown_name_runs_nothing_and_suggests_the_nearest(verify: Command) -> None:
    code, out, err = verify((MET, MISSED), "mised", "met")
    assert code == ExitCode.BAD_CASE
    assert out == ""
    assert err.strip() == 'error: there is no benchmark "mised"; did you mean "missed"?'
    _, _, err = verify((MET, MISSED), "x")
    assert err.strip() == 'error: there is no benchmark "x"; there are met, missed'


def test_list_names_them_and_runs_none(verify: Command) -> None:
    code, out, _ = verify((SLOW, BROKEN), "--list")
    assert code == ExitCode.OK
    rows = [line.split() for line in out.splitlines()]
    assert ["slow", "long", "Title", "of", "slow"] in rows
    assert ["broken", "quick", "Title", "of", "broken"] in rows


def test_numbers_and_figures_are_kept(verify: Command, tmp_path: Path) -> None:
    verify((MET, MISSED), "-o", tmp_path / "kept")
    names = {path.name for path in (tmp_path / "kept").iterdir()}
    assert names == {"met.json", "met.png", "missed.json"}
    content = json.loads((tmp_path / "kept" / "missed.json").read_text("utf-8"))
    assert content["met"] is False
    assert [finding["within"] for finding in content["findings"]] == [True, False]
    assert content["findings"][1]["deviation"] == pytest.approx(0.5 / 12.0)
    assert list(content["cases"]) == ["cases/quick/foil.toml"]
    assert content["versions"]["dolfinx"]
    kept = Store.folder(tmp_path / "kept").read("met")
    assert kept is not None
    assert kept.findings == (GOOD,)
    assert (kept.remarks, kept.error, kept.has_figure) == ("All well.", "", True)
    with Image.open(tmp_path / "kept" / "met.png") as picture:
        assert 900 <= picture.width <= 1000


def test_a_figure_that_is_no_longer_drawn_is_taken_away(verify: Command, tmp_path: Path) -> None:
    verify((MET,), "-o", tmp_path)
    assert (tmp_path / "met.png").is_file()
    verify((made_up.benchmark("met", MISSED.run),), "-o", tmp_path)
    assert not (tmp_path / "met.png").exists()


def test_one_benchmark_renews_its_part_of_the_page_only(verify: Command, tmp_path: Path) -> None:
    page = tmp_path / "results.md"
    everything = (MET, MISSED, SLOW)
    code, out, _ = verify(everything, "missed", "--page", page)
    assert code == ExitCode.TOLERANCE_NOT_MET
    assert out.splitlines()[-1].endswith("results.md")
    first = page.read_text("utf-8")
    assert first.count("*Not run yet.*") == 2
    assert "**Not met:** radius." in first
    assert "The mesh is too coarse." in first
    verify(everything, "met", "slow", "--page", page)
    second = page.read_text("utf-8")
    assert "*Not run yet.*" not in second
    assert "**Not met:** radius." in second
    assert "![Title of met](images/results/met.png)" in second
    assert (tmp_path / "images" / "results" / "met.png").is_file()
    page.write_text("typed by hand")
    code, out, _ = verify(everything, "--no-run", "--page", page)
    assert code == ExitCode.OK
    assert page.read_text("utf-8") == second


def test_a_file_that_is_no_result_is_named(verify: Command, tmp_path: Path) -> None:
    (tmp_path / "page").mkdir()
    (tmp_path / "page" / "met.json").write_text('{"findings": 3}')
    code, _, err = verify((MET,), "--no-run", "--page", tmp_path / "page.md")
    assert code == ExitCode.BAD_CASE
    assert "met.json is no result of `platefront verify`" in err.replace("\n", " ")
