"""Runs of the command line on inputs of a campaign, and the classes of their ends."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

LONGEST_MESSAGE = 5000
"""Length of a message from which on nobody reads it [characters]."""
_SHOWN = 300
_WARNING = re.compile(r"\.(py|pyx|c|cpp|h)(:\d+)+: (\w*Warning|warning):")
"""Warning of a library or compiler, which means nothing to a user."""
_PLATEFRONT = (sys.executable, "-m", "platefront")
_ROOT = Path(__file__).parents[2]


class Outcome(StrEnum):
    """End of a run, as far as it matters for reliability."""

    FINISHED = "finished"
    REFUSED = "clear refusal"
    NOT_CONVERGED = "exit code 3"
    GEOMETRY_FAILED = "exit code 4"
    TRACEBACK = "traceback"
    HANG = "hang"
    LONG_MESSAGE = "too long a message"
    CRASH = "crash"
    WARNED = "warning of a library"
    ESCAPED = "effect outside"
    CONTROL = "control characters"
    PHYSICAL = "physical end"
    COUNTER_REACHED = "counter electrode reached"
    BOOKS = "books not balanced"
    MISSED = "limit missed"
    OVER_TIME = "over time"


_OF_CODES = {
    0: Outcome.FINISHED,
    2: Outcome.REFUSED,
    3: Outcome.NOT_CONVERGED,
    4: Outcome.GEOMETRY_FAILED,
}
FAULTS = (
    Outcome.TRACEBACK,
    Outcome.HANG,
    Outcome.LONG_MESSAGE,
    Outcome.CRASH,
    Outcome.WARNED,
    Outcome.ESCAPED,
    Outcome.CONTROL,
)
"""Outcomes that are faults of the program whatever the input."""


@dataclass(frozen=True, slots=True)
class Ending:
    """End of a command.

    Attributes:
        code: exit status; None if it was ended for taking too long.
        said: output and error output.
        seconds: wall time.
    """

    code: int | None
    said: str
    seconds: float


@dataclass(frozen=True, slots=True)
class TriedInput:
    """Input of a campaign and the way the program ended on it.

    Attributes:
        name: name of the input, by which the campaign makes it again.
        kind: kind of input.
        outcome: class of the end.
        code: exit status; None for a hang.
        seconds: wall time.
        message: first characters of what was said.
        text: case file of a trial that went wrong; empty otherwise.
    """

    name: str
    kind: str
    outcome: Outcome
    code: int | None
    seconds: float
    message: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """Input to be tried.

    Attributes:
        name, kind: as of a `TriedInput`.
        make: writes the input into a folder, and returns the arguments of the command line.
        is_clean: returns whether nothing but the permitted files changed, given the folder.
    """

    name: str
    kind: str
    make: Callable[[Path], Sequence[str]]
    is_clean: Callable[[Path], bool] = lambda folder: True


def run_platefront(arguments: Sequence[str], folder: Path, limit: float) -> Ending:
    """Run platefront in a folder; end it, with its children, after `limit` seconds."""
    begun = time.monotonic()
    path = os.pathsep.join([str(_ROOT), os.environ.get("PYTHONPATH", "")])
    with subprocess.Popen(
        [*_PLATEFRONT, *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": path, "OMP_NUM_THREADS": "1", "TERM": "dumb"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as process:
        try:
            said, _ = process.communicate(timeout=limit)
            code: int | None = process.returncode
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            said, _ = process.communicate()
            code = None
    return Ending(code, said.decode(errors="replace"), time.monotonic() - begun)


def judged(ending: Ending) -> Outcome:
    """Return the class of an end."""
    if ending.code is None:
        return Outcome.HANG
    if "Traceback (most recent call last)" in ending.said:
        return Outcome.TRACEBACK
    if _WARNING.search(ending.said):
        return Outcome.WARNED
    # What `check` tells of a case before it refuses it belongs to no message.
    message = ending.said[max(ending.said.lower().find("error:"), 0) :]
    if ending.code != 0 and len(message) > LONGEST_MESSAGE:
        return Outcome.LONG_MESSAGE
    outcome = _OF_CODES.get(ending.code, Outcome.CRASH)
    if outcome is Outcome.REFUSED and "error:" not in ending.said.lower():
        return Outcome.CRASH  # refused, but nobody was told why
    return outcome


def tried(
    jobs: Iterable[Job], folder: Path, *, limit: float, workers: int = 2
) -> Iterator[TriedInput]:
    """Yield the trials of jobs, in their order.

    Args:
        jobs: inputs to try.
        folder: empty folder, in which each job gets a folder of its own.
        limit: longest time of a run [s].
        workers: runs at the same time.
    """

    def one(job: Job) -> TriedInput:
        place = folder / job.name
        place.mkdir()
        ending = run_platefront(job.make(place), place, limit)
        outcome = judged(ending)
        if not job.is_clean(place):
            outcome = Outcome.ESCAPED
        said = " ".join(ending.said.split())[:_SHOWN]
        return TriedInput(job.name, job.kind, outcome, ending.code, round(ending.seconds, 1), said)

    with ThreadPoolExecutor(workers) as pool:
        yield from pool.map(one, jobs)
