"""Libraries of figures and of the solver are loaded by the commands that use them only."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.shared.case_files import CASES, FOIL, ROOT

FIGURES = {"matplotlib", "pyvista", "vtkmodules"}
SOLVER = {"dolfinx", "petsc4py", "gmsh"}
_CODE = """
import contextlib, io, json, sys
sys.argv = ["platefront", *sys.argv[1:]]
from platefront.cli import main
code = 0
with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    try:
        main()
    except SystemExit as ended:
        code = ended.code or 0
print(json.dumps([code, sorted({name.partition(".")[0] for name in sys.modules})]))
"""


def loaded(*arguments):
    """Exit code of a command, and the packages it has imported."""
    ended = subprocess.run(
        [sys.executable, "-c", _CODE, *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    code, modules = json.loads(ended.stdout)
    return code, set(modules)


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_help_needs_no_library_of_numbers(arguments):
    code, modules = loaded(*arguments)
    assert code == 0
    assert not modules & (FIGURES | SOLVER | {"numpy", "scipy", "shapely", "pydantic", "pint"})


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", CASES / "quick" / "pillars.toml"],
        ["schema"],
        ["run", "absent.toml"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_what_neither_draws_nor_solves(arguments):
    _, modules = loaded(*arguments)
    assert not modules & (FIGURES | SOLVER)


def test_a_run_without_figures_draws_nothing(tmp_path):
    case = tmp_path / "foil.toml"
    case.write_text(FOIL.replace("0.1 mAh", "0.001 mAh") + "\n[output]\nfigures = false\n")
    code, modules = loaded("run", case, "-o", tmp_path / "run")
    assert code == 0
    assert not [name for name in modules if name.startswith("platefront.figures")]
    # pyvista before 0.45 imports it itself
    assert "matplotlib" not in modules or "pyvista" in modules
