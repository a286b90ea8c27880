"""The pairs at one potential: `orientation` alone moves the deposit to the other half."""

from __future__ import annotations

import pytest

from platefront.solvers.balance.step_record import StepRecord
from tests.cases.shipped import check_books, records_of, share


def finished(name: str) -> StepRecord:
    """Last record of a case at 1 mA/cm² from a lithium counter electrode."""
    records = records_of(name)
    check_books(records)
    for record in records:
        assert record.current == pytest.approx(10.0, rel=1e-9)
        assert record.electrode_potential is not None
        assert record.electrode_potential < 0.0
    return records[-1]


def long(*values: object) -> object:
    return pytest.param(*values, marks=pytest.mark.long)


@pytest.mark.parametrize(
    ("folder", "capacity", "bottom", "bare"),
    [
        ("convergence", 1.0, (0.083, 0.911), (0.002, 0.006)),
        ("outline", 1.0, (0.032, 0.966), (0.0, 0.0)),
        # the lithium between seeds lies above half their height
        ("nuclei", 1.0, (0.188, 0.0), (0.176, 0.374)),
        ("foam", 0.2, (0.013, 0.987), (0.001, 0.001)),
        long("micrograph", 1.0, (0.000, 1.000), (0.0, 0.0)),
        long("fabric", 0.2, (0.238, 0.731), (0.019, 0.025)),
        long("inverted_anode", 1.0, (0.000, 1.000), (0.0, 0.0)),
    ],
)
@pytest.mark.slow
def test_the_charge_goes_where_the_lithium_lies(
    folder: str, capacity: float, bottom: tuple[float, float], bare: tuple[float, float]
) -> None:
    """Behind a barrier of 100 mV bare host takes next to nothing while lithium can carry 1 mA/cm².

    Seeds with a little lithium need more than the barrier, and the bare foil takes its part.
    """
    pair = [finished(f"{folder}/one_potential_{name}") for name in ("upright", "inverted")]
    for record, wanted, unlithiated in zip(pair, bottom, bare, strict=True):
        assert record.capacity == pytest.approx(3.6e4 * capacity, rel=1e-9)
        assert record.bottom_share == pytest.approx(wanted, abs=0.01)
        assert share(record, "bare") == pytest.approx(unlithiated, abs=0.01)
