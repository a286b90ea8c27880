"""The shipped protocol ends each step where it says, and its cycles repeat."""

from __future__ import annotations

import math

import pytest

from tests.cases.shipped import check_books, records_of

PER_CM2 = 36000.0
"""C/m² of 1 mAh/cm²."""


def test_a_cell_is_plated_rested_and_stripped_twice() -> None:
    records = records_of("protocols/cell_cycle")
    ends = [record for record in records if record.end]
    assert [(end.cycle, end.protocol_step, end.end) for end in ends] == [
        *(
            (cycle, step, reason)
            for cycle in (1, 2)
            for step, reason in enumerate(
                (
                    "lower potential limit reached",
                    "the current has fallen to its limit",
                    "time reached",
                    "capacity reached",
                ),
                1,
            )
        ),
        (3, 5, "time reached"),
    ]
    check_books(records)
    for end in ends:
        match end.protocol_step:
            case 1:
                assert abs(end.electrode_potential + 0.14) < 1e-6
                assert end.current == pytest.approx(60.0, rel=1e-10)
            case 2:
                assert end.electrode_potential == -0.14
                assert end.current == pytest.approx(59.0, rel=1e-6)
            case 3:
                assert abs(end.electrode_potential) < 1e-7, "no rest"
                assert abs(end.current) < 1e-9 * 60.0
    # η of both electrodes at 20 A/m², i0 = 20 A/m²; the concentration drops add 5 to 10 % later
    volt = 8.314462618 * 298.15 / 96485.33212
    expected = 4.0 * volt * math.asinh(0.5)
    first = next(r for r in records if r.protocol_step == 4 and r.time_step == 0.0)
    assert first.electrode_potential == pytest.approx(expected, rel=0.06)
    stripped = [end.electrode_potential for end in ends if end.protocol_step == 4]
    assert stripped[1] == pytest.approx(stripped[0], rel=1e-4), "the second cycle differs"
    plated = ends[2].capacity
    assert ends[3].capacity == pytest.approx(plated - 0.1 * PER_CM2, rel=1e-8)
