"""Confinement of the present process: what it may use and do from now on, irrevocably.

Limits of memory, time, files and processes hold on every POSIX system; what else the kernel
offers is used: on Linux a filter of system calls (seccomp) and of files (Landlock).
"""

from __future__ import annotations

import ctypes
import os
import resource
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from platefront.geometry.importing.confined import landlock, seccomp

MEMORY = 6 * 2**30
"""Largest address space of a process that reads a file [bytes], libraries included."""
PROCESSOR_TIME = 30
"""Longest time of the processor for one file [s]."""
_LEVELS = len(__name__.split(".")) - 1
"""Number of packages around this module, of which the outermost is `platefront`."""
_NO_NEW_PRIVILEGES = 38
_LIBRARIES = ("/usr/lib", "/usr/lib64", "/usr/local/lib", "/lib", "/lib64", "/etc/ld.so.cache")
_OF_PACKAGES = {"site-packages", "dist-packages", "lib-dynload"}


@dataclass(frozen=True, slots=True)
class Measures:
    """Measures that the kernel of this machine offers besides limits of memory and time.

    Attributes:
        calls: whether system calls that start programs, write or connect are refused.
        files: whether files other than the drawing and the program's own cannot be read.
    """

    calls: bool
    files: bool

    def __str__(self) -> str:
        """Return the measures for the user."""
        names = ["limits of memory and time"]
        names += ["system calls (seccomp)"] if self.calls else []
        names += ["files (Landlock)"] if self.files else []
        lacking = [] if self.calls else ["system calls"]
        lacking += [] if self.files else ["files"]
        return ", ".join(names) + (f"; not {' and '.join(lacking)}" if lacking else "")


def offered() -> Measures:
    """Return the measures that this machine offers; nothing is confined."""
    return Measures(seccomp.available(), landlock.version() > 0)


def confine(readable: Sequence[Path]) -> Measures:
    """Confine this process; to be called when all that is needed has been imported.

    Args:
        readable: folders or files that may be read, besides libraries of the environment.

    Returns:
        The measures that are in force.
    """
    _limit()
    if sys.platform != "linux":
        return Measures(calls=False, files=False)
    ctypes.CDLL(None).prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    trees, listed = _own_files()
    files = landlock.allow_reading_only([*trees, *readable], listed)
    return Measures(seccomp.refuse_all_but_reading(), files)


def _limit() -> None:
    """Limit memory and time; no file may grow, no process start, no core be written.

    The limit of processes counts threads, too. It is used only where calls are not filtered.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + PROCESSOR_TIME
    limits = {"AS": MEMORY, "CPU": seconds, "FSIZE": 0, "CORE": 0}
    limits |= {} if seccomp.available() else {"NPROC": 0}
    for name, most in limits.items():
        kind = getattr(resource, f"RLIMIT_{name}", None)
        if kind is None:
            continue
        _, hard = resource.getrlimit(kind)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        final = allowed + 5 if name == "CPU" and hard == resource.RLIM_INFINITY else allowed
        try:
            resource.setrlimit(kind, (allowed, final))  # SIGXCPU first, which tells the reason
        except (OSError, ValueError):
            continue  # macOS knows a limit of memory but does not take it


def _own_files() -> tuple[list[Path], list[Path]]:
    """Return what libraries that are imported late are read from, and folders only listed.

    The folder that holds the program may hold drawings, too, as a checkout does; only the
    packages in it are read.
    """
    places = [Path(place) for place in sys.path if place]
    prefixes = {Path(prefix) for prefix in (sys.prefix, sys.base_prefix, sys.exec_prefix)}
    trees = [Path(library) for library in _LIBRARIES] + sorted(prefixes - {Path("/usr")})
    trees += [place for place in places if place.name in _OF_PACKAGES]
    trees += [Path(place) for place in os.environ.get("LD_LIBRARY_PATH", "").split(":") if place]
    root = package_root()
    # the packages of a checkout are links to folders beside `platefront`
    program = [root / "platefront", *(p.resolve() for p in (root / "platefront").iterdir())]
    return [*trees, *program], [root, *places]


def package_root() -> Path:
    """Return the folder that holds the package `platefront`."""
    return Path(__file__).absolute().parents[_LEVELS]
