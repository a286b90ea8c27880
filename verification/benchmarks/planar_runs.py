"""Runs between planar electrodes, with profiles of concentration and potential."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from platefront.case.model import Case
from platefront.geometry.arrays import Floats
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.errors import NotConvergedError
from platefront.solvers.model.control import Galvanostatic
from platefront.solvers.model.electrolyte.nernst_planck import NernstPlanck
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from verification.benchmarks import planar_solutions as exact
from verification.shipped import records_of, shipped_case


@dataclass(frozen=True, slots=True)
class ConcentrationProfile:
    """Concentration and potential against height at one instant.

    Attributes:
        time: time [s].
        height: height above the electrode, ascending [m].
        concentration: c/c0.
        potential: potential of the electrolyte [V].
    """

    time: float
    height: Floats
    concentration: Floats
    potential: Floats


@dataclass(frozen=True, slots=True)
class PlanarRun:
    """Run between planar electrodes.

    Attributes:
        cell: parameters of the analytical solutions.
        time, front: time [s] and c/c0 at the electrode at every step.
        profiles: profiles at the output times of the case, and at the end.
        last: the last record.
        worst_current: largest relative error of the given current; 0 if none is given.
    """

    cell: exact.PlanarCell
    time: Floats
    front: Floats
    profiles: tuple[ConcentrationProfile, ...]
    last: StepRecord
    worst_current: float


def run_planar(path: str) -> PlanarRun:
    """Run a case to its end, or to depletion at the electrode."""
    case = shipped_case(path)
    cell = _cell(case)
    records: list[StepRecord] = []
    profiles: list[ConcentrationProfile] = []
    try:
        for record in records_of(case):
            records.append(record)
            if record.time in (*case.output.times, case.stop and case.stop.last_time):
                profiles.append(_profile(record, cell.concentration))
    except NotConvergedError:
        if records[-1].min_concentration > 1e-3 * cell.concentration:
            raise  # a failure other than depletion
    c0 = cell.concentration
    off = [record.current / cell.current - 1.0 for record in records] if cell.current else [0.0]
    return PlanarRun(
        cell,
        np.array([record.time for record in records]),
        np.array([record.min_concentration / c0 for record in records]),
        tuple(profiles),
        records[-1],
        float(np.abs(off).max()),
    )


def _cell(case: Case) -> exact.PlanarCell:
    salt, law, control = case.electrolyte, case.surfaces["foil"], case.control
    assert isinstance(salt, NernstPlanck) and isinstance(law, ButlerVolmer)
    assert salt.salt_diffusivity is not None and salt.transference_number is not None
    return exact.PlanarCell(
        gap=case.section.gap,
        diffusivity=salt.salt_diffusivity,
        transference=salt.transference_number,
        concentration=salt.concentration,
        temperature=salt.temperature,
        exchange_current=law.exchange_current_density,
        current=control.value_at(0.0) if isinstance(control, Galvanostatic) else 0.0,
    )


def _profile(record: StepRecord, c0: float) -> ConcentrationProfile:
    fields = record.fields().value
    order = np.argsort(fields.points[:, 1])
    return ConcentrationProfile(
        record.time,
        1e-6 * fields.points[order, 1],
        np.asarray(fields.concentration[order] / c0),
        fields.potential[order],
    )
