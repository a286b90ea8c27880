"""Misfit: incompatibility of two parts of a cell, told to the user."""

from __future__ import annotations

from typing import NamedTuple


def braced(text: str) -> str:
    """Return a text as part of a reason, braces in it being no places of numbers."""
    return text.replace("{", "{{").replace("}", "}}")


class Misfit(NamedTuple):
    """Incompatibility of two parts of a cell.

    Attributes:
        reason: end of a sentence whose subject is the part that refuses the other; `{}` stands for
            each of the numbers.
        remedy: change of the case that mends it; empty if there are many.
        numbers: value and SI unit of each number, in order.
        at: keys within the table of the part that refuses; empty for the table itself.
    """

    reason: str
    remedy: str = ""
    numbers: tuple[tuple[float, str], ...] = ()
    at: tuple[str, ...] = ()
