"""The pairs of foams and of seeded foils: lithium grows where lithium was, until fronts merge."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from platefront.case.load import parse_case
from solvers.records import StepRecord
from solvers.simulation import Simulation

CASES = Path(__file__).parents[2] / "cases"
COARSE_NUCLEI = {"front_size": '"1 um"', "width": '"40 um"', "order": "1"}
COARSE_FOAM = {"front_size": '"0.45 um"', "width": '"60 um"', "thickness": '"60 um"', "order": "1"}


@cache
def finished(name: str, coarse: bool) -> StepRecord:
    """Last record of a case, its books checked on the way."""
    text = (CASES / f"{name}.toml").read_text(encoding="utf-8")
    changes = (COARSE_FOAM if name.startswith("foam") else COARSE_NUCLEI) if coarse else {}
    for key, value in changes.items():
        if key == "order":
            text = text.replace("[stop]", "order = 1\n\n[stop]")
            continue
        text, count = re.subn(rf"(?m)^{key} = [^#\n]*", f"{key} = {value} ", text)
        assert count == 1, key
    if coarse:
        # enough for fronts to merge
        least = "3" if name.startswith("foam") else "2"
        text = re.sub(r'(?m)^capacity = "[34] mAh', f'capacity = "{least} mAh', text)
    records = list(Simulation(parse_case(text, Path("pair.toml")).problem()).run())
    for record in records[1:]:
        assert abs(record.books.anions) < 1e-9, record.time
        assert abs(record.books.area) < 1e-6, record.time
        assert abs(record.books.faraday) < 1e-6, record.time
    assert sum(event.kind == "merge" for record in records for event in record.events) > 3
    assert records[-1].corrections.moved_area < 0.05
    assert records[-1].capacity >= 7.2e4 * (1 - 1e-9)
    return records[-1]


def share(record: StepRecord, name: str) -> float:
    return record.surfaces[name].charge / sum(s.charge for s in record.surfaces.values())


@pytest.mark.parametrize(
    ("name", "surface"), [("nuclei/upright", "nuclei"), ("nuclei/inverted", "foil")]
)
def test_coarse_seeds_plate_where_lithium_was(name: str, surface: str) -> None:
    assert share(finished(name, True), surface) > 0.97


@pytest.mark.parametrize(
    ("name", "surface"), [("foam/upright", "upper"), ("foam/inverted", "lower")]
)
def test_coarse_foam_plates_where_lithium_was(name: str, surface: str) -> None:
    assert share(finished(name, True), surface) > 0.9


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "surface", "expected"),
    [
        ("nuclei/upright", "nuclei", 0.994),
        ("nuclei/inverted", "foil", 0.994),
        ("foam/upright", "upper", 0.974),
        ("foam/inverted", "lower", 0.966),
        ("foam/periodic", "upper", 0.966),
    ],
)
def test_pairs_plate_where_lithium_was(name: str, surface: str, expected: float) -> None:
    assert share(finished(name, False), surface) == pytest.approx(expected, abs=0.01)


@pytest.mark.long
def test_pairs_end_as_the_documentation_says() -> None:
    bottom = [finished(f"foam/{name}", False).bottom_share for name in ("upright", "inverted")]
    assert bottom == pytest.approx([0.050, 0.941], abs=0.01)
    periodic = finished("foam/periodic", False)
    assert periodic.bottom_share == pytest.approx(0.058, abs=0.005)
    assert 1e6 * periodic.gap_to_counter == pytest.approx(25.4, abs=0.3)
    gaps = [finished(f"nuclei/{name}", False).gap_to_counter for name in ("upright", "inverted")]
    assert [1e6 * gap for gap in gaps] == pytest.approx([25.6, 26.6], abs=0.3)
