"""Which program and libraries made a result."""

from __future__ import annotations

import platform
import subprocess
from contextlib import suppress
from importlib import import_module, metadata
from pathlib import Path

import platefront


def library_versions() -> dict[str, str | None]:
    """Versions of platefront, Python and the libraries that shape a result."""
    return {
        "platefront": platefront.__version__,
        "python": platform.python_version(),
        "dolfinx": _version("fenics-dolfinx", "dolfinx-solver-real"),
        "petsc": _petsc(),
        **{name: _version(name) for name in ("gmsh", "numpy", "shapely", "pyvista")},
    }


def git_commit() -> str | None:
    """Commit of the source tree platefront runs from, `-dirty` if changed; None outside git.

    Changes to the documentation do not count, as they change no result: the page of verification
    is one. A tree that merely lies inside somebody else's repository does not count, either.
    """
    tree = Path(__file__).resolve().parents[2]
    if not (tree / ".git").exists():
        return None
    commit = _git(tree, "rev-parse", "HEAD")
    changed = _git(tree, "status", "--porcelain", "--untracked-files=no", "--", ".", ":!docs")
    if not commit or changed is None:
        return None
    return f"{commit}-dirty" if changed else commit


def _git(tree: Path, *arguments: str) -> str | None:
    """What git answers; None if it cannot."""
    try:
        answer = subprocess.run(
            ["git", "-C", str(tree), *arguments],
            capture_output=True,
            text=True,
            timeout=10,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout.strip()


def _version(*distributions: str) -> str | None:
    """Version of the first of several distributions that is installed."""
    for name in distributions:
        with suppress(metadata.PackageNotFoundError):
            return metadata.version(name)
    return None


def _petsc() -> str | None:
    """Version of petsc4py, which the wheels of DOLFINx hold without a distribution of its own."""
    try:
        version: str = import_module("petsc4py").__version__  # leaves PETSc alone
    except ImportError:
        return None
    return version
