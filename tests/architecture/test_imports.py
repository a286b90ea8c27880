"""Imports go one way, through the packages and through the sub-packages of each."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

import pytest

from tests.architecture.source import LARGEST_FOLDER, ROOT, Module, entries, modules, scripts

ORDER = [
    "platefront.geometry.errors",
    "platefront.geometry.arrays",
    "platefront.geometry.lengths",
    "platefront.geometry.trust",
    "platefront.geometry.parameters",
    "platefront.geometry.registry",
    "platefront.geometry.family",
    "platefront.geometry.keyed_table",
    "platefront.geometry.plane",
    "platefront.geometry.section",
    "platefront.geometry.importing",
    "platefront.geometry.collectors",
    "platefront.geometry.assembly",
    "platefront.geometry.front",
    "platefront.geometry.mesh",
    "platefront.solvers.constants",
    "platefront.solvers.errors",
    "platefront.solvers.parallel",
    "platefront.solvers.compilers",
    "platefront.solvers.fenicsx",
    "platefront.solvers.timing",
    "platefront.solvers.model",
    "platefront.solvers.mesh",
    "platefront.solvers.forms",
    "platefront.solvers.newton",
    "platefront.solvers.discretisation",
    "platefront.solvers.balance",
    "platefront.solvers.front",
    "platefront.solvers.state",
    "platefront.solvers.evolution",
    "platefront.solvers.tortuosity",
    "platefront.exit_codes",
    "platefront.ranks",
    "platefront.case",
    "platefront.results",
    "platefront.figures",
    "platefront.export",
    "platefront.running",
    "platefront.report",
    "platefront.convergence",
    "platefront.sweeping",
    "platefront.commands",
    "platefront.cli",
    "platefront.__main__",
    "verification",
]
"""Parts of the program; each imports from itself and from those above it only."""

FACADES = ("platefront", "platefront.geometry", "platefront.solvers")
"""Packages that are not parts themselves; the first names parts of the application lazily."""

FOREIGN = {
    "platefront.geometry": ("dolfinx", "ufl", "basix", "ffcx", "petsc4py", "mpi4py"),
    "platefront.solvers": ("typer", "click", "rich", "matplotlib", "pyvista", "pandas"),
}
"""Libraries that a package does not use."""

LARGER = {
    "geometry/collectors": "one file a kind of collector",
    "platefront/case": "the case file: reading, checking, documenting",
    "verification/benchmarks": "one file a benchmark, with its reference solution beside it",
}
"""Folders that hold more, and why."""


def part_of(name: str) -> str | None:
    """The part that a module belongs to; None for modules of other programs."""
    return next((part for part in ORDER if name == part or name.startswith(f"{part}.")), None)


def test_every_module_belongs_to_a_part() -> None:
    parts = [m for m in modules() if m.name not in FACADES]
    assert not [module.place for module in parts if part_of(module.name) is None]
    assert {part_of(module.name) for module in parts} == set(ORDER)


def test_a_module_imports_from_its_own_part_and_earlier_ones() -> None:
    rank = {part: number for number, part in enumerate(ORDER)}
    wrong = [
        f"{module.place} imports {name}"
        for module in modules()
        if module.name not in FACADES
        for name in module.imports
        if (part := part_of(name)) and rank[part] > rank[part_of(module.name) or ""]
    ]
    assert not wrong


def test_geometry_and_solvers_do_not_know_the_application() -> None:
    wrong = [
        module.place
        for module in modules()
        if module.name.startswith(("platefront.geometry.", "platefront.solvers."))
        and "platefront" in module.imports
    ]
    assert not wrong


def test_the_linked_packages_have_one_name() -> None:
    """`import geometry` would load the same files once more, as other classes."""
    sources = [*modules(), *scripts()]
    wrong = [
        f"{module.place} imports {name}"
        for module in sources
        for name in module.imports
        if name.split(".")[0] in ("geometry", "solvers")
    ]
    assert not wrong


def test_geometry_knows_no_physics_and_solvers_no_terminal() -> None:
    wrong = [
        f"{module.place} imports {name}"
        for package, libraries in FOREIGN.items()
        for module in modules()
        if module.name.startswith(package)
        for name in module.imports
        if name.split(".")[0] in libraries
    ]
    assert not wrong


def test_there_are_no_circles() -> None:
    names = {module.name for module in modules()}

    def needed(module: Module) -> set[str]:
        """Modules it imports; of `from package import module` not the package."""
        found = {name for name in module.imports if name in names} - {module.name}
        return {name for name in found if not any(other.startswith(f"{name}.") for other in found)}

    graph = {module.name: needed(module) for module in modules() if module.name not in FACADES}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"circle: {' → '.join(error.args[1])}")


def test_folders_read_like_a_table_of_contents() -> None:
    folders = {module.path.parent for module in modules()}
    sizes = {str(folder.relative_to(ROOT)): entries(folder) for folder in folders}
    assert {place for place, size in sizes.items() if size > LARGEST_FOLDER} == set(LARGER)
