"""Typed errors of the solvers; their messages state the failure, its place and time."""

from __future__ import annotations


class NoDolfinxError(ImportError):
    """DOLFINx is not installed, or its version or scalar type is not supported."""


class SolverError(Exception):
    """Base class of the errors of a simulation."""


class NotConvergedError(SolverError):
    """Newton's method or the step control did not converge."""


class GeometryFailedError(SolverError):
    """The front could not be moved or its mesh not be made."""
