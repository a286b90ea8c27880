"""Plumes: the dip by the barrier of silver, and where lithium goes between and on plumes."""

from __future__ import annotations

import pytest

from platefront.solvers.balance.step_record import StepRecord
from tests.cases.shipped import check_books, merges, records_of, share

SMALL = {'width = "25 um" ': 'width = "15 um" ', "seed = 1": "seed = 3"}
SHORT = {'capacity = "4 mAh/cm^2" ': 'capacity = "1 mAh/cm^2" '}


def finished(name: str, changes: dict[str, str]) -> list[StepRecord]:
    records = records_of(f"plumes/{name}", changes)
    check_books(records)
    for record in records[1:]:
        assert record.current == pytest.approx(10.0, rel=1e-9)
        assert record.time == pytest.approx(record.capacity / 10.0, rel=1e-6)
    return records


@pytest.mark.parametrize(
    ("small", "shares"),
    [(True, (0.133, 0.240)), pytest.param(False, (0.206, 0.292), marks=pytest.mark.long)],
)
@pytest.mark.slow
def test_lithium_on_the_foil_fills_from_below(small: bool, shares: tuple[float, float]) -> None:
    upright, inverted = (finished(name, SMALL if small else {}) for name in ("upright", "inverted"))
    for records in (upright, inverted):
        assert records[-1].capacity == pytest.approx(7.2e4, rel=1e-9)
        assert merges(records) > 10
    # nothing nucleates on copper; lithium of the plumes grows a little where it meets the foil
    assert 0.0 <= share(upright[-1], "foil") < 0.005
    assert inverted[-1].surfaces["foil"].charge > 0.0
    found = upright[-1].bottom_share, inverted[-1].bottom_share
    assert found == pytest.approx(shares, abs=0.02)
    # tops that carry lithium from the start stand higher in the end
    assert upright[-1].gap_to_counter < inverted[-1].gap_to_counter - 1e-6


@pytest.mark.parametrize("small", [True, pytest.param(False, marks=pytest.mark.long)])
def test_potential_dips_by_the_barrier_of_silver(small: bool) -> None:
    """41 mV, and a little for the front that lengthens until pores close."""
    records = finished("silver_on_copper", SMALL | SHORT if small else {})
    highest = max(record.electrode_potential for record in records)
    assert 1e3 * (highest - records[0].electrode_potential) == pytest.approx(42.0, abs=1.5)
    assert records[0].electrode_potential == pytest.approx(-0.091, abs=0.003)
    if not small:
        assert records[-1].capacity == pytest.approx(1.44e5, rel=1e-9)
        assert merges(records) > 10
        # branches meet above pores before these are full: 4.6 µm as a flat layer
        assert records[-1].trapped_area / 25e-6 == pytest.approx(4.6e-6, rel=0.1)
