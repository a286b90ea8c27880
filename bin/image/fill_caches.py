"""Filling of the image's caches, and the files of VTK's wheel that it can do without.

    python3 bin/image/fill_caches.py CASES >UNUSED

Compiles the weak forms of every case in a folder, in both element orders; runs those in its
folder `quick`, figures included, and draws their sections, which also fills the caches of fonts
and units. Prints what none of this loaded of VTK: most of its 560 MB.
"""

from __future__ import annotations

import io
import itertools
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import vtkmodules
from mpi4py import MPI
from rich.console import Console

from platefront.case.load import load_case
from platefront.commands.section import show_section
from platefront.running.run import run_case
from platefront.solvers.forms.problem_forms import compile_problem


def main(cases: Path) -> int:
    """Fill and print; return the number of quick cases that failed."""
    for path, order in itertools.product(sorted(cases.rglob("*.toml")), (1, 2)):
        _compile(path, order)
    quick = sorted((cases / "quick").glob("*.toml"))
    with tempfile.TemporaryDirectory() as folder:
        failures = sum(_use(path, Path(folder) / path.stem) for path in quick)
    for file in _unused_of_vtk():
        print(file)
    return failures


def _compile(path: Path, order: int) -> None:
    problem = load_case(path).problem()
    mesh = problem.mesh.model_copy(update={"order": order})
    compile_problem(MPI.COMM_WORLD, replace(problem, mesh=mesh))


def _use(path: Path, output: Path) -> bool:
    """Run a case and write its section in all kinds of files; return True if the run failed."""
    case = load_case(path)
    drawings = [output.with_suffix(ending) for ending in (".png", ".svg", ".dxf", ".msh", ".vtu")]
    show_section(case, path.stem, drawings, Console(file=io.StringIO()))
    return run_case(case, path, output, force=False, quiet=True) != 0


def _unused_of_vtk() -> list[Path]:
    mapped = Path("/proc/self/maps").read_text("utf-8").splitlines()
    loaded = {Path(line.split()[-1]).resolve() for line in mapped if line.endswith(".so")}
    files = sorted(Path(vtkmodules.__file__).parent.glob("*.so"))
    return [file for file in files if file.resolve() not in loaded]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
