"""Files that the user trusts: drawings that are programs (Gmsh scripts) and may be run."""

from __future__ import annotations

from pathlib import Path

OPTION = "--trust"
"""Option of the command line that names a trusted file."""

_trusted: set[Path] = set()


def trust(path: Path) -> None:
    """Trust a file for as long as this process runs.

    Args:
        path: the file; a link trusts what it leads to now.

    Raises:
        OSError: there is no such file.
    """
    _trusted.add(path.resolve(strict=True))


def is_trusted(path: Path) -> bool:
    """True if the user has said that a file is trusted."""
    return path.resolve() in _trusted


def trust_options() -> list[str]:
    """Options of the command line by which another process trusts the same files."""
    return [f"{OPTION}={path}" for path in sorted(_trusted)]
