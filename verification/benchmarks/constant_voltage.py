"""Constant current, constant voltage, rest and stripping against a cell in one dimension."""

from __future__ import annotations

import numpy as np

from platefront.geometry.arrays import Floats
from verification.benchmarks.protocol_runs import FollowedRun, follow, planar_cell
from verification.finding import Benchmark, Finding, Verification
from verification.shipped import shipped_case

CASE = "verification/cases/constant_voltage.toml"
NAMES = "constant current", "constant voltage", "rest", "stripping"
SETTLED = 0.01
"""Time after a change of the current from which potentials are compared [s]."""


def verify() -> Verification:
    """Run the case and compare."""
    case = shipped_case(CASE)
    run = follow(case, planar_cell(case))
    return Verification((*_of_ends(run), *_of_curves(run)))


def _of_ends(run: FollowedRun) -> list[Finding]:
    found = []
    for name, record, part in zip(NAMES, run.ends, run.trajectory.steps, strict=True):
        exact = part.last
        assert record.electrode_potential is not None
        found += [
            Finding(f"end of {name}", record.time, part.end, "s", 1e-4),
            Finding(
                f"potential at the end of {name}",
                1e3 * record.electrode_potential,
                1e3 * exact.potential,
                "mV",
                1e-4,
            ),
            Finding(f"charge at the end of {name}", record.capacity, exact.charge, "C/m²", 1e-4),
        ]
    return found


def _of_curves(run: FollowedRun) -> list[Finding]:
    number = np.array([record.protocol_step for record in run.records])
    falling = number == 2
    off = (run.values("current") - run.references("current"))[falling]
    off = off / run.references("current")[falling]
    potential = run.values("electrode_potential") - run.references("potential")
    settled = run.since_jump() >= SETTLED
    drop = np.abs(run.references("potential")).max()
    charge = run.values("capacity") - run.references("charge")
    after = f"from {1e3 * SETTLED:g} ms after a change on"
    largest = "largest potential"
    return [
        _small("largest deviation of the current at constant voltage", off),
        _small(f"deviation of the potential per {largest}, {after}", potential[settled] / drop),
        _small("deviation of the charge per largest charge", charge / run.values("capacity").max()),
    ]


def _small(quantity: str, deviations: Floats) -> Finding:
    return Finding(quantity, float(np.abs(deviations).max()), 0.0, "1", 1e-4, relative=False)


STATEMENT = """
Two flat lithium electrodes in a binary salt. At a current above the limiting one the concentration
at the front falls, and with it the potential, which at its limit is then given; the current
falls to its limit; a rest and stripping at constant current follow. The front moves as a plane.

The reference integrates the same equations in one dimension, with spectral elements that move with
the front and a Radau method of order five to 1e-8; ends are located there independently. The
current is compared during the fall, potentials from 10 ms after each change of the current on:
before, the layer in which the concentration changes is thinner than the elements."""

BENCHMARK = Benchmark(
    name="constant_voltage",
    title="Constant current, constant voltage, rest, stripping",
    statement=STATEMENT,
    cases=(CASE,),
    long=False,
    run=verify,
)
