"""How much of a counter electrode dissolves, and where."""

from __future__ import annotations

import numpy as np

from platefront.geometry.arrays import Floats
from platefront.geometry.front.outline import Outline
from platefront.solvers.mesh.vertex_currents import VertexCurrents
from platefront.solvers.model.problem import PlatingProblem


def dissolved_charge(problem: PlatingProblem, outline: Outline, charges: VertexCurrents) -> Floats:
    """(n,) charge that dissolves metal at each vertex of the counter electrode [C/m].

    Args:
        problem: tells how the counter electrode recedes.
        outline: at the start of the step.
        charges: of the step [C/m].
    """
    match problem.counter.recession:
        case "local":
            return -charges.counter
        case "even":
            width = outline.counter_width
            return np.asarray(charges.plated.sum() * width / width.sum())
    return np.zeros(len(outline))


def counter_volume_per_charge(problem: PlatingProblem) -> float | None:
    """Volume that a receding counter electrode gives up per charge [m³/C]; None if it stays.

    Metal dissolves as dense metal. A reservoir has no metal: its plane keeps its mean distance
    from the deposit, pores included.
    """
    counter = problem.counter
    return counter.volume_per_charge(problem.metal) if counter.recedes else None
