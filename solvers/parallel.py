"""Actions on rank 0 whose errors are raised on all ranks."""

from __future__ import annotations

from collections.abc import Callable

from mpi4py import MPI


def on_root[Result](comm: MPI.Intracomm, action: Callable[[], Result]) -> Result | None:
    """Run `action` on rank 0; return its result there, raise its exception on all ranks."""
    result: Result | None = None
    failure: Exception | None = None
    if comm.rank == 0:
        try:
            result = action()
        except Exception as error:
            failure = error
    failure = comm.bcast(failure, root=0)
    if failure is not None:
        raise failure
    return result


def from_root[Result](comm: MPI.Intracomm, action: Callable[[], Result]) -> Result:
    """Run `action` on rank 0; return its result, or raise its exception, on all ranks."""
    result = on_root(comm, action)
    shared: Result = comm.bcast(result, root=0)
    return shared
