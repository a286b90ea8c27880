"""Typed errors of the solvers; each names what failed, where and when."""

from __future__ import annotations


class NoDolfinxError(ImportError):
    """DOLFINx is not installed, or not as it is needed."""


class SolverError(Exception):
    """Base of everything that can go wrong while solving."""


class NotConvergedError(SolverError):
    """Newton's method or the step control gave up."""


class GeometryFailedError(SolverError):
    """The front or its mesh could not be carried on."""
