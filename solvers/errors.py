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


class DeadEndError(NotConvergedError):
    """No state of the cell fits its control, such as stripping where there is nothing to strip."""


class ExponentError(NotConvergedError):
    """An exponential of a rate law is beyond the range in which it is computed.

    Attributes:
        mark: facet mark of the surface.
        place: (x, y) [µm].
        exponent: its argument.
    """

    def __init__(self, mark: int, place: tuple[float, float], exponent: float) -> None:
        super().__init__(f"an exponent of {exponent:.4g} at mark {mark}")
        self.mark, self.place, self.exponent = mark, place, exponent


class LimitingCurrentError(NotConvergedError):
    """More current is demanded than the transport of ions to a surface sustains."""


class OneProcessError(SolverError):
    """A part of the model is computed on one process only, but the run has several."""


class GeometryFailedError(SolverError):
    """The front could not be moved or its mesh not be made."""
