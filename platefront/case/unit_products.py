"""Products of powers of units, the only form of a unit in a case file: `mA/cm^2`, `mol L⁻¹`.

The names are looked up one by one. No expression is evaluated, so that a unit is data like the rest
of a case file: `m^9^9^9` is refused, not computed.
"""

from __future__ import annotations

import re

LONGEST_UNIT = 60
"""Largest number of characters of a unit."""
LARGEST_POWER = 9
"""Largest absolute value of the power of a unit."""
MOST_FACTORS = 10
"""Largest number of factors of a unit."""

_SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_FACTOR = re.compile(
    r"(?P<name>%|°?(?:[^\W\d⁰¹²³⁴⁵⁶⁷⁸⁹])+|°|1(?=\s*/))"
    r"(?:\s*(?:\^|\*\*)\s*(?P<power>[+-]?[0-9]+|\([+-]?[0-9]+\))|(?P<raised>⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))?"
)
_BETWEEN = re.compile(r"\s*([*·/])\s*|\s+")

type Factors = tuple[tuple[str, int], ...]


class UnitSyntaxError(ValueError):
    """A text is not a product of powers of units."""


def factors_of(written: str) -> Factors:
    """Read a product of powers: `mA/cm^2` gives `(("mA", 1), ("cm", -2))`.

    A factor after `/` is a divisor, the next one after a space, `*` or `·` is not; in brackets
    after `/`, `mol/(m^2 s)`, all are.

    Raises:
        UnitSyntaxError: the text is something else, or exceeds a limit.
    """
    if len(written) > LONGEST_UNIT:
        raise UnitSyntaxError(f"a unit has at most {LONGEST_UNIT} characters")
    bracketed = re.fullmatch(r"([^()]*)/\s*\(([^()]*)\)\s*", written)
    if bracketed is None or not bracketed[1].strip():
        factors = _product(written)
    else:
        divisors = ((name, -power) for name, power in _product(bracketed[2].strip()))
        factors = (*_product(bracketed[1].strip(), alone="1"), *divisors)
    if len(factors) > MOST_FACTORS:
        raise UnitSyntaxError(f"a unit has at most {MOST_FACTORS} factors")
    return factors


def _product(written: str, alone: str = "") -> Factors:
    """Read a product without brackets, or the numerator `alone`."""
    if alone and written == alone:
        return ()
    factors = []
    at, sign = 0, 1
    while True:
        factor = _FACTOR.match(written, at)
        if factor is None:
            raise UnitSyntaxError("a unit is a product of powers of units")
        power = sign * _power(factor)
        if factor["name"] != "1":
            factors.append((factor["name"], power))
        at = factor.end()
        if at == len(written):
            return tuple(factors)
        between = _BETWEEN.match(written, at)
        if between is None:
            raise UnitSyntaxError("a unit is a product of powers of units")
        at, sign = between.end(), -1 if between[1] == "/" else 1


def _power(factor: re.Match[str]) -> int:
    text = (factor["power"] or (factor["raised"] or "1").translate(_SUPERSCRIPTS)).strip("()")
    if len(text) > 3 or abs(int(text)) > LARGEST_POWER:
        raise UnitSyntaxError(f"the power of a unit is at most {LARGEST_POWER}")
    return int(text)
