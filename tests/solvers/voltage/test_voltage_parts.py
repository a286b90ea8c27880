"""The parts of the electrode potential add up to it, and are those of closed formulas in 1D."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import pytest
import shapely

from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.constants import FARADAY, thermal_voltage
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.control import Control, Galvanostatic, Potentiostatic, Rest
from platefront.solvers.model.counter import LithiumCounter, Reservoir
from platefront.solvers.model.electrolyte.nernst_planck import NernstPlanck
from platefront.solvers.model.electrolyte.ohmic import Ohmic
from platefront.solvers.model.electrolyte.supported import Supported
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.growing_film import ParabolicGrowth
from platefront.solvers.model.kinetics.insulating import Insulating
from platefront.solvers.model.kinetics.linear import Linear
from platefront.solvers.model.metal import Metal
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.model.protocol.protocol import Protocol, ProtocolStep
from platefront.solvers.model.stopping.settings import StopSettings
from platefront.solvers.model.voltage.conduction import SolidConduction
from platefront.solvers.model.voltage.parts import VoltageParts
from tests.shared.cells import PLATING, SALT, foil, problem, round_fibre, with_solids

LAW = ButlerVolmer(
    exchange_current_density=20.0,
    nucleation_barrier=0.03,
    film_resistance=1e-4,
    deposit_conductivity=1e-2,
)
FIBRES = with_solids(
    24.0,
    30.0,
    collector=round_fibre(8.0, 10.0, 4.0, 24).union(round_fibre(17.2, 11.0, 4.0, 24)),
)
PILLAR = with_solids(
    12.0,
    24.0,
    collector=shapely.box(4.0, 0.0, 8.0, 12.0),
    surfaces={"host": shapely.box(0.0, -1.0, 12.0, 24.0)},
)
PARTS = ("equilibrium", "kinetic", "counter", "capillary", "nucleation", "film", "deposit")
PARTS += ("concentration", "ohmic")


def step(control: Control, number: int, **stop: float) -> ProtocolStep:
    return ProtocolStep(control, StopSettings(**stop), number=number)


CYCLE = Protocol(
    (
        step(Galvanostatic(current_density=40.0), 1, capacity=3e3),
        step(Rest(), 2, time=5.0),
        step(Galvanostatic(current_density=-40.0), 3, capacity=-1e3),
        step(Potentiostatic(electrode_potential=-0.1), 4, time=5.0),
    )
)
CASES: Mapping[str, PlatingProblem] = {
    "order 1": problem(FIBRES, LAW, protocol=CYCLE, counter=LithiumCounter(), size=1.5e-6),
    "order 2": problem(FIBRES, LAW, protocol=CYCLE, size=1.5e-6, order=2),
    "linear": problem(
        FIBRES,
        Linear(conductance=500.0, equilibrium_potential=0.01, film_resistance=1e-4),
        protocol=CYCLE,
        size=1.5e-6,
    ),
    "supported": problem(
        FIBRES,
        LAW,
        protocol=CYCLE,
        electrolyte=Supported(ion_diffusivity=3e-10, conductivity=5.0),
        size=1.5e-6,
    ),
    "ohmic": problem(FIBRES, LAW, protocol=CYCLE, electrolyte=Ohmic(conductivity=0.5), size=1.5e-6),
    "film that grows": problem(
        FIBRES,
        LAW.model_copy(update={"film": ParabolicGrowth(rate=1e-18, breaking_strain=0.02)}),
        protocol=CYCLE,
        size=1.5e-6,
    ),
    "capillarity": problem(
        FIBRES,
        LAW,
        protocol=CYCLE,
        metal=Metal(surface_energy=20.0),
        counter=LithiumCounter(),
        size=1.5e-6,
    ),
    "solids that resist": replace(
        problem(PILLAR, LAW, protocol=CYCLE, counter=LithiumCounter(), size=1.5e-6),
        conduction=SolidConduction(
            host_conductivity=0.3, deposit_conductivity=3.0, contact_resistance=1e-4
        ),
    ),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.slow
def test_the_parts_add_up(name: str) -> None:
    worst = 0.0
    for record in Simulation(CASES[name]).run():
        if record.solids is not None and record.voltage is not None:
            dissipated = -record.current * record.footprint * record.voltage.electronic
            assert record.solids.power == pytest.approx(dissipated, rel=1e-6), "of the solids"
        if record.mode == "rest":
            assert record.voltage is None, "parts without a current"
            continue
        assert record.voltage is not None
        assert record.electrode_potential is not None
        off = record.voltage.total / record.electrode_potential - 1.0
        worst = max(worst, abs(off))
    assert worst < 1e-9, f"the parts miss the potential by {worst:.1e}"


def test_a_wire_has_the_part_of_its_curvature() -> None:
    """-s/R, also while it grows: the part follows the radius."""
    metal, radius = Metal(surface_energy=100.0), 4e-6
    fibre = with_solids(24.0, 30.0, deposit=round_fibre(12.0, 12.0, 4.0, 96))
    case = problem(fibre, LAW, current=40.0, metal=metal, size=0.3e-6, time=60.0, largest=2e-6)
    first, *_, last = Simulation(case).run()
    assert first.voltage is not None and last.voltage is not None
    strength = metal.shift_per_curvature
    assert strength is not None
    assert first.voltage.capillary == pytest.approx(-strength / radius, rel=3e-3)
    grown = radius + last.surfaces["fibres"].thickness_mean
    assert grown > 1.01 * radius
    assert last.voltage.capillary == pytest.approx(-strength / grown, rel=1e-2)


def plated_foil(
    electrolyte: NernstPlanck = SALT, counter: LithiumCounter | Reservoir | None = None
) -> StepRecord:
    """Last record of a foil of 40 µm gap that is plated to a steady state."""
    case = problem(
        foil(height=40.0, bare=True),
        LAW,
        current=40.0,
        counter=counter or LithiumCounter(),
        electrolyte=electrolyte,
        mode="fixed",
        time=60.0,
        order=2,
        tolerance=1e-5,
    )
    *_, last = Simulation(case).run()
    return last


def closed_parts(record: StepRecord, i: float, *, reservoir: bool) -> VoltageParts:
    """Parts of a steady planar cell, c linear between front and counter electrode."""
    volt, height, c0 = thermal_voltage(SALT.temperature), 40e-6, SALT.concentration
    t = SALT.transference_number
    drop = (1.0 - t) * i * height / (FARADAY * SALT.diffusivity * c0)
    low, high = (1.0 - drop, 1.0) if reservoir else (1.0 - 0.5 * drop, 1.0 + 0.5 * drop)
    thickness = record.surfaces["foil"].thickness_mean
    exposed = math.exp(-thickness / LAW.nucleation_thickness)
    i0 = 20.0
    kappa = SALT.conductivity
    return VoltageParts(
        equilibrium=0.0,
        kinetic=-2.0 * volt * math.asinh(i / (2.0 * i0 * math.sqrt(low))),
        counter=0.0 if reservoir else -2.0 * volt * math.asinh(i / (2.0 * i0 * math.sqrt(high))),
        capillary=0.0,
        nucleation=-LAW.nucleation_barrier * exposed,
        film=-i * LAW.film_resistance,
        deposit=-i * thickness / 1e-2,
        concentration=volt * math.log(low)
        - (0.0 if reservoir else volt * math.log(high))
        + (2.0 * t - 1.0) * volt * math.log(high / low),
        ohmic=-i * height / kappa * math.log(high / low) / (high - low),
        electronic=0.0,
        power={},
    )


@pytest.mark.parametrize("reservoir", [True, False])
def test_each_part_is_that_of_the_planar_cell(reservoir: bool) -> None:
    record = plated_foil(counter=Reservoir() if reservoir else LithiumCounter())
    found, exact = record.voltage, closed_parts(record, 40.0, reservoir=reservoir)
    assert found is not None
    for part in PARTS:
        value, wanted = getattr(found, part), getattr(exact, part)
        assert value == pytest.approx(wanted, rel=1e-4, abs=1e-12), part
    dissipated = -40.0 * (found.kinetic + found.nucleation + found.film + found.deposit)
    assert found.power["foil"] / record.footprint == pytest.approx(dissipated, rel=1e-9)


def test_surfaces_share_the_power() -> None:
    """An inert surface takes none; the parts of the front over the current are the sum."""
    laws = {"fibres": LAW, "floor": Insulating()}
    section = with_solids(
        24.0,
        30.0,
        collector=FIBRES.collector,
        surfaces={
            "fibres": FIBRES.surfaces["fibres"],
            "floor": round_fibre(1.0, 1.0, 0.1, 8),
        },
    )
    case = problem(section, laws, current=40.0, capacity=500.0, size=1.5e-6)
    *_, last = Simulation(case).run()
    voltage = last.voltage
    assert voltage is not None
    assert voltage.power["floor"] == 0.0
    front = voltage.kinetic + voltage.nucleation + voltage.film + voltage.deposit
    total = -front * last.current * last.footprint
    assert voltage.power["fibres"] == pytest.approx(total, rel=1e-9)
    assert total > 0.0, "dissipation is positive"


def test_given_overpotentials_have_no_parts() -> None:
    case = problem(foil(layer=1.0), PLATING, time=1.0)
    assert all(record.voltage is None for record in Simulation(case).run())
