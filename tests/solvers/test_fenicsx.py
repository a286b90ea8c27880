"""Compilation of forms: no warnings of the compiler on the terminal, but its errors."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

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
