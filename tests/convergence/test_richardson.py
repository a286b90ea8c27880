from __future__ import annotations

import pytest

from platefront.convergence.richardson import Convergence, assess, observed_order


def manufactured(order: float, ratio: float, levels: int = 3, error: float = 0.3) -> list[float]:
    """Values 5 + error hᵖ with h = 1, 1/r, 1/r² …"""
    return [5.0 + error * ratio ** (-order * level) for level in range(levels)]


@pytest.mark.parametrize("order", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("ratio", [1.3, 2.0, 3.0])
@pytest.mark.parametrize("error", [0.3, -0.3])
def test_manufactured_order_limit_and_uncertainty_are_found(order, ratio, error):
    values = manufactured(order, ratio, error=error)
    assert observed_order(*values, ratio) == pytest.approx(order, abs=1e-10)
    found = assess(values, ratio)
    assert found.order == pytest.approx(order, abs=1e-10)
    assert found.estimate == pytest.approx(5.0, abs=1e-10)
    assert found.difference == pytest.approx(values[2] - values[1])
    assert found.uncertainty == pytest.approx(1.25 * abs(values[2] - 5.0), rel=1e-9)


def test_only_the_last_three_levels_count():
    values = [-17.0, *manufactured(2.0, 2.0)]
    assert assess(values, 2.0) == assess(values[1:], 2.0)


def test_an_order_above_two_is_shown_but_not_relied_on():
    values = manufactured(4.0, 2.0)
    found = assess(values, 2.0)
    assert found.order == pytest.approx(4.0)
    last = values[2] - values[1]
    assert found.estimate == pytest.approx(values[2] + last / 3.0)
    assert found.uncertainty == pytest.approx(1.25 * abs(last) / 3.0)
    assert found.uncertainty > abs(values[2] - 5.0)


def test_values_that_swing_show_no_order():
    found = assess([1.0, 1.4, 1.3], 2.0)
    assert found.order is None
    assert found.estimate is None
    assert found.difference == pytest.approx(-0.1)
    # three times the larger difference, with order 1
    assert found.uncertainty == pytest.approx(3.0 * 0.4)


def test_values_that_drift_apart_have_a_negative_order_and_no_limit():
    found = assess([1.0, 1.1, 1.5], 2.0)
    assert found.order == pytest.approx(-2.0)
    assert found.estimate is None
    assert found.uncertainty == pytest.approx(3.0 * 0.4)


def test_values_that_hardly_approach_are_not_extrapolated():
    found = assess(manufactured(0.4, 2.0), 2.0)
    assert found.order == pytest.approx(0.4)
    assert found.estimate is None
    first, second, _ = manufactured(0.4, 2.0)
    assert found.uncertainty == pytest.approx(3.0 * abs(second - first))


def test_two_levels_are_taken_for_first_order_with_the_larger_factor():
    assert assess([1.0, 1.2], 2.0) == Convergence(
        pytest.approx(0.2), None, None, pytest.approx(0.6)
    )
    assert assess([1.0, 1.2], 3.0).uncertainty == pytest.approx(3.0 * 0.2 / 2.0)


def test_one_level_says_nothing():
    assert assess([1.0], 2.0) == Convergence(None, None, None, None)


@pytest.mark.parametrize("values", [[7.0] * 3, [0.0] * 3, [1.0, 1.0 + 1e-15, 1.0 - 1e-15]])
def test_equal_values_are_their_own_limit(values):
    assert assess(values, 2.0) == Convergence(0.0, None, values[-1], 0.0)


def test_equal_values_after_a_jump_keep_an_uncertainty():
    found = assess([1.0, 2.0, 2.0], 2.0)
    assert (found.difference, found.order, found.estimate) == (0.0, None, None)
    assert found.uncertainty == pytest.approx(3.0)


def test_two_equal_levels_show_no_limit():
    assert assess([2.0, 2.0], 2.0) == Convergence(0.0, None, None, 0.0)
