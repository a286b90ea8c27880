"""A film at a corner that one surface plates and the other strips is resolved in time."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from platefront import parse_case
from platefront.solvers.model.landings import Landings
from platefront.solvers.model.settings import TimeSettings
from platefront.solvers.model.stopping.settings import StopSettings
from tests.shared.comparing import run

BARE_FLOOR = """
[section]
gap = "12 um"
[section.collector]
kind = "pillars"
width = "6 um"
height = "6 um"
pitch = "12 um"
[electrolyte]
concentration = "0.5 mol/L"
salt_diffusivity = "2e-10 m^2/s"
transference_number = 0.2
[control]
mode = "potentiostatic"
electrode_potential = "-5 mV"
[counter]
kind = "lithium"
exchange_current_density = "10 A/m^2"
[surfaces.upper]
law = "butler_volmer"
exchange_current_density = "5 A/m^2"
[surfaces.side]
law = "butler_volmer"
exchange_current_density = "5 A/m^2"
[surfaces.lower]
law = "butler_volmer"
exchange_current_density = "5 A/m^2"
equilibrium_potential = "-30 mV"
[mesh]
front_size = "1.5 um"
largest_size = "6 um"
[stop]
time = "1378 s"
"""
"""The floor would strip, and has nothing but the foot of what the side plates."""


@pytest.mark.parametrize("share", [0.05, 0.5])
@pytest.mark.slow
def test_stops_on_the_way_do_not_matter(share: float) -> None:
    problem = parse_case(BARE_FLOOR).problem()
    problem = replace(problem, time=TimeSettings(tolerance=1e-3))
    problem = problem.with_step(stop=StopSettings(time=1378.0))
    stop = Landings(times=(share * 1378.0,))
    straight, stopped = run(problem, 400), run(problem.with_step(must_hit=stop), 400)
    assert straight[-1].surfaces["lower"].charge < 0.0
    off = stopped[-1].capacity / straight[-1].capacity - 1.0
    assert abs(off) < 1e-4, f"capacities differ by {off:.1e}"
    currents = [record.current for record in straight if record.time > 700.0]
    jumps = max(abs(b / a - 1.0) for a, b in pairwise(currents))
    assert jumps < 5e-3, f"the current jumps by {jumps:.1e}"
