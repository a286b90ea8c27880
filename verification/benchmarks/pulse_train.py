"""Trains of pulses and reverse pulses against a cell in one dimension."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from platefront.geometry.arrays import Floats
from verification.benchmarks.protocol_runs import FollowedRun, follow, planar_cell
from verification.finding import Benchmark, Finding, Verification
from verification.shipped import shipped_case

CASE = "verification/cases/pulse_train.toml"
NAMES = "pulses and pauses", "forward and reverse pulses"
SETTLED = 2e-3
"""Time after an edge of a pulse from which they are compared [s]."""


def verify() -> Verification:
    """Run the case and compare."""
    case = shipped_case(CASE)
    run = follow(case, planar_cell(case))
    number = np.array([record.protocol_step for record in run.records])
    pairs = enumerate(NAMES, 1)
    findings = tuple(f for n, name in pairs for f in _findings(run, number == n, name))
    least = np.abs(run.values("min_concentration") - run.references("least")).max()
    first = f"{least / run.records[0].min_concentration:.1e} c0"
    remarks = f"Within the first {1e3 * SETTLED:g} ms after an edge the least concentration "
    return Verification(findings, remarks=f"{remarks}deviates by up to {first}.")


def _findings(run: FollowedRun, here: NDArray[np.bool_], name: str) -> list[Finding]:
    start = run.records[0].min_concentration
    least = (run.values("min_concentration") - run.references("least")) / start
    potential = run.values("electrode_potential") - run.references("potential")
    settled = here & (run.since_jump() >= SETTLED)
    drop = np.abs(run.references("potential")[here]).max()
    current = run.values("current") - run.references("current")
    charge = run.values("capacity") - run.references("charge")
    after = f"from {1e3 * SETTLED:g} ms after each edge"
    return [
        _small(
            f"least concentration, deviation per c0, {after}, {name}",
            np.asarray(least[settled]),
            1e-3,
        ),
        _small(
            f"potential, deviation per largest one, {after}, {name}",
            potential[settled] / drop,
            1e-3,
        ),
        _small(
            f"current, deviation per largest one, {name}",
            current[here] / np.abs(run.references("current")).max(),
            1e-10,
        ),
        _small(
            f"charge, deviation per largest one, {name}",
            charge[here] / run.references("charge").max(),
            1e-10,
        ),
    ]


def _small(quantity: str, deviations: Floats, bound: float) -> Finding:
    return Finding(quantity, float(np.abs(deviations).max()), 0.0, "1", bound, relative=False)


STATEMENT = """
Two flat lithium electrodes in a binary salt, with ten pulses of current above the limiting one and
pauses between them, then ten forward and reverse pulses. The fields are solved through every pulse.
The front moves as a plane.

The reference integrates the same equations in one dimension, with spectral elements that move with
the front and a Radau method of order five to 1e-8, from edge to edge of the pulses. The least
concentration is that of the front or of the counter electrode. It and the potential are compared
from 2 ms after each edge on: before, the layer in which the concentration changes is thinner than
the elements."""

BENCHMARK = Benchmark(
    name="pulse_train",
    title="Pulse plating resolved in time",
    statement=STATEMENT,
    cases=(CASE,),
    long=True,
    run=verify,
    not_verified="The front is flat; how pulses even out a rough front is not compared.",
)
