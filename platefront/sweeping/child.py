"""Process of one cell: `platefront run`, which ends with the process that started it.

`python -m platefront.sweeping.child PARENT ARGUMENTS...`. Without this, the runs of a sweep that is
killed would go on and keep the processors and their folders.
"""

from __future__ import annotations

import ctypes
import os
import runpy
import signal
import sys

from platefront.exit_codes import ExitCode

_PR_SET_PDEATHSIG = 1  # prctl(2)


def end_with(parent: int) -> None:
    """Have the kernel end this process when its parent ends; SIGTERM stops a run cleanly.

    Args:
        parent: id of the process that started this one.
    """
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it ended before
        sys.exit(ExitCode.INTERRUPTED)


if __name__ == "__main__":
    end_with(int(sys.argv.pop(1)))
    runpy.run_module("platefront", run_name="__main__", alter_sys=True)
