"""Runs of cells between lithium electrodes beside the stored ones of another program."""

from __future__ import annotations

import numpy as np

from platefront.case.model import Case
from platefront.geometry.arrays import Floats
from platefront.solvers.balance.step_record import StepRecord
from verification.finding import Finding
from verification.references.stored_cell import StoredState, stored_cell
from verification.shipped import records_of

_BOUND = 1e-3
_SAME = 1e-9
"""Relative difference of instants that are the same."""


def compared(case: Case, name: str, stored: str) -> list[Finding]:
    """Run a case and compare potentials and concentrations at the stored instants.

    Args:
        case: plating and relaxation.
        name: for the findings.
        stored: name of the stored cell.
    """
    plating, relaxation = stored_cell(stored)
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
