"""Ctrl-C and termination as a request to stop cleanly after the current step."""

from __future__ import annotations

import signal
import threading
from types import FrameType, TracebackType
from typing import Any, Self

from mpi4py import MPI

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interruption:
    """Context manager that handles SIGINT and SIGTERM.

    The first signal sets `requested`, so that the run ends after the step; a second one raises
    KeyboardInterrupt at once.
    """

    def __init__(self) -> None:
        self.requested = False
        self._previous: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._previous = {s: signal.signal(s, self._handle) for s in _SIGNALS}
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for number, handler in self._previous.items():
            signal.signal(number, handler)

    def agreed(self, comm: MPI.Comm) -> bool:
        """True if any process was asked to stop; collective."""
        return bool(comm.allreduce(self.requested, MPI.LOR))

    def _handle(self, number: int, frame: FrameType | None) -> None:
        if self.requested:
            raise KeyboardInterrupt
        self.requested = True
