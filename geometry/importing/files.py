"""Reading of regular files: nothing else is opened, nothing beyond a size or outside a folder."""

from __future__ import annotations

import os
import stat
from pathlib import Path

_KINDS = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
# Not to wait for the writer of a pipe, not to become the terminal of a session
_SAFELY = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC | os.O_NOFOLLOW
_FOLDER = getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY | os.O_CLOEXEC | os.O_NOFOLLOW
_PIECE = 1 << 20


class FileRefusedError(Exception):
    """A file is not one to be read; the text is a predicate: `is a named pipe, not …`."""


def read_regular(path: Path, limit: int, within: Path | None = None) -> bytes:
    """Return the content of a regular file.

    Links are followed first; what they lead to is then opened component by component without
    following any, so that a path that is exchanged meanwhile is not read.

    Args:
        path: the file.
        limit: largest size [bytes].
        within: folder that the file must lie in, after links are followed; None for anywhere.

    Raises:
        FileRefusedError: it is a pipe, device or socket, is larger than the limit, or lies
            outside the folder.
        OSError: it does not exist or cannot be read; IsADirectoryError for a folder.
    """
    real = _resolved(path)
    if within is not None and not real.is_relative_to(_resolved(within)):
        raise FileRefusedError(f"lies outside {within.absolute()}")
    _check_kind(real.stat(), real)  # before opening: to open a device may already act on it
    descriptor = _opened(real)
    try:
        found = os.fstat(descriptor)
        _check_kind(found, real)
        return _content(descriptor, found.st_size, limit)
    finally:
        os.close(descriptor)


def size_text(size: int) -> str:
    """Format a size in bytes for messages: `12.3 MB`."""
    for unit, least in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= least:
            return f"{size / least:.4g} {unit}"
    return f"{size} bytes"


def _resolved(path: Path) -> Path:
    try:
        return path.resolve(strict=True)
    except RuntimeError:  # links in a circle, before Python 3.13
        raise FileRefusedError("is a link that leads back to itself") from None
    except ValueError:
        raise FileRefusedError("is no valid path: it contains a null character") from None


def _check_kind(found: os.stat_result, path: Path) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(21, "Is a directory", str(path))
    if not stat.S_ISREG(found.st_mode):
        kind = _KINDS.get(stat.S_IFMT(found.st_mode), "something else")
        raise FileRefusedError(f"is {kind}, not a regular file")


def _opened(real: Path) -> int:
    """Open a path that contains no links; fails if one of its parts has become a link."""
    folder = os.open(real.anchor, _FOLDER)
    try:
        for part in real.parts[1:-1]:
            inner = os.open(part, _FOLDER, dir_fd=folder)
            os.close(folder)
            folder = inner
        return os.open(real.name, _SAFELY, dir_fd=folder)
    finally:
        os.close(folder)


def _content(descriptor: int, size: int, limit: int) -> bytes:
    if size > limit:
        raise FileRefusedError(f"has {size_text(size)}; at most {size_text(limit)} are read")
    content = bytearray()
    while piece := os.read(descriptor, _PIECE):
        content += piece
        if len(content) > size:  # files of /proc and /sys state no size
            raise FileRefusedError("gives more than its size: it grows, or is no ordinary file")
    return bytes(content)
