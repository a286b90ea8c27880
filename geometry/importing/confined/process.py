"""Start and supervision of the process that reads a foreign file."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from platefront.geometry.importing.confined.confinement import (
    MEMORY,
    PROCESSOR_TIME,
    package_root,
)
from platefront.geometry.importing.confined.formats import Format
from platefront.geometry.importing.confined.message import MessageError, unpacked
from platefront.geometry.importing.confined.transfer import Parts, error_in
from platefront.geometry.importing.drawing import DrawingError
from platefront.geometry.importing.files import size_text

READING_TIME = 40.0
"""Longest time from the start of reading to the end of the answer [s]."""
LOADING_TIME = 120.0
"""Longest time for loading the libraries, which on a busy file server takes long [s]."""
LARGEST_ANSWER = 2**30
"""Largest answer [bytes]."""
_PACKAGE = "platefront.geometry.importing"
_START = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    f"from {_PACKAGE}.confined.child import main; main(sys.argv[2])"
)
_READY = b"!"
_CLOSING_TIME = 20.0  # from the end of the answer to that of the process [s]
_PIECE = 1 << 20
_TAIL = 4000  # bytes of what libraries print that are kept, for the reason of a crash
_KEPT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")
_SINGLE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass(frozen=True, slots=True)
class Request:
    """Request to read a file.

    Attributes:
        kind: format of the file.
        name: name of the file, for messages.
        content: its bytes.
        arguments: further arguments of the reader, which JSON holds.
        place: path of the file, for a format that reads others beside it; None otherwise.
    """

    kind: Format
    name: str
    content: bytes
    arguments: tuple[Any, ...] = ()
    place: Path | None = None
    package: str = field(default=_PACKAGE)


def read_confined(request: Request) -> Parts:
    """Read a file in a process without rights and return its content as data.

    Raises:
        DrawingError: the file cannot be read, or reading it takes too much time or memory.
    """
    with _handed_over(request) as (path, descriptors):
        process = _started(request, path, descriptors)
        try:
            answer, said = _heard(process, request.name)
        finally:
            _end(process)
    if process.returncode != 0:
        raise DrawingError(request.name, _reason(process.returncode, said))
    try:
        parts = unpacked(answer)
        error = error_in(parts)
    except MessageError as trouble:
        raise DrawingError(request.name, f"the reader gave no valid answer: {trouble}") from None
    if error is not None:
        raise error
    return parts


@contextmanager
def _handed_over(request: Request) -> Iterator[tuple[Path, tuple[int, ...]]]:
    """Provide the path under which the process finds the content, and the descriptors it needs.

    The process gets the bytes that were checked, whatever becomes of the file meanwhile.
    """
    if request.place is not None:
        yield request.place, ()
    elif hasattr(os, "memfd_create") and Path("/proc/self/fd").is_dir():
        descriptor = os.memfd_create("drawing", os.MFD_CLOEXEC)
        try:
            with os.fdopen(os.dup(descriptor), "wb") as file:
                file.write(request.content)
            yield Path(f"/proc/self/fd/{descriptor}"), (descriptor,)
        finally:
            os.close(descriptor)
    else:
        with tempfile.TemporaryDirectory(prefix="platefront-") as folder:
            path = Path(folder) / "drawing"
            path.write_bytes(request.content)
            yield path, ()


def _started(request: Request, path: Path, descriptors: Sequence[int]) -> subprocess.Popen[bytes]:
    asked = {
        "package": request.package,
        "module": request.kind.module,
        "function": request.kind.function,
        "name": request.name,
        "path": str(path),
        "arguments": request.arguments,
        "readable": [str(path if request.place is None else path.parent)],
    }
    root = str(package_root())
    places = [root, *(place for place in sys.path if Path(place).is_absolute())]
    environment = _SINGLE | {name: os.environ[name] for name in _KEPT if name in os.environ}
    return subprocess.Popen(
        # isolated: neither variables nor the working directory change what is imported
        [sys.executable, "-I", "-B", "-c", _START, json.dumps(places), json.dumps(asked)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        pass_fds=descriptors,
        env=environment | {"LC_ALL": "C.UTF-8", "HOME": "/nonexistent"},
        cwd="/",
        start_new_session=True,
    )


def _heard(process: subprocess.Popen[bytes], name: str) -> tuple[bytearray, bytes]:
    """Return the answer and the end of what was printed, when the process has closed both.

    Raises:
        DrawingError: it takes too long or says too much.
    """
    answer, said, ready = bytearray(), b"", False
    until, limit = time.monotonic() + LOADING_TIME, LOADING_TIME
    with selectors.DefaultSelector() as waiting:
        for stream in (process.stdout, process.stderr):
            assert stream is not None
            waiting.register(stream, selectors.EVENT_READ)
        while waiting.get_map():
            events = waiting.select(max(0.0, until - time.monotonic()))
            if not events:
                doing = "reading" if ready else "loading the reader"
                raise DrawingError(
                    name,
                    f"{doing} it took longer than {limit:g} s; simplify the drawing, or save it "
                    "in another format",
                )
            for key, _ in events:
                piece = _piece(key.fileobj)
                if not piece:
                    waiting.unregister(key.fileobj)
                elif key.fileobj is process.stderr:
                    said = (said + piece)[-_TAIL:]
                else:
                    answer += piece
            if not ready and answer.startswith(_READY):
                ready, limit = True, READING_TIME
                until = time.monotonic() + limit
            if len(answer) > LARGEST_ANSWER:
                raise DrawingError(
                    name,
                    f"its content takes more than {size_text(LARGEST_ANSWER)}; simplify the "
                    "drawing",
                )
    with suppress(subprocess.TimeoutExpired):  # then it is ended by force
        process.wait(_CLOSING_TIME)
    return answer[len(_READY) :], said


def _piece(stream: Any) -> bytes:
    descriptor: IO[bytes] = stream
    return os.read(descriptor.fileno(), _PIECE)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process if it still runs, and close its streams."""
    if process.poll() is None:
        process.kill()
        process.wait()
    for stream in (process.stdout, process.stderr):
        assert stream is not None
        stream.close()


def _reason(status: int, said: bytes) -> str:
    """Return the reason for which a process ended without an answer, for the user."""
    last = said.decode(errors="replace").strip().rpartition("\n")[2].strip()
    if status == -signal.SIGXCPU:
        return (
            f"reading it took longer than {PROCESSOR_TIME} s of processor time; simplify the "
            "drawing, or save it in another format"
        )
    if status == -signal.SIGKILL:
        return "the system ended the reader, probably for want of memory; simplify the drawing"
    if last.startswith("MemoryError") or "bad_alloc" in last or "numpy._core._exceptions" in last:
        return f"reading it takes more than {size_text(MEMORY)} of memory; simplify the drawing"
    if status < 0:
        number = signal.Signals(-status).name
        return f"the reader crashed ({number}): the file is damaged, or not of this format"
    return f"the reader failed ({last[:200] or f'status {status}'})"
