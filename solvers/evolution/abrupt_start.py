"""Start whose currents empty the elements at the front at once, and the guess of its first step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from platefront.geometry.lengths import UM
from platefront.solvers.discretisation.depleted_guess import Depletion
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.parallel import from_root

if TYPE_CHECKING:
    from platefront.solvers.evolution.state import PlatingState


def by_diffusion(problem: PlatingProblem) -> float:
    """Return the current density by diffusion across an element at the front [A/m²]."""
    electrolyte, size = problem.electrolyte, problem.mesh.front_size
    return (electrolyte.current_per_gradient or 0.0) * electrolyte.concentration / size


def empties_elements(state: PlatingState) -> bool:
    """Return True if diffusion across one element cannot sustain the present currents."""
    if state.problem.electrolyte.current_per_gradient is None:
        return False

    def steepest() -> float:
        tracker, rates = state.front()
        length = tracker.outline.growing_length * UM
        at = length > 0
        return float((np.abs(np.sum(rates, axis=0))[at] / length[at]).max(initial=0.0))

    return from_root(state.comm, steepest) > by_diffusion(state.problem)


def depletion(state: PlatingState) -> Depletion | None:
    """Return the guess of an abrupt start; None for others, or where a current is given."""
    if not state.starts_abruptly or state.problem.control.given_current is not None:
        return None
    plates = state.rates.map(lambda rates: bool(rates.plated.sum() >= 0.0)).shared()
    electrode = 0.0 if plates else state.transport.electrode
    return Depletion(by_diffusion(state.problem) / state.scales.current_density, electrode)
