"""The conformal map of the strip electrode against cells whose resistance is known otherwise."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.integrate import quad

from verification.benchmarks.strip_solution import StripCell

CELL = StripCell(half_width=10e-6, width=250e-6, height=200e-6, conductivity=2.0, voltage=0.01)


def test_a_strip_as_wide_as_the_cell_is_a_plate():
    plate = replace(CELL, half_width=CELL.width)
    assert plate.current == pytest.approx(2.0 * 0.01 * 250 / 200, rel=1e-12)
    assert plate.current_up_to(np.array([100e-6]))[0] == pytest.approx(0.4 * plate.current)


@pytest.mark.parametrize("width", [30e-6, 250e-6])
def test_a_tall_cell_adds_the_spreading_resistance(width):
    tall = replace(CELL, width=width, height=4.0 * width)
    spread = 2.0 / math.pi * width * math.log(1.0 / math.sin(0.5 * math.pi * 10e-6 / width))
    resistance = (tall.height + spread) / (tall.conductivity * width)
    # the counter electrode is felt by exp(-2π H/W)
    assert tall.voltage / tall.current == pytest.approx(resistance, rel=1e-10)


def test_the_density_integrates_to_the_current():
    for left, right in ((0.0, 3e-6), (3e-6, 8e-6)):
        found = quad(lambda x: float(CELL.density(np.array([x]))[0]), left, right)[0]
        passed = CELL.current_up_to(np.array([left, right]))
        assert found == pytest.approx(passed[1] - passed[0], rel=1e-10)
    assert CELL.current_up_to(np.array([10e-6]))[0] == pytest.approx(CELL.current, rel=1e-12)


def test_the_shipped_shape_is_as_good_as_unbounded():
    x = np.linspace(0.0, 0.9, 91) * CELL.half_width
    newman = CELL.mean_density * 2.0 / math.pi / np.sqrt(1.0 - (x / CELL.half_width) ** 2)
    off = np.abs(CELL.density(x) / newman - 1.0).max()
    assert off < 1e-3, f"{off:.1e}"
    wider = replace(CELL, width=1e-3, height=1e-3)
    closer = np.abs(wider.density(x) / wider.mean_density * CELL.mean_density / newman - 1.0).max()
    assert closer < off / 10.0
