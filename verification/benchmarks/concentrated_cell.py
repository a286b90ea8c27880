"""Concentrated solutions between lithium electrodes, against PyBaMM."""

from __future__ import annotations

import numpy as np

from platefront.case.model import Case
from platefront.geometry.arrays import Floats
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.model.electrolyte.concentrated import Concentrated
from verification.finding import Benchmark, Finding, Verification
from verification.references.stored_cell import StoredState, stored_cell, stored_with
from verification.shipped import records_of, shipped_case

CASES = (
    "verification/cases/concentrated_nyman.toml",
    "verification/cases/concentrated_landesfeind.toml",
)
_NAMES = "Nyman 2008", "Landesfeind 2019"
_BOUND = 1e-3
_SAME = 1e-9
"""Relative difference of instants that are the same."""


def verify() -> Verification:
    """Run both cases and compare them at the stored instants."""
    found: list[Finding] = []
    for path, name in zip(CASES, _NAMES, strict=True):
        found += _compared(shipped_case(path), name)
    return Verification(tuple(found))


def _compared(case: Case, name: str) -> list[Finding]:
    assert isinstance(case.electrolyte, Concentrated)
    plating, relaxation = stored_cell(case.electrolyte.solution.set)
    began = plating[-1].time
    wanted = {state.time: state for state in plating}
    wanted |= {began + state.time: state for state in relaxation}
    rows: list[tuple[StoredState, StepRecord, tuple[float, float]]] = []
    for record in records_of(case):
        for time, state in wanted.items():
            reached = abs(record.time - time) <= _SAME * time
            if reached and abs(record.current - state.current) <= _SAME * plating[0].current:
                rows.append((state, record, _at_electrodes(record)))
    assert len(rows) == len(wanted)
    potentials = np.array([(row[1].electrode_potential, row[0].potential) for row in rows])
    front = np.array([(row[2][0], row[0].at_front) for row in rows])
    counter = np.array([(row[2][1], row[0].at_counter) for row in rows])
    last = rows[len(plating) - 1]
    assert last[1].electrode_potential is not None
    at_end = Finding(
        f"{name}: potential after {began:g} s",
        1e3 * last[1].electrode_potential,
        1e3 * last[0].potential,
        "mV",
        _BOUND,
    )
    c0, most = case.electrolyte.concentration, float(np.abs(potentials[:, 1]).max())
    return [
        at_end,
        _largest(f"{name}: potential, per that of plating", potentials, most),
        _largest(f"{name}: concentration at the front, per c0", front, c0),
        _largest(f"{name}: concentration at the counter electrode, per c0", counter, c0),
    ]


def _largest(quantity: str, pairs: Floats, unit: float) -> Finding:
    deviation = float(np.abs(pairs[:, 0] - pairs[:, 1]).max()) / unit
    return Finding(f"{quantity}: largest deviation", deviation, 0.0, "1", _BOUND, relative=False)


def _at_electrodes(record: StepRecord) -> tuple[float, float]:
    """Return the mean concentrations at the front and at the counter electrode [mol/m³]."""
    fields = record.fields().value
    height = fields.points[:, 1]
    ends = height <= height.min() + 1e-9, height >= height.max() - 1e-9
    low, high = (float(fields.concentration[end].mean()) for end in ends)
    return low, high


STATEMENT = f"""
LiPF6 in EC:EMC 3:7 between two flat lithium electrodes, 200 µm apart, 240 s at 10 mA/cm² and 120 s
of relaxation, with all properties functions of the concentration. The reference is
{stored_with()}, by finite volumes, with the properties written once more from their publications
(`verification/references/pybamm_cell.py`). Concentrations and potentials are compared at 13
instants."""

BENCHMARK = Benchmark(
    name="concentrated_cell",
    title="Concentrated solution between lithium electrodes",
    statement=STATEMENT,
    cases=CASES,
    long=False,
    run=verify,
    not_verified="The fits of the properties, which both programs share; motion of the solvent.",
)
