"""Values of a swept key: lists, ranges and intervals, with the unit that ends them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass

import numpy as np

from platefront.case.changes import path_of_key, value_text
from platefront.case.positions import Positions
from platefront.case.quoting import quoted
from platefront.sweeping.errors import SweepError

MOST_VALUES = 10_000
"""Largest number of values of a key, and of cells of a sweep."""

_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_UNIT = r"[^\s:,\d][^:,]*?"
_QUANTITY = re.compile(rf"\s*({_NUMBER})\s*({_UNIT})?\s*")
_RANGE = re.compile(
    rf"\s*({_NUMBER})\s*({_UNIT})?\s*:\s*({_NUMBER})\s*({_UNIT})?\s*"
    rf"(?::\s*(\d+)\s*({_UNIT})?\s*)?(?::\s*(log)\s*)?"
)


@dataclass(frozen=True, slots=True)
class Interval:
    """Values between two ends.

    Attributes:
        low, high: ends, in either order.
        unit: unit of both; empty for plain numbers.
        logarithmic: whether the logarithm is spaced evenly.
    """

    low: float
    high: float
    unit: str
    logarithmic: bool

    def at(self, part: float) -> str:
        """Return the value at a part of the way from the low to the high end."""
        if self.logarithmic:
            value = self.low * (self.high / self.low) ** part
        else:
            value = self.low + (self.high - self.low) * part
        return f"{value:.12g} {self.unit}".strip()


@dataclass(frozen=True, slots=True)
class SweptKey:
    """A key of the case with the values that it takes.

    Attributes:
        key: the key with its tables, `section.gap`.
        values: its values in order, as after `--set KEY=`; empty for an interval alone.
        interval: the interval that they are from, if it was given by its ends.
    """

    key: str
    values: tuple[str, ...]
    interval: Interval | None = None


def read_key(given: str) -> SweptKey:
    """Read `KEY=a:b:n`, `KEY=a:b` or a list `KEY=a, b, c`; `:log` after a range or an interval.

    Units may end each value or, for all of them, the last one. A list in brackets is one of TOML.

    Raises:
        SweepError: it is none of these.
    """
    key, sign, text = (part.strip() for part in given.partition("="))
    if not sign or not text:
        raise SweepError(
            f'--over {given}: expected KEY=VALUES, for example --over "section.gap=50:150:5 um"'
        )
    if path_of_key(key) is None:
        raise SweepError(f"--over {given}: {quoted(key)} is no key")
    try:
        if found := _RANGE.fullmatch(text):
            return _range(key, found)
        values = _of_toml(text) if text.startswith("[") else _listed(text)
        for value in values:
            value_text(value)
    except ValueError as error:
        raise SweepError(f"--over {given}: {error}") from None
    return SweptKey(key, tuple(values))


def quantity_of(value: str) -> tuple[float, str] | None:
    """Return number and unit of a value; None for text."""
    if value[:1] in ("'", '"'):
        value = str(tomllib.loads(f"v = {value}")["v"])
    found = _QUANTITY.fullmatch(value)
    return None if found is None else (float(found[1]), (found[2] or "").strip())


def _range(key: str, found: re.Match[str]) -> SweptKey:
    low, unit_low, high, unit_high, count, unit_end, log = found.groups()
    units = {unit.strip() for unit in (unit_low, unit_high, unit_end) if unit}
    if len(units) > 1:
        raise ValueError(f"both ends need the same unit, not {' and '.join(sorted(units))}")
    interval = Interval(float(low), float(high), units.pop() if units else "", log is not None)
    if not np.isfinite([interval.low, interval.high]).all():
        raise ValueError("the ends must be finite")
    if interval.low == interval.high:
        raise ValueError("the ends must differ")
    if interval.logarithmic and interval.low * interval.high <= 0.0:
        raise ValueError("a logarithmic range needs ends of the same sign, neither of them 0")
    if count is None:
        return SweptKey(key, (), interval)
    if not 2 <= int(count) <= MOST_VALUES:
        raise ValueError(f"the number of values must be 2 to {MOST_VALUES}, but is {count}")
    parts = np.linspace(0.0, 1.0, int(count))
    return SweptKey(key, tuple(interval.at(float(part)) for part in parts), interval)


def _of_toml(text: str) -> list[str]:
    """Return the source of each entry of a list of TOML."""
    value_text(text)  # within the limits of a case file
    line = f"v = {text}"
    entries = tomllib.loads(line)["v"]
    positions = Positions(line)
    return [positions.source(("v", index)) or "" for index in range(len(entries))]


def _listed(text: str) -> list[str]:
    """Return the values between commas, each with the unit of the last if only that has one."""
    values = [value.strip() for value in text.split(",")]
    if not all(values):
        raise ValueError("a value is missing between two commas")
    quantities = [_QUANTITY.fullmatch(value) for value in values]
    if all(quantities) and not any(found and found[2] for found in quantities[:-1]):
        unit = quantities[-1][2] if quantities[-1] is not None else None
        return [f"{found[1]} {unit or ''}".strip() for found in quantities if found is not None]
    return values
