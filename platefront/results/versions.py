"""Versions of the program and the libraries that produced a result."""

from __future__ import annotations

import platform
import subprocess
from contextlib import suppress
from importlib import import_module, metadata
from pathlib import Path

import platefront


def library_versions() -> dict[str, str | None]:
    """Return the versions of platefront, Python and the libraries that affect results."""
    return {
        "platefront": platefront.__version__,
        "python": platform.python_version(),
        "dolfinx": _version("fenics-dolfinx", "dolfinx-solver-real"),
        "petsc": _petsc(),
        **{name: _version(name) for name in ("gmsh", "numpy", "shapely", "pyvista")},
    }


def git_commit() -> str | None:
    """Return the commit of the source tree, `-dirty` if modified; None outside git.

    Changes of the documentation are ignored, because they do not affect results. A tree inside
    another project's repository counts as outside git.
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
    """Return the output of git; None if it fails."""
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
    """Return the version of the first installed one of several distributions."""
    for name in distributions:
        with suppress(metadata.PackageNotFoundError):
            return metadata.version(name)
    return None


def _petsc() -> str | None:
    """Return the version of petsc4py, for which the wheels of DOLFINx have no distribution."""
    try:
        version: str = import_module("petsc4py").__version__  # does not initialise PETSc
    except ImportError:
        return None
    return version
