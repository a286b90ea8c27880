"""The benchmarks of the source tree, which an installed package does not carry."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import platefront
from platefront.case.problems import CaseError

_FOLDER = "verification"


class NoBenchmarksError(CaseError):
    """There is no source tree to take benchmarks from."""


def load_benchmarks() -> ModuleType:
    """Import `verification.command` from the source tree.

    It is sought beside the package, which is where a checkout has it, then in the working
    directory and above.

    Raises:
        NoBenchmarksError: there is none; the message says where they are.
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
