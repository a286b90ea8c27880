"""Which program and libraries made a result."""

from __future__ import annotations

import platform
import subprocess
from importlib import metadata
from pathlib import Path

import platefront

# name in the summary → distribution name
_DISTRIBUTIONS = {
    "dolfinx": "fenics-dolfinx",
    "petsc": "petsc4py",
    "gmsh": "gmsh",
    "numpy": "numpy",
    "shapely": "shapely",
    "pyvista": "pyvista",
}


def library_versions() -> dict[str, str | None]:
    """Versions of platefront, Python and the libraries that shape a result."""
    return {
        "platefront": platefront.__version__,
        "python": platform.python_version(),
        **{name: _distribution(package) for name, package in _DISTRIBUTIONS.items()},
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


def _distribution(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
