"""Import of the benchmarks, which are in the source tree but not in the installed package."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import platefront
from platefront.case.problems import CaseError

_FOLDER = "verification"


class NoBenchmarksError(CaseError):
    """No source tree with benchmarks was found."""


def load_benchmarks() -> ModuleType:
    """Import `verification.command` from the source tree.

    The folder is searched beside the package, as in a checkout, then in the working directory and
    its parents.

    Raises:
        NoBenchmarksError: it was not found; the message states where to get it.
    """
    here = Path.cwd()
    for tree in (Path(platefront.__file__).resolve().parents[1], here, *here.parents):
        if (tree / _FOLDER / "command.py").is_file() and (tree / "platefront").is_dir():
            sys.path.insert(0, str(tree))
            return import_module(f"{_FOLDER}.command")
    raise NoBenchmarksError(
        f"the benchmarks are not part of the installed package; they are in the folder "
        f"{_FOLDER}/ of platefront's source: run `bin/platefront verify` in a checkout"
    )
