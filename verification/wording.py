"""Formatting of the numbers of findings with significant digits."""

from __future__ import annotations

import math
import re

from verification.finding import Finding

_FEWEST, _MOST = 4, 7
"""Significant digits of values and references."""
_PERCENT_FROM = 1e-3
"""Relative bound from which values are given in percent."""


def value_texts(finding: Finding) -> tuple[str, str]:
    """Format value and reference to the digit in which they differ (but 4 to 7 digits)."""
    value, reference = finding.value, finding.reference
    largest = max(abs(value), abs(reference))
    if not math.isfinite(value):
        return str(value), f"{reference:.{_FEWEST}g}"
    if reference == 0.0 or largest == 0.0:
        return _short(value, ".1e", ".2g"), _short(reference, ".1e", ".2g")
    exponent = math.floor(math.log10(largest))
    difference = abs(value - reference)
    differing = exponent - math.floor(math.log10(difference)) + 1 if difference else _MOST
    digits = min(_MOST, max(_FEWEST, differing))
    return _to_place(value, exponent, digits), _to_place(reference, exponent, digits)


def _to_place(value: float, exponent: int, digits: int) -> str:
    """Format a number to the given number of digits counted from 10^exponent."""
    if -3 <= exponent < 6:
        return f"{value:.{max(0, digits - 1 - exponent)}f}"
    return plain(f"{value / 10.0**exponent:.{digits - 1}f}e{exponent}")


def deviation_text(finding: Finding) -> str:
    """Format the deviation with its sign: in percent, as a power of ten, or in its unit."""
    deviation = finding.deviation
    if not math.isfinite(deviation):
        return str(deviation)
    if not finding.relative:
        return with_unit(_short(deviation, "+.1e", "+.2g"), finding.unit)
    if finding.bound < _PERCENT_FROM:
        return plain(f"{deviation:+.1e}")
    if 0.0 < abs(deviation) < 1e-5:
        return "< 0.001 %"
    return f"{100.0 * deviation:+.2g} %"


def bound_text(finding: Finding) -> str:
    """Format the bound like the deviation, marked *abs.* for differences of plain numbers."""
    if not finding.relative:
        unit = "abs." if finding.unit == "1" else finding.unit
        return f"{_short(finding.bound, '.3g', '.3g')} {unit}"
    if finding.bound < _PERCENT_FROM:
        return _short(finding.bound, ".3g", ".3g")
    return f"{100.0 * finding.bound:.3g} %"


def _short(number: float, small: str, other: str) -> str:
    """Format a number by one of two formats by its size, small ones as powers of ten."""
    if number == 0.0 or abs(number) >= _PERCENT_FROM:
        return plain(f"{number:{other}}")
    text = f"{number:{small}}"
    if "e" not in text:  # %g writes 0.0001 instead of 1e-4
        mantissa, exponent = f"{number:.2e}".split("e")
        text = f"{float(mantissa):g}e{exponent}"
    return plain(text)


def with_unit(number: str, unit: str) -> str:
    """Format a number with its unit, if any."""
    return number if unit == "1" else f"{number} {unit}"


def used_share(finding: Finding) -> float:
    """Return the ratio of deviation to bound; 1 is just allowed, infinite for nan."""
    share = abs(finding.deviation) / finding.bound
    return share if math.isfinite(share) else math.inf


def plain(text: str) -> str:
    """Shorten exponents: 1e-4 for 1e-04, 3e7 for 3e+07."""
    return re.sub(r"e([+-]?)0*(\d+)", lambda m: f"e{m[1].replace('+', '')}{m[2]}", text)
