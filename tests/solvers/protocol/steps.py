"""Protocols of the tests: steps from keywords, and the records of their ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.model.control import Control, Galvanostatic, Potentiostatic, Rest
from platefront.solvers.model.protocol.protocol import Protocol, ProtocolStep
from platefront.solvers.model.stopping.settings import StopSettings

type Step = tuple[Control, dict[str, Any]]


def current(density: float, **ends: Any) -> Step:
    """A step at a current density [A/m²]."""
    return Galvanostatic(current_density=density), ends


def potential(value: float, **ends: Any) -> Step:
    """A step at a potential [V]."""
    return Potentiostatic(electrode_potential=value), ends


def rest(time: float, **ends: Any) -> Step:
    """A step without current [s]."""
    return Rest(), {"time": time, **ends}


def protocol(*steps: Step, cycles: int = 1) -> Protocol:
    """Steps in their order, carried out as cycles."""
    return Protocol(
        tuple(
            ProtocolStep(control, StopSettings(**ends), number=number, cycle=cycle)
            for cycle in range(1, cycles + 1)
            for number, (control, ends) in enumerate(steps, 1)
        )
    )


def ends_of(records: Sequence[StepRecord]) -> list[StepRecord]:
    """The last record of each step."""
    return [record for record in records if record.end]


def starts_of(records: Sequence[StepRecord]) -> list[StepRecord]:
    """The first record of each step of a protocol without pulses."""
    return [record for record in records if record.time_step == 0.0]
