"""Potential step in supporting electrolyte: Cottrell's current."""

from __future__ import annotations

import numpy as np

from platefront.case.model import Case
from platefront.geometry.arrays import Floats
from verification.benchmarks.protocol_runs import planar_cell
from verification.finding import Benchmark, Finding, Verification
from verification.references.cottrell import cottrell_current, finite_current
from verification.shipped import records_of, shipped_case

CASE = "verification/cases/potential_step.toml"
BEGIN = 5e-3
"""Time after the step from which currents are compared [s]."""
SEMI_INFINITE = 1.0
"""Time up to which the reservoir is not felt: its share is 1.3e-4 then [s]."""


def currents(case: Case) -> tuple[Floats, Floats]:
    """Return times since the potential step [s] and current densities [A/m²] after it."""
    rest = case.problem().protocol.steps[0].last_time
    assert rest is not None
    records = [record for record in records_of(case) if record.protocol_step == 2]
    time = np.array([record.time - rest for record in records])
    return time, np.array([record.current for record in records])


def verify() -> Verification:
    """Run the case and compare."""
    case = shipped_case(CASE)
    cell = planar_cell(case)
    time, current = currents(case)
    chosen = time >= BEGIN
    time, current = time[chosen], current[chosen]
    cottrell = np.array([cottrell_current(cell.transport, t) for t in time])
    finite = np.array([finite_current(cell.transport, cell.gap, t, conserved=False) for t in time])
    early = time <= SEMI_INFINITE
    to_end = float(time[-1])
    findings = [
        _worst("Cottrell's equation", current[early] / cottrell[early] - 1.0, SEMI_INFINITE),
        _worst("the series of the finite length", current / finite - 1.0, to_end),
    ]
    for instant in (0.01, 0.1, 1.0):
        index = int(np.searchsorted(time, instant))
        findings.append(
            Finding(
                f"current {time[index]:.3g} s after the step",
                float(current[index]),
                cottrell_current(cell.transport, float(time[index])),
                "A/m²",
                1e-3,
            )
        )
    limit = cell.transport.limiting_current(cell.gap)
    findings.append(Finding("limiting current at the end", float(current[-1]), limit, "A/m²", 1e-3))
    return Verification(tuple(findings))


def _worst(reference: str, deviations: Floats, end: float) -> Finding:
    name = f"largest deviation from {reference}, {1e3 * BEGIN:g} ms to {end:g} s"
    worst = float(np.abs(deviations).max())
    return Finding(name, worst, 0.0, "1", 1e-3, relative=False)


STATEMENT = """
One ion in supporting electrolyte before a flat electrode, which after a rest is stepped to a
potential at which the concentration at its surface is nearly zero. Before diffusion reaches the
reservoir, at the distance L, the current density is Cottrell's,

    i = n F c0 √(D/(πt))

and later n F D c0/L [1 + 2 Σ_k exp(-(kπ/L)² Dt)], which tends to the limiting current. Earlier than
the stated times the layer in which the concentration changes is not resolved by the mesh, or by the
time steps after the jump.

Source: A. J. Bard, L. R. Faulkner, *Electrochemical Methods*, 2nd ed., section 5.2."""

BENCHMARK = Benchmark(
    name="potential_step",
    title="Potential step: Cottrell's current",
    statement=STATEMENT,
    cases=(CASE,),
    long=False,
    run=verify,
    not_verified="Migration of the ion is suppressed by the supporting electrolyte.",
)
