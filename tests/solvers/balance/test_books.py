"""The books of runs in which fronts meet, engulf fibres and trap electrolyte."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.counter import LithiumCounter, Reservoir
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from tests.shared.cells import SALT, problem, round_fibre, with_solids

WIDTH, HEIGHT = 36.0, 44.0
EDGE = 0.9  # µm


def ring_of_fibres() -> CrossSection:
    """Eight host fibres round a pore that their coats will cut off, and two loose ones."""
    angles = 2.0 * np.pi * (np.arange(8) + 0.3) / 8
    fibres = [
        round_fibre(16.0 + 9.0 * np.cos(angle), 14.0 + 9.0 * np.sin(angle), 2.6, 20)
        for angle in angles
    ]
    fibres += [round_fibre(29.5, 24.0, 2.6, 20), round_fibre(6.0, 29.0, 2.6, 20)]
    return with_solids(WIDTH, HEIGHT, collector=shapely.MultiPolygon(fibres))


@pytest.fixture(scope="module", params=["reservoir", "lithium"])
def simulation(request: pytest.FixtureRequest) -> Simulation:
    counter = Reservoir() if request.param == "reservoir" else LithiumCounter()
    return Simulation(
        problem(
            ring_of_fibres(),
            ButlerVolmer(exchange_current_density=40.0),
            potential=-0.12,
            counter=counter,
            size=1e-6 * EDGE,
            largest=4e-6,
            capacity=3.6e4 * 1.4,
        )
    )


@pytest.fixture(scope="module")
def records(simulation: Simulation) -> list[StepRecord]:
    return list(simulation.run())


@pytest.mark.slow
def test_fronts_meet_and_electrolyte_is_trapped(records: list[StepRecord]) -> None:
    events = [event for record in records for event in record.events]
    merges = [event for event in events if event.kind == "merge"]
    pockets = [event for event in events if event.kind == "pocket"]
    assert len(merges) >= 3, f"{len(merges)} merges"
    assert pockets, "no pocket was trapped"
    pore = max(pockets, key=lambda pocket: pocket.area)
    assert np.hypot(pore.x - 16.0, pore.y - 14.0) < 4.0
    assert 20e-12 < pore.area < 160e-12, f"pocket of {1e12 * pore.area:.3g} µm²"
    trapped = pore.salt / pore.area  # mol/m³
    assert 0.08 < trapped / SALT.concentration < 1.3, f"{trapped:.4g} mol/m³ in the pocket"
    assert records[-1].trapped_area == pytest.approx(sum(pocket.area for pocket in pockets))


def test_charge_and_deposited_area(records: list[StepRecord]) -> None:
    residues = np.array([record.books.faraday for record in records])
    worst = np.abs(residues).max()
    assert worst < 1e-3, f"charge and area differ by {worst:.1e} over the run"
    made = np.array([record.capacity for record in records])
    quiet = [not record.events for record in records[1:]]
    between = np.abs(np.diff(residues * made))[quiet].max() / made[-1]
    assert between < 1e-6, f"charge and area drift by {between:.1e} in a step without events"


def test_anions(records: list[StepRecord]) -> None:
    residues = np.array([record.books.anions for record in records])
    worst = np.abs(residues).max()
    assert worst < 1e-5, f"anions differ by {worst:.1e} over the run"
    same_mesh = np.diff([record.remeshings for record in records]) == 0
    between = np.abs(np.diff(residues))[same_mesh].max()
    assert between < 1e-8, f"anions drift by {between:.1e} in a step without remeshing"


def test_areas_fill_the_box(records: list[StepRecord]) -> None:
    worst = max(abs(record.books.area) for record in records)
    assert worst < 1e-10, f"areas differ by {worst:.1e}"
    collector = 1e-12 * ring_of_fibres().collector.area
    last = records[-1]
    total = last.electrolyte_area + last.trapped_area + last.deposit_area + collector
    assert total == pytest.approx(1e-12 * WIDTH * HEIGHT, rel=1e-10)


def test_what_the_books_do_not_show_is_small(
    records: list[StepRecord], simulation: Simulation
) -> None:
    """Closing the books moves some deposit and scales the salt; both must stay corrections."""
    ledger = simulation.state.ledger.value
    share = ledger.moved_area * 1e-12 / (ledger.total_charge * ledger.volume_per_charge)
    assert 0.0 < share < 0.05, f"{share:.1e} of the deposit was shifted where gaps closed"
    each = ledger.transfer_correction / records[-1].remeshings
    assert 0.0 < each < 2e-3, f"salt was scaled by {each:.1e} a remeshing"
