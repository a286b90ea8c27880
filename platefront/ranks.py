"""What a process of a parallel run knows about the others before and after MPI.

MPI itself is not imported here: commands that need none start sooner without it.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mpi4py import MPI

CHANNEL = "PLATEFRONT_CHANNEL"
"""Names the folder by which rank 0 and the command that started mpirun talk to each other."""
PID, STATUS = "pid", "status"
"""Files in it: process number of rank 0, exit status of the run."""
_RANKS = ("OMPI_COMM_WORLD_RANK", "PMI_RANK", "PMIX_RANK")
"""Where Open MPI, MPICH and others say which rank a process is."""


def started_rank() -> int | None:
    """The rank that mpirun gave to this process; None if it was not started by mpirun."""
    told = next((os.environ[name] for name in _RANKS if name in os.environ), None)
    return None if told is None else int(told)


def share_processors() -> None:
    """Let processes that wait for others give way; to be called before MPI starts.

    The way of Open MPI and of MPICH to wait is to ask again and again, which on a busy machine
    keeps those that they wait for from running: a step then takes twenty times as long. MPICH's
    own giving way is no help; told to, it sleeps for a microsecond after so many vain questions.
    """
    os.environ.setdefault("OMPI_MCA_mpi_yield_when_idle", "1")
    os.environ.setdefault("MPIR_CVAR_CH4_PROGRESS_THROTTLE", "1")
    os.environ.setdefault("MPIR_CVAR_CH4_PROGRESS_THROTTLE_NO_PROGRESS_COUNT", "16")


def announce() -> None:
    """Tell who started mpirun whom to send a signal."""
    _leave(PID, os.getpid())


def handed_over(status: int) -> int:
    """Give the exit status to who started mpirun, if that is platefront.

    Returns:
        What this process should exit with: zero if the status was handed over, because mpirun
        answers any other with a long message of its own.
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
    """End all processes if one of several fails in a way that the others do not know of.

    They would wait for it for ever.
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
        comm.Abort(1)
