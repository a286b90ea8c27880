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


def run_of(case: str) -> Audit:
    """Balances of a run, with its last step."""
    books = Audit()
    for record in Simulation(parse_case(case).problem()).run():
        books.add(record)
    return books


@pytest.fixture(scope="module")
def audit() -> Audit:
    return run_of(LAYERS)


def test_what_one_surface_plates_is_not_stripped_by_a_bare_one_beside_it(audit: Audit) -> None:
    assert not audit.breaches()
    last = audit.last
    assert last is not None
    booked = last.capacity / COULOMB_PER_M2_PER_MAH_PER_CM2
    assert booked == pytest.approx(0.989691, rel=1e-9)
    plated = last.surfaces["plate"].charge
    assert abs(last.surfaces["foil"].charge) < 1e-8 * plated
    assert last.bottom_share == pytest.approx(0.1558, abs=5e-4)
    assert last.step < 200


@pytest.mark.parametrize(
    "change",
    [('"0.8 um"', '"0.6 um"'), ('"30 mV"', '"31 mV"'), ('"30 mV"', '"100 mV"')],
    ids=["finer", "31 mV", "100 mV"],
)
@pytest.mark.slow
def test_neither_mesh_nor_overpotential_of_the_bare_surface_matter(
    audit: Audit, change: tuple[str, str]
) -> None:
    case = LAYERS.replace(*change)
    assert case != LAYERS
    other = run_of(case)
    assert audit.last is not None and other.last is not None
    assert not other.breaches()
    assert other.last.step < 200
    assert other.last.bottom_share == pytest.approx(audit.last.bottom_share, abs=5e-4)
    assert other.last.time == pytest.approx(audit.last.time, rel=2e-4)
