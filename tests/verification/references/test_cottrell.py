"""Currents after a step of the potential: limits, both theta series, integration in time."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from scipy.integrate import quad

from platefront.solvers.constants import FARADAY
from tests.verification.references.reference_cells import CONDUCTING, GAP, LITHIUM
from verification.references.cell_1d import OneDimensionalCell
from verification.references.cottrell import cottrell_current, finite_current, kinetic_current
from verification.references.protocol_run import run_protocol
from verification.references.reaction import Reaction
from verification.references.steps import ConstantPotential, Limits

DIFFUSION_TIME = GAP**2 / CONDUCTING.diffusivity
LIMIT = FARADAY * CONDUCTING.diffusivity * 1000.0 / GAP


def test_the_limits_are_cottrell_and_the_steady_current():
    early, late = 1e-3 * DIFFUSION_TIME, 5.0 * DIFFUSION_TIME
    cottrell = FARADAY * 1000.0 * math.sqrt(CONDUCTING.diffusivity / (math.pi * early))
    assert cottrell_current(CONDUCTING, early) == pytest.approx(cottrell, rel=1e-14)
    for conserved, factor in ((False, 1.0), (True, 2.0)):
        found = finite_current(CONDUCTING, GAP, early, conserved=conserved)
        assert found == pytest.approx(cottrell, rel=1e-12)
        steady = finite_current(CONDUCTING, GAP, late, conserved=conserved)
        assert steady == pytest.approx(factor * LIMIT, rel=1e-12)


@pytest.mark.parametrize("conserved", [False, True])
def test_both_series_agree_where_one_takes_over(conserved):
    reach = 0.5 * GAP if conserved else GAP
    times = [0.3 * reach**2 / CONDUCTING.diffusivity * (1.0 + d) for d in (-1e-13, 1e-13)]
    before, after = (finite_current(CONDUCTING, GAP, time, conserved=conserved) for time in times)
    assert before == pytest.approx(after, rel=1e-12)


def test_the_reservoir_adds_what_the_profile_does_not_lose():
    """∫ (i - i_L) dt = zFc0L Σ 2/(nπ)² = zFc0L/3: two thirds of the loss of half the ion."""
    late = 4.0 * DIFFUSION_TIME
    charge = quad(
        lambda root: 2.0
        * root
        * (finite_current(CONDUCTING, GAP, root**2, conserved=False) - LIMIT),
        1e-9,
        math.sqrt(late),
        epsrel=1e-11,
        limit=200,
    )[0]
    assert charge / (FARADAY * 1000.0 * GAP) == pytest.approx(1.0 / 3.0, rel=1e-6)


def test_finite_kinetics_start_at_the_law_and_end_with_cottrell():
    forward, backward = 4e3, 10.0
    assert kinetic_current(CONDUCTING, forward, backward, 0.0) == forward - backward
    late = 1e4 * (FARADAY * 1000.0) ** 2 * CONDUCTING.diffusivity / forward**2
    limit = cottrell_current(CONDUCTING, late, backward / forward)
    assert kinetic_current(CONDUCTING, forward, backward, late) == pytest.approx(limit, rel=1e-4)


@pytest.mark.parametrize("conserved", [False, True])
def test_the_integration_in_time_gives_them(conserved):
    """At -0.25 V for α = 1/2: kinetics at first, then c_s = exp(Fη/RT) = 6e-5, as of Nernst."""
    counter = replace(LITHIUM, exchange=1e12) if conserved else None
    cell = OneDimensionalCell(gap=GAP, transport=CONDUCTING, front=LITHIUM, counter=counter)
    step = -0.25
    run = run_protocol(cell, [ConstantPotential(step, Limits(duration=4.0 * DIFFUSION_TIME))])
    power = math.exp(-0.5 * step / LITHIUM.volt)
    forward, backward = 20.0 * power, 20.0 / power
    if not conserved:
        for time in (1e-4, 1e-2, 0.2):
            exact = kinetic_current(CONDUCTING, forward, backward, time)
            assert run.at(time).current == pytest.approx(exact, rel=1e-6)
        steady = (forward - backward) / (1.0 + forward / LIMIT)  # c_s = 1 - i/i_L
        assert run.at(4.0 * DIFFUSION_TIME).current == pytest.approx(steady, rel=1e-8)
    else:  # the potential of the counter electrode follows its concentration, 2 c0
        exact = finite_current(CONDUCTING, GAP, DIFFUSION_TIME, conserved=True)
        found = run.at(DIFFUSION_TIME)
        assert found.state[0] + found.state[-2] == pytest.approx(2.0, abs=1e-9)
        scaled = found.current / (1.0 - found.state[0])
        assert scaled == pytest.approx(exact, rel=1e-4)


def test_a_fast_reaction_gives_the_finite_series():
    fast = Reaction(volt=LITHIUM.volt, exchange=1e7)
    cell = OneDimensionalCell(gap=GAP, transport=CONDUCTING, front=fast)
    step = -0.1
    run = run_protocol(cell, [ConstantPotential(step, Limits(duration=DIFFUSION_TIME))])
    surface = math.exp(step / LITHIUM.volt)
    for scaled in (1e-3, 0.1, 0.3, 1.0):
        time = scaled * DIFFUSION_TIME
        exact = finite_current(CONDUCTING, GAP, time, surface=surface, conserved=False)
        assert run.reached(time).current == pytest.approx(exact, rel=1e-4)
