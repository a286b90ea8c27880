"""Shipped cases, run as they stand or changed, and what must hold for each."""

from __future__ import annotations

from collections.abc import Mapping

from platefront.case.load import parse_case
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.evolution.simulation import Simulation
from tests.shared.case_files import CASES


def records_of(name: str, changes: Mapping[str, str] | None = None) -> list[StepRecord]:
    """All records of the case `name`, such as "foam/upright".

    Args:
        name: path below cases/, without the ending.
        changes: old text → new text; the case must hold each old one just once.
    """
    path = CASES / f"{name}.toml"
    text = path.read_text(encoding="utf-8")
    for old, new in (changes or {}).items():
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
        text = text.replace(old, new)
    return list(Simulation(parse_case(text, str(path)).problem()).run())


def check_books(records: list[StepRecord]) -> None:
    """Salt, areas and charge balance in every record, and merging shifted little deposit."""
    for record in records[1:]:
        books, at = record.books, f"at {record.time} s"
        assert books.continuity < 1e-8, f"front and counter differ by {books.continuity:.1e} {at}"
        assert abs(books.anions) < 1e-9, f"anions off by {books.anions:.1e} {at}"
        assert abs(books.area) < 1e-10, f"areas off by {books.area:.1e} {at}"
        assert abs(books.faraday) < 1e-6, f"Faraday off by {books.faraday:.1e} {at}"
    assert records[-1].corrections.moved_area < 0.05


def merges(records: list[StepRecord]) -> int:
    """Return the number of closed gaps."""
    return sum(event.kind == "merge" for record in records for event in record.events)


def share(record: StepRecord, surface: str) -> float:
    """A surface's part of all charge."""
    return record.surfaces[surface].charge / sum(s.charge for s in record.surfaces.values())
