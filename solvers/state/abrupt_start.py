"""Start whose currents empty the elements at the front at once, and the guess of its first step."""

from __future__ import annotations

import numpy as np

from platefront.geometry.front.outline import Outline
from platefront.geometry.lengths import UM
from platefront.solvers.front.vertex_currents import VertexCurrents
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.model.scales import Scales
from platefront.solvers.newton.depleted_guess import Depletion
from platefront.solvers.parallel import OnRoot


def by_diffusion(problem: PlatingProblem) -> float:
    """Return the current density by diffusion across an element at the front [A/m²]."""
    electrolyte, size = problem.electrolyte, problem.mesh.front_size
    return (electrolyte.current_per_gradient or 0.0) * electrolyte.concentration / size


def empties_elements(
    problem: PlatingProblem, outline: OnRoot[Outline], rates: OnRoot[VertexCurrents]
) -> bool:
    """Return True if diffusion across one element cannot sustain the present currents."""
    if problem.electrolyte.current_per_gradient is None:
        return False

    def steepest(currents: VertexCurrents) -> float:
        length = outline.value.growing_length * UM
        at = length > 0
        return float((np.abs(currents.plated)[at] / length[at]).max(initial=0.0))

    return rates.map(steepest).shared() > by_diffusion(problem)


def depletion(
    problem: PlatingProblem, rates: OnRoot[VertexCurrents], electrode: float
) -> Depletion | None:
    """Return the guess of an abrupt start; None where a current is given.

    Args:
        problem: plating problem.
        rates: currents at the start.
        electrode: potential of the collector [RT/F].
    """
    if problem.control.given_current is not None:
        return None
    plates = rates.map(lambda currents: bool(currents.plated.sum() >= 0.0)).shared()
    current = by_diffusion(problem) / Scales.of(problem.electrolyte).current_density
    return Depletion(current, 0.0 if plates else electrode)
