"""Typed errors of the solvers; their messages state the failure, its place and time."""

from __future__ import annotations


class NoDolfinxError(ImportError):
    """DOLFINx is not installed, or its version or scalar type is not supported."""

    def __init__(self, reason: object) -> None:
        super().__init__(
            f"there is no DOLFINx to compute with: {reason}\n"
            'Linux on x86-64: pip install "platefront[wheels]"; elsewhere: conda install '
            "-c conda-forge fenics-dolfinx; all ways: docs/environment.md"
        )


class SolverError(Exception):
    """Base class of the errors of a simulation."""


class NotConvergedError(SolverError):
    """Newton's method or the step control did not converge."""


class GeometryFailedError(SolverError):
    """The front could not be moved or its mesh not be made."""
