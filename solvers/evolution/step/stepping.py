"""Time step: Heun's method for the front, BDF2 for the fields.

The front is advanced by extrapolated currents and the fields are solved; then it is advanced again
from its initial position by the trapezoidal rule and the fields are solved again. The ledger takes
the charge that moved the front, so that charge and area agree to round-off.
"""

from __future__ import annotations

from functools import partial
from operator import attrgetter

import numpy as np

from platefront.geometry.arrays import Floats
from platefront.geometry.front.outline import Outline
from platefront.solvers.evolution.step.advance import Advance
from platefront.solvers.evolution.step.front_advance import (
    correct,
    predict,
    supply_if_stripped,
    with_shift,
)
from platefront.solvers.evolution.step.landing import length_to_land
from platefront.solvers.evolution.step.thin_remains import beside_broken
from platefront.solvers.evolution.step.time_error import time_error
from platefront.solvers.evolution.step.trial import (
    DEFERRED,
    Trial,
    charge_left,
    error_with,
    shares_without_metal,
)
from platefront.solvers.front.deferred_charge import deferred_by
from platefront.solvers.front.mesh_broken import MeshBrokenError
from platefront.solvers.front.metal_supply import Supply
from platefront.solvers.front.vertex_currents import VertexCurrents
from platefront.solvers.front.walls import is_inside
from platefront.solvers.parallel import OnRoot, from_root, on_root
from platefront.solvers.state.abrupt_start import abrupt_guesses, solve_abruptly
from platefront.solvers.state.plating_state import PlatingState

_BROKEN_BELOW = 0.05
"""Lowest triangle quality (1 is equilateral) with which the fields are solved."""
_BROKEN_SHARE = 0.5
"""The same relative to the new mesh, where that is worse."""
_CORRECTIONS = 3
"""Largest number of corrections of the front."""
_CORRECTIONS_TO_LAND = 6
"""The same of a step that lands on a capacity or time: there may be no step to leave to."""
_SUPPLIES = 8
"""Largest number of solutions until the metal available to a step is known."""


def try_step(
    state: PlatingState, step: float, targets: tuple[float, float] = (-np.inf, np.inf)
) -> Trial:
    """Solve for the state a time `step` [s] ahead without accepting it.

    Args:
        state: of the run.
        step: length [s]; another one is taken if it passes or just misses a wanted capacity.
        targets: capacities to land on, below and above the present one [C/m²], or infinite.

    Raises:
        NotConvergedError: Newton's method failed.
        MeshBrokenError: the mesh folds over in front of the deposit.
    """
    guess = state.history.extrapolate(step)
    state.find_response()
    supply = on_root(state.comm, lambda: supply_if_stripped(state, state.rates.value))
    predicted, corrected, used, iterations = _solve_within_supply(state, step, guess, supply)
    rates, left, proposed = used, 0.0, step
    next_time = state.position.next_time(state.time)
    lands = state.position.has_reached(next_time, state.time + step)
    for correction in range(_CORRECTIONS_TO_LAND):
        if correction == _CORRECTIONS and not lands:
            break
        if correction > 0:
            used = rates
            corrected = on_root(state.comm, partial(_corrected, state, step, used, corrected))
        length = from_root(state.comm, partial(_landing, state, step, used, corrected, targets))
        lands = lands or length != step
        if length != step:
            used = used.map(partial(_rates_between, state, length / step))
            corrected = on_root(state.comm, partial(_corrected, state, length, used, corrected))
        elif not state.moving:
            break  # these are the fields already
        step = length
        present = state.transport.forms.unknown.x.array.copy()
        iterations += _solve(state, step, corrected, present)
        rates = state.currents()
        left = from_root(state.comm, partial(charge_left, state, step, corrected, used, rates))
        if left <= DEFERRED:
            break
    if step != proposed:
        guess = state.history.extrapolate(step)
        predicted = on_root(state.comm, partial(_predicted, state, step, supply))
    level = state.transport.completed(state.history, step)
    charge = corrected.map(lambda front: front.charges.total).shared()
    withheld, far = from_root(state.comm, lambda: shares_without_metal(state, corrected.value))
    return Trial(
        step=step,
        level=level,
        advance=corrected,
        used=used,
        rates=rates,
        gap=abs(state.transport.current_gap()) * step,
        electronic_gap=abs(state.transport.electronic_gap()) * step,
        error=error_with(time_error(state, guess, level, predicted, corrected), left, lands=lands),
        capacity=state.capacity + charge / state.footprint,
        withheld=withheld,
        far=far,
        iterations=iterations,
    )


def _solve_within_supply(
    state: PlatingState,
    step: float,
    guess: Floats,
    supply: OnRoot[Supply | None],
    attempts: int = _SUPPLIES,
) -> tuple[OnRoot[Advance], OnRoot[Advance], OnRoot[VertexCurrents], int]:
    """Solve with the front of extrapolated currents; correct the front by the solution.

    Where the correction finds that less metal can be taken, the fields are solved again.

    Returns:
        The predicted and the corrected front, the currents between them, iterations.
    """
    iterations = 0
    while True:
        predicted = on_root(state.comm, partial(_predicted, state, step, supply))
        roughly = from_root(state.comm, partial(_is_solved_again, state, predicted))
        iterations += _solve(state, step, predicted, guess, roughly=roughly)
        attempts -= 1
        used = state.currents()
        corrected = on_root(state.comm, partial(_corrected, state, step, used, predicted))
        found = corrected.map(lambda front: front.supply)
        if attempts == 0 or from_root(state.comm, partial(_same_supply, predicted, corrected)):
            return predicted, corrected, used, iterations
        supply = found


def _landing(
    state: PlatingState,
    step: float,
    rates: OnRoot[VertexCurrents],
    corrected: OnRoot[Advance],
    targets: tuple[float, float],
) -> float:
    """Length of the step that ends at a capacity, if `step` passes or just misses it."""

    def capacity_of(advance: Advance) -> float:
        return state.capacity + advance.charges.total / state.footprint

    def capacity_after(length: float) -> float:
        if length == step:
            return capacity_of(corrected.value)
        between = _rates_between(state, length / step, rates.value)
        return capacity_of(correct(state, length, between, corrected.value.supply))

    return length_to_land(capacity_after, step, state.capacity, targets)


def _rates_between(state: PlatingState, share: float, rates: VertexCurrents) -> VertexCurrents:
    """Currents after a share of a step, with `rates` at its end."""
    return state.rates.value.combined(1.0 - share, rates, share)


def _predicted(state: PlatingState, step: float, supply: OnRoot[Supply | None]) -> Advance:
    return predict(state, step, supply.value)


def _corrected(
    state: PlatingState, step: float, used: OnRoot[VertexCurrents], predicted: OnRoot[Advance]
) -> Advance:
    corrected = correct(state, step, used.value, predicted.value.supply)
    return with_shift(state, step, used.value, corrected)


def _is_solved_again(state: PlatingState, predicted: OnRoot[Advance]) -> bool:
    """Return whether a solution is only the way to another: not where metal ends or dissolves."""
    exact = predicted.value.supply is not None or state.problem.counter.recedes
    return state.moving and not exact


def _same_supply(one: OnRoot[Advance], other: OnRoot[Advance]) -> bool:
    return one.value.supply is other.value.supply


def accept(state: PlatingState, trial: Trial) -> None:
    """Accept a trial as the present state and add its charge to the ledger."""
    trial.advance.map(lambda _: _book(state, trial))
    state.deferred = trial.advance.map(lambda _: _deferred(trial))
    older = trial.advance.map(lambda _: _older_rates(state, trial)) if trial.jumps else state.rates
    state.previous = (trial.step, older)
    state.last_step = trial.step
    state.rates = state.end_rates = trial.rates
    state.shift = trial.rates.map(lambda rates: rates.shift)
    state.film = trial.advance.map(lambda advanced: advanced.film)
    state.end_potential = state.electrode_potential
    state.end_voltage, state.end_solids = state.voltage(), state.solid_drops()
    state.capacity = trial.capacity
    state.history.push(trial.level)
    state.steps += 1
    state.fresh_mesh = state.starts_abruptly = False


def _older_rates(state: PlatingState, trial: Trial) -> VertexCurrents:
    """Return currents before a step in which they jump, from which they may be extrapolated.

    They change as in the step before: the jump, over its length, is no slope that goes on.
    """
    rates = trial.rates.value
    if state.previous is None:
        return rates
    last_step, older = state.previous
    change = trial.step / last_step
    return rates.combined(1.0, state.rates.value, -change).combined(1.0, older.value, change)


def _book(state: PlatingState, trial: Trial) -> None:
    """Move the front and add the charge of its displacement to the ledger."""
    tracker, ledger, advanced = state.tracker.value, state.ledger.value, trial.advance.value
    ledger.book(tracker.outline, advanced.charges.surfaces, advanced.outline, advanced.dissolved)
    if ledger.film is not None and advanced.lost is not None:
        ledger.film.consumed += float(advanced.lost.sum())
    if advanced.filling is not None and advanced.charges.pores is not None:
        ledger.book_pores(state.problem.hosts, advanced.filling, advanced.charges.pores)
    ledger.spread_charge += abs(advanced.spread)
    ledger.charge_between += trial.gap
    ledger.charge_in_solids += trial.electronic_gap
    rates, before = trial.rates.value, state.rates.value
    change = (advanced.weight - 0.5) * (rates.plated - before.plated)
    ledger.current.beyond_trapezoid = trial.step * float(change.sum())
    if advanced.filling is not None and rates.pores is not None and before.pores is not None:
        whole = float((rates.pores - before.pores).sum())
        ledger.current.beyond_trapezoid += trial.step * (advanced.weight_of_pores - 0.5) * whole
    if state.control.pulses is not None:  # what the mean would strip of bare host
        ledger.current.beyond_trapezoid += advanced.withheld
    tracker.outline = advanced.outline
    state.filling = state.filling.map(lambda _: advanced.filling)


def _deferred(trial: Trial) -> VertexCurrents:
    advance = trial.advance.value
    weight, of_pores = trial.step * advance.weight, trial.step * advance.weight_of_pores
    return deferred_by(weight, of_pores, trial.used.value, trial.rates.value)


def restore(state: PlatingState) -> None:
    """Restore mesh, fields and front of the last accepted state."""
    last = state.history.last
    state.transport.domain.move_to(last.coordinates)
    state.transport.forms.unknown.x.array[:] = last.unknown
    state.transport.set_potentials(last)
    state.show_standing()


def _solve(
    state: PlatingState,
    step: float,
    advanced: OnRoot[Advance],
    guess: Floats,
    *,
    roughly: bool = False,
) -> int:
    """Solve for the fields at the end of the step, with the front of `advanced`."""
    transport = state.transport
    state.drive(state.time + step, before_jump=True)
    outline = advanced.map(lambda front: front.outline)
    on_root(state.comm, lambda: _stay_inside(state, outline.value))
    during = advanced.map(lambda front: front.during)
    supply, shift, film, filling = (
        advanced.map(attrgetter(name)) for name in ("supply", "shift", "film", "filling")
    )
    state.show(during, supply, step, shift, film, filling)
    coordinates = None
    if transport.motion is not None:
        with state.timings.phase("motion"):
            shift = outline.map(lambda front: state.tracker.value.mesh.displacement(front))
            coordinates = transport.motion.coordinates(shift)
            transport.domain.move_to(coordinates)
            lowest = min(_BROKEN_BELOW, _BROKEN_SHARE * transport.first_quality)
            if transport.domain.lowest_quality() < lowest:
                raise MeshBrokenError(
                    "the mesh folded over in front of the deposit", beside_broken(state, lowest)
                )
    solve = partial(transport.solve, state.history, step, coordinates, roughly=roughly)
    if state.starts_abruptly:
        guesses = abrupt_guesses(state.problem, state.control, state.rates, transport.electrode)
        return solve_abruptly(transport, guess, guesses, partial(solve, from_afar=True))
    transport.guess(guess.copy())
    return solve()


def _stay_inside(state: PlatingState, outline: Outline) -> None:
    """Refuse a front that crosses a wall, as may happen in an acute corner that closes."""
    if not is_inside(outline, state.problem.section, recedes=state.problem.counter.recedes):
        raise MeshBrokenError("the front crosses a wall")
