"""The pairs of foams and of seeded foils: lithium grows where lithium was, until fronts merge."""

from __future__ import annotations

from functools import cache

import pytest

from platefront.solvers.balance.step_record import StepRecord
from tests.cases.shipped import check_books, merges, records_of, share

COARSE_NUCLEI = {
    'front_size = "0.8 um"': 'front_size = "1 um"',
    'width = "100 um"': 'width = "40 um"',
    '[stop]\ncapacity = "3 mAh': 'order = 1\n\n[stop]\ncapacity = "2 mAh',
}
COARSE_FOAM = {
    'front_size = "0.48 um"': 'front_size = "0.45 um"',
    'width = "90 um"': 'width = "60 um"',
    'thickness = "100 um"': 'thickness = "60 um"',
    '[stop]\ncapacity = "4 mAh': 'order = 1\n\n[stop]\ncapacity = "2.4 mAh',
}


@cache
def finished(name: str, *, coarse: bool = False) -> StepRecord:
    """Last record of a case, its books checked on the way."""
    changes = COARSE_FOAM if name.startswith("foam") else COARSE_NUCLEI
    records = records_of(name, changes if coarse else None)
    check_books(records)
    assert merges(records) > 3
    assert records[-1].capacity >= 7.2e4 * (1 - 1e-9)
    return records[-1]


@pytest.mark.parametrize("name", ["nuclei/upright", "nuclei/inverted"])
def test_coarse_seeds_plate_where_lithium_was(name: str) -> None:
    assert share(finished(name, coarse=True), "lithiated") > 0.97


@pytest.mark.parametrize("name", ["foam/upright", "foam/inverted"])
@pytest.mark.slow
def test_coarse_foam_plates_where_lithium_was(name: str) -> None:
    assert share(finished(name, coarse=True), "lithiated") > 0.9


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("nuclei/upright", 0.994),
        ("nuclei/inverted", 0.994),
        ("foam/upright", 0.975),
        ("foam/inverted", 0.968),
        ("foam/periodic", 0.968),
    ],
)
def test_pairs_plate_where_lithium_was(name: str, expected: float) -> None:
    assert share(finished(name), "lithiated") == pytest.approx(expected, abs=0.01)


@pytest.mark.long
def test_pairs_end_as_the_documentation_says() -> None:
    bottom = [finished(f"foam/{name}").bottom_share for name in ("upright", "inverted")]
    assert bottom == pytest.approx([0.064, 0.927], abs=0.01)
    periodic = finished("foam/periodic")
    assert periodic.bottom_share == pytest.approx(0.084, abs=0.005)
    assert 1e6 * periodic.gap_to_counter == pytest.approx(25.5, abs=0.3)
    gaps = [finished(f"nuclei/{name}").gap_to_counter for name in ("upright", "inverted")]
    assert [1e6 * gap for gap in gaps] == pytest.approx([25.6, 26.6], abs=0.3)
