"""Plating, rest and stripping of the same charge: area and shape of the front return."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import shapely

from platefront import parse_case
from platefront.geometry.front.outline import Outline
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.constants import COULOMB_PER_M2_PER_MAH_PER_CM2
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.metal import Metal

VOLUME = Metal().volume_per_charge
"""Of lithium [m³/C]."""
FILM = 1e-10
"""Thickness of lithium that is left on a host that counts as bare [m]."""
EMPTY = 2e-4
"""Share of the lithium with which the electrode counts as stripped empty."""
CELL = """
[section.predeposit]
capacity = "{coat} mAh/cm^2"
[electrolyte]
salt_diffusivity = "2.93e-10 m^2/s"
transference_number = 0.4
[counter]
kind = "lithium"
[mesh]
front_size = "{edge} um"
largest_size = "6 um"
[[protocol]]
mode = "galvanostatic"
current_density = "1 mA/cm^2"
until.capacity = "{capacity} mAh/cm^2"
[[protocol]]
mode = "rest"
until.time = "10 min"
[[protocol]]
mode = "galvanostatic"
current_density = "-1 mA/cm^2"
until.capacity = "-{capacity} mAh/cm^2"
"""
LAW = """
[surfaces.{name}]
law = "butler_volmer"
exchange_current_density = "1 A/m^2"
"""
BARE_LAW = LAW + 'nucleation_barrier = "100 mV"\n'


@dataclass(frozen=True)
class Sample:
    """A collector, the charge that goes back and forth [mAh/cm²], and edges of the front [µm]."""

    collector: str
    surfaces: tuple[str, ...]
    capacity: float
    edge: float = 1.0

    def case(self, coat: float) -> str:
        """Text of a case with so much lithium at the start [mAh/cm²]."""
        laws = "".join(
            (BARE_LAW if coat and name == "bare" else LAW).format(name=name)
            for name in self.surfaces
        )
        cell = CELL.format(coat=coat, edge=self.edge, capacity=self.capacity)
        if not coat:
            cell = cell.replace('[section.predeposit]\ncapacity = "0.0 mAh/cm^2"\n', "")
        return f'[section]\ngap = "20 um"\n[section.collector]\n{self.collector}{laws}{cell}'

    @property
    def plated(self) -> float:
        """Thickness of flat lithium of the charge [m]."""
        return self.capacity * COULOMB_PER_M2_PER_MAH_PER_CM2 * VOLUME


FOIL = """
kind = "foil"
width = "10 um"
"""
PILLARS = """
kind = "pillars"
width = "8 um"
height = "15 um"
pitch = "24 um"
"""
FOAM = """
kind = "foam"
width = "60 um"
thickness = "60 um"
porosity = 0.8
pore_size = "45 um"
window = 0.3
seed = 3
"""
CLOTH = """
kind = "carbon_cloth"
width = "60 um"
thickness = "60 um"
yarn_width = "30 um"
yarn_height = "30 um"
yarn_pitch = "50 um"
packing = 0.3
"""
SAMPLES = {
    "foil": Sample(FOIL, ("foil",), 0.2),
    "pillars": Sample(PILLARS, ("upper", "side", "lower"), 0.3),
    "foam": Sample(FOAM, ("bare", "lithiated"), 0.5, edge=0.7),
    "cloth": Sample(CLOTH, ("bare", "lithiated"), 0.2),
}


def front_of(outline: Outline) -> shapely.MultiLineString:
    """Front, without walls and counter electrode."""
    return shapely.MultiLineString(list(outline.segments[outline.is_front]))


@dataclass(frozen=True)
class Returned:
    """Run of a sample, with the distance between its first and last front and its edges [µm]."""

    records: list[StepRecord]
    distance: float
    edge: float
    width: float

    @property
    def cut_off(self) -> bool:
        """True if fronts have met."""
        return any(record.events for record in self.records)

    @classmethod
    def of(cls, text: str) -> Returned:
        """Run a case."""
        problem = parse_case(text).problem()
        simulation = Simulation(problem)
        first = simulation.state.tracker.value.outline
        before, edge = front_of(first), float(first.lengths[first.is_front].max())
        records = list(simulation.run())
        after = front_of(simulation.state.tracker.value.outline)
        distance = shapely.hausdorff_distance(before, after, densify=0.1)
        return cls(records, float(distance), edge, 1e-6 * problem.section.width)


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.slow
def test_on_a_bare_host_all_but_a_film_returns(name: str) -> None:
    sample = SAMPLES[name]
    run = Returned.of(sample.case(0.0))
    first, last = run.records[0], run.records[-1]
    assert last.end.startswith("stripped empty")
    assert last.dead_area == 0.0
    plated = sample.plated * run.width
    booked = last.capacity * run.width * VOLUME
    left = last.deposit_area - first.deposit_area  # gaps closed in the first mesh are a deposit
    told = f"{left / plated:.2e} of the lithium is left, booked {booked / plated:.2e}"
    print(f"{name}: {told}; front {run.distance:.1e} µm from the host")
    assert first.deposit_area < 1e-4 * plated
    assert left == pytest.approx(booked, abs=1e-6 * plated), told
    wetted = sum(surface.length for surface in first.surfaces.values())
    assert left < FILM * wetted + EMPTY * plated, told
    assert not run.cut_off
    assert run.distance < 0.5 * sample.edge


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.slow
def test_lithium_at_the_start_returns_to_its_shape(name: str) -> None:
    """Front passes from lithium to a bare host with a barrier where a half is lithiated."""
    sample = SAMPLES[name]
    run = Returned.of(sample.case(2.0 * sample.capacity))
    first, last = run.records[0], run.records[-1]
    assert last.end == "capacity reached"
    assert last.dead_area == 0.0
    change = (last.deposit_area - first.deposit_area) / (sample.plated * run.width)
    told = f"area {change:.1e} of what was plated; front {run.distance:.1e} µm from its start"
    print(f"{name}: {told}")
    assert abs(change) < 1e-6, told
    assert run.distance < 0.5 * run.edge, told
