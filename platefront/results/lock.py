"""Lock of a folder while a run writes to it.

The kernel keeps the lock with the open file and releases it with the process, however that ends.
What stands in the file only tells who holds it.
"""

from __future__ import annotations

import errno
import fcntl
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

LOCK = ".lock"
"""Name of the lock file in the folder; it is removed at the end of a run."""

_UNSUPPORTED = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL}
"""Errors of file systems without locks, such as some network mounts."""
_ATTEMPTS, _PAUSE = 4, 0.05
"""Attempts to lock and pause between them [s]: `holder` holds the lock for an instant."""
_LONGEST = 200  # characters of a lock file that are read


class FolderInUseError(Exception):
    """Another process holds the lock; the text names it."""


@contextmanager
def locked(folder: Path) -> Iterator[bool]:
    """Hold the lock of an existing folder inside a `with` block.

    Yields:
        False if the file system has no locks, and nothing keeps another run out.

    Raises:
        FolderInUseError: another process holds it.
        OSError: the lock file cannot be written.
    """
    path = folder / LOCK
    descriptor = _acquired(path)
    try:
        yield descriptor is not None
    finally:
        if descriptor is not None:
            # Before the release: whoever has opened this file meanwhile finds that it is gone.
            with suppress(OSError):
                path.unlink()
            os.close(descriptor)


def holder(folder: Path) -> str | None:
    """Return who holds the lock of a folder; None if nobody does. Changes nothing."""
    try:
        descriptor = os.open(folder / LOCK, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _told(descriptor)
    except OSError:
        return None
    else:
        return None
    finally:
        os.close(descriptor)


def _acquired(path: Path) -> int | None:
    """Return the descriptor that holds the lock; None if the file system has no locks."""
    for attempt in range(_ATTEMPTS):
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
        descriptor = os.open(path, flags, 0o666)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            told = _told(descriptor)
            os.close(descriptor)
            if error.errno in _UNSUPPORTED:
                path.unlink(missing_ok=True)
                return None
            if not isinstance(error, BlockingIOError):
                raise
            if attempt == _ATTEMPTS - 1:
                raise FolderInUseError(told) from None
            time.sleep(_PAUSE)
            continue
        if _is_still_there(descriptor, path):
            os.ftruncate(descriptor, 0)
            os.write(descriptor, _identity().encode())
            return descriptor
        os.close(descriptor)  # its holder has removed it between the two calls
    raise FolderInUseError("another process")


def _is_still_there(descriptor: int, path: Path) -> bool:
    with suppress(OSError):
        return os.path.samestat(os.fstat(descriptor), path.lstat())
    return False


def _identity() -> str:
    begun = datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
    return f"process {os.getpid()} on {socket.gethostname()} since {begun}"


def _told(descriptor: int) -> str:
    """Return the content of a lock file that another process may just be writing."""
    with suppress(OSError):
        text = os.pread(descriptor, _LONGEST, 0).decode("utf-8", "replace").strip()
        if text.isprintable() and text:
            return text
    return "another process"
