"""Plating and stripping that nearly cancel, at given overpotentials of opposite sign."""

from __future__ import annotations

import pytest

from platefront import parse_case
from platefront.results.books import Audit
from platefront.solvers.constants import COULOMB_PER_M2_PER_MAH_PER_CM2
from platefront.solvers.evolution.simulation import Simulation

LAYERS = """
[section]
orientation = "upright"
gap = "30 um"
[section.collector]
kind = "layers"
position = "melting"
plate_width = "24 um"
edge_gap = "10 um"
plate_thickness = "8 um"
carbon_thickness = "12 um"
porosity = 0.7
fibre_diameter = "4 um"
seed = 72
[electrolyte]
salt_diffusivity = "8.9e-10 m^2/s"
transference_number = 0.4
concentration = "1 mol/L"
[control]
mode = "overpotentials"
[counter]
kind = "lithium"
recession = "even"
[surfaces.plate]
law = "overpotential"
overpotential = "-15 mV"
exchange_current_density = "0.130172 A/m^2"
[surfaces.foil]
law = "overpotential"
overpotential = "30 mV"
exchange_current_density = "1.50671 A/m^2"
[surfaces.carbon]
law = "overpotential"
overpotential = "-30 mV"
exchange_current_density = "0.382533 A/m^2"
[mesh]
front_size = "0.8 um"
largest_size = "4 um"
[stop]
capacity = "0.989691 mAh/cm^2"
"""


pytestmark = pytest.mark.long
"""Films that are about to end turn on round-off here, and with them steps and even the end."""


@pytest.fixture(scope="module")
def audit() -> Audit:
    """Balances of the run, with its last step."""
    books = Audit()
    for record in Simulation(parse_case(LAYERS).problem()).run():
        books.add(record)
    return books


def test_films_end_and_return_beside_a_pocket(audit: Audit) -> None:
    assert not audit.breaches()
    last = audit.last
    assert last is not None
    booked = last.capacity / COULOMB_PER_M2_PER_MAH_PER_CM2
    assert booked == pytest.approx(0.989691, rel=1e-9)
    assert last.surfaces["foil"].charge < 0.0 < last.surfaces["plate"].charge
    assert last.bottom_share == pytest.approx(0.157, abs=0.004)


def test_they_do_not_shorten_the_steps(audit: Audit) -> None:
    assert audit.last is not None
    assert audit.last.step < 200
