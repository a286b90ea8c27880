"""Time step: Heun's method for the front, BDF2 for the fields.

The front is advanced by extrapolated currents and the fields are solved; then it is advanced again
from its initial position by the trapezoidal rule and the fields are solved again. The ledger takes
the charge that moved the front, so that charge and area agree to round-off.
"""

from __future__ import annotations

from dataclasses import dataclass

from platefront.geometry.arrays import Floats
from platefront.geometry.front.outline import Outline
from platefront.solvers.discretisation.time_scheme import Level
from platefront.solvers.evolution.front_advance import Advance, correct, predict, supply_if_stripped
from platefront.solvers.evolution.mesh_broken import MeshBrokenError
from platefront.solvers.evolution.metal_supply import Supply
from platefront.solvers.evolution.state import PlatingState
from platefront.solvers.evolution.time_error import time_error
from platefront.solvers.evolution.vertex_currents import VertexCurrents
from platefront.solvers.parallel import OnRoot, from_root, on_root

_BROKEN_BELOW = 0.05
"""Lowest triangle quality (1 is equilateral) with which the fields are solved."""
_SUPPLIES = 4
"""Largest number of solutions until the metal available to a step is known."""


@dataclass(frozen=True, slots=True)
class Trial:
    """Solved step that is not accepted yet.

    Attributes:
        step: length [s].
        level: fields at its end.
        advance: front at its end and charges passed.
        rates: currents at its end [A/m].
        error: estimated local error over the tolerance; None without an estimate.
        capacity: charge plated per footprint at its end [C/m²].
        iterations: Newton iterations.
    """

    step: float
    level: Level
    advance: OnRoot[Advance]
    rates: OnRoot[VertexCurrents]
    error: float | None
    capacity: float
    iterations: int


def try_step(state: PlatingState, step: float) -> Trial:
    """Solve for the state a time `step` [s] ahead without accepting it.

    Raises:
        NotConvergedError: Newton's method failed.
        MeshBrokenError: the mesh folds over in front of the deposit.
    """
    guess = state.history.extrapolate(step)
    supply = on_root(state.comm, lambda: supply_if_stripped(state, state.rates.value))
    predicted, corrected, level, iterations = _solve_within_supply(state, step, guess, supply)
    if state.moving:
        level, more = _solve(state, step, corrected, level.unknown)
        iterations += more
    rates = state.currents()
    charge = corrected.map(lambda front: float(front.charges.plated.sum())).shared()
    return Trial(
        step=step,
        level=level,
        advance=corrected,
        rates=rates,
        error=time_error(
            state,
            guess,
            level,
            predicted.map(lambda front: front.charges.plated),
            corrected.map(lambda front: front.charges.plated),
        ),
        capacity=state.capacity + charge / state.footprint,
        iterations=iterations,
    )


def _solve_within_supply(
    state: PlatingState,
    step: float,
    guess: Floats,
    supply: OnRoot[Supply | None],
    attempts: int = _SUPPLIES,
) -> tuple[OnRoot[Advance], OnRoot[Advance], Level, int]:
    """Solve with the front of extrapolated currents; correct the front by the solution.

    Where the correction finds that less metal can be taken, the fields are solved again.
    """
    predicted = on_root(state.comm, lambda: predict(state, step, supply.value))
    level, iterations = _solve(state, step, predicted, guess)
    rates = state.currents()
    corrected = on_root(
        state.comm, lambda: correct(state, step, rates.value, predicted.value.supply)
    )
    found = corrected.map(lambda front: front.supply)
    changed = from_root(state.comm, lambda: found.value is not predicted.value.supply)
    if not changed or attempts == 1:
        return predicted, corrected, level, iterations
    *fronts, level, more = _solve_within_supply(state, step, guess, found, attempts - 1)
    predicted, corrected = fronts
    return predicted, corrected, level, iterations + more


def accept(state: PlatingState, trial: Trial) -> None:
    """Accept a trial as the present state and add its charge to the ledger."""
    trial.advance.map(lambda _: _book(state, trial))
    state.previous = (trial.step, state.rates)
    state.rates = trial.rates
    state.capacity = trial.capacity
    state.history.push(trial.level)
    state.steps += 1
    state.fresh_mesh = False


def _book(state: PlatingState, trial: Trial) -> None:
    """Move the front and add the charge of its displacement to the ledger."""
    tracker, advanced = state.tracker.value, trial.advance.value
    start, end = (float(rates.value.plated.sum()) for rates in (state.rates, trial.rates))
    current = end if advanced.by_end else 0.5 * (start + end)
    state.ledger.value.book(
        tracker.outline,
        advanced.charges.surfaces,
        advanced.outline,
        advanced.dissolved,
        current * trial.step,
    )
    tracker.outline = advanced.outline


def restore(state: PlatingState) -> None:
    """Restore mesh, fields and front of the last accepted state."""
    last = state.history.last
    state.transport.domain.move_to(last.coordinates)
    state.transport.forms.unknown.x.array[:] = last.unknown
    state.transport.forms.constants["electrode"].value = last.electrode
    state.show_standing()


def _solve(
    state: PlatingState,
    step: float,
    advanced: OnRoot[Advance],
    guess: Floats,
) -> tuple[Level, int]:
    """Fields at the end of the step, with the front of `advanced`."""
    transport = state.transport
    outline = advanced.map(lambda front: front.outline)
    on_root(state.comm, lambda: _stay_inside(state, outline.value))
    during = advanced.map(lambda front: front.during)
    state.show(during, advanced.map(lambda front: front.supply), step)
    coordinates = None
    if transport.motion is not None:
        with state.timings.phase("motion"):
            shift = outline.map(lambda front: state.tracker.value.mesh.displacement(front))
            coordinates = transport.motion.coordinates(shift)
            transport.domain.move_to(coordinates)
            if transport.domain.lowest_quality() < _BROKEN_BELOW:
                raise MeshBrokenError("the mesh folded over in front of the deposit")
    transport.guess(guess.copy())
    return transport.step(state.history, step, coordinates)


def _stay_inside(state: PlatingState, outline: Outline) -> None:
    """Refuse a front that crosses a wall, as may happen in an acute corner that closes."""
    if not state.tracker.value.stays_inside(outline):
        raise MeshBrokenError("the front crosses a wall")
