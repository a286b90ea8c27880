"""Direct solver of sparse linear systems."""

from __future__ import annotations

from typing import Any

from platefront.solvers.fenicsx import PETSc

_MATCHING, _ORDERING, _SCALING = 6, 7, 8
_PARAMETERS = {_ORDERING: 0, _MATCHING: 0, _SCALING: 0}
"""Parameters of MUMPS. Minimum degree is found in a third of the time of nested dissection and
costs 4 % in each factorisation: worth it where a mesh lasts for few of them. The systems are
dimensionless and have no zero on the diagonal: matching and scaling, a tenth of a factorisation,
would give the same solutions to round-off."""


def direct_solver(matrix: Any, *, symmetric: bool = False) -> Any:
    """Return a solver that factorises a matrix by MUMPS at its `setUp`.

    Args:
        matrix: of PETSc; its values may change later.
        symmetric: True for a symmetric positive definite one.
    """
    ksp = PETSc.KSP().create(matrix.getComm())
    ksp.setType(PETSc.KSP.Type.PREONLY)
    factor = ksp.getPC()
    factor.setType(PETSc.PC.Type.CHOLESKY if symmetric else PETSc.PC.Type.LU)
    factor.setFactorSolverType("mumps")
    ksp.setOperators(matrix)
    factor.setFactorSetUpSolverType()
    for parameter, value in _PARAMETERS.items():
        factor.getFactorMatrix().setMumpsIcntl(parameter, value)
    return ksp
