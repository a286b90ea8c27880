"""A front that crosses itself or enters the host is mended at once, and the books close."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import shapely

from platefront.geometry.collectors import Trench
from platefront.results.books import Audit
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.counter import LithiumCounter
from platefront.solvers.model.electrolyte.nernst_planck import NernstPlanck
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.overpotential import GivenOverpotential
from platefront.solvers.model.problem import PlatingProblem
from tests.shared.cells import problem, round_fibre, with_solids

UM = 1e-6
EPSILON = float(np.finfo(np.float64).eps)
COARSE = {"size": 2e-6, "largest": 6e-6, "growth": 0.5, "courant": 0.25, "tolerance": 1e-2}
SALT = NernstPlanck(
    concentration=500.0, salt_diffusivity=2e-10, transference_number=0.2, temperature=273.15
)


def judged(simulation: Simulation, steps: int) -> int:
    """Run and look at the books of every step; returns the number of remeshings."""
    audit, record = Audit(), None
    case = simulation.problem
    box = case.section.width * case.section.height * UM**2
    for record in itertools.islice(simulation.run(), steps):
        audit.add(record)
        books = record.books
        assert abs(books.area) < 1e-7, f"areas are off by {books.area:.1e} at {record.time:.4g} s"
        # The area of the first, tiny steps is a difference of areas of the size of the box.
        swept = abs(record.capacity) * case.section.width * UM * case.metal.volume_per_charge
        allowed = max(1e-9, EPSILON * box / swept) if swept else 1e-9
        assert abs(books.faraday) < allowed, f"charge is off by {books.faraday:.1e}"
        assert abs(books.anions) < 1e-9, f"salt is off by {books.anions:.1e}"
    assert record is not None
    assert not audit.breaches()
    return record.remeshings


def bridged_fibres(thickness: float = 0.8, tolerance: float = 1e-2) -> PlatingProblem:
    """Two fibres in one coat of lithium, with a thin bridge [µm] between them, that is stripped.

    With edges of 2 µm a cut moves up to 5.4 % of the deposit, of which users are warned.
    """
    low, high = 12.0 - 0.5 * thickness, 12.0 + 0.5 * thickness
    fibres = shapely.MultiPolygon([round_fibre(x, 12.0, 4.0, 12) for x in (9.5, 20.5)])
    coat = fibres.buffer(1.0, quad_segs=3).union(shapely.box(13.0, low, 17.0, high))
    section = with_solids(30.0, 30.0, coat.difference(fibres), fibres)
    law = GivenOverpotential(overpotential=2e-3, exchange_current_density=5.0)
    settings = COARSE | {"size": 1.5e-6, "tolerance": tolerance}
    return problem(section, law, electrolyte=SALT, time=3e4, **settings)


def islands(simulation: Simulation) -> int:
    """Solids that the electrolyte flows round."""
    outline = simulation.state.front()[0].outline
    return len(shapely.get_parts(outline.polygon())[0].interiors)


@pytest.mark.parametrize(
    ("thickness", "tolerance"), [(0.8, 1e-2), (0.6, 1e-2), (0.7, 1e-2), (0.9, 3e-3), (0.8, 1e-3)]
)
@pytest.mark.slow
def test_a_bridge_that_is_stripped_from_both_sides_opens(
    thickness: float, tolerance: float
) -> None:
    simulation = Simulation(bridged_fibres(thickness, tolerance))
    assert islands(simulation) == 1
    judged(simulation, 200)
    assert islands(simulation) == 2


def test_lithium_that_creeps_over_a_round_corner_stays_out_of_the_host() -> None:
    """The floor has a barrier: lithium of the wall creeps over it, round the fillet."""
    trench = Trench(
        width=20.4e-6,
        trench_width=11.4e-6,
        depth=7.49e-6,
        mouth_fillet=0.0,
        bottom_fillet=2e-6,
    )
    barriers = {"shoulder": (9.4, 0.0), "wall": (19.85, 0.0), "floor": (17.1, 0.03)}
    laws = {
        name: ButlerVolmer(exchange_current_density=exchange, nucleation_barrier=barrier)
        for name, (exchange, barrier) in barriers.items()
    }
    case = problem(
        trench.section(12.0, None, inverted=False),
        laws,
        electrolyte=SALT,
        current=11.0,
        counter=LithiumCounter(exchange_current_density=10.0),
        capacity=23085.585717471375,
        time=1e5,
        **COARSE,
    )
    assert judged(Simulation(case), 80) >= 3, "in the 25 steps of this run"
