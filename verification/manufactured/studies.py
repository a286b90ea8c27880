"""Studies of the orders in space and time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache

import numpy as np

from platefront.geometry.arrays import Floats
from platefront.solvers.forms.unknowns import MATRIX
from verification.manufactured.box import box_mesh
from verification.manufactured.marching import Errors, March
from verification.manufactured.problem import ManufacturedProblem
from verification.manufactured.rates import fitted_order

EDGE = 0.4
"""Edge length of the coarsest mesh [µm]."""
BAND = 0.1
"""Largest deviation of an observed order from theory."""


@dataclass(frozen=True, slots=True)
class OrderStudy:
    """Errors at increasing resolution.

    Attributes:
        sizes: edge lengths [µm] or mean time steps as fractions of the time [1], coarsest first.
        errors: errors at each size, in every norm.
        theory: theoretical orders, without norms that vanish for the model.
    """

    sizes: tuple[float, ...]
    errors: tuple[Errors, ...]
    theory: Errors

    def order(self, norm: str) -> float:
        """Return the observed order in a norm."""
        return fitted_order(self.sizes, self.sequence(norm))

    def sequence(self, norm: str) -> list[float]:
        """Return the errors in a norm."""
        return [errors[norm] for errors in self.errors]

    def finest(self, norm: str) -> float:
        """Return the error at the finest resolution."""
        return self.errors[-1][norm]

    def describe(self, norm: str) -> str:
        """Format orders and errors in a norm for messages."""
        errors = ", ".join(f"{error:.3g}" for error in self.sequence(norm))
        return (
            f"{norm}: order {self.order(norm):.3f}, theory {self.theory[norm]:g} ± {BAND}; "
            f"errors {errors}"
        )


class Stepping(Enum):
    """Division of time into steps, and time scheme."""

    EVEN = "BDF2, even steps"
    UNEVEN = "BDF2, steps 1:2:1:2"
    EULER = "backward Euler"


def _norms(problem: ManufacturedProblem) -> list[str]:
    fields = ["phi"] if problem.model.electrolyte.held else ["c", "phi"]
    fields += ["w"] if MATRIX in problem.unknowns.potentials else []
    return [f"{field} {norm}" for field in fields for norm in ("L2", "H1")]


@cache
def order_in_space(
    problem: ManufacturedProblem, duration: float, steps: tuple[int, ...], begin: float = 0.0
) -> OrderStudy:
    """Compute errors on meshes h, h/2, h/4 …, each with its number of time steps.

    Theory: order p + 1 in L2 and p in H1 for elements of order p, on the polygon. Straight edges
    deviate from a curved front by O(h²), which limits the order to 2 in L2. In H1 the O(h) error of
    their normals limits the order to 3/2 in general; if neighbouring edges are equally long, as
    here, the leading errors of both cancel in every test function, and the order is 2.

    Potentials in solids are linear on triangles and along the front: order 2 in L2 and 1 in H1. c
    and φ of second-order elements tend to order 2 in L2 then, from 3, so that no order is compared.

    Args:
        problem: problem to solve.
        duration: duration [s].
        steps: number of time steps on each mesh.
        begin: start time [s].
    """
    errors = []
    for level, count in enumerate(steps):
        march = March(problem, box_mesh(EDGE, level, problem.levels))
        step = duration / count
        # With two exact initial levels no step is of first order.
        errors.append(march.run([*(begin + np.linspace(-step, duration, count + 2))], given=2))
        march.destroy()
    best = 2 if problem.curved else problem.order + 1
    theory = {
        norm: float(min(problem.order + norm.endswith("L2"), best)) for norm in _norms(problem)
    }
    if problem.solids is not None:
        limited = () if problem.order == 1 else ("c L2", "phi L2")
        theory = {norm: order for norm, order in theory.items() if norm not in limited}
        theory |= {"h L2": 2.0, "h H1": 1.0, "w L2": 2.0}
    sizes = tuple(EDGE / 2**level for level in range(len(steps)))
    return OrderStudy(sizes, tuple(errors), theory)


@cache
def order_in_time(
    problem: ManufacturedProblem, duration: float, steps: tuple[int, ...], stepping: Stepping
) -> OrderStudy:
    """Compute errors for increasing numbers of steps on a mesh that is exact in space.

    Theory: order 2, and order 1 for backward Euler throughout. The first step is backward Euler.

    Args:
        problem: problem to solve.
        duration: duration [s].
        steps: numbers of steps, even.
        stepping: division into steps and time scheme.
    """
    march = March(problem, box_mesh(EDGE, levels=problem.levels))
    errors = [
        march.run(_instants(duration, count, stepping), memory=stepping is not Stepping.EULER)
        for count in steps
    ]
    march.destroy()
    order = 1.0 if stepping is Stepping.EULER else 2.0
    filled = ["s L2"] if problem.host is not None and problem.host.grown else []
    solid = [] if problem.solids is None else ["h L2", "h H1", "w L2"]
    theory = dict.fromkeys([*_norms(problem), *filled, *solid], order)
    return OrderStudy(tuple(1.0 / count for count in steps), tuple(errors), theory)


def _instants(duration: float, count: int, stepping: Stepping) -> Sequence[float]:
    """Return instants from 0 to `duration`; uneven steps are alternately doubled and halved."""
    pattern = [1.0, 2.0] if stepping is Stepping.UNEVEN else [1.0, 1.0]
    steps: Floats = np.tile(pattern, count // 2)
    return [*(duration * np.append(0.0, np.cumsum(steps)) / steps.sum())]
