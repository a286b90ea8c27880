"""Restriction of the files that a process may read (Landlock, Linux 5.13 and later)."""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

_CREATE, _ADD, _RESTRICT = 444, 445, 446  # system calls, on all machines
_ASK_VERSION, _PATH_BENEATH = 1, 1
_EXECUTE, _READ_FILE, _READ_DIR = 1, 4, 8
# version of the interface from which on: number of access rights to files known
_RIGHTS = {1: 13, 2: 14, 3: 15, 5: 16}
_NETWORK = 0b11  # bind and connect by TCP, from version 4
_WITH_NETWORK = 4


def version() -> int:
    """Return the version of the kernel's interface; 0 if there is none."""
    if sys.platform != "linux":
        return 0
    return max(0, int(_call(_CREATE, None, 0, _ASK_VERSION)))


def allow_reading_only(trees: Iterable[Path], listed: Iterable[Path] = ()) -> bool:
    """Take all access to files and to TCP from this process, but reading below some folders.

    Needs PR_SET_NO_NEW_PRIVS. Descriptors that are open already keep their rights.

    Args:
        trees: folders, or files, that may be read; absent ones are ignored.
        listed: folders of which only the names of files may be read.

    Returns:
        False if the kernel cannot do it.
    """
    offered = version()
    if not offered:
        return False
    handled = (1 << max(count for since, count in _RIGHTS.items() if since <= offered)) - 1
    attributes = struct.pack("Q", handled)
    if offered >= _WITH_NETWORK:
        attributes += struct.pack("Q", _NETWORK)
    rules = int(_call(_CREATE, attributes, len(attributes), 0))
    if rules < 0:
        return False
    try:
        for tree in trees:
            is_folder = tree.is_dir()
            _permit(rules, tree, _READ_FILE | _READ_DIR if is_folder else _READ_FILE)
        for folder in listed:
            _permit(rules, folder, _READ_DIR)
        return int(_call(_RESTRICT, rules, 0)) == 0
    finally:
        os.close(rules)


def _permit(rules: int, path: Path, rights: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # absent, so there is nothing to read
    try:
        rule = struct.pack("=Qi", rights, descriptor)
        _call(_ADD, rules, _PATH_BENEATH, rule, 0)
    finally:
        os.close(descriptor)


def _call(number: int, *arguments: int | bytes | None) -> int:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    whole = [ctypes.c_long(each) if isinstance(each, int) else each for each in arguments]
    return int(libc.syscall(ctypes.c_long(number), *whole))
