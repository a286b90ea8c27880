"""Cases with solids that resist: where the current passes at first, and what lithium changes."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import fsolve

from platefront.case.load import load_case
from platefront.geometry.arrays import Floats
from tests.cases.shipped import check_books, records_of, share
from tests.shared.case_files import CASES

CASE = "solids/resistive_pillars"
VOLT = 8.314462618 * 298.15 / 96485.33212
HEIGHT, WIDTH, TRENCH = 40e-6, 4e-6, 12e-6
NODES = 161


def line_currents(total: float, sigma: float, kappa: float, i0: float) -> tuple[float, float]:
    """Currents of floor and top [A/m] of a pillar and its trench as lines along y.

    Both are chains of resistors between nodes, joined by Butler-Volmer kinetics at c0.
    """
    y = np.linspace(0.0, HEIGHT, NODES)
    length = np.full(NODES, y[1])
    length[[0, -1]] *= 0.5

    def plated(solid: Floats, electrolyte: Floats) -> Floats:
        return np.asarray(2.0 * i0 * np.sinh((electrolyte - solid) / (2.0 * VOLT)))

    def excess(both: Floats) -> Floats:
        solid, electrolyte = np.append(0.0, both[: NODES - 1]), both[NODES - 1 :]
        i = plated(solid, electrolyte)
        down = sigma * WIDTH * np.diff(solid) / y[1]
        into = kappa * TRENCH * np.diff(electrolyte) / y[1]
        host = 2.0 * i * length + np.append(down, 0.0) - np.append(0.0, down)
        host[-1] += i[-1] * WIDTH
        liquid = np.append(into, total - i[-1] * WIDTH) - np.append(0.0, into) - 2.0 * i * length
        liquid[0] -= i[0] * TRENCH
        return np.concatenate((host[1:], liquid))

    both = fsolve(excess, np.full(2 * NODES - 1, 0.02), xtol=1e-12)
    solid, electrolyte = np.append(0.0, both[: NODES - 1]), both[NODES - 1 :]
    assert np.abs(excess(both)).max() < 1e-9 * total
    i = plated(solid, electrolyte)
    return float(i[0] * TRENCH), float(i[-1] * WIDTH)


def test_resistive_pillars_are_plated_at_their_feet_until_lithium_joins_them() -> None:
    """At first the currents of lines, then lithium on all of the pillar, as on a metal."""
    case = load_case(CASES / f"{CASE}.toml")
    records = records_of(CASE)
    first, last = records[0], records[-1]
    total = first.current * first.footprint
    floor, top = line_currents(total, 0.1, case.electrolyte.conductivity, 20.0)
    assert first.surfaces["lower"].current == pytest.approx(floor, rel=5e-3)
    assert first.surfaces["upper"].current == pytest.approx(top, rel=2e-2)
    even = {"lower": TRENCH, "upper": WIDTH}  # shares on a metal are nearly those of lengths
    wetted = TRENCH + WIDTH + 2.0 * HEIGHT
    assert floor / total > 1.8 * even["lower"] / wetted
    assert top / total < 0.5 * even["upper"] / wetted
    assert last.surfaces["lower"].current / total == pytest.approx(TRENCH / wetted, rel=0.1)
    assert share(last, "side") == pytest.approx(0.8334, abs=2e-3)
    assert last.unevenness is not None and first.unevenness is not None
    assert last.unevenness < 0.1 * first.unevenness
    assert last.stock.charge_in_solids < 1e-10 * last.stock.turnover
    check_books(records)


def test_a_deposit_that_conducts_badly_stays_at_the_feet() -> None:
    records = records_of(CASE, {'y = "1.08e7 S/m"': 'y = "0.1 S/m"'})
    last = records[-1]
    assert last.bottom_share == pytest.approx(0.76, abs=0.015)
    assert last.surfaces["lower"].thickness_mean > 3.0 * last.surfaces["upper"].thickness_mean
    check_books(records)
