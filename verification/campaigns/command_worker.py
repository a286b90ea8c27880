"""Process that runs command lines one after the other, so that each costs no start of Python.

Reads a JSON list of arguments per line, answers with exit code and both outputs. As the program
itself: the same entry point, and a traceback wherever that would print one.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import selectors
import subprocess
import sys
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Answer:
    """Outcome of a command line.

    Attributes:
        code: exit code; None if the time limit was exceeded.
        output: standard output and standard error.
        seconds: wall time [s].
    """

    code: int | None
    output: str
    seconds: float


class CommandWorker:
    """The process, started when it is needed and again after a time limit."""

    def __init__(self, time_limit: float) -> None:
        self._limit = time_limit
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *unused: object) -> None:
        self.close()

    def run(self, arguments: Sequence[str]) -> Answer:
        """Run a command line of platefront."""
        process = self._process or self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        begun = time.perf_counter()
        process.stdin.write(json.dumps(list(arguments)) + "\n")
        process.stdin.flush()
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            in_time = bool(selector.select(self._limit))
        line = process.stdout.readline() if in_time else ""
        seconds = time.perf_counter() - begun
        if not line:  # beyond the limit, or the process has died
            code = None if process.poll() is None else process.returncode
            self.close()
            return Answer(code, "" if code is None else f"died with status {code}", seconds)
        answer = json.loads(line)
        return Answer(answer["code"], answer["output"], seconds)

    def _start(self) -> subprocess.Popen[str]:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        return self._process

    def close(self) -> None:
        """End the process; the next command starts it again."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def _answer(arguments: Sequence[str]) -> dict[str, object]:
    from platefront.cli import main  # noqa: PLC0415 - as each command: only what it needs

    output = io.StringIO()
    sys.argv = ["platefront", *arguments]
    code: object = 0
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        try:
            main()
        except SystemExit as ended:
            code = ended.code or 0
        except BaseException:
            code = 1
            traceback.print_exc()
    return {"code": code, "output": output.getvalue()}


def _serve() -> None:
    # libraries in C that write to standard output must not write between the answers
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    for line in sys.stdin:
        answers.write(json.dumps(_answer(json.loads(line))) + "\n")
        answers.flush()


if __name__ == "__main__":
    _serve()
