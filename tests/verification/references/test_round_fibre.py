"""A round fibre plated and stripped: closed radius, and the reference of the growing wire."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from platefront.solvers.model.control import Potentiostatic
from tests.verification.references.reference_cells import LITHIUM, VOLUME
from verification.benchmarks import growing_wire
from verification.references.protocol_run import run_protocol
from verification.references.reaction import reaction_of
from verification.references.round_fibre import RoundFibre, radius_after
from verification.references.steps import ConstantCurrent, ConstantPotential, Limits, rest
from verification.shipped import shipped_case

FIBRE = RoundFibre(
    radius=5e-6, wall=50e-6, conductivity=1.0, front=LITHIUM, volume=VOLUME, counter=LITHIUM
)


def test_plate_rest_strip_returns_to_the_start():
    current = 20.0
    run = run_protocol(
        FIBRE,
        [
            ConstantCurrent(current, Limits(capacity=2e4)),
            rest(60.0),
            ConstantCurrent(-2.0 * current, Limits(capacity=2e4)),
        ],
    )
    plated = run.steps[0].last
    ring = math.pi * (FIBRE.radius_of(plated.state) ** 2 - FIBRE.radius**2) / 4.0  # quarter
    assert ring == pytest.approx(VOLUME * 2e4 * FIBRE.wall, rel=1e-9)
    assert FIBRE.radius_of(plated.state) == pytest.approx(radius_after(FIBRE, 2e4), rel=1e-10)
    assert plated.time == pytest.approx(1000.0, rel=1e-10)
    assert run.steps[1].last.potential == pytest.approx(0.0, abs=1e-15)
    assert run.end == pytest.approx(1000.0 + 60.0 + 500.0, rel=1e-10)
    assert FIBRE.radius_of(run.steps[2].last.state) == pytest.approx(FIBRE.radius, rel=1e-10)


def test_the_potential_is_that_of_three_resistances():
    state = np.array([(12e-6 / FIBRE.radius) ** 2])
    current = 1.0
    front = 2.0 * 50.0 / (math.pi * 12.0)
    small = LITHIUM.volt / LITHIUM.exchange  # RT/F/i0, for α_a + α_c = 1
    expected = -front * small - 2.0 / math.pi * small
    expected -= front * 12e-6 * math.log(50.0 / 12.0)
    assert FIBRE.potential(state, current) == pytest.approx(expected, rel=1e-2)
    assert sum(FIBRE.parts(state, current)) == FIBRE.potential(state, current)
    for potential in (-0.3, -1e-3, 0.0, 0.02, 0.4):
        found = FIBRE.current(state, potential)
        assert FIBRE.potential(state, found) == pytest.approx(potential, abs=1e-13)


@pytest.mark.parametrize("stronger", [False, True])
def test_growth_at_a_potential_is_that_of_the_growing_wire(stronger):
    """Linear kinetics, and Butler–Volmer at three times the potential."""
    case = shipped_case(growing_wire.CASE)
    assert isinstance(case.control, Potentiostatic)
    potential = case.control.electrode_potential * (growing_wire.STRONGER if stronger else 1.0)
    law = growing_wire.BUTLER_VOLMER if stronger else case.surfaces["wire"]
    case = case.model_copy(
        update={"surfaces": {"wire": law}, "control": Potentiostatic(electrode_potential=potential)}
    )
    fibre = RoundFibre(
        radius=10e-6,
        wall=50e-6,
        conductivity=1.0,
        front=reaction_of(law, LITHIUM.volt),
        volume=case.metal.volume_per_charge,
    )
    times = [5.0, 50.0]
    run = run_protocol(fibre, [ConstantPotential(potential, Limits(duration=50.0))])
    found = np.array([fibre.radius_of(run.at(time).state) for time in times])
    exact = growing_wire.reference_radius(case, times)
    assert exact[-1] > 1.2e-5
    assert np.abs(found / exact - 1.0).max() < 1e-9


def test_stripping_at_a_potential_fades_with_the_last_metal_of_a_bare_fibre():
    """Metal that was there is stripped at full rate; on bare wire a film of 0.1 nm stays."""
    bare = replace(FIBRE, front=replace(LITHIUM, bare=True, fade=1e-7))
    protocol = [
        ConstantCurrent(20.0, Limits(duration=100.0)),
        ConstantPotential(0.1, Limits(duration=250.0)),
    ]
    full, faded = (run_protocol(cell, protocol) for cell in (FIBRE, bare))
    assert FIBRE.thickness(full.at(350.0).state) < -1e-7
    assert bare.thickness(faded.at(350.0).state) == pytest.approx(1e-10, rel=1e-2)
    early = 100.0 + 1e-3
    ratio = faded.at(early).current / full.at(early).current
    held = bare.front.holding(bare.thickness(faded.at(early).state))
    assert held < ratio <= 1.0  # the other resistances remain
