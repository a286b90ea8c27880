"""Peak memory of this process."""

from __future__ import annotations

import resource
import sys


def peak_memory() -> int:
    """Return the largest resident set size so far [bytes]."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else 1024 * peak  # Linux counts in KiB
