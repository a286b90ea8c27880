"""Readers that misbehave, as a flaw of a library would make a real one; run in confinement."""

from __future__ import annotations

import ctypes
import errno
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from platefront.geometry.importing.drawing import Drawing, DrawnLine, DrawnShape

NAMED = "drawing"


def done(said: str) -> Drawing:
    """A drawing with one note."""
    return Drawing(NAMED, (), notes=(said,))


def outcome(action: Callable[[], Any]) -> Drawing:
    """The error of an action by its number, or what it gave."""
    try:
        return done(f"done: {action()}")
    except OSError as error:
        return done(f"refused: {error.errno}")
    except ValueError:  # of resource.setrlimit, which hides the number
        return done(f"refused: {errno.EPERM}")


def attempt(path: Path, name: str, what: str, *given: str) -> Drawing:
    """Try one thing that a reader has no business with."""
    return outcome(lambda: ATTEMPTS[what](*given))


def in_c(function: str, *given: Any) -> None:
    """Call the C library, past Python's own checks."""
    libc = ctypes.CDLL(None, use_errno=True)
    answer = getattr(libc, function)(*given)
    if answer == -1:
        raise OSError(ctypes.get_errno(), function)


def rename(old: str, new: str) -> None:
    Path(old).rename(new)


def connect(port: str) -> None:
    with socket.create_connection(("127.0.0.1", int(port)), timeout=5):
        pass


def signal_parent() -> None:
    os.kill(os.getppid(), 0)


def raise_limits() -> None:
    import resource  # noqa: PLC0415

    resource.setrlimit(resource.RLIMIT_FSIZE, (10**6, 10**6))


ATTEMPTS: dict[str, Callable[..., Any]] = {
    "system": lambda file: in_c("execve", b"/bin/sh", None, None),
    "popen": lambda file: subprocess.run(["/bin/sh", "-c", f"touch {file}"], check=True),
    "fork": lambda: os.fork(),
    "vfork": lambda: in_c("vfork"),
    "exec": lambda: os.execv("/bin/sh", ["sh", "-c", "true"]),
    "write": lambda file: Path(file).write_text("x"),
    "append": lambda file: os.write(os.open(file, os.O_WRONLY | os.O_APPEND), b"x"),
    "unlink": lambda file: Path(file).unlink(),
    "rename": rename,
    "mkdir": lambda file: Path(file).mkdir(),
    "link": lambda old, new: os.link(old, new),
    "symlink": lambda old, new: Path(new).symlink_to(old),
    "chmod": lambda file: Path(file).chmod(0o777),
    "truncate": lambda file: os.truncate(file, 0),
    "mkfifo": lambda file: os.mkfifo(file),
    "touch": lambda file: os.utime(file),
    "read": lambda file: Path(file).read_text(),
    "list": lambda folder: sorted(os.listdir(folder)),  # noqa: PTH208
    "connect": connect,
    "socket": lambda: socket.socket(socket.AF_UNIX),
    "kill": signal_parent,
    "limits": raise_limits,
    "memory file": lambda: os.memfd_create("x"),
}


def loop(path: Path, name: str) -> Drawing:
    """Never end, at the cost of the processor."""
    while True:
        pass


def sleep(path: Path, name: str) -> Drawing:
    """Never end, at no cost."""
    threading.Event().wait()
    return done("awake")


def allocate(path: Path, name: str) -> Drawing:
    """Ask for 100 GB."""
    return done(str(np.ones(100 * 2**30, dtype=np.uint8).sum()))


def recurse(path: Path, name: str) -> Drawing:
    """Call itself for ever."""
    return recurse(path, name)


def crash(path: Path, name: str) -> Drawing:
    """Read from the null pointer."""
    ctypes.string_at(0)
    return done("survived")


def abort(path: Path, name: str) -> Drawing:
    """End as C++ does after an exception that nobody catches."""
    os.abort()


def stumble(path: Path, name: str) -> Drawing:
    """Raise what a library raises that was given nonsense."""
    raise KeyError("x" * 10_000)


def leave(path: Path, name: str) -> Drawing:
    """End without an answer."""
    sys.exit(3)


def babble(path: Path, name: str) -> Drawing:
    """Print without end."""
    while True:
        os.write(1, b"x" * 65536)


def much(path: Path, name: str) -> Drawing:
    """Give more points than are taken."""
    points = np.zeros((70_000_000, 2))
    return Drawing(name, (DrawnShape((), (DrawnLine(points, True),), "here"),))


def lie(path: Path, name: str) -> Drawing:
    """Write an answer of its own, in a format that could hold code, and end."""
    for descriptor in range(3, 20):
        try:
            os.write(descriptor, b"\x80\x04\x95cos\nsystem\n(S'true'\ntR.")
        except OSError:
            continue
    os._exit(0)


def echo(path: Path, name: str) -> Drawing:
    """Give back the content, twice opened, and use a thread."""
    found = [path.read_text()]
    thread = threading.Thread(target=lambda: found.append(path.read_text()))
    thread.start()
    thread.join()
    return Drawing(name, (), notes=tuple(found))
