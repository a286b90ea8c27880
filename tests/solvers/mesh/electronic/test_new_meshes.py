"""Solids that resist below fronts that get new meshes, meet, and are stripped."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely

from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.control import Galvanostatic
from platefront.solvers.model.counter import LithiumCounter
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.protocol.protocol import Protocol, ProtocolStep
from platefront.solvers.model.stopping.settings import StopSettings
from platefront.solvers.model.voltage.conduction import SolidConduction
from tests.shared.cells import problem, round_fibre, with_solids
from tests.shared.remeshing import outcome

LAW = ButlerVolmer(exchange_current_density=20.0)
SOLIDS = SolidConduction(host_conductivity=0.2, deposit_conductivity=2.0, contact_resistance=1e-4)
ELECTRONS = 1e-10
"""Charge that begins or ends in the solids over a run; its limit is 1e-9."""


def test_a_run_on_new_meshes_is_that_on_one(monkeypatch: pytest.MonkeyPatch) -> None:
    section = with_solids(
        12.0,
        24.0,
        collector=shapely.box(4.0, 0.0, 8.0, 12.0),
        surfaces={
            "floor": shapely.box(0.0, -1.0, 12.0, 0.01),
            "pillar": shapely.box(0.0, 0.01, 12.0, 24.0),
        },
    )
    case = replace(
        problem(section, LAW, current=40.0, counter=LithiumCounter(), size=1e-6, time=30.0),
        conduction=SOLIDS,
    )
    one, many = outcome(case, None, monkeypatch), outcome(case, 3, monkeypatch)
    assert not one.remeshings
    assert len(many.remeshings) > 4
    assert all(remeshing.resumed for remeshing in many.remeshings)
    assert abs(many.steps - one.steps) <= 3, f"{many.steps} steps instead of {one.steps}"
    off = np.abs(many.charges / one.charges - 1.0).max()
    assert off < 2e-4, f"charges differ by {off:.1e}"


def test_fronts_that_meet_and_are_stripped() -> None:
    """On fibres that are held and conduct perfectly, under lithium that resists."""
    fibres = round_fibre(8.0, 10.0, 4.0, 24).union(round_fibre(17.2, 11.0, 4.0, 24))
    cycle = Protocol(
        tuple(
            ProtocolStep(
                Galvanostatic(current_density=sign * 40.0),
                StopSettings(capacity=sign * 2e4),
                number=number,
            )
            for number, sign in enumerate((1.0, -0.7), start=1)
        )
    )
    case = problem(
        with_solids(24.0, 30.0, collector=fibres),
        LAW,
        protocol=cycle,
        counter=LithiumCounter(),
        size=1.2e-6,
    )
    solids = SolidConduction(deposit_conductivity=1.0, contact_resistance=1e-4)
    records = list(Simulation(replace(case, conduction=solids)).run())
    stock = records[-1].stock
    assert records[-1].remeshings > 2
    assert any(event.kind == "merge" for record in records for event in record.events)
    lost = stock.charge_in_solids / stock.turnover
    assert lost < ELECTRONS, f"{lost:.1e} of the charge begins or ends in the solids"
