"""Time step: Heun's method for the front, BDF2 for the fields.

The front is advanced by extrapolated currents and the fields are solved; then it is advanced again
from its initial position by the trapezoidal rule and the fields are solved again. The ledger takes
the charge that moved the front, so that charge and area agree to round-off.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from platefront.geometry.arrays import Floats
from platefront.geometry.front.motion import advance
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.recession import recede
from platefront.geometry.lengths import UM2
from platefront.solvers.discretisation.time_scheme import Level
from platefront.solvers.evolution.state import PlatingState
from platefront.solvers.evolution.stripping_limit import keep_out_of_host, limit_stripping
from platefront.solvers.evolution.time_error import time_error
from platefront.solvers.evolution.vertex_currents import (
    VertexCurrents,
    counter_volume_per_charge,
    dissolved_charge,
)
from platefront.solvers.model.kinetics.surface_state import RESIDUE
from platefront.solvers.parallel import OnRoot, on_root

_BROKEN_BELOW = 0.05
"""Lowest triangle quality (1 is equilateral) with which the fields are solved."""
_PINNINGS = 4
"""Largest number of passes in which vertices that would enter the host are pinned."""


class MeshBrokenError(Exception):
    """The mesh cannot follow the front any further; remeshing may help."""


@dataclass(frozen=True, slots=True)
class _Advance:
    """Displaced front and the charges of its displacement."""

    charges: VertexCurrents
    dissolved: float
    """Charge of the dissolution of a receding counter electrode [C/m]."""
    outline: Outline


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
    advance: OnRoot[_Advance]
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
    if state.starts_abruptly and state.problem.control.gives_overpotentials:
        guess[1::2] = 0.0  # nearer than the potential that drives the currents at c0
    predicted = on_root(state.comm, lambda: _predict(state, step))
    level, iterations = _solve(state, step, predicted, guess)
    rates = state.currents()
    corrected = on_root(state.comm, lambda: _correct(state, step, rates.value))
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


def accept(state: PlatingState, trial: Trial) -> None:
    """Accept a trial as the present state and add its charge to the ledger."""
    trial.advance.map(lambda advanced: _book(state, advanced))
    state.previous = (trial.step, state.rates)
    state.rates = trial.rates
    state.capacity = trial.capacity
    state.history.push(trial.level)
    state.steps += 1
    state.fresh_mesh = False


def _book(state: PlatingState, advanced: _Advance) -> None:
    """Move the front and add the charge of its displacement to the ledger."""
    tracker = state.tracker.value
    state.ledger.value.book(
        tracker.outline, advanced.charges.surfaces, advanced.outline, advanced.dissolved
    )
    tracker.outline = advanced.outline


def restore(state: PlatingState) -> None:
    """Restore mesh, fields and front of the last accepted state."""
    last = state.history.last
    state.transport.domain.move_to(last.coordinates)
    state.transport.forms.unknown.x.array[:] = last.unknown
    state.transport.forms.constants["electrode"].value = last.electrode
    state.show(state.tracker.map(lambda front: front.outline))


def _predict(state: PlatingState, step: float) -> _Advance:
    """Charges by extrapolated currents, and the resulting front."""
    rates = state.rates.value
    if state.starts_abruptly:
        return _advance(state, rates.combined(0.0, rates, 0.0))
    if state.previous is None:
        return _advance(state, rates.combined(step, rates, 0.0))
    last_step, older = state.previous
    slope = 0.5 * step**2 / last_step
    return _advance(state, rates.combined(step + slope, older.value, -slope))


def _correct(state: PlatingState, step: float, rates: VertexCurrents) -> _Advance:
    """Charges by the trapezoidal rule, and the resulting front."""
    if state.starts_abruptly:
        return _advance(state, rates.combined(step, rates, 0.0))
    return _advance(state, state.rates.value.combined(0.5 * step, rates, 0.5 * step))


def _advance(state: PlatingState, charges: VertexCurrents) -> _Advance:
    outline = state.tracker.value.outline
    area_per_charge = state.problem.metal.volume_per_charge / UM2
    if state.problem.front.growth == "even":
        charges = charges.evened(outline)
    charges, emptied = limit_stripping(state, charges, area_per_charge)
    swept = charges.plated * area_per_charge
    dissolved: Floats = np.zeros(len(outline))
    if state.moving:
        moved = advance(outline, swept)
        for _ in range(_PINNINGS):
            fewer = keep_out_of_host(state, charges, moved)
            if fewer is None:
                break
            charges = fewer
            moved = advance(outline, charges.plated * area_per_charge)
        volume = counter_volume_per_charge(state.problem)
        if volume is not None:
            dissolved = dissolved_charge(state.problem, outline, charges)
            per_charge = volume / UM2
            moved = recede(moved, dissolved * per_charge)
    else:
        with np.errstate(divide="ignore", invalid="ignore"):
            length = outline.growing_length
            grown = np.where(length > 0, swept / length, 0.0)
        moved = outline.thickened(grown)
    if len(emptied):
        bare, thickness = moved.bare.copy(), moved.thickness_m.copy()
        # Host that was bare all along has no film, however little round-off would strip.
        film = np.where(outline.bare[emptied] < 1.0, RESIDUE, outline.thickness_m[emptied])
        bare[emptied], thickness[emptied] = 1.0, np.minimum(film, RESIDUE)
        moved = replace(moved, bare=bare, thickness_m=thickness)
    return _Advance(charges, float(dissolved.sum()), moved)


def _solve(
    state: PlatingState, step: float, advanced: OnRoot[_Advance], guess: Floats
) -> tuple[Level, int]:
    """Fields at the end of the step, with the front of `advanced`."""
    transport = state.transport
    outline = advanced.map(lambda front: front.outline)
    on_root(state.comm, lambda: _stay_inside(state, outline.value))
    state.show(outline)
    coordinates = None
    if transport.motion is not None:
        with state.timings.phase("motion"):
            shift = outline.map(lambda front: state.tracker.value.mesh.displacement(front))
            coordinates = transport.motion.coordinates(shift)
            transport.domain.move_to(coordinates)
            if transport.domain.lowest_quality() < _BROKEN_BELOW:
                raise MeshBrokenError("the mesh folded over in front of the deposit")
    transport.guess(guess.copy())
    afar = state.starts_abruptly
    return transport.step(state.history, step, coordinates, from_afar=afar)


def _stay_inside(state: PlatingState, outline: Outline) -> None:
    """Refuse a front that crosses a wall, as may happen in an acute corner that closes."""
    if not state.tracker.value.stays_inside(outline):
        raise MeshBrokenError("the front crosses a wall")
