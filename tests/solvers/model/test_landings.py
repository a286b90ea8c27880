"""Instants that steps end at, and how near counts as there."""

from __future__ import annotations

import math

import pytest

from platefront.solvers.model.landings import LANDED, REACHED, Landings, is_reached, multiples

SOME = Landings(times=(30.0, 10.0), capacities=(5.0,))


@pytest.mark.parametrize("instant", [1e-6, 1.0, 3.6e5])
def test_an_instant_is_reached_within_the_tolerance(instant):
    assert is_reached(instant, instant)
    assert is_reached(instant, 2.0 * instant)
    assert is_reached(instant, instant * (1.0 - 0.99 * REACHED))
    assert not is_reached(instant, instant * (1.0 - 1.01 * REACHED))
    assert not is_reached(instant, 0.0)
    assert not is_reached(instant, -instant)


def test_what_is_landed_on_is_reached():
    assert is_reached(1.0, 1.0 - LANDED)


def test_next_instants():
    assert SOME.next_time(0.0) == 10.0
    assert SOME.next_time(10.0) == 30.0
    assert SOME.next_time(10.0 * (1.0 - 1e-11)) == 30.0
    assert SOME.next_time(30.0) == math.inf
    assert SOME.next_capacities(-3.0) == (-math.inf, 5.0)
    assert SOME.next_capacities(5.0) == (-math.inf, math.inf)
    both = Landings(capacities=(-4.0, -2.0, 3.0))
    assert both.next_capacities(0.0) == (-2.0, 3.0)
    assert both.next_capacities(-2.0) == (-4.0, 3.0)
    assert both.next_capacities(-5.0) == (-math.inf, 3.0)
    assert Landings().next_time(0.0) == math.inf


def test_those_ahead():
    assert SOME.remaining(0.0, 0.0) == SOME
    assert SOME.remaining(10.0, 4.9) == Landings(times=(30.0,), capacities=(5.0,))
    assert SOME.remaining(31.0, 5.0 * (1.0 - 1e-10)) == Landings()


def test_joined_by_the_end_of_a_run():
    assert SOME.joined(40.0, None) == Landings((30.0, 10.0, 40.0), (5.0,))
    assert SOME.joined(None, 6.0) == Landings((30.0, 10.0), (5.0, 6.0))


def test_multiples_stop_short_of_the_end():
    assert multiples(0.1, 0.3) == pytest.approx((0.1, 0.2))
    assert multiples(0.1, 0.35) == pytest.approx((0.1, 0.2, 0.3))
    assert multiples(0.1, 0.3 * (1.0 + 1e-12)) == pytest.approx((0.1, 0.2))
    assert multiples(1.0, 0.5) == ()
