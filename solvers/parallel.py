"""Values of rank 0 only, and actions on rank 0 whose errors are raised on all ranks.

Outline, triangulation and balances of a run live on rank 0. All ranks call the same functions in
the same order, so that what is collective stays so, and hand on what rank 0 holds as `OnRoot`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from mpi4py import MPI


@dataclass(frozen=True, slots=True)
class OnRoot[T]:
    """A value that rank 0 holds and no other rank.

    Attributes:
        comm: communicator whose rank 0 holds it.
        held: the value on rank 0, None elsewhere; to be read by `value`.
    """

    comm: MPI.Intracomm
    held: T | None

    @property
    def value(self) -> T:
        """The value, on rank 0.

        Raises:
            RuntimeError: asked for on another rank, which is an error of the program.
        """
        if self.comm.rank != 0:
            raise RuntimeError("a value of rank 0 was asked for on another rank")
        return cast(T, self.held)

    def map[U](self, function: Callable[[T], U]) -> OnRoot[U]:
        """The function's value, on rank 0.

        The function neither communicates nor fails: the other ranks do not wait for it. For what
        may fail there is `on_root`.
        """
        return OnRoot(self.comm, function(self.value) if self.comm.rank == 0 else None)

    def otherwise(self, elsewhere: T) -> T:
        """The value on rank 0, another one on the other ranks."""
        return self.value if self.comm.rank == 0 else elsewhere

    def shared(self) -> T:
        """The value, on all ranks (collective)."""
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
    """The contributions of all ranks, in their order (collective)."""
    return OnRoot(comm, comm.gather(own, root=0))
