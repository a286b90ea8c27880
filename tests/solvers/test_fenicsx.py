"""Compilation of forms: no warnings of the compiler on the terminal, but its errors."""

from __future__ import annotations

import os
import subprocess
import sys

import basix.ufl
import pytest
import ufl
from mpi4py import MPI

from platefront.solvers.fenicsx import bind_form, compile_form, fem, mesh
from platefront.solvers.mesh.domain import UFL_MESH
from tests.shared.case_files import ROOT

_COMPILE = """
from mpi4py import MPI
import ufl
from platefront.solvers.fenicsx import fem, linear_solution, mesh
domain = mesh.create_unit_square(MPI.COMM_SELF, 1, 1)
space = fem.functionspace(domain, ("Lagrange", 1))
u, v = ufl.TrialFunction(space), ufl.TestFunction(space)
factor = {factor}
try:
    linear_solution(domain, factor * u * v * ufl.dx, factor * v * ufl.dx, [], {{}})
except Exception as error:
    print("refused", type(error).__name__)
else:
    print("compiled")
"""


def compiled(tmp_path, factor, flags):
    return subprocess.run(
        [sys.executable, "-c", _COMPILE.format(factor=factor)],
        cwd=ROOT,
        env=os.environ | {"XDG_CACHE_HOME": str(tmp_path), "CFLAGS": flags},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("flags", ["", "-Wall -Wextra -Wconversion -Wpedantic"])
def test_warnings_are_not_printed(tmp_path, flags):
    ended = compiled(tmp_path, 1.5, flags)
    assert (ended.stdout, ended.stderr) == ("compiled\n", "")


def test_errors_are_printed_once(tmp_path):
    """An infinite number is no constant of C; the failure leaves no half-made problem behind."""
    ended = compiled(tmp_path, "float('inf')", "")
    assert ended.stdout.startswith("refused ")
    assert "error:" in ended.stderr
    assert "Exception ignored" not in ended.stderr
    assert "LinearProblem" not in ended.stderr


def test_coefficients_that_a_derivative_leaves_are_not_taken_for_others() -> None:
    """∫ a u v: its derivative by u has a alone, which stays the second coefficient as written."""
    space = ufl.FunctionSpace(UFL_MESH, fem_element())
    u, a, v = ufl.Coefficient(space), ufl.Coefficient(space), ufl.TestFunction(space)
    form = ufl.derivative(a * u * v * ufl.dx, u)
    domain = mesh.create_unit_square(MPI.COMM_SELF, 2, 2)
    there = fem.functionspace(domain, ("Lagrange", 1))
    unknown, factor = fem.Function(there), fem.Function(there)
    unknown.x.array[:], factor.x.array[:] = 7.0, 3.0
    bound = bind_form(
        compile_form(MPI.COMM_SELF, form), [there] * 2, domain, {}, {u: unknown, a: factor}, {}
    )
    matrix = fem.assemble_matrix(bound).to_dense()
    assert matrix.sum() == pytest.approx(3.0, rel=1e-12)


def fem_element() -> object:
    """Linear element of triangles."""
    return basix.ufl.element("Lagrange", "triangle", 1)
