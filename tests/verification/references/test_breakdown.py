"""Parts of the potential: their sum, and each of them where it is known otherwise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.verification.references.reference_cells import CELLS, CONDUCTING, LITHIUM, SALT, VOLUME
from verification.references.breakdown import voltage_parts
from verification.references.protocol_run import run_protocol
from verification.references.steps import ConstantCurrent, ConstantPotential, Limits, rest
from verification.references.transport import binary_salt, supported_ion

FRONT = replace(
    LITHIUM, film=2e-4, resistivity=0.5, barrier=0.03, bare=True, equilibrium=0.01, anodic=0.7,
    cathodic=0.3,
)  # fmt: skip
PROTOCOL = [
    ConstantCurrent(600.0, Limits(duration=3.0)),
    rest(0.5),
    ConstantPotential(-0.35, Limits(duration=1.0)),
    ConstantCurrent(-200.0, Limits(duration=0.5)),
]
COPPER = replace(LITHIUM, anodic=1.5, cathodic=0.5, exchange=150.0)
CASES = {
    "conserved": replace(CELLS["conserved"], front=FRONT, volume=VOLUME),
    "reservoir": replace(CELLS["reservoir"], front=FRONT, volume=VOLUME, moving=True),
    "divalent": replace(
        CELLS["conserved"],
        transport=binary_salt(3e-10, 0.4, charges=(2, -2)),
        front=COPPER,
        counter=COPPER,
    ),
    "supported": replace(CELLS["conserved"], transport=supported_ion(2.93e-10, 2.0)),
}


@pytest.mark.parametrize("name", CASES)
def test_the_parts_sum_to_the_potential(name):
    cell = CASES[name]
    run = run_protocol(cell, PROTOCOL, 1e-6)
    off = max(
        abs(voltage_parts(cell, found.state, found.current).total - found.potential)
        for found in run.instants()[::5]
    )
    assert off < 1e-10, f"{off:.1e}"


def test_parts_of_a_cell_at_rest_are_those_of_the_concentration():
    cell = CELLS["conserved"]
    found = run_protocol(cell, PROTOCOL[:2], 1e-7).steps[1].last
    parts = voltage_parts(cell, found.state, 0.0)
    assert parts.kinetic == parts.counter == parts.ohmic == parts.film == 0.0
    assert parts.concentration == pytest.approx(found.potential, rel=1e-8)
    nernst = parts.nernst_front + parts.nernst_counter
    assert parts.diffusion / nernst == pytest.approx(1.0 - 2.0 * 0.4, rel=1e-8)  # -β, t₊ = 0.4


def test_without_gradients_only_resistances_are_left():
    cell = replace(CELLS["conserved"], transport=replace(SALT, held=True), front=FRONT)
    parts = voltage_parts(cell, cell.start(), 100.0)
    assert parts.concentration == pytest.approx(0.0, abs=1e-16)
    assert parts.ohmic == pytest.approx(-100.0 * cell.gap / SALT.conductivity, rel=1e-12)
    assert parts.film == pytest.approx(-0.02)
    assert parts.nucleation == -0.03
    assert parts.equilibrium == 0.01
    conducting = replace(cell, transport=CONDUCTING)
    assert abs(voltage_parts(conducting, cell.start(), 100.0).ohmic) < 1e-8
    assert parts.counter == pytest.approx(-LITHIUM.potential(1.0, 0.0, -100.0))
    assert parts.counter < 0.0
