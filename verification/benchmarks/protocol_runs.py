"""Runs of protocols beside their references: the same steps for a cell in one dimension."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from platefront.case.model import Case
from platefront.geometry.arrays import Floats
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.model.control import Control, Galvanostatic, Potentiostatic, Pulse, Rest
from platefront.solvers.model.protocol.protocol import ProtocolStep
from platefront.solvers.model.stopping.settings import StopSettings
from verification.references.cell_1d import OneDimensionalCell
from verification.references.integration import IntegratedCell
from verification.references.protocol_run import Trajectory, run_protocol
from verification.references.reaction import reaction_of
from verification.references.steps import (
    ConstantCurrent,
    ConstantPotential,
    Instant,
    Limits,
    ReferenceStep,
)
from verification.references.transport import transport_of
from verification.shipped import records_of


@dataclass(frozen=True, slots=True)
class FollowedRun:
    """Run of a protocol and its reference at the same instants.

    Attributes:
        records: every accepted step, and two states at every jump of the control.
        reference: the cell at the times of the records.
        trajectory: solution of the reference.
    """

    records: tuple[StepRecord, ...]
    reference: tuple[Instant, ...]
    trajectory: Trajectory

    def since_jump(self) -> Floats:
        """Return the time since the last jump of the control of each record [s]."""
        jumped, since = 0.0, []
        for record in self.records:
            since.append(record.time - jumped)
            if record.time_step == 0.0:
                jumped, since[-1] = record.time, 0.0
        return np.array(since)

    @property
    def ends(self) -> list[StepRecord]:
        """Last record of each step of the protocol."""
        return [record for record in self.records if record.end]

    def values(self, name: str) -> Floats:
        """Return a number of all records: `time`, `current`, `capacity`, and so on."""
        return np.array([getattr(record, name) for record in self.records], dtype=float)

    def references(self, name: str) -> Floats:
        """Return a number of the reference at these instants: `current`, `potential`, and so on."""
        return np.array([getattr(instant, name) for instant in self.reference], dtype=float)


def planar_cell(case: Case) -> OneDimensionalCell:
    """Return the reference of a case between flat electrodes, without nucleation."""
    transport, law = transport_of(case.electrolyte), case.surfaces["foil"]
    top = case.counter.rate_law
    section = case.cross_section()
    layer = 0.0 if section.deposit.is_empty else 1e-6 * float(section.deposit.bounds[3])
    return OneDimensionalCell(
        gap=case.section.gap - layer,
        transport=transport,
        front=reaction_of(law, transport.volt),
        counter=None if top is None else reaction_of(top, transport.volt),
        volume=case.metal.volume_per_charge,
        moving=case.front.mode == "moving",
        receding=case.counter.volume_per_charge(case.metal) if case.counter.recedes else 0.0,
    )


def follow(case: Case, cell: IntegratedCell, tolerance: float = 1e-8) -> FollowedRun:
    """Run a case in memory, and its reference; the times of the run are scaled to its steps.

    A step that ends at a limit lasts a little shorter or longer than that of the reference. Within
    a step instants correspond by the time since its start.
    """
    steps = [piece for step in case.problem().protocol.steps for piece in reference_steps(step)]
    trajectory = run_protocol(cell, steps, tolerance)
    records = tuple(records_of(case))
    return FollowedRun(records, tuple(_beside(records, trajectory)), trajectory)


def _beside(records: tuple[StepRecord, ...], trajectory: Trajectory) -> Iterator[Instant]:
    """Yield the reference at each record, that after a jump of the control for the later one."""
    parts = iter(trajectory.steps)
    part, begin = next(parts), 0.0
    for before, record in pairwise((None, *records)):
        assert record is not None
        if before is not None and record.time_step == 0.0:  # after a jump
            part, begin = next(parts), record.time
        time = min(part.begin + record.time - begin, part.end)
        exactly = not isinstance(part.step, ConstantCurrent)  # see RunStep.at
        yield part.reached(time) if exactly else part.at(time)


def reference_steps(step: ProtocolStep) -> list[ReferenceStep]:
    """Return a step of a protocol as steps of the reference; a train of pulses as many.

    Raises:
        TypeError: the reference has no such control.
    """
    control: Control = step.control
    match control:
        case Galvanostatic() | Rest():
            return [ConstantCurrent(control.value_at(0.0), limits(step.stop))]
        case Potentiostatic():
            return [ConstantPotential(control.value_at(0.0), limits(step.stop))]
        case Pulse():
            return list(_pulses(control, step.stop.last_time or 0.0))
    raise TypeError(f"no reference for mode {control.mode}")


def _pulses(control: Pulse, duration: float) -> Iterator[ReferenceStep]:
    for number in range(round(duration / control.period)):
        assert number * control.period < duration
        yield ConstantCurrent(control.on_current_density, Limits(duration=control.on_time))
        yield ConstantCurrent(control.off_current_density, Limits(duration=control.off_time))


def limits(stop: StopSettings) -> Limits:
    """Return the ends of a step for the reference."""
    given = {criterion.key: getattr(criterion, "value") for criterion in stop.criteria}  # noqa: B009
    duration = given.pop("time", float("inf"))
    capacity = given.pop("capacity", None)
    return Limits(duration=duration, capacity=None if capacity is None else abs(capacity), **given)
