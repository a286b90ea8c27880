"""Quantities derived from parameters without a simulation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Estimate:
    """Derived quantity.

    Attributes:
        symbol: short name, as in the documentation.
        value: value in `unit`.
        unit: SI unit.
        meaning: description, one sentence.
    """

    symbol: str
    value: float
    unit: str
    meaning: str
