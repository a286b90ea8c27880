"""Stopping criteria of a problem, applied to the last step of its run."""

from __future__ import annotations

from platefront.geometry.lengths import UM
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.errors import GeometryFailedError, NotConvergedError, SolverError
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.model.stopping.status import RunStatus
from platefront.solvers.model.stopping.stripped_empty import beyond_the_front, empty_but_for

_SPECKS = 2e-2
"""Share of the metal that may be left when a current can no longer be drawn from it."""
_UNREACHED = 2e-3
"""The same when the front finds no way through it."""


def reason_to_stop(problem: PlatingProblem, last: StepRecord) -> str:
    """Reason of the first criterion that ends the run after its last record; empty if none does."""
    status = status_of(problem, last)
    reasons = (criterion.reason(status) for criterion in problem.stop.in_force(problem.mesh))
    return next(filter(None, reasons), "")


def is_nearly_empty(last: StepRecord) -> bool:
    """Return True if so little can be stripped that no current may be found for it."""
    return last.metal_left is not None and last.metal_left < _SPECKS


def reason_of_end(last: StepRecord, error: SolverError) -> str:
    """Return the reason why a run that fails has ended by itself; empty if it has not.

    Args:
        last: the last step.
        error: why there is no further one.
    """
    left = last.metal_left
    if left is None:
        return ""
    if isinstance(error, GeometryFailedError):
        return beyond_the_front(left) if left < _UNREACHED else ""
    unsolved = isinstance(error, NotConvergedError) and is_nearly_empty(last)
    return empty_but_for(left) if unsolved else ""


def fraction_done(problem: PlatingProblem, last: StepRecord) -> float:
    """Part of the run that is over, by the criterion that is nearest to its end; from 0 to 1."""
    status = status_of(problem, last)
    parts = [criterion.fraction_done(status) for criterion in problem.stop.in_force(problem.mesh)]
    return min(1.0, max(0.0, *parts))


def status_of(problem: PlatingProblem, last: StepRecord) -> RunStatus:
    """Numbers of a record that criteria read."""
    surfaces = last.surfaces.values()
    currents = sum(abs(surface.current) for surface in surfaces)
    return RunStatus(
        time=last.time,
        time_step=last.time_step,
        capacity=last.capacity,
        charge_exchanged=currents * last.time_step / last.footprint,
        current=last.current,
        electrode_potential=last.electrode_potential,
        bottom_share=last.bottom_share,
        metal_left=last.metal_left,
        gap_to_counter=last.gap_to_counter,
        thickness_max=max(surface.thickness_max for surface in surfaces),
        min_concentration=last.min_concentration,
        moving=problem.front.mode == "moving",
        diffusion_time=(problem.section.height * UM) ** 2 / problem.electrolyte.diffusivity,
    )
