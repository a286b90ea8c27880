"""`platefront run CASE --np N`: start the run again under mpirun, on N processes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from platefront.commands.launcher import environment, launched
from platefront.commands.reporting import print_error
from platefront.exit_codes import ExitCode
from platefront.ranks import CHANNEL, PID, STATUS


def run_on_ranks(processes: int, arguments: Sequence[str]) -> int:
    """Run platefront on several processes and wait for the end.

    Ctrl-C and termination reach rank 0 alone, which agrees with the others to stop after the
    step; mpirun would give them a second to end. A second Ctrl-C ends all of them at once.

    Args:
        processes: how many.
        arguments: of the command line, the command first.

    Returns:
        Exit status of the run.
    """
    command = launched(processes, ["-m", "platefront", *arguments])
    if command is None:
        print_error("--np needs mpirun, which is not installed here")
        return ExitCode.BAD_CASE
    with tempfile.TemporaryDirectory(prefix="platefront-") as folder:
        channel = Path(folder)
        # a process group of its own: the terminal's Ctrl-C is passed on by us
        started = subprocess.Popen(
            command, env=_environment(channel), stdin=subprocess.DEVNULL, process_group=0
        )
        relay = _Relay(started, channel)
        kinds = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before = {kind: signal.signal(kind, relay) for kind in kinds}
        try:
            status = started.wait()
        finally:
            for kind, handler in before.items():
                signal.signal(kind, handler)
        told = _read(channel / STATUS)
    if told is not None:
        return told
    # mpirun has said why; one that was ended by a signal has a negative status
    return ExitCode.INTERRUPTED if relay.signals else status if status > 0 else 1


class _Relay:
    """Passes signals on to the run."""

    def __init__(self, started: subprocess.Popen[bytes], channel: Path) -> None:
        self.signals = 0
        self._started, self._channel = started, channel

    def __call__(self, number: int, frame: FrameType | None) -> None:
        self.signals += 1
        first = _read(self._channel / PID)
        if self.signals == 1 and first is not None:
            os.kill(first, signal.SIGINT)
        else:
            self._started.terminate()


def _read(path: Path) -> int | None:
    return int(path.read_text()) if path.exists() else None


def _environment(channel: Path) -> dict[str, str]:
    """The environment of mpirun and of the processes, for output like that of one process."""
    chosen = {CHANNEL: str(channel)}
    # Open MPI makes a terminal of their standard output, whatever ours is.
    if sys.stdout.isatty():
        chosen["COLUMNS"] = str(shutil.get_terminal_size().columns)
    else:
        chosen["TERM"] = "dumb"
    return environment() | chosen
