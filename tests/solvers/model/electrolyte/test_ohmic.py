"""The ohmic electrolyte: secondary current distribution with kinetics of every kind."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

from platefront.solvers.constants import thermal_voltage
from platefront.solvers.model.counter import LithiumCounter
from platefront.solvers.model.electrolyte.ohmic import Ohmic
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.metal import Metal
from tests.shared.cells import at, butler_volmer, foil, problem, round_fibre, run, with_solids

WATERY = Ohmic(conductivity=0.02)
LAW = ButlerVolmer(exchange_current_density=20.0)
METAL = Metal()
VOLT = thermal_voltage(WATERY.temperature)


def overpotential(i: float, i0: float = 20.0) -> float:
    return -2.0 * VOLT * math.asinh(0.5 * i / i0)


def current_across(gap: float, potential: float) -> float:
    """i [A/m²] over `gap` [m] of electrolyte and a front at `potential`."""
    return float(
        brentq(
            lambda i: overpotential(i) - i * gap / WATERY.conductivity - potential, 0.0, 1e5,
            xtol=1e-12,
        )
    )  # fmt: skip


def test_front_that_moves_shortens_the_ohmic_path() -> None:
    length, start, potential, times = 40e-6, 5e-6, -0.2, (100.0, 400.0, 800.0)
    case = problem(
        foil(4.0, 1e6 * length, layer=1e6 * start), LAW, potential=potential, electrolyte=WATERY,
        tolerance=1e-5, must_hit=times, time=times[-1],
    )  # fmt: skip
    records = run(case)
    volume = METAL.volume_per_charge
    solution = solve_ivp(
        lambda _, h: [volume * current_across(length - h[0], potential)], (0.0, times[-1]),
        [start], "DOP853", times, rtol=1e-11, atol=1e-16,
    )  # fmt: skip
    for time, height in zip(times, solution.y[0], strict=True):
        record = at(records, time)
        off = record.current / current_across(length - height, potential) - 1.0
        assert abs(off) < 1e-5, f"t = {time} s: current off by {off:.2e}"
    assert all(record.min_concentration == WATERY.concentration for record in records)


@pytest.mark.parametrize("counter", [None, LithiumCounter(exchange_current_density=5.0)])
def test_potential_that_carries_a_given_current(counter: LithiumCounter | None) -> None:
    length, current = 30e-6, 60.0
    changes = {} if counter is None else {"counter": counter}
    case = problem(
        foil(4.0, 1e6 * length, bare=True), LAW, current=current, electrolyte=WATERY, mode="fixed",
        time=1.0, **changes,
    )  # fmt: skip
    last = run(case)[-1]
    expected = overpotential(current) - current * length / WATERY.conductivity
    if counter is not None:
        expected += overpotential(current, 5.0)
    assert last.electrode_potential == pytest.approx(expected, rel=1e-9)
    assert last.current == pytest.approx(current, rel=1e-10)


def test_kinetics_alone_make_a_fibre_uniform_and_its_books_balance() -> None:
    section = with_solids(30.0, 40.0, deposit=round_fibre(15.0, 12.0, 5.0, 32))
    electrolyte = Ohmic(conductivity=50.0)
    records = run(problem(section, LAW, potential=-0.03, electrolyte=electrolyte, capacity=9e4))
    wetted = records[0].surfaces["fibres"].length
    expected = butler_volmer(LAW, -0.03, 1.0, electrolyte) * wetted / 30e-6
    off = records[0].current / expected - 1.0
    assert abs(off) < 1e-3, f"uniform current off by {off:.2e}"
    assert records[-1].remeshings > 0
    later = [r for r in records if r.capacity > 10.0]  # relative to less, round-off shows
    books = np.array([[r.books.faraday, r.books.anions, r.books.area] for r in later])
    assert np.abs(books).max() < 1e-9, f"books off by {np.abs(books).max(axis=0)}"
    assert all(record.min_concentration == electrolyte.concentration for record in records)


def test_potential_is_found_far_beyond_what_kinetics_ask_for() -> None:
    """Both electrons in the forward rate: exp(-2η) would have to be come down step by step."""
    length, potential = 40e-6, -1.0
    copper = Ohmic(conductivity=0.02, cation_charge=2)
    law = ButlerVolmer(exchange_current_density=20.0, anodic_transfer=0.5, cathodic_transfer=1.5)
    case = problem(
        foil(4.0, 1e6 * length, bare=True), law, potential=potential, electrolyte=copper,
        metal=Metal(electrons=2), mode="fixed", time=1.0,
    )  # fmt: skip

    def missed(i: float) -> float:
        eta = potential + i * length / copper.conductivity
        return 20.0 * (math.exp(-1.5 * eta / VOLT) - math.exp(0.5 * eta / VOLT)) - i

    expected = brentq(missed, 0.0, 600.0, xtol=1e-10)
    off = run(case)[0].current / expected - 1.0
    assert abs(off) < 1e-9, f"current off by {off:.1e}"
