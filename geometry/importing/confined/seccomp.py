"""Filter of system calls (seccomp): no processes, no network, no file opened for writing."""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys

from platefront.geometry.importing.confined.syscalls import ARCHITECTURES, numbers

# linux/filter.h, linux/seccomp.h
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16  # offsets in struct seccomp_data
_PR_SET_SECCOMP, _PR_GET_SECCOMP, _MODE_FILTER = 22, 21, 2
_X32 = 0x40000000  # calls of the x32 interface on x86-64 have numbers of their own
_CLONE_THREAD = 0x00010000
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC

type _Instruction = tuple[int, int, int, int]


class _Program(ctypes.Structure):
    """struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def available() -> bool:
    """True if the kernel filters system calls on this machine."""
    if sys.platform != "linux" or not numbers():
        return False
    return ctypes.CDLL(None, use_errno=True).prctl(_PR_GET_SECCOMP, 0, 0, 0, 0) >= 0


def refuse_all_but_reading() -> bool:
    """Refuse the calls of `syscalls` to this process from now on; needs PR_SET_NO_NEW_PRIVS.

    Returns:
        False if the kernel cannot do it.
    """
    if not available():
        return False
    code = b"".join(struct.pack("HBBI", *step) for step in _filter(numbers(), os.getpid()))
    program = _Program(len(code) // 8, code)
    libc = ctypes.CDLL(None, use_errno=True)
    return libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(program), 0, 0) == 0


def _filter(calls: dict[str, int], process: int) -> list[_Instruction]:
    """Return the filter; jumps are relative, (code, steps if true, steps if false, operand)."""
    refused: _Instruction = (_RETURN, 0, 0, _REFUSE | errno.EPERM)
    unknown: _Instruction = (_RETURN, 0, 0, _REFUSE | errno.ENOSYS)
    allowed: _Instruction = (_RETURN, 0, 0, _ALLOW)
    steps: list[_Instruction] = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, ARCHITECTURES[platform.machine()]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, _X32),
        refused,
    ]
    special: dict[str, list[_Instruction]] = {
        "open": [_argument(1), (_ANY_BIT, 0, 1, _WRITING), refused, allowed],
        "openat": [_argument(2), (_ANY_BIT, 0, 1, _WRITING), refused, allowed],
        "clone": [_argument(0), (_ANY_BIT, 1, 0, _CLONE_THREAD), refused, allowed],
        # a process may end itself by a signal, as abort() does, but no other one
        "kill": [_argument(0), (_EQUAL, 1, 0, process), refused, allowed],
        "tgkill": [_argument(0), (_EQUAL, 1, 0, process), refused, allowed],
        # limits may be asked for: the pointer to new ones is null
        "prlimit64": [
            _argument(2),
            (_EQUAL, 0, 2, 0),
            _argument(2, high=True),
            (_EQUAL, 1, 0, 0),
            refused,
            allowed,
        ],
        "clone3": [unknown],
        "openat2": [unknown],
    }
    for name, number in calls.items():
        answer = special.get(name, [refused])
        steps += [(_EQUAL, 0, len(answer), number), *answer]
    return [*steps, allowed]


def _argument(index: int, *, high: bool = False) -> _Instruction:
    """Load the low or high half of an argument (little-endian)."""
    return (_LOAD, 0, 0, _ARGUMENTS + 8 * index + 4 * high)
