"""`platefront run CASE --np N`: run on N processes under mpirun."""

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
    """Run platefront on several processes and wait for its end.

    Ctrl-C and termination are sent to rank 0 only, which stops all ranks after the present step;
    mpirun would terminate them after a second. A second Ctrl-C ends all of them at once.

    Args:
        processes: number of processes.
        arguments: arguments of the command line, the command first.

    Returns:
        Exit status of the run.
    """
    command = launched(processes, ["-m", "platefront", *arguments])
    if command is None:
        print_error("--np needs mpirun, which is not installed here")
        return ExitCode.BAD_CASE
    with tempfile.TemporaryDirectory(prefix="platefront-") as folder:
        channel = Path(folder)
        # a separate process group: Ctrl-C of the terminal is relayed
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
    # mpirun has reported the error; termination by a signal gives a negative status
    return ExitCode.INTERRUPTED if relay.signals else status if status > 0 else 1


class _Relay:
    """Signal handler that relays signals to the run."""

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
    """Return the environment of mpirun and processes, for output like that of one process."""
    chosen = {CHANNEL: str(channel)}
    # Open MPI gives the processes a terminal as standard output, whatever the actual one is.
    if sys.stdout.isatty():
        chosen["COLUMNS"] = str(shutil.get_terminal_size().columns)
    else:
        chosen["TERM"] = "dumb"
    return environment() | chosen
