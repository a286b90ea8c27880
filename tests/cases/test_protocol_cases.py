"""The shipped protocol ends each step where it says, and its cycles repeat."""

from __future__ import annotations

import itertools
import math

import pytest
from scipy.integrate import solve_ivp

from tests.cases.shipped import check_books, records_of

PER_CM2 = 36000.0
"""C/m² of 1 mAh/cm²."""


@pytest.mark.slow
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


def losses_to_the_film(count: int) -> list[float]:
    """Part of the plated lithium that each cycle of the wire loses, by the equations of a circle.

    Of a radian of the quarter circle: the radius r, the volume v = δ r of the film, and its
    stretch, at most 1.05. Metal: r dr = V_m/F dQ - V_m/V_f dv; film: dv/dt = k r/δ + δ0 dr where it
    breaks.
    """
    faraday, metal, film = 96485.33212, 6.941e-3 / 534.0, 48e-6
    rate, first, limit, cell = 1e-20, 20e-9, 1.05, 45e-6
    capacity, current = 0.3 * PER_CM2, 5.0
    whole = capacity * cell / (0.5 * math.pi)  # C/m of a radian

    def change(_: float, y: list[float], passed: float) -> list[float]:
        radius, volume, stretch = y
        grown = rate * radius**2 / volume
        moved = metal * (passed / faraday - grown / film) / radius
        if moved <= 0.0 or stretch < limit:
            return [moved, grown, stretch * moved / radius]
        moved /= 1.0 + metal / film * first / radius
        return [moved, grown + first * moved, 0.0]

    def broken(_: float, y: list[float], passed: float) -> float:
        return y[2] - limit

    broken.terminal, broken.direction = True, 1  # type: ignore[attr-defined]
    reserve = 0.05 * PER_CM2 * cell * metal / faraday
    radius = math.sqrt(5e-6**2 + reserve * 4.0 / math.pi)
    y, lost = [radius, first * radius, 1.0], []
    for _ in range(count):
        before = y[1]
        for sign, time in ((1.0, capacity / current), (0.0, 3600.0)) * 2:
            flow = sign * whole / capacity * current
            if sign and y[0] > 1.2 * radius:
                flow = -flow
            at = 0.0
            while at < time:
                found = solve_ivp(
                    change, (at, time), y, args=(flow,), rtol=1e-9, atol=1e-24, max_step=50.0,
                    events=None if y[2] >= limit else broken,
                )  # fmt: skip
                y, at = list(found.y[:, -1]), float(found.t[-1])
                y[2] = limit if found.status == 1 else y[2]
        lost.append((y[1] - before) * faraday / film / whole)
    return lost


@pytest.mark.slow
def test_a_film_on_a_wire_consumes_least_where_it_has_broken_before() -> None:
    records = records_of("protocols/film_cycles", {"repeat = 3": "repeat = 2"})
    check_books(records)
    ends = [record for record in records if record.end and record.protocol_step == 4]
    taken = [0.0, *(record.film.consumed for record in ends if record.film is not None)]
    found = [(after - before) / (0.3 * PER_CM2) for before, after in itertools.pairwise(taken)]
    assert found == pytest.approx([8.52e-4, 2.208e-4], rel=1e-3)
    assert found == pytest.approx(losses_to_the_film(2), rel=1e-3), "not those of a circle"
    assert records[-1].books.film == pytest.approx(0.0, abs=1e-12)
