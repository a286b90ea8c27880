"""Imports are declared in pyproject.toml, and the lock files install what it declares."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).parents[2]
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"]
OF_DOLFINX = {"basix", "dolfinx", "dolfinx_solver", "mpi4py", "petsc4py", "ufl"}
"""What comes with DOLFINx, however that was installed."""

OURS = {"platefront", "verification", "tests", "benchmarks", "cases"}

# where the distribution has another name than the module
DISTRIBUTIONS = {
    "PIL": "pillow",
    "_pytest": "pytest",
    "basix": "fenics-basix",
    "dolfinx": "dolfinx-solver-real",
    "dolfinx_solver": "dolfinx-solver-real",
    "petsc4py": "dolfinx-solver-real",
    "skimage": "scikit-image",
    "ufl": "fenics-ufl",
    "vtkmodules": "vtk",
}


def imported(*folders: str) -> set[str]:
    """Top-level names of all modules from elsewhere that the code in the folders imports."""
    names: set[str] = set()
    for folder in folders:
        for path in (CHECKOUT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Import):
                    names |= {alias.name.split(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    names.add(node.module.split(".")[0])
    return names - sys.stdlib_module_names - OURS


def declared(requirements: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(text).name) for text in requirements}


def distributions(modules: set[str]) -> set[str]:
    return {canonicalize_name(DISTRIBUTIONS.get(name, name)) for name in modules}


def test_what_the_program_imports_is_declared_and_nothing_else() -> None:
    modules = imported("platefront", "geometry", "solvers")
    assert distributions(modules - OF_DOLFINX) == declared(PROJECT["dependencies"])
    assert distributions(modules & OF_DOLFINX) == declared(EXTRAS["wheels"])


def test_what_tests_and_benchmarks_import_is_declared() -> None:
    known = [*PROJECT["dependencies"], *(text for extra in EXTRAS.values() for text in extra)]
    assert distributions(imported("tests", "verification", "benchmarks")) <= declared(known)


def test_the_launcher_asks_the_host_for_what_is_imported() -> None:
    script = (CHECKOUT / "bin" / "lib" / "host.sh").read_text()
    listed = re.search(r"modules = \((.*?)\)\.split", script, re.DOTALL)
    assert listed is not None
    modules = set(re.findall(r"\w+", listed[1]))
    assert modules == imported("platefront", "geometry", "solvers") - {"dolfinx_solver"}


def pins(lock: str) -> Iterator[tuple[str, str]]:
    for line in (CHECKOUT / "requirements" / lock).read_text().splitlines():
        if match := re.match(r"([a-z0-9-]+)==(\S+)", line):
            yield match[1], match[2]


@pytest.mark.parametrize(
    ("lock", "extras"), [("wheels.lock", ["wheels"]), ("wheels-dev.lock", ["wheels", "dev"])]
)
def test_a_lock_file_installs_what_is_declared(lock: str, extras: list[str]) -> None:
    pinned = dict(pins(lock))
    required = [*PROJECT["dependencies"], *(text for extra in extras for text in EXTRAS[extra])]
    for requirement in map(Requirement, required):
        version = pinned[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), requirement


def test_development_is_on_the_versions_that_users_have() -> None:
    assert set(pins("wheels.lock")) < set(pins("wheels-dev.lock"))
