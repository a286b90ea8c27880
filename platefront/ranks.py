"""Processes of a parallel run before and after MPI: rank, signals, exit status.

MPI itself is not imported here, so that commands without MPI start sooner.
"""

from __future__ import annotations

import os
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mpi4py import MPI

CHANNEL = "PLATEFRONT_CHANNEL"
"""Variable with the folder for communication of rank 0 with the command that started mpirun."""
PID, STATUS = "pid", "status"
"""Files in that folder: process id of rank 0, exit status of the run."""
_RANKS = ("OMPI_COMM_WORLD_RANK", "PMI_RANK", "PMIX_RANK")
"""Variables in which Open MPI, MPICH and others pass the rank of a process."""

_TO_PASS_ON = 0.5
"""Time mpirun is given to pass on what a process has written before all are ended [s]."""


def started_rank() -> int | None:
    """Return the rank assigned by mpirun; None if not started by mpirun."""
    told = next((os.environ[name] for name in _RANKS if name in os.environ), None)
    return None if told is None else int(told)


def share_processors() -> None:
    """Make waiting processes yield the processor; to be called before MPI starts.

    Open MPI and MPICH wait by polling, which on a busy machine keeps the other processes from
    running: a step then takes twenty times as long. Yielding is not effective in MPICH, which is
    set to sleep for a microsecond after some polls without progress instead.
    """
    os.environ.setdefault("OMPI_MCA_mpi_yield_when_idle", "1")
    os.environ.setdefault("MPIR_CVAR_CH4_PROGRESS_THROTTLE", "1")
    os.environ.setdefault("MPIR_CVAR_CH4_PROGRESS_THROTTLE_NO_PROGRESS_COUNT", "16")


def announce() -> None:
    """Write the process id of rank 0, which the command that started mpirun sends signals to."""
    _leave(PID, os.getpid())


def handed_over(status: int) -> int:
    """Pass the exit status to the command that started mpirun, if that is platefront.

    Returns:
        The exit status of this process: zero if the status was passed on, because mpirun reports
        any other with a long message.
    """
    _leave(STATUS, status)
    return 0 if CHANNEL in os.environ else status


def _leave(name: str, value: int) -> None:
    if CHANNEL in os.environ and started_rank() == 0:
        channel = Path(os.environ[CHANNEL])
        written = channel / f"{name}.part"
        written.write_text(str(value))
        written.rename(channel / name)


@contextmanager
def together(comm: MPI.Intracomm) -> Iterator[None]:
    """Abort all processes if one of several raises an exception that the others do not.

    They would otherwise wait for it indefinitely.
    """
    try:
        yield
    except KeyboardInterrupt:
        if comm.size == 1:
            raise
        comm.Abort(130)
    except BaseException:
        if comm.size == 1:
            raise
        traceback.print_exc()
        sys.stderr.flush()
        time.sleep(_TO_PASS_ON)
        comm.Abort(1)
