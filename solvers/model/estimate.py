"""Numbers that follow from parameters without solving anything."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Estimate:
    """A derived number.

    Attributes:
        symbol: short name, as in the documentation.
        value: in `unit`.
        unit: SI unit.
        meaning: one sentence.
    """

    symbol: str
    value: float
    unit: str
    meaning: str
