"""Broyden's updates of a factorised Jacobian.

Increments of the chord method converge linearly. Each of them tells how the Jacobian acts along it,
which corrects the next ones: with increments d_k by this method, and d̃ = J⁻¹F by the old factors,

    d̃ ← d̃ + d_{j+1} (d_j·d̃)/|d_j|² for all earlier j,    d = d̃/(1 - d_k·d̃/|d_k|²)

(C. T. Kelley, *Iterative Methods for Linear and Nonlinear Equations*, SIAM 1995, section 7.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from mpi4py import MPI

from platefront.geometry.arrays import Floats

_MOST = 6
"""Number of increments from which the updates start anew."""
_NEAR_ONE = 0.8
"""Projection on the last increment beyond which the updates would blow up an increment."""


@dataclass(frozen=True, slots=True)
class _Increment:
    """Increment of the fields and of the electrode potential, and its square."""

    fields: Floats
    electrode: float
    square: float


class SecantUpdates:
    """Increments since the factorisation or the start of a solve."""

    def __init__(self, comm: MPI.Intracomm) -> None:
        """Begin without any."""
        self._comm = comm
        self._increments: list[_Increment] = []

    def forget(self) -> None:
        """Begin anew, with another matrix or after an increment that was not taken as a whole."""
        self._increments.clear()

    def correct(self, increment: Floats, change: float) -> float:
        """Correct an increment in place, and remember it (collective).

        Args:
            increment: of this process's unknowns, by the factorised Jacobian.
            change: the same of the electrode potential; 0 if it is given.

        Returns:
            The corrected change.
        """
        if len(self._increments) == _MOST or not np.isfinite(self._square(increment, change)):
            self.forget()
        for before, after in pairwise(self._increments):
            along = self._share(before, increment, change)
            increment += along * after.fields
            change += along * after.electrode
        if self._increments:
            along = self._share(self._increments[-1], increment, change)
            if abs(along) < _NEAR_ONE:
                increment /= 1.0 - along
                change /= 1.0 - along
            else:
                self.forget()
        square = self._square(increment, change)
        if square > 0.0 and np.isfinite(square):
            self._increments.append(_Increment(increment.copy(), change, square))
        return change

    def _share(self, earlier: _Increment, increment: Floats, change: float) -> float:
        """Return the projection of an increment on an earlier one, relative to that."""
        product = self._product(earlier.fields, increment) + earlier.electrode * change
        return product / earlier.square

    def _square(self, increment: Floats, change: float) -> float:
        with np.errstate(over="ignore"):  # a power would be an error in Python
            return self._product(increment, increment) + change * change

    def _product(self, one: Floats, other: Floats) -> float:
        return float(self._comm.allreduce(float(one @ other), op=MPI.SUM))
