"""Factors of Newton's method in a checkpoint, so that a run goes on with the same ones.

The matrix of an earlier state is reused while it converges, and what it converges to differs within
its tolerance. Values of the matrix and of its border are kept; the factors are made again.
"""

from __future__ import annotations

from typing import Any

from platefront.solvers.newton.chord_newton import ChordNewton


def newton_memory(newton: ChordNewton) -> dict[str, Any] | None:
    """Return the matrix of the present factors of this process; None if there are none."""
    if not newton.factored:
        return None
    return {"matrix": newton.jacobian.memory(), "border": newton.border_memory()}


def recall_newton(newton: ChordNewton, memory: dict[str, Any] | None) -> None:
    """Factorise the matrix of a checkpoint; nothing without one."""
    if memory is None:
        return
    newton.jacobian.recall(memory["matrix"])
    newton.recall_factors(memory["border"])
