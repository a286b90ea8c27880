"""Findings: deviations and bounds, and how they are written."""

from __future__ import annotations

import math

import pytest

from verification.finding import Finding
from verification.wording import (
    bound_text,
    deviation_text,
    plain,
    used_share,
    value_texts,
)


def finding(value: float, reference: float, bound: float, **more: object) -> Finding:
    return Finding("x", value, reference, "µm", bound, **more)


def test_deviation_is_a_share_of_the_reference_or_a_difference() -> None:
    assert finding(1.01, 1.0, 0.02).deviation == pytest.approx(0.01)
    assert finding(-99.0, -100.0, 0.02).deviation == pytest.approx(-0.01)
    assert finding(3.5, 4.0, 1.0, relative=False).deviation == -0.5


def test_bound_holds_both_ways_and_never_for_what_is_no_number() -> None:
    assert finding(1.02, 1.0, 0.021).within
    assert finding(0.98, 1.0, 0.021).within
    assert not finding(1.02, 1.0, 0.019).within
    assert not finding(0.98, 1.0, 0.019).within
    assert not finding(math.nan, 1.0, 10.0).within
    assert used_share(finding(math.nan, 1.0, 10.0)) == math.inf


def test_what_cannot_be_judged_is_refused() -> None:
    with pytest.raises(ValueError, match="relative to a reference of zero"):
        finding(1.0, 0.0, 0.1)
    with pytest.raises(ValueError, match="bound must be positive"):
        finding(1.0, 1.0, 0.0)


@pytest.mark.parametrize(
    ("value", "reference", "texts"),
    [
        (1570.566686, 1570.566795, ("1570.567", "1570.567")),
        (0.6000990, 0.6001041, ("0.600099", "0.600104")),
        (12.5, 12.0, ("12.50", "12.00")),
        (11.58, 11.596, ("11.58", "11.60")),
        (3.3581e7, 3.358e7, ("3.3581e7", "3.3580e7")),
        (6.1e-6, 0.0, ("6.1e-6", "0")),
        (2.0, 2.0, ("2.000000", "2.000000")),
        (-0.4326159899, -0.4326159881, ("-0.4326160", "-0.4326160")),
        (1.5e-9, 1.2e-9, ("1.500e-9", "1.200e-9")),
        (math.nan, 2.0, ("nan", "2")),
    ],
)
def test_values_are_written_to_the_digit_that_differs(
    value: float, reference: float, texts: tuple[str, str]
) -> None:
    assert value_texts(finding(value, reference, 1.0, relative=False)) == texts


def test_deviations_and_bounds_are_written_alike() -> None:
    small = finding(1.0000312, 1.0, 1e-4)
    assert (deviation_text(small), bound_text(small)) == ("+3.1e-5", "1e-4")
    percent = finding(0.9996, 1.0, 0.01)
    assert (deviation_text(percent), bound_text(percent)) == ("-0.04 %", "1 %")
    assert bound_text(finding(1.0, 1.0, 2.5e-4)) == "2.5e-4"
    tiny = finding(1.0 + 1e-9, 1.0, 0.005)
    assert (deviation_text(tiny), bound_text(tiny)) == ("< 0.001 %", "0.5 %")
    absolute = finding(2.25, 2.0, 0.5, relative=False)
    assert (deviation_text(absolute), bound_text(absolute)) == ("+0.25 µm", "0.5 µm")
    fine = finding(6e-6, 0.0, 1e-4, relative=False)
    assert (deviation_text(fine), bound_text(fine)) == ("+6.0e-6 µm", "1e-4 µm")
    plain_number = Finding("share", 0.21, 0.2, "1", 0.05, relative=False)
    assert (deviation_text(plain_number), bound_text(plain_number)) == ("+0.01", "0.05 abs.")
    assert deviation_text(finding(math.nan, 1.0, 0.5)) == "nan"


def test_powers_of_ten_are_short() -> None:
    assert plain("1.5e-04") == "1.5e-4"
    assert plain("2e+10") == "2e10"
    assert plain("3e-10") == "3e-10"
    assert plain("12.5") == "12.5"
