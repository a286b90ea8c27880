"""A pillar that resists between periodic walls, at any position, and with elements of order two."""

from __future__ import annotations

from dataclasses import replace

import pytest
import shapely

from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.model.counter import LithiumCounter
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.voltage.conduction import SolidConduction
from tests.shared.cells import problem, run, with_solids

SOLIDS = SolidConduction(host_conductivity=0.1, deposit_conductivity=0.5, contact_resistance=1e-4)


def plated(left: float, *, periodic: bool, order: int = 1) -> StepRecord:
    """Last record of a pillar whose left side is at x = `left`."""
    section = with_solids(
        12.0,
        24.0,
        collector=shapely.box(left, 0.0, left + 4.0, 12.0),
        surfaces={"host": shapely.box(0.0, -1.0, 12.0, 24.0)},
    )
    case = problem(
        replace(section, periodic=periodic),
        ButlerVolmer(exchange_current_density=20.0),
        current=40.0,
        counter=LithiumCounter(),
        size=1e-6,
        time=10.0,
        order=order,
    )
    return run(replace(case, conduction=SOLIDS))[-1]


def test_walls_make_no_difference() -> None:
    """But for the mesh, which is cut open elsewhere: within 6e-6."""
    middle = plated(4.0, periodic=False)
    for left in (4.0, 1.0):
        found = plated(left, periodic=True)
        assert found.electrode_potential == pytest.approx(middle.electrode_potential, rel=1e-5)
        assert found.solids is not None and middle.solids is not None
        assert found.solids.largest == pytest.approx(middle.solids.largest, rel=1e-5)


def test_order_two_refines_the_same_solution() -> None:
    one, two = (plated(4.0, periodic=False, order=order) for order in (1, 2))
    assert two.electrode_potential == pytest.approx(one.electrode_potential, rel=2e-4)
    assert two.solids is not None and one.solids is not None
    assert two.solids.largest == pytest.approx(one.solids.largest, rel=1e-3)
    assert two.stock.charge_in_solids < 1e-10 * two.stock.turnover
