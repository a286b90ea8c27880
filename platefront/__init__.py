"""Where lithium plates in a cross-section: cases, command line, results and figures."""

from __future__ import annotations

__version__ = "0.1.0"
