"""Combinations of the values of several keys, as chosen on the command line."""

from __future__ import annotations

from enum import StrEnum


class Design(StrEnum):
    """Combination of the values of several keys."""

    GRID = "grid"
    ZIP = "zip"
    LATIN = "latin"
