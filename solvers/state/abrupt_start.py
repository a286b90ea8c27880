"""Start whose currents empty the elements at the front at once, and guesses of its first step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

import numpy as np

from platefront.geometry.arrays import Floats
from platefront.geometry.front.outline import Outline
from platefront.geometry.lengths import UM
from platefront.solvers.discretisation.transport import Transport
from platefront.solvers.errors import NotConvergedError
from platefront.solvers.front.vertex_currents import VertexCurrents
from platefront.solvers.model.control import Control
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


def abrupt_guesses(
    problem: PlatingProblem, control: Control, rates: OnRoot[VertexCurrents], electrode: float
) -> tuple[Depletion | None, ...]:
    """Return the guesses from which the first step of an abrupt start is tried, in this order.

    None is the state before the step. From there a very strong drive leads astray; from depleted
    surfaces a mild one does, with elements that are long along a wall.

    Args:
        problem: plating problem.
        control: control of the step.
        rates: currents at the start.
        electrode: potential of the collector [RT/F].
    """
    if control.gives_current:
        return (None,)
    plates = rates.map(lambda currents: currents.total >= 0.0).shared()
    current = by_diffusion(problem) / Scales.of(problem.electrolyte).current_density
    return Depletion(current, 0.0 if plates else electrode), None


def solve_abruptly(
    transport: Transport,
    values: Floats,
    guesses: Sequence[Depletion | None],
    solve: Callable[[], int],
) -> int:
    """Return what `solve` does from the first guess that leads to a solution.

    Args:
        transport: whose unknowns are set.
        values: nodal values before the step, interleaved.
        guesses: what is made of them, in this order.
        solve: returns its iterations.

    Raises:
        NotConvergedError: the last guess leads to no solution either.
    """
    *others, last = guesses
    for start in others:
        transport.guess(values.copy(), start)
        with suppress(NotConvergedError):
            return solve()
    transport.guess(values.copy(), last)
    return solve()
