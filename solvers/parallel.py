"""Values of rank 0 only, and actions on rank 0 whose errors are raised on all ranks.

Outline, triangulation and balances of a run are on rank 0. All ranks call the same functions in the
same order, as collective operations require, and pass values of rank 0 on as `OnRoot`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from mpi4py import MPI


@dataclass(frozen=True, slots=True)
class OnRoot[T]:
    """Value of rank 0, absent on all other ranks.

    Attributes:
        comm: communicator whose rank 0 holds it.
        held: the value on rank 0, None elsewhere; read it by `value`.
    """

    comm: MPI.Intracomm
    held: T | None

    @property
    def value(self) -> T:
        """The value, on rank 0.

        Raises:
            RuntimeError: read on another rank, a programming error.
        """
        if self.comm.rank != 0:
            raise RuntimeError("a value of rank 0 was asked for on another rank")
        return cast(T, self.held)

    def map[U](self, function: Callable[[T], U]) -> OnRoot[U]:
        """Return the value of a function of it, on rank 0.

        The function must neither communicate nor fail, as the other ranks do not take part; use
        `on_root` for actions that may fail.
        """
        return OnRoot(self.comm, function(self.value) if self.comm.rank == 0 else None)

    def otherwise(self, elsewhere: T) -> T:
        """Return the value on rank 0, another one on the other ranks."""
        return self.value if self.comm.rank == 0 else elsewhere

    def shared(self) -> T:
        """Return the value on all ranks (collective)."""
        value: T = self.comm.bcast(self.held, root=0)
        return value


def on_root[T](comm: MPI.Intracomm, action: Callable[[], T]) -> OnRoot[T]:
    """Run `action` on rank 0; its result stays there, its exception is raised on all ranks."""
    result: T | None = None
    failure: Exception | None = None
    if comm.rank == 0:
        try:
            result = action()
        except Exception as error:
            failure = error
    failure = comm.bcast(failure, root=0)
    if failure is not None:
        raise failure
    return OnRoot(comm, result)


def from_root[T](comm: MPI.Intracomm, action: Callable[[], T]) -> T:
    """Run `action` on rank 0; return its result, or raise its exception, on all ranks."""
    return on_root(comm, action).shared()


def gathered[T](comm: MPI.Intracomm, own: T) -> OnRoot[list[T]]:
    """Return the contributions of all ranks in order (collective)."""
    return OnRoot(comm, comm.gather(own, root=0))
