"""The last metal is drawn at a potential that is no guess for the next mesh."""

from __future__ import annotations

import pytest

from platefront import parse_case
from platefront.solvers.constants import COULOMB_PER_M2_PER_MAH_PER_CM2
from platefront.solvers.evolution.simulation import Simulation

BUMP = """
[section]
gap = "19.17 um"
orientation = "inverted"
[section.collector]
kind = "profile"
width = "6.23 um"
[section.collector.curve]
shape = "bump"
height = "2.31 um"
base = "4.668 um"
tip_fillet = "0 um"
[section.predeposit]
capacity = "0.0653 mAh/cm^2"
[electrolyte]
model = "ohmic"
conductivity = "0.642 S/m"
[control]
mode = "galvanostatic"
current_density = "{current} mA/cm^2"
[counter]
kind = "reservoir"
[surfaces.lithiated]
law = "linear"
conductance = "467 S/m^2"
film_resistance = "0.0093 ohm*m^2"
[surfaces.bare]
law = "butler_volmer"
exchange_current_density = "8.6 mA/cm^2"
anodic_transfer = 0.64
cathodic_transfer = 0.36
[mesh]
front_size = "{edge} um"
largest_size = "1.593 um"
growth = 0.5
[stop]
time = "60 s"
"""
CAPACITY = 0.0653


@pytest.mark.parametrize(("edge", "current"), [(0.3, -11.38), (0.3, -15.0), (0.4, -8.0)])
@pytest.mark.slow
def test_a_new_mesh_finds_the_potential_of_the_last_metal(edge: float, current: float) -> None:
    """Within a step the last metal passes a given current at some hundred RT/F.

    Without the limit by the metal, as at the start on a new mesh, that is far beyond any solution.
    """
    simulation = Simulation(parse_case(BUMP.format(edge=edge, current=current)).problem())
    records = list(simulation.run())
    assert simulation.stop_reason.startswith("stripped empty")
    last = records[-1]
    left = 1.0 + last.capacity / COULOMB_PER_M2_PER_MAH_PER_CM2 / CAPACITY
    assert left < 0.02, f"{left:.2e} of the metal is left"
    assert abs(last.books.current) < 1e-6 and abs(last.books.faraday) < 1e-9
    assert abs(last.electrode_potential or 0.0) < 20.0
