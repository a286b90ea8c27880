"""Metal in the pores of a host: its amount in time, pores that close, metal that is stripped."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from platefront.geometry.section.regions import ElectrolyteRegion
from platefront.results.books import Audit
from platefront.solvers.evolution.remeshing import remesh
from platefront.solvers.evolution.reporting import record
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.evolution.step.stepping import accept, try_step
from platefront.solvers.model.control import Galvanostatic, Potentiostatic
from platefront.solvers.model.counter import LithiumCounter
from platefront.solvers.model.electrolyte.ohmic import Ohmic
from platefront.solvers.model.electrolyte.porous_host import PorousHost
from platefront.solvers.model.electrolyte.region import PorousMedium
from platefront.solvers.model.electrolyte.supported import Supported
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.linear import Linear
from platefront.solvers.model.metal import Metal
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.model.protocol.protocol import Protocol
from platefront.solvers.model.stopping.settings import StopSettings
from tests.shared.cells import SALT, problem, round_fibre, run, with_solids
from tests.shared.remeshing import vary_mesh
from tests.solvers.model.electrolyte.porous_cell import DEPTH, POROSITY, WALLS, cell
from tests.solvers.protocol.steps import current, protocol

ROOM = POROSITY - 0.01
"""Volume fraction of metal that closes the pores."""
LAW = ButlerVolmer(exchange_current_density=5.0, nucleation_barrier=0.03)
COUNTER = LithiumCounter(exchange_current_density=30.0)
PER_CHARGE = Metal().volume_per_charge


def steps_of(count: int, exponent: float, duration: float) -> float:
    """Share of the pores that is filled after a time, in so many equal steps, at one potential."""
    length = duration / count
    records = run(
        cell(
            Linear(conductance=10.0),
            potential=-0.1,
            area_exponent=exponent,
            electrolyte=Ohmic(conductivity=1e9),
            time=duration,
            first_step=length,
            largest_step=length,
            tolerance=0.1,
            size=5e-6,
        )
    )
    assert len(records) == count + 1
    assert records[-1].share_of_pores is not None
    return records[-1].share_of_pores


@pytest.mark.parametrize("exponent", [1.0, 2.0])
def test_walls_disappear_as_pores_fill(exponent: float) -> None:
    """With y = 1 - s/s_max, dy/dt = -k y^p: second order in the length of the steps."""
    rate = WALLS * 10.0 * 0.1 * PER_CHARGE / ROOM
    duration = 0.8 / rate
    exact = 1.0 - np.exp(-0.8) if exponent == 1.0 else 1.0 - 1.0 / 1.8
    counts = [16, 32, 64]
    errors = [abs(steps_of(count, exponent, duration) / exact - 1.0) for count in counts]
    order = -np.polyfit(np.log(counts), np.log(errors), 1)[0]
    assert errors[-1] < 1e-3, f"filling off by {errors}"
    assert 1.8 < order < 2.3, f"order {order:.2f} in time from {errors}"


def test_walls_of_cylindrical_pores() -> None:
    """p = 1/2: y = (1 - k t/2)², of which the trapezoidal rule is exact."""
    duration = 0.8 * ROOM / (WALLS * 10.0 * 0.1 * PER_CHARGE)
    assert steps_of(8, 0.5, duration) == pytest.approx(1.0 - 0.6**2, rel=1e-7)


def test_pores_close_at_the_face_first() -> None:
    records = run(cell(LAW, current=50.0, electrolyte=SALT, counter=COUNTER, time=1e4))
    last = records[-1]
    assert last.end == "the pores of the host are filled as far as allowed"
    assert last.share_of_pores == pytest.approx(0.99, abs=2e-6)
    felt = last.surfaces["felt"]
    assert felt.thickness_max == pytest.approx(0.99 * ROOM / WALLS, rel=1e-5)
    filled = 6e-6 * DEPTH * WALLS * felt.thickness_mean
    assert filled == pytest.approx(felt.charge * PER_CHARGE, rel=1e-10)
    assert last.bottom_share is not None
    assert last.bottom_share < 0.4
    assert abs(last.books.anions) < 1e-11
    assert abs(last.books.faraday) < 1e-12
    assert last.regions["felt"].pores == pytest.approx(6e-6 * DEPTH * POROSITY - filled, rel=1e-10)


def test_a_lower_limit_is_hit() -> None:
    step = Protocol.single(
        Galvanostatic(current_density=50.0), StopSettings(time=1e4, filling_above=0.2)
    )
    last = run(cell(LAW, electrolyte=SALT, counter=COUNTER, protocol=step))[-1]
    assert last.share_of_pores == pytest.approx(0.2, abs=2e-6)
    assert last.time < 1e3


def test_what_is_plated_is_stripped() -> None:
    steps = protocol(current(50.0, capacity=3e4), current(-50.0, time=1e4))
    records = run(cell(LAW, electrolyte=SALT, counter=COUNTER, protocol=steps))
    last = records[-1]
    assert last.end.startswith("stripped empty")
    felt = last.surfaces["felt"]
    most = max(record.surfaces["felt"].thickness_mean for record in records)
    assert 0.0 <= felt.thickness_max < 5e-3 * most, f"{felt.thickness_max:.2e} m left"
    assert last.capacity == pytest.approx(0.0, abs=2e-3 * 3e4)
    assert abs(last.books.faraday) < 1e-12
    assert abs(last.books.current) < 1e-9
    assert abs(last.books.anions) < 1e-11


def test_nothing_is_stripped_of_empty_pores() -> None:
    """At a potential that strips no current flows, as on a bare host."""
    step = Protocol.single(Potentiostatic(electrode_potential=0.1), StopSettings(time=10.0))
    last = run(cell(LAW, electrolyte=SALT, counter=COUNTER, protocol=step))[-1]
    assert abs(last.current) < 1e-9
    assert last.surfaces["felt"].thickness_max == pytest.approx(0.0, abs=1e-18)


def interlayer(periodic: bool) -> PlatingProblem:
    """A host between fibres on which lithium grows and the counter electrode."""
    section = replace(
        with_solids(16.0, 50.0, collector=round_fibre(8.0, 4.0, 3.0, 24)),
        regions=(ElectrolyteRegion("mat", 15.0, 30.0),),
        periodic=periodic,
    )
    host = PorousHost(specific_area=2e5, reaction=LAW)
    charge = 2.5e4
    return problem(
        section,
        ButlerVolmer(exchange_current_density=20.0),
        regions={"mat": PorousMedium(porosity=0.7, host=host)},
        counter=COUNTER,
        size=1.5e-6,
        largest=3e-6,
        protocol=protocol(current(50.0, capacity=charge), current(-50.0, capacity=-0.7 * charge)),
    )


@pytest.mark.parametrize("periodic", [False, True], ids=["symmetric", "periodic"])
@pytest.mark.slow
def test_books_close_as_a_front_below_is_meshed_anew(periodic: bool) -> None:
    """New meshes take the metal in the pores over, and the time scheme goes on."""
    audit = Audit()
    for now in Simulation(interlayer(periodic)).run():
        audit.add(now)
        books, at = now.books, f"at {now.time:.4g} s"
        assert abs(books.faraday) < 1e-9, f"charge off by {books.faraday:.1e} {at}"
        assert abs(books.anions) < 1e-11, f"salt off by {books.anions:.1e} {at}"
        salt = sum(region.salt for region in now.regions.values())
        assert salt == pytest.approx(now.stock.salt, rel=1e-11)
        if now.capacity == pytest.approx(2.5e4):
            most = now.surfaces["mat"].charge
    assert now.remeshings >= 2
    assert now.corrections.salt < 1e-4
    mat = now.surfaces["mat"]
    assert 0.0 < mat.charge < most
    walls = 16e-6 * 15e-6 * 2e5
    assert walls * mat.thickness_mean == pytest.approx(mat.charge * PER_CHARGE, rel=1e-9)


def after(duration: float, steps: int, meshes: int) -> tuple[float, float, float]:
    """Current [A/m²], capacity [C/m²] and lowest concentration [c0] after equal steps.

    They begin when error control has led the run through its first moments.
    """
    simulation = Simulation(
        cell(
            ButlerVolmer(exchange_current_density=5.0),
            potential=-0.06,
            electrolyte=SALT,
            counter=COUNTER,
            time=20.0,
            tolerance=1e-4,
            area_exponent=1.0,
            size=2e-6,
            largest=6e-6,
        )
    )
    for _ in simulation.run():
        pass
    state = simulation.state
    for step in range(steps):
        if meshes and step % (steps // meshes) == 0:
            vary_mesh(state)
            remesh(state)
            assert not state.history.restarted
        trial = try_step(state, duration / steps)
        accept(state, trial)
        record(state, trial.step, trial.iterations)
    assert state.remeshings == meshes
    lowest = float(state.history.last.unknown[::2].min())
    return state.rates.value.total / state.footprint, state.capacity, lowest


@pytest.mark.parametrize("meshes", [0, 8], ids=["one mesh", "new meshes"])
@pytest.mark.slow
def test_second_order_in_time(meshes: int) -> None:
    """Salt, reaction and pores that fill, also where new meshes take past levels over."""
    counts = [16, 32, 64]
    duration = 800.0
    finest = np.array(after(duration, 256, meshes))
    errors = np.abs(np.array([after(duration, count, meshes) for count in counts]) / finest - 1.0)
    for name, error in zip(("current", "capacity", "lowest c"), errors.T, strict=True):
        order = -np.polyfit(np.log(counts), np.log(error), 1)[0]
        assert error[0] < 0.01, f"{name}: errors {error}"
        assert 1.7 < order < 3.0, f"{name}: order {order:.2f} from errors {error}"


def test_ions_that_pores_consume_come_from_the_reservoir() -> None:
    ion = Supported(ion_diffusivity=5e-10, conductivity=5.0)
    last = run(cell(LAW, current=50.0, electrolyte=ion, time=300.0))[-1]
    taken = last.surfaces["felt"].charge / 96485.33212
    received = last.stock.salt - last.stock.salt_at_start
    assert last.stock.salt_received == pytest.approx(received, rel=1e-9)
    assert abs(received) < taken
    assert abs(last.books.anions) < 1e-11
