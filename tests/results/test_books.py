"""The conservation ledger: entries that add up, limits that trip, a run that ends with 8."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

import platefront.running.recorded_run
from platefront.case.load import parse_case
from platefront.exit_codes import ExitCode
from platefront.results.book_limits import BOOKS, Book
from platefront.results.books import Audit, share_text
from platefront.results.reading import RunResults, read_results
from platefront.running.books_table import books_table, warning_text
from platefront.running.run import run_case
from platefront.solvers.balance.books import Dissolved, FilmStock
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.errors import NotConvergedError
from platefront.solvers.model.voltage.solid_drops import SolidDrops
from tests.results.written_run import STEPS
from tests.shared.case_files import ROOT
from tests.shared.fake_simulation import CASE, FakeSimulation
from tests.shared.synthetic import synthetic_record, synthetic_run

DOCUMENTATION = ROOT / "docs" / "results.md"

Spoil = Callable[[StepRecord, float], StepRecord]


def of_stock(name: str) -> Spoil:
    """Change an entry of the books by a share of what it is compared with."""

    def spoil(record: StepRecord, share: float) -> StepRecord:
        wholes = {"salt": "salt_at_start", "deposit": "box"}
        whole = wholes.get(name, "turnover")
        entry = getattr(record.stock, name) + share * getattr(record.stock, whole)
        stock = replace(record.stock, **{name: entry})
        return replace(record, stock=stock, books=stock.books)

    return spoil


def of_corrections(name: str) -> Spoil:
    return lambda record, share: replace(
        record, corrections=replace(record.corrections, **{name: share})
    )


def of_counter(record: StepRecord, share: float) -> StepRecord:
    """Let a counter electrode recede, by a little too much."""
    stock = record.stock
    dissolved = Dissolved(stock.charge, stock.charge + share * stock.turnover, 1e-12)
    return replace(record, stock=replace(stock, dissolved=dissolved))


def of_film(record: StepRecord, share: float) -> StepRecord:
    """Let a film grow, by a little more than it consumes."""
    stock = record.stock
    film = FilmStock(0.0, 0.1, 0.1 + 0.1 * share, 0.0)
    stock = replace(stock, film=film, charge_of_deposit=stock.charge - 0.1)
    return replace(record, stock=stock, books=stock.books)


def of_meshed_film(record: StepRecord, share: float) -> StepRecord:
    """Let a film grow that new meshes change."""
    grown = of_film(record, 0.0)
    return replace(grown, corrections=replace(grown.corrections, film=share))


def of_solids(record: StepRecord, share: float) -> StepRecord:
    """Let solids resist, in which charge begins or ends."""
    stock = replace(record.stock, charge_in_solids=share * record.stock.turnover)
    return replace(record, stock=stock, solids=SolidDrops(1e-3, 1.0, 0.0, 0.0, 0.0))


SPOILS = {
    "charge": of_stock("charge_of_deposit"),
    "current": of_stock("charge_of_current"),
    "continuity": of_stock("charge_between"),
    "electrons": of_solids,
    "counter": of_counter,
    "film": of_film,
    "salt": of_stock("salt"),
    "area": of_stock("deposit"),
    "moved_deposit": of_corrections("moved_area"),
    "scaled_salt": of_corrections("salt"),
    "spread_current": of_corrections("current"),
    "meshed_film": of_meshed_film,
}


def balanced(step: int) -> StepRecord:
    """A made-up record whose books balance to round-off."""
    record = synthetic_record(step)
    stock = record.stock
    stock = replace(
        stock,
        charge_of_deposit=stock.charge,
        charge_of_current=stock.charge,
        charge_between=0.0,
        salt=stock.salt_at_start + stock.salt_received - stock.salt_in_pockets,
        deposit=stock.box - stock.electrolyte - stock.collector - stock.pockets,
    )
    quiet = replace(record.corrections, moved_area=1e-3, salt=1e-6, current=1e-6)
    return replace(record, stock=stock, books=stock.books, corrections=quiet)


def audit_of(*records: StepRecord) -> Audit:
    audit = Audit()
    for record in records:
        audit.add(record)
    return audit


def test_every_book_is_spoilt_here() -> None:
    assert list(SPOILS) == [book.name for book in BOOKS]


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.name)
def test_a_limit_trips_above_and_not_below(book: Book) -> None:
    spoil = SPOILS[book.name]
    assert audit_of(balanced(7), spoil(balanced(8), 0.9 * book.limit)).breaches() == []
    found = audit_of(balanced(7), spoil(balanced(8), 1.1 * book.limit)).breaches()
    assert [breach.book.name for breach in found] == [book.name]
    assert found[0].value == pytest.approx(1.1 * book.limit, rel=1e-3)
    assert found[0].time == balanced(8).time
    assert share_text(book.limit) in found[0].text
    assert book.advice in found[0].text


@pytest.mark.parametrize("name", ["charge", "counter", "film", "salt", "area"])
@pytest.mark.parametrize("sign", [-1.0, 1.0])
def test_a_book_that_was_off_for_a_moment_is_remembered(name: str, sign: float) -> None:
    spoilt = SPOILS[name](balanced(8), sign * 1e-3)
    found = audit_of(balanced(7), spoilt, balanced(9)).breaches()
    assert [(breach.book.name, breach.time) for breach in found] == [(name, balanced(8).time)]


def test_round_off_of_the_first_instant_does_not_count() -> None:
    first = balanced(1)
    charge = 1e-9 * first.stock.charge  # a first step of a microsecond
    stock = replace(
        first.stock,
        charge=charge,
        turnover=charge,
        charge_of_deposit=1.001 * charge,
        charge_of_current=charge,
        charge_between=0.0,
    )
    first = replace(first, stock=stock, books=stock.books)
    assert first.books.faraday == pytest.approx(1e-3)
    assert [breach.book.name for breach in audit_of(first).breaches()] == ["charge"]
    assert audit_of(first, balanced(2)).breaches() == []


def test_plating_and_stripping_alike_have_a_residue() -> None:
    stock = replace(balanced(5).stock, charge=0.0, charge_of_deposit=2e-5, turnover=2.0)
    stock = replace(stock, charge_of_current=-4e-5, charge_between=6e-5)
    assert stock.books.continuity == pytest.approx(3e-5)
    assert stock.books.current == pytest.approx(-2e-5)
    assert stock.books.faraday == pytest.approx(1e-5)
    assert replace(stock, charge_of_deposit=None).books.faraday == 0.0
    assert replace(stock, turnover=1e-9, least_charge=1.0).books.faraday == 2e-5, "a film of atoms"
    assert replace(stock, turnover=0.0).books.faraday == 0.0


def test_what_films_consume_is_no_deposit() -> None:
    """Also at rest, where no charge passes; metal that vanished would be missing."""
    stock = replace(balanced(5).stock, charge=0.0, turnover=0.0, charge_of_deposit=-0.5)
    stock = replace(stock, film=FilmStock(0.1, 0.5, 0.5, 0.0), charge_of_current=0.0)
    assert stock.books.faraday == stock.books.film == 0.0
    assert replace(stock, charge_of_deposit=0.0).books.faraday == pytest.approx(1.0)
    assert replace(stock, film=FilmStock(0.1, 0.5, 0.53, 0.0)).books.film == pytest.approx(0.05)
    quiet = replace(balanced(5).corrections, film=2e-4)
    record = replace(balanced(5), stock=stock, books=stock.books, corrections=quiet)
    entries = audit_of(record).content()["film"]
    assert isinstance(entries, dict)
    assert entries["consumed_C_per_m"] == entries["formed_C_per_m"] == 0.5
    text = " ".join(printed(audit_of(record)))
    assert "to films = " in text and "in films" in text
    assert "meshed film" in text and entries["meshed_film"] == 2e-4


def test_entries_add_up_in_the_file() -> None:
    content = json.loads(json.dumps(audit_of(*map(balanced, range(9))).content()))
    charge, salt, area = content["charge"], content["salt"], content["area"]
    assert sum(charge["by_surface_C_per_m"].values()) == pytest.approx(charge["passed_C_per_m"])
    assert charge["of_deposit_C_per_m"] == charge["passed_C_per_m"] == charge["turnover_C_per_m"]
    assert salt["at_start_mol_per_m"] + salt["received_mol_per_m"] == pytest.approx(
        salt["in_electrolyte_mol_per_m"] + salt["in_pockets_mol_per_m"]
    )
    regions = ("electrolyte", "deposit", "collector", "pockets")
    assert sum(area[f"{region}_m2"] for region in regions) == pytest.approx(area["box_m2"])
    assert content["limits"] == {book.name: book.limit for book in BOOKS}
    remeshing = content["remeshing"]
    assert (remeshing["pores_cut_off"], remeshing["gaps_filled"]) == (1, 0)
    assert remeshing["moved_area_m2"] == 1e-14
    assert remeshing["largest_salt_scaling"] == 1e-6


def test_a_counter_electrode_that_recedes_has_its_own_book() -> None:
    still = audit_of(balanced(3))
    assert "counter" not in still.content() and "counter" not in still.values()
    audit = audit_of(of_counter(balanced(3), 1e-9))
    entries = audit.content()["counter"]
    assert isinstance(entries, dict)
    assert entries["dissolved_C_per_m"] == balanced(3).stock.charge
    assert entries["largest_residue"] == pytest.approx(1e-9, rel=1e-5)
    table = io.StringIO()
    Console(file=table, width=80).print(books_table(audit.content(), width=60e-6))
    charge = f"{balanced(3).stock.charge / 60e-6 / 3.6e4:.4g}"
    assert f"{charge} mAh/cm² dissolved = {charge} by area" in table.getvalue()


def test_remeshings_are_read_back(run: RunResults) -> None:
    assert run.remeshings.to_dict("records") == [
        {
            "time_s": 3600,
            "merges": 0,
            "pockets": 1,
            "filled_area_m2": 0,
            "moved_area_m2": 1e-14,
            "trapped_area_m2": 2e-12,
            "trapped_salt_mol_per_m": 2e-9,
            "salt_correction": -1e-6,
            "nodes_outside": 3,
            "farthest_outside_m": 1e-8,
            "resumed": 1,
        }
    ]
    assert run.summary["ledger"]["remeshing"]["count"] == STEPS // 2


def test_results_of_before_there_was_a_table_of_remeshings(
    new_run: Callable[[str], Path],
) -> None:
    folder = new_run("old")
    (folder / "remeshings.csv").unlink()
    assert read_results(folder).remeshings.empty


def printed(audit: Audit) -> list[str]:
    written = io.StringIO()
    console = Console(file=written, width=80)
    console.print(books_table(audit.content(), width=60e-6))
    for warning in audit.warnings():
        console.print(warning_text(warning))
    return [line.rstrip() for line in written.getvalue().splitlines() if line.strip()]


def test_the_ledger_on_the_terminal() -> None:
    assert printed(audit_of(*synthetic_run(60))) == [
        " balance                                                        residue   limit",
        " " + "─" * 78,
        " charge           3 mAh/cm² passed = 3 by area deposited          6e-08   1e-06",
        " current          3 mAh/cm² by ∫ i dt = 3 passed                  6e-08   1e-06",
        " continuity       front = counter electrode                       3e-08   1e-06",
        " salt             4 µmol/m at start − 0.1 released                2e-12   1e-09",
        "                  = 3.9 electrolyte + 0.002 pockets",
        " area             5400 µm² box = 3000 electrolyte + 2 pockets     3e-16   1e-06",
        "                  + 2200 deposit + 1640 collector",
        " moved deposit    0.01 µm² along the front where 1 gap closed       6 %     5 %",
        " scaled salt      at 30 remeshings, 1e-06 at most at one          6e-05   0.1 %",
        " spread current   by new meshes                                   6e-06   0.1 %",
        "warning: moved deposit: 6 % of the deposit was shifted along the front where",
        "gaps closed: shares and gap depend on the rule by which fronts merge. The limit",
        "is 5 %. Reduce mesh.front_size, or vary front.merge_gap and compare the results.",
    ]


def test_a_fixed_front_and_stripping_on_the_terminal() -> None:
    stock = balanced(5).stock
    stock = replace(stock, charge_of_deposit=None, turnover=3.0 * stock.charge, salt_received=0.0)
    lines = printed(audit_of(replace(balanced(5), stock=stock, books=stock.books)))
    assert any("0.25 mAh/cm² passed" in line for line in lines)
    assert any("(0.75 plated and stripped)" in line for line in lines)
    assert any("(the front is fixed)" in line for line in lines)
    assert not any("released" in line for line in lines)
    assert any("no gap closed" in line for line in lines)


class Unbalanced(FakeSimulation):
    """Loses a thousandth of the salt half way."""

    def run(self) -> Iterator[StepRecord]:
        for record in super().run():
            lost = -1e-3 if record.step == 5 else 0.0
            yield replace(record, books=replace(record.books, anions=lost))


def go(folder: Path, *, strict: bool, quiet: bool = True, figures: bool = False) -> int:
    case = parse_case(f"{CASE}figures = {str(figures).lower()}\n", "made_up.toml")
    return run_case(case, Path("made_up.toml"), folder, False, quiet, strict)


def test_books_that_do_not_balance_end_a_run_with_8_on_demand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(platefront.running.recorded_run, "Simulation", Unbalanced)
    assert go(tmp_path / "out", strict=True, figures=True) == ExitCode.BOOKS_NOT_BALANCED == 8
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "error: limits exceeded: salt (see the warnings in summary.json)\n"
    results = read_results(tmp_path / "out")
    assert results.summary["status"] == "finished"
    assert len(list((tmp_path / "out" / "figures").glob("*.png"))) == 8
    (warning,) = results.summary["warnings"]
    assert (warning["book"], warning["limit"], warning["time_s"]) == ("salt", 1e-9, 3000.0)
    assert warning["value"] == pytest.approx(1e-3, rel=1e-6)


def test_without_the_demand_it_is_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(platefront.running.recorded_run, "Simulation", Unbalanced)
    assert go(tmp_path / "out", strict=False, quiet=False) == ExitCode.OK
    assert "warning: salt: 0.1 % of the salt is unaccounted for" in capsys.readouterr().out


def test_balanced_books_are_not_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platefront.running.recorded_run, "Simulation", FakeSimulation)
    assert go(tmp_path / "out", strict=True) == ExitCode.OK
    assert read_results(tmp_path / "out").summary["warnings"] == []


def test_a_failure_keeps_its_own_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing(Unbalanced):
        def run(self) -> Iterator[StepRecord]:
            yield from list(super().run())[:8]
            raise NotConvergedError("no step helped")

    monkeypatch.setattr(platefront.running.recorded_run, "Simulation", Failing)
    assert go(tmp_path / "out", strict=True) == ExitCode.NOT_CONVERGED
    (warning,) = read_results(tmp_path / "out").summary["warnings"]
    assert warning["book"] == "salt"


def test_the_documented_limits_are_those_of_the_program() -> None:
    rows = DOCUMENTATION.read_text(encoding="utf-8").splitlines()
    for book in BOOKS:
        documented = [row for row in rows if row.startswith(f"| `{book.name}` |")]
        assert len(documented) == 1, f"{book.name} is not in {DOCUMENTATION.name} once"
        _, _, limit, reason = (cell.strip() for cell in documented[0].strip("|").split("|"))
        assert (limit, reason) == (share_text(book.limit), book.reason)
