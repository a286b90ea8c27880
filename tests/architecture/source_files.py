"""The modules of the program, read without importing them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
FOLDERS = {
    "geometry": "platefront.geometry",
    "solvers": "platefront.solvers",
    "platefront": "platefront",
    "verification": "verification",
}
"""Top-level folder → the name that its modules are imported below."""


@dataclass(frozen=True)
class Module:
    """A source file.

    Attributes:
        path: relative to the checkout.
        name: as it is imported, `platefront.geometry.front.outline`.
        tree: its syntax.
    """

    path: Path
    name: str
    tree: ast.Module


@cache
def modules() -> tuple[Module, ...]:
    """All of them, each once: the links inside `platefront/` are not followed."""
    return tuple(_read())


def _read() -> Iterator[Module]:
    for folder, package in FOLDERS.items():
        for path in sorted((CHECKOUT / folder).rglob("*.py", recurse_symlinks=False)):
            relative = path.relative_to(CHECKOUT)
            parts = relative.with_suffix("").parts[1:]
            name = ".".join([package, *parts]).removesuffix(".__init__")
            yield Module(relative, name, ast.parse(path.read_text(encoding="utf-8")))
