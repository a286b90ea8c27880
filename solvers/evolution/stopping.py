"""When a run ends."""

from __future__ import annotations

from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.evolution.reporting import gap_to_counter
from platefront.solvers.evolution.state import PlatingState
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.model.scales import LENGTH

REACHED = 1e-9
"""A capacity or time this close (relative) counts as reached."""
_SHORT_CIRCUIT = 2.0
"""A run ends when lithium is this many front edges from the counter electrode."""
_LONG = 10.0
"""Steps of this many diffusion times of the box leave an electrolyte that no current disturbs at
rest."""
_NOTHING = 1e-9
"""Charge of such a step per capacity to be plated that counts as none."""


def reason_to_stop(problem: PlatingProblem, state: PlatingState, last: StepRecord) -> str:
    """Why the run ends after its last record; empty if it goes on."""
    stop = problem.stop
    if stop.capacity is not None and state.capacity >= stop.capacity * (1 - REACHED):
        return "capacity reached"
    if stop.time is not None and state.time >= stop.time * (1 - REACHED):
        return "time reached"
    if state.moving and gap_to_counter(state) <= smallest_gap(problem):
        return "lithium has come as close to the counter electrode as allowed"
    if stop.capacity is not None and stop.time is None:
        return _reason_never_to_arrive(problem, stop.capacity, last)
    return ""


def smallest_gap(problem: PlatingProblem) -> float:
    """How close lithium may come to the counter electrode [m]."""
    return problem.stop.gap_to_counter or _SHORT_CIRCUIT * problem.mesh.front_size


def _reason_never_to_arrive(problem: PlatingProblem, wanted: float, last: StepRecord) -> str:
    """Why a capacity [C/m²] will not be plated, if that is certain; empty otherwise.

    What a wrong sign of the potential does, or a nucleation barrier that it does not overcome.
    """
    plated = f"({last.capacity / wanted:.3g} of the capacity plated; negative potentials plate)"
    diffusion_time = (problem.section.height * LENGTH) ** 2 / problem.electrolyte.diffusivity
    currents = sum(abs(surface.current) for surface in last.surfaces.values())
    charge = currents * last.time_step / (problem.section.width * LENGTH)
    if last.time_step >= _LONG * diffusion_time and charge <= _NOTHING * wanted:
        return f"nothing is plated or stripped any more {plated}"
    if problem.front.mode == "fixed" and last.capacity <= -wanted:
        return f"the front is fixed and stripped without end {plated}"
    return ""
