"""Stripping to the last metal: what cannot be stripped carries no current, and the run ends."""

from __future__ import annotations

import numpy as np
import pytest

from platefront import parse_case
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.constants import COULOMB_PER_M2_PER_MAH_PER_CM2
from platefront.solvers.evolution.simulation import Simulation

SALT = """
[electrolyte]
salt_diffusivity = "2.93e-10 m^2/s"
transference_number = 0.4
[counter]
kind = "lithium"
"""
GIVEN_CURRENT = """
[control]
mode = "galvanostatic"
current_density = "-1 mA/cm^2"
"""
WIRE = """
[section]
gap = "15 um"
[section.predeposit]
capacity = "0.2 mAh/cm^2"
[section.collector]
kind = "wire"
radius = "10 um"
[surfaces.wire]
law = "butler_volmer"
[stop]
time = "1 h"
[mesh]
largest_size = "2 um"
"""
PILLARS = """
[section]
gap = "20 um"
[section.predeposit]
capacity = "0.5 mAh/cm^2"
[section.collector]
kind = "pillars"
width = "8 um"
height = "15 um"
pitch = "20 um"
[surfaces.upper]
law = "butler_volmer"
[surfaces.side]
law = "butler_volmer"
[surfaces.lower]
law = "butler_volmer"
[mesh]
front_size = "1 um"
largest_size = "4 um"
[stop]
time = "1 h"
"""
BUMP = """
[section]
gap = "20 um"
[section.collector]
kind = "profile"
width = "20 um"
[section.collector.curve]
shape = "bump"
height = "6 um"
base = "8 um"
foot_fillet = "0.5 um"
[section.predeposit]
capacity = "0.0371134 mAh/cm^2"
[electrolyte]
model = "ohmic"
conductivity = "17.8 S/m"
[control]
mode = "galvanostatic"
current_density = "-35.7146 mA/cm^2"
[counter]
kind = "reservoir"
recession = "none"
[surfaces.profile]
law = "linear"
conductance = "2898.18 S/m^2"
[mesh]
front_size = "1.8 um"
largest_size = "9 um"
order = 2
[stop]
time = "860 s"
"""
LEDGES = """
[section]
gap = "54.8728 um"
walls = "periodic"
[section.collector]
kind = "pillars"
width = "4.663 um"
height = "8.373 um"
pitch = "16.02 um"
count = 2
[section.predeposit]
capacity = "0.0429 mAh/cm^2"
[electrolyte]
concentration = "0.329 mol/L"
salt_diffusivity = "5.68e-11 m^2/s"
transference_number = 0.534
[control]
mode = "galvanostatic"
current_density = "-5.826 mA/cm^2"
[counter]
kind = "lithium"
recession = "local"
exchange_current_density = "0.461 mA/cm^2"
[surfaces.lithiated]
law = "linear"
conductance = "4.44e+03 S/m^2"
[surfaces.bare]
law = "insulating"
[mesh]
front_size = "0.8183 um"
largest_size = "4.182 um"
[stop]
time = "0.01065 h"
"""
POTENTIAL = """
[control]
mode = "potentiostatic"
electrode_potential = "30 mV"
"""
OVERPOTENTIAL = """
[control]
mode = "overpotentials"
"""
EDGE = 'front_size = "1 um"'
CASES = {
    "wire": (WIRE + EDGE + SALT + GIVEN_CURRENT, 0.2),
    "pillars": (PILLARS + SALT + GIVEN_CURRENT, 0.5),
    "linear law on a bump with fillets finer than the mesh": (BUMP, 0.0371134),
    "wire, given potential": (WIRE + EDGE + SALT + POTENTIAL, 0.2),
    "wire, coarse facets": (WIRE.replace('"10 um"', '"10 um"\nfacets = 12')
                            + EDGE + SALT + GIVEN_CURRENT, 0.2),
    "wire, given overpotential": (
        WIRE.replace('"butler_volmer"', '"overpotential"\noverpotential = "20 mV"')
        + EDGE + SALT + OVERPOTENTIAL,
        0.2,
    ),
    "wire, fixed front": (
        WIRE + EDGE + SALT + GIVEN_CURRENT + '[front]\nmode = "fixed"\n', 0.2
    ),
    "films that end at the rims of ledges": (LEDGES, 0.0429),
    "wire, thick": (WIRE.replace("0.2 mAh", "0.6 mAh") + EDGE + SALT + GIVEN_CURRENT, 0.6),
}  # fmt: skip


def stripped(text: str) -> tuple[list[StepRecord], str]:
    simulation = Simulation(parse_case(text).problem())
    records = list(simulation.run())
    return records, simulation.stop_reason


LONG = {"pillars", "linear law on a bump with fillets finer than the mesh", "wire, thick"}


@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=[pytest.mark.long] if n in LONG else []) for n in CASES],
)
@pytest.mark.slow
def test_all_metal_is_stripped_and_the_current_is_that_of_the_metal(name: str) -> None:
    text, capacity = CASES[name]
    records, reason = stripped(text)
    assert reason.startswith("stripped empty")
    last = records[-1]
    booked = last.capacity / COULOMB_PER_M2_PER_MAH_PER_CM2
    left = 1.0 + booked / capacity
    assert abs(left) < 2e-3, f"{left:.2e} of the metal is left"
    times = [record.time for record in records]
    passed = np.trapezoid([record.current for record in records], times)
    # Without a given current it jumps within the steps in which metal ends.
    within = 1e-6 if "given" not in name else 1e-2
    assert passed == pytest.approx(last.capacity, rel=within), "integral of the reported current"
    assert abs(last.books.current) < 1e-6 and abs(last.books.faraday) < 1e-9
    assert last.stripped.total - last.plated.total == pytest.approx(-last.stock.charge, rel=1e-9)
    assert last.bottom_share is None, "nothing is plated"


@pytest.mark.parametrize("edge", [1.0, pytest.param(0.5, marks=pytest.mark.long)])
@pytest.mark.slow
def test_little_is_stranded_on_pillars(edge: float) -> None:
    text = PILLARS.replace('front_size = "1 um"', f'front_size = "{edge} um"')
    records, _ = stripped(text + SALT + GIVEN_CURRENT)
    stranded = records[-1].deposit_area / records[0].deposit_area
    assert stranded < 1e-3, f"{stranded:.1e} of the metal is stranded with edges of {edge} µm"
