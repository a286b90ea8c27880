"""Every shipped quick case is run as it stands and gives the physical number it promises."""

from __future__ import annotations

import math

import pytest

from tests.cases.shipped import records_of


def test_foil_ends_in_the_closed_steady_current() -> None:
    """c_s = c0 - (1 - t₊) i L/(F D) and i = k_f c_s/c0 - k_b with i0 = 20 A/m², η = -30 mV."""
    volt = 8.314462618 * 298.15 / 96485.33212
    forward, backward = (20 * math.exp(sign * 0.5 * 0.03 / volt) for sign in (1, -1))
    depletion = (1 - 0.4) * 100e-6 / (96485.33212 * 2.93e-10 * 1000.0)  # per A/m²
    expected = (forward - backward) / (1 + forward * depletion)
    record = records_of("quick/foil")[-1]
    deviation = record.current / expected - 1
    assert abs(deviation) < 1e-4, f"steady current off by {deviation:.2e}"


def test_pillars_plate_half_a_milliamperehour() -> None:
    """Nearly even plating: the Wagner number is 18, so surfaces share by their length."""
    record = records_of("quick/pillars")[-1]
    assert record.capacity == pytest.approx(1.8e4, rel=1e-9)
    # 0.5 mAh/cm² of dense lithium is 2.42 µm a footprint, spread over 2.67 times its width
    mean = record.capacity * 1.3471e-10 / (64.0 / 24.0)
    for name in ("upper", "side", "lower"):
        surface = record.surfaces[name]
        assert surface.thickness_mean == pytest.approx(mean, rel=0.06), name
    assert record.surfaces["upper"].thickness_mean > record.surfaces["lower"].thickness_mean
    assert record.bottom_share == pytest.approx(0.5135, abs=0.005)
    assert abs(record.books.faraday) < 1e-9
    assert abs(record.books.anions) < 1e-9


def test_given_current_is_met_and_takes_its_time() -> None:
    """0.5 mAh/cm² at 1 mA/cm² take half an hour, whatever the potential."""
    records = records_of("quick/galvanostatic")
    assert records[-1].time == pytest.approx(1800.0, rel=1e-9)
    worst = max(abs(record.current / 10.0 - 1.0) for record in records)
    assert worst < 1e-10, f"the current is missed by {worst:.1e}"
    # η = -(2RT/F) asinh(i/2i0) at 3.75 A/m² on the front and 10 A/m² on the counter electrode,
    # less 0.17 mV of ohmic and concentration drop over 40 µm
    volt = 2 * 8.314462618 * 298.15 / 96485.33212
    expected = -volt * (math.asinh(3.75 / 40.0) + math.asinh(10.0 / 40.0))
    assert records[0].electrode_potential == pytest.approx(expected, rel=0.05)
