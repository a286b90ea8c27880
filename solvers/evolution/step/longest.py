"""Longest step that the front, its metal and the next wanted capacity allow."""

from __future__ import annotations

import numpy as np

from platefront.geometry.front.junctions import vertex_sizes
from platefront.geometry.lengths import UM, UM2
from platefront.solvers.evolution.step.landing import time_to_gain
from platefront.solvers.parallel import from_root
from platefront.solvers.state.film.film_growth import time_to_thicken
from platefront.solvers.state.plating_state import PlatingState

_MOST_METAL = 0.8
"""Largest share of all metal on the electrode that one step is to strip."""
_LEAST_STEP = 1e-3
"""Ratio to the last step below which the metal that is left shortens none."""


def longest_step(state: PlatingState, targets: tuple[float, float]) -> float:
    """Return the longest next step [s].

    Args:
        state: of the run.
        targets: capacities to land on, below and above the present one [C/m²], or infinite.
    """
    if state.starts_abruptly:
        return np.inf
    steady = state.control.pulses is None and state.control.gives_current

    def limit() -> float:
        longest = min(_of_front(state), _of_films(state)) if state.moving else np.inf
        current = _current(state)
        if current < 0 and steady:  # no more is asked for than there is
            most = _MOST_METAL * _time_to_empty(state)
            if most > 0.0:
                longest = min(longest, max(most, _LEAST_STEP * min(state.last_step, longest)))
        if current != 0.0:
            target = targets[1 if current > 0.0 else 0]
            ahead = time_to_gain(target - state.capacity, current, _slope(state, current))
            if ahead <= longest:
                longest = ahead
            elif ahead <= 1.5 * longest:  # two even steps rather than a long and a sliver
                longest = 0.5 * ahead
        return longest

    return from_root(state.comm, limit)


def time_to_empty(state: PlatingState) -> float:
    """Return the time in which the present current strips all metal of the front [s]."""
    return from_root(state.comm, lambda: _time_to_empty(state))


def _of_front(state: PlatingState) -> float:
    """Time in which no vertex moves farther than its share of an edge [s]."""
    problem, (tracker, rates) = state.problem, state.front()
    outline, near = tracker.outline, problem.mesh.grading.near_junctions
    length = outline.growing_length
    front = length > 0
    total = np.sum(rates, axis=0)
    swept = np.abs(total[front]) * problem.metal.volume_per_charge / UM2
    sizes = vertex_sizes(outline, problem.mesh.front_size / UM, near)
    reach = problem.front.courant * sizes[front]
    with np.errstate(divide="ignore", over="ignore"):  # what stands still sets no limit
        return float((reach / (swept / length[front])).min(initial=np.inf))


def _of_films(state: PlatingState) -> float:
    """Time in which no vertex recedes farther than its share of an edge by what a film consumes."""
    films, film = state.films, state.film.value
    if films is None or film is None:
        return np.inf
    problem, outline = state.problem, state.tracker.value.outline
    sizes = vertex_sizes(outline, problem.mesh.front_size / UM, problem.mesh.grading.near_junctions)
    per_film = films.charge_per_volume * problem.metal.volume_per_charge
    gain = np.asarray(problem.front.courant * UM * sizes / per_film, dtype=np.float64)
    return time_to_thicken(films, film, state.rates.value, outline, gain)


def _current(state: PlatingState) -> float:
    """Plating current per footprint [A/m²]."""
    whole = float(np.sum(state.front()[1])) + state.rates.value.in_pores
    return whole / state.footprint


def _time_to_empty(state: PlatingState) -> float:
    tracker, _ = state.front()
    metal = float(tracker.supply().charge[tracker.outline.front_points].sum())
    metal += state.metal_in_pores() * UM2 / state.problem.metal.volume_per_charge
    current = _current(state)
    return metal / state.footprint / -current if current < 0.0 else np.inf


def _slope(state: PlatingState, current: float) -> float:
    """Change of a current in the last step over its length [A/m²/s]."""
    if state.previous is None:
        return 0.0
    step, older = state.previous
    return (current - older.value.total / state.footprint) / step
