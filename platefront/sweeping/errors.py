"""Error of a sweep that cannot be made."""

from __future__ import annotations


class SweepError(Exception):
    """A sweep cannot be made as asked for; the message states the reason and a remedy."""
