"""Launcher of parallel runs: the mpirun of this Python's MPI."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


def launched(processes: int, program: Sequence[str]) -> list[str] | None:
    """Return the command that runs a Python program on several processes.

    The launcher of another MPI would start independent programs of one process each. MPICH's
    wheel, conda and Debian install the matching one beside the interpreter.

    Args:
        processes: number of processes.
        program: arguments of the interpreter.

    Returns:
        The command; None if there is no launcher.
    """
    beside = str(Path(sys.executable).parent)
    places = os.pathsep.join([beside, os.environ.get("PATH", os.defpath)])
    launcher = shutil.which("mpirun", path=places) or shutil.which("mpiexec", path=places)
    if launcher is None:
        return None
    return [launcher, *_options(launcher), "-n", str(processes), sys.executable, *program]


def _options(launcher: str) -> list[str]:
    """Return options of Open MPI that allow more processes than cores and do not bind them."""
    said = subprocess.run([launcher, "--version"], capture_output=True, text=True, check=False)
    return ["--oversubscribe", "--bind-to", "none"] if "Open MPI" in said.stdout else []


def environment() -> dict[str, str]:
    """Return the environment of launcher and processes, which communicate by shared memory."""
    as_root = {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}
    in_container = as_root if os.geteuid() == 0 else {}
    return {"OMPI_MCA_btl": "^tcp", **os.environ, **in_container}
