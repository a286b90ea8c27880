"""Ends of a step of the protocol, by the criteria in force at the last state of the run."""

from __future__ import annotations

from platefront.geometry.lengths import UM
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.errors import GeometryFailedError, NotConvergedError, SolverError
from platefront.solvers.model.landings import is_reached
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.model.stopping.status import RunStatus
from platefront.solvers.model.stopping.stripped_empty import beyond_the_front, empty_but_for
from platefront.solvers.parallel import from_root
from platefront.solvers.state.plating_state import PlatingState
from platefront.solvers.state.position import ProtocolPosition

_SPECKS = 2e-2
"""Share of the metal that may be left when a current can no longer be drawn from it."""
_UNREACHED = 2e-3
"""The same when the front finds no way through it."""


def reason_to_stop(problem: PlatingProblem, position: ProtocolPosition, status: RunStatus) -> str:
    """Reason of the first criterion that ends the step of the protocol; empty if none does."""
    control = position.control
    over = control.own_duration
    criteria = position.step.stop.in_force(problem.mesh, problem.front)
    reasons = [reason for criterion in criteria if (reason := criterion.reason(status))]
    if not reasons and over is not None and is_reached(over, status.time, status.resolution):
        return f"{control.mode} completed"
    return next(iter(reasons), "")


def is_nearly_empty(last: StepRecord) -> bool:
    """Return True if so little can be stripped that no current may be found for it."""
    return last.metal_left is not None and last.metal_left < _SPECKS


def holds_next_to_nothing(state: PlatingState) -> bool:
    """Return True if the electrode holds no more metal than may be left when it is stripped."""

    def share() -> float:
        tracker = state.tracker.value
        on_front = tracker.supply().area[tracker.outline.front_points]
        return state.ledger.value.share_left(float(on_front.sum()))

    return from_root(state.comm, share) < _SPECKS


def reason_of_end(last: StepRecord, error: SolverError) -> str:
    """Return the reason why a step of the protocol that fails has ended by itself, or nothing.

    Args:
        last: the last state.
        error: why there is no further one.
    """
    left = last.metal_left
    if left is None:
        return ""
    if isinstance(error, GeometryFailedError):
        return beyond_the_front(left) if left < _UNREACHED else ""
    unsolved = isinstance(error, NotConvergedError) and is_nearly_empty(last)
    return empty_but_for(left) if unsolved else ""


def fraction_done(problem: PlatingProblem, position: ProtocolPosition, last: StepRecord) -> float:
    """Part of the run that is over, from 0 to 1: that of the step by the criterion nearest to it.

    The steps of the protocol count alike.
    """
    status = status_of(problem, position, last)
    criteria = position.step.stop.in_force(problem.mesh, problem.front)
    parts = [criterion.fraction_done(status) for criterion in criteria]
    if over := position.control.own_duration:
        parts.append(status.time / over)
    own = min(1.0, max(0.0, *parts))
    return (position.index + own) / len(problem.protocol.steps)


def status_of(problem: PlatingProblem, position: ProtocolPosition, last: StepRecord) -> RunStatus:
    """Numbers of a record that criteria read."""
    surfaces = last.surfaces.values()
    currents = sum(abs(surface.current) for surface in surfaces)
    return RunStatus(
        time=position.elapsed(last.time),
        resolution=position.resolution(last.time),
        time_step=last.time_step,
        capacity=last.capacity - position.capacity,
        charge_exchanged=currents * last.time_step / last.footprint,
        current=last.current,
        electrode_potential=last.electrode_potential,
        bottom_share=last.bottom_share,
        metal_left=last.metal_left,
        gap_to_counter=last.gap_to_counter,
        gap_to_layer=last.gap_to_layer,
        room_left=last.room_left,
        thickness_max=max(surface.thickness_max for surface in surfaces),
        min_concentration=last.min_concentration,
        pores_closed=last.pores_closed - position.pores_closed,
        moving=problem.front.mode == "moving",
        diffusion_time=(problem.section.height * UM) ** 2 / problem.electrolyte.diffusivity,
    )
