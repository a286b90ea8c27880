"""Plating, rest and stripping of a wire against an ordinary differential equation."""

from __future__ import annotations

import math

import numpy as np

from platefront.case.model import Case
from platefront.geometry.arrays import Floats
from platefront.geometry.collectors.wire import Wire
from platefront.solvers.constants import thermal_voltage
from platefront.solvers.model.electrolyte.ohmic import Ohmic
from verification.benchmarks.protocol_runs import FollowedRun, follow
from verification.finding import Benchmark, Finding, Verification
from verification.references.reaction import reaction_of
from verification.references.round_fibre import RoundFibre
from verification.shipped import shipped_case

CASE = "verification/cases/wire_cycles.toml"
NAMES = (
    "plating at a current",
    "rest after it",
    "stripping at a current",
    "plating at a potential",
    "rest after that",
    "stripping at a potential",
)


def fibre(case: Case) -> RoundFibre:
    """Return the reference of a case with a wire that carries lithium at the start."""
    wire, bath, top = case.section.collector, case.electrolyte, case.counter.rate_law
    assert isinstance(wire, Wire) and isinstance(bath, Ohmic) and top is not None
    volt = thermal_voltage(bath.temperature)
    return RoundFibre(
        radius=radius_with(wire, 1e-12 * case.cross_section().deposit.area),
        wall=wire.radius + case.section.gap,
        conductivity=bath.conductivity,
        front=reaction_of(case.surfaces["wire"], volt),
        volume=case.metal.volume_per_charge,
        counter=reaction_of(top, volt),
    )


def radius_with(wire: Wire, deposit: float) -> float:
    """Return the radius [m] of the circle with the area of a wire and a deposit [m²]."""
    return math.sqrt(wire.radius**2 + 4.0 / math.pi * deposit)


def verify() -> Verification:
    """Run the case and compare."""
    case = shipped_case(CASE)
    cell, wire = fibre(case), case.section.collector
    assert isinstance(wire, Wire)
    run = follow(case, cell)
    radius = np.array([radius_with(wire, record.deposit_area) for record in run.records])
    exact = np.array([cell.radius_of(instant.state) for instant in run.reference])
    number = np.array([record.protocol_step for record in run.records])
    off = radius / exact - 1.0
    radii = [
        _small(f"largest deviation of the radius, {name}", off[number == n], 1e-3)
        for n, name in enumerate(NAMES, 1)
    ]
    return Verification((*radii, *_of_ends(run), *_of_curves(run, number)))


def _of_ends(run: FollowedRun) -> list[Finding]:
    ends = zip(NAMES, run.ends, run.trajectory.steps, strict=True)
    return [
        Finding(f"end of {name}", record.time, part.end, "s", 1e-3) for name, record, part in ends
    ]


def _of_curves(run: FollowedRun, number: Floats) -> list[Finding]:
    driven = (number == 4) | (number == 6)
    current = run.values("current")[driven] / run.references("current")[driven] - 1.0
    potential = run.values("electrode_potential") - run.references("potential")
    drop = np.abs(run.references("potential")).max()
    return [
        _small("largest deviation of the current at given potentials", current, 1e-3),
        _small("largest deviation of the potential, per largest one", potential / drop, 1e-3),
    ]


def _small(quantity: str, deviations: Floats, bound: float) -> Finding:
    return Finding(quantity, float(np.abs(deviations).max()), 0.0, "1", bound, relative=False)


STATEMENT = """
A wire with a layer of lithium in the centre of a cylindrical cell, in an ohmic electrolyte, with
Butler–Volmer kinetics at the wire and at the wall, of lithium. It is plated to twice its radius,
rests and is stripped to where it was, first at given currents, then at given potentials. With the
current density I per footprint, the radius R of the wall and the volume v of metal per charge,

    d(πr²/4)/dt = v R I,   i = 2RI/(πr),   φ_s = η(i) - i r ln(R/r)/κ - η_wall(-2I/π)

which is integrated to 1e-8, with its own location of the ends. The computed front is a moving
polygon; its radius is that of the circle with the area of wire and deposit. Instants correspond by
the time since the start of each step."""

BENCHMARK = Benchmark(
    name="wire_cycles",
    title="Plating, rest and stripping of a wire",
    statement=STATEMENT,
    cases=(CASE,),
    long=False,
    run=verify,
    not_verified="The concentration is uniform; stripping does not reach the bare wire.",
)
