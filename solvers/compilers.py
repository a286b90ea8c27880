"""Compilers of several processes that share a cache of compiled forms.

FFCx marks a form as being compiled by a file in the cache. A process that is killed or interrupted
leaves the mark behind, and whoever needs the form waits for a compiler that is gone. Processes
therefore hold a shared lock of the cache while they compile, which the kernel releases however they
end: who gets it alone knows that no compiler is at work, and removes such marks.
"""

from __future__ import annotations

import errno
import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PATIENCE = 5
"""Seconds to wait for another process's compiler before asking whether there is one."""
_LOCK = ".compilers"
_ABANDONED = 120.0
"""Age [s] at which a mark is abandoned on file systems without locks."""
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL}


def compiled[T](cache: Path, compilation: Callable[[], T]) -> T:
    """Return what `compilation` returns; it looks into the cache and compiles what is not there.

    Args:
        cache: folder of compiled forms that only users of this function write to.
        compilation: raises TimeoutError after waiting for another compiler.

    Raises:
        TimeoutError: the form is not in a cache that cannot be written.
    """
    while True:
        try:
            with _lock(cache) as descriptor:
                _locked(descriptor, fcntl.LOCK_SH)
                return compilation()
        except TimeoutError:
            if not os.access(cache, os.W_OK):
                raise
            remove_abandoned(cache)


def remove_abandoned(cache: Path) -> None:
    """Wait until no compiler is at work, then remove the marks of those that are gone."""
    with _lock(cache) as descriptor:
        locked = _locked(descriptor, fcntl.LOCK_EX)
        for mark in cache.glob("*.c"):
            # one that has ended writes this beside it
            if mark.with_suffix(".c.cached").exists():
                continue
            with suppress(FileNotFoundError):  # another one has removed it
                if locked or time.time() - mark.stat().st_mtime > _ABANDONED:
                    mark.unlink()


@contextmanager
def _lock(cache: Path) -> Iterator[int | None]:
    """The open lock file; None where the cache cannot be written, which then has to be complete."""
    try:
        cache.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(cache / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError:
        yield None
        return
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _locked(descriptor: int | None, how: int) -> bool:
    """Wait for the lock; return whether there is one, which not all file systems have."""
    if descriptor is None:
        return False
    try:
        fcntl.flock(descriptor, how)
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
        return False
    return True
