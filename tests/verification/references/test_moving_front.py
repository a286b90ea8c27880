"""The moving front in one dimension against a closed solution and an independent collocation."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from tests.verification.references.reference_cells import CELLS, SALT, VOLUME
from verification.benchmarks import depleting_front_solutions as published
from verification.references.cell_1d import OneDimensionalCell
from verification.references.protocol_run import run_protocol
from verification.references.reaction import Reaction
from verification.references.steps import ConstantCurrent, ConstantPotential, Limits
from verification.references.transport import supported_ion


def test_a_front_at_constant_distance_of_the_reservoir_becomes_steady():
    """In the frame of both: D c'' + w c' = 0, D c' + w c = a i/c0 at the front, c = 1 at L."""
    volume = 30.0 * VOLUME  # w L/D = 0.6, c V_m = 0.39
    cell = replace(CELLS["reservoir"], volume=volume, moving=True, receding=volume)
    current = 700.0
    run = run_protocol(cell, [ConstantCurrent(current, Limits(duration=200.0))])
    speed = volume * current
    level = SALT.consumption * current / (speed * SALT.concentration)
    decay = np.exp(speed * cell.gap * (1.0 - cell.line.nodes) / SALT.diffusivity)
    exact = level + (1.0 - level) * decay
    off = np.abs(run.steps[0].last.state[:-1] - exact).max()
    assert exact[0] < 0.9
    assert off < 1e-8, f"{off:.1e}"


def test_a_fixed_reservoir_gives_the_collocation_of_the_depleting_front():
    """Strong form with eliminated boundary values there, weak form here; to that one's 1e-7."""
    volt = 0.05133 / 2.0
    salt = supported_ion(published.DIFFUSIVITY, published.SOLUTION, published.C0, charge=2)
    front = Reaction(
        volt=volt,
        exchange=published.EXCHANGE,
        anodic=1.5,
        cathodic=0.5,
        resistivity=1.0 / published.SOLID,
    )
    cell = OneDimensionalCell(
        gap=published.LENGTH,
        transport=salt,
        front=front,
        volume=published.VOLUME,
        moving=True,
    )
    voltage, heights = 0.05, [1e-3, 5e-3, 9e-3]
    exact = published.transient_times(voltage, heights)
    ends = [height / published.VOLUME for height in heights]
    parts = np.diff([0.0, *ends])
    protocol = [ConstantPotential(-voltage, Limits(duration=1e9, capacity=q)) for q in parts]
    run = run_protocol(cell, protocol, 1e-7)
    off = np.abs(np.array([part.end for part in run.steps]) / exact - 1.0).max()
    assert off < 1e-6, f"{off:.1e}"


def test_the_flux_at_the_front_displaces_the_salt():
    """D c_y = a i/c0 - c h' from the slope of the field, not from the weak form."""
    volume = 10.0 * VOLUME
    cell = replace(CELLS["conserved"], volume=volume, moving=True)
    run = run_protocol(cell, [ConstantCurrent(700.0, Limits(duration=1.5))])
    state = run.steps[0].last.state
    ends = cell.line.slope(state[:-1], np.array([0.0, 1.0])) / cell.length(state)
    slope = SALT.slope(700.0)
    displaced = state[0] * volume * 700.0 / SALT.diffusivity
    assert displaced > 0.1 * slope
    assert ends[0] == pytest.approx(slope - displaced, rel=1e-6)
    assert ends[1] == pytest.approx(slope, rel=1e-6)
    mean = cell.gap / cell.length(state)
    assert cell.line.weights @ state[:-1] == pytest.approx(mean, rel=1e-8)


def test_displacement_matters_by_the_volume_fraction_of_the_metal():
    """After a long time the fixed and the moving front differ by about c V_m = 1.3 %."""
    moving = replace(CELLS["reservoir"], volume=VOLUME, moving=True, receding=VOLUME)
    step = [ConstantCurrent(500.0, Limits(duration=30.0))]
    fixed, moved = (run_protocol(cell, step).steps[0].last for cell in (CELLS["reservoir"], moving))
    drop = [1.0 - found.state[0] for found in (fixed, moved)]
    share = 1.0 - drop[1] / drop[0]
    fraction = 1000.0 * VOLUME * 96485.33212
    assert fraction == pytest.approx(0.013, rel=0.01)
    assert math.isclose(share, fraction / 0.6, rel_tol=0.5), f"{share:.2e}"
