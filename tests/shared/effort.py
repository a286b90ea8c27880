"""Number of random examples: a few fixed ones, or many new ones in the long set."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, settings

_ANY = {"deadline": None, "suppress_health_check": list(HealthCheck)}


def few(examples: int) -> Any:
    """The same examples every time, for the quick set."""
    return settings(max_examples=examples, derandomize=True, **_ANY)


def many(examples: int) -> Any:
    """Fresh examples each time; a failing one is printed with what reproduces it."""
    return settings(max_examples=examples, print_blob=True, **_ANY)
