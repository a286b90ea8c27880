"""The source tree as modules and what they import."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("geometry", "solvers", "platefront", "verification")
LARGEST_FOLDER = 16
"""Entries of a folder that still reads like a table of contents."""
_LINKED = ("geometry", "solvers")  # imported as platefront.geometry, platefront.solvers


@dataclass(frozen=True)
class Module:
    """One file of the program.

    Attributes:
        path: the file.
        name: by which it is imported, packages without `__init__`.
    """

    path: Path
    name: str

    @property
    def place(self) -> str:
        """The file from the root of the checkout."""
        return str(self.path.relative_to(ROOT))

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return ast.parse(self.path.read_text(encoding="utf-8"), filename=self.place)

    @cached_property
    def imports(self) -> tuple[str, ...]:
        """Full names of the modules it imports anywhere; `from a import b` gives a and a.b."""
        found: set[str] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module is not None:
                found.add(node.module)
                found.update(f"{node.module}.{alias.name}" for alias in node.names)
        return tuple(sorted(found))


@lru_cache(maxsize=1)
def modules() -> tuple[Module, ...]:
    """All modules of the program, each once, at its real path."""
    return tuple(_walk())


def scripts() -> list[Module]:
    """Python files outside the packages: tests, timings, makers of pictures."""
    folders = ("tests", "benchmarks", "cases", "docs", "bin", ".ci")
    paths = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [Module(path, path.stem) for path in paths]


def entries(folder: Path) -> int:
    """Modules and packages in a folder, but for its `__init__.py`."""
    return sum(
        entry.suffix == ".py" or (entry.is_dir() and any(entry.rglob("*.py")))
        for entry in folder.iterdir()
        if entry.name != "__init__.py"
    )


def _walk() -> Iterator[Module]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if any(part.is_symlink() for part in path.parents if part != ROOT):
                continue
            parts = path.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts).removesuffix(".__init__")
            yield Module(path, f"platefront.{name}" if package in _LINKED else name)
