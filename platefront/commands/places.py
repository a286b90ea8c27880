"""Default places of results and pictures: below results/, each case in a place of its own."""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import count
from pathlib import Path

from platefront.results.folder import PARTS, ResultsFolderError

ROOT = "results"
_CASES = "cases"
"""Folder whose name is left out, as all of its content are cases."""


def place_of(case: Path, suffix: str = "") -> Path:
    """Return the default place of what a command makes of a case.

    It mirrors the path of the case file from the working directory, or from the root of the file
    system for a case elsewhere, so that cases of the same name do not share a place:
    `cases/fabric/inverted.toml` gives `results/fabric/inverted`.

    Args:
        case: path of the case file.
        suffix: end of the name: `_section.png`, `_convergence`.
    """
    path = Path(os.path.normpath(case.absolute()))
    here = Path.cwd()
    parts = path.relative_to(here).parts if path.is_relative_to(here) else path.parts[1:]
    if len(parts) > 1 and parts[0] == _CASES:
        parts = parts[1:]
    name = f"{Path(parts[-1]).stem}{suffix}"
    if name in PARTS:  # the results of a case may be kept in the folder of another one's
        name += "_case"
    return Path(ROOT, *parts[:-1], name)


def free_place(wanted: Path, check: Callable[[Path], None]) -> Path:
    """Return the first of `wanted`, `wanted-2`, `wanted-3` that a check does not refuse.

    Args:
        wanted: the preferred folder.
        check: raises ResultsFolderError for a folder that cannot be used.
    """
    for number in count(1):
        place = wanted if number == 1 else wanted.with_name(f"{wanted.name}-{number}")
        try:
            check(place)
        except ResultsFolderError:
            continue
        return place
    raise AssertionError("there is always another number")
