"""Quantities with units, such as "0.25 mA/cm^2": read with pint, stored in SI units."""

from __future__ import annotations

import math
import re
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING

from platefront.case.quoting import quoted
from platefront.case.unit_products import UnitSyntaxError, factors_of

if TYPE_CHECKING:
    import pint

DIMENSIONLESS = "1"

# Example for each unit in use, shown in messages, schema and documentation.
_EXAMPLES = {
    "1": "0.4",
    "1/m": "1e6 1/m",
    "A/m^2": "1 mA/cm^2",
    "C/m^2": "6 mAh/cm^2",
    "J": "0.3 eV",
    "K": "25 degC",
    "V": "-50 mV",
    "kg/m^3": "534 kg/m^3",
    "kg/mol": "6.941 g/mol",
    "m": "30 um",
    "m^2/s": "2.93e-10 m^2/s",
    "m^3/mol": "48 cm^3/mol",
    "m^4/C": "1e-21 m^4/C",
    "mol/m^3": "1 mol/L",
    "ohm*m": "1e5 ohm*m",
    "rad": "45 deg",
    "s": "10 min",
}

# SI unit → (customary unit, its SI value, smallest SI value it is used for), largest first.
_USUAL: dict[str, tuple[tuple[str, float, float], ...]] = {
    "A/m^2": (("mA/cm^2", 10.0, 1e-4),),
    "C/m^2": (("mAh/cm^2", 36000.0, 1e-2),),
    "V": (("V", 1.0, 1.0), ("mV", 1e-3, 1e-6)),
    "m": (("m", 1.0, 0.1), ("mm", 1e-3, 1e-3), ("um", 1e-6, 1e-6), ("nm", 1e-9, 1e-12)),
    "m^3/mol": (("cm^3/mol", 1e-6, 1e-9),),
    "mol/m^3": (("mol/L", 1000.0, 1e-3),),
    "rad": (("deg", math.pi / 180.0, 1e-3),),
    "s": (("h", 3600.0, 7200.0), ("min", 60.0, 120.0)),
}

# Pint counts angles and percentages alike as dimensionless; a case file keeps them apart.
_PERCENT = ("%", "percent")
_ANGLES = ("deg", "degree", "degrees", "°", "rad", "mrad", "radian", "radians")

_NUMBER = re.compile(r"([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)\s*(.*)", re.DOTALL)
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]*,[0-9]")
_MICRO = re.compile(r"\bu(?=m\b)")
_BARE_POWER = re.compile(r"([^\W\d_]+)(-?[0-9]+)\b")

LONGEST_QUANTITY = 200
"""Largest number of characters of a quantity."""

# Significant digits kept after a conversion: removes round-off as in 2.9999999999999997e-05.
_DIGITS = 15


class QuantityError(ValueError):
    """A text is not a valid quantity of the required unit.

    Attributes:
        helps: suggested corrections, one sentence each.
    """

    def __init__(self, message: str, *helps: str) -> None:
        super().__init__(message)
        self.helps = helps


def example(unit: str) -> str:
    """Return an example of a quantity of this unit: `"30 um"` for `"m"`."""
    return _EXAMPLES.get(unit, f"1 {unit}")


def dimension_name(unit: str) -> str:
    """Return the name of a unit's dimension: `length` for `"m"`."""
    if unit == "rad":
        return "angle"
    return _DIMENSIONS.get(unit, f"a quantity in {unit}").split(maxsplit=1)[1]


def write_quantity(value: float, unit: str) -> str:
    """Format an SI value so that it reads back to exactly the same number: `3e-05 m`."""
    return repr(float(value)) if unit == DIMENSIONLESS else f"{float(value)!r} {unit}"


def exact_quantity(value: float, unit: str) -> str:
    """Format an SI value in the customary unit: `30 um`; in the SI unit where that is not exact."""
    for usual, factor, smallest in _USUAL.get(unit, ()):
        if abs(value) >= smallest:
            for digits in (6, _DIGITS):
                text = f"{value / factor:.{digits}g} {usual}"
                with suppress(QuantityError):  # rounded beyond the largest float
                    if read_quantity(text, unit) == value:
                        return text
            break
    return write_quantity(value, unit)


def readable_quantity(value: float, unit: str) -> str:
    """Format an SI value, rounded, in the unit customary in battery laboratories: `30 um`."""
    for usual, factor, smallest in _USUAL.get(unit, ()):
        if abs(value) >= smallest:
            return f"{value / factor:.6g} {usual}"
    return f"{value:.6g}" if unit == DIMENSIONLESS else f"{value:.6g} {unit}"


def typeset(text: str) -> str:
    """Return a quantity or unit with µ and superscripts, for reading: `30 µm`, `1 mA/cm²`."""
    return _MICRO.sub("µ", text.replace("^2", "²").replace("^3", "³"))


def read_quantity(text: str, unit: str) -> float:
    """Read a quantity and convert it.

    Args:
        text: number and unit, `"0.25 mA/cm^2"`, `"25 degC"`, `"40 %"`.
        unit: SI unit of the result, as declared by the field; `"1"` if dimensionless.

    Returns:
        The value in `unit`.

    Raises:
        QuantityError: no number, no unit, unknown unit, other dimension, or not finite.
    """
    if len(text) > LONGEST_QUANTITY:
        raise QuantityError(f"{quoted(text)} is not {_wanted(unit)}")
    text = text.strip()
    match = _NUMBER.fullmatch(text)
    if match is None or match[2].startswith(","):
        if _DECIMAL_COMMA.match(text):
            corrected = text.replace(",", ".", 1)
            reason = f"{quoted(text)} has a decimal comma"
            raise QuantityError(reason, f"write a point: {quoted(corrected)}")
        raise QuantityError(f"{quoted(text)} is not {_wanted(unit)}")
    value, written = float(match[1]), match[2]
    if not written:
        raise QuantityError(f"{quoted(text)} is not {_wanted(unit)}")
    if written != unit:
        value = _clean(_convert(value, written, unit))
    if not math.isfinite(value):
        raise QuantityError(f"{quoted(text)} is too large for a number")
    return value


def require_coherent(unit: str) -> None:
    """Check that the unit of a field is a coherent SI unit.

    Raises:
        QuantityError: the unit is unknown, or not a coherent SI unit.
    """
    one = _registry().Quantity(1.0, _parse(unit)).to_base_units()
    if abs(float(one.magnitude) - 1.0) > 1e-12:
        raise QuantityError(f'unit "{unit}" is not a coherent unit of SI', f'use "{one.units:~C}"')


def _wanted(unit: str) -> str:
    if unit == DIMENSIONLESS:
        return 'a plain number such as 0.4 (or a percentage such as "40 %")'
    return f'a number with a unit of {unit}, such as "{example(unit)}"'


def _convert(value: float, written: str, unit: str) -> float:
    parsed = _parse(written)
    target = _parse(unit)
    if parsed.dimensionality != target.dimensionality or not _same_sort(written, unit):
        if unit == DIMENSIONLESS:
            helps = [f"write {_wanted(unit)}"]
        else:
            helps = [f'write a unit of {unit}, for example "{example(unit)}"']
        if unit == "K" and written == "C":
            helps.insert(0, '"C" is the coulomb; degrees Celsius are "degC"')
        measured = _dimension(written, parsed)
        raise QuantityError(
            f"unit {quoted(written)} measures {measured}, but {_dimension(unit, target)} is needed",
            *helps,
        )
    try:
        return float(_registry().Quantity(value, parsed).to(target).magnitude)
    except Exception as error:
        # a temperature's degree in a product, a logarithmic unit; OverflowError
        reason = f"unit {quoted(written)} cannot be converted to {unit}"
        raise QuantityError(reason, f'for example "{example(unit)}"') from error


def _same_sort(written: str, unit: str) -> bool:
    """True if two units of the same dimension denote the same kind of quantity."""
    match unit:
        case "1":
            return written in _PERCENT
        case "rad":
            return written in _ANGLES
        case _:
            return True


@lru_cache(maxsize=256)
def _parse(written: str) -> pint.Unit:
    registry = _registry()
    unit = registry.Unit("")
    if written == DIMENSIONLESS:
        return unit
    try:
        for name, power in factors_of(written):
            unit = unit * registry.parse_units(name) ** power
    except UnitSyntaxError as error:
        helps = _spelling(written) or [str(error)]
        raise QuantityError(f"unit {quoted(written)} is not known", *helps) from error
    except Exception as error:
        # pint has errors of its own for unknown names, AssertionError and ValueError among them
        raise QuantityError(f"unit {quoted(written)} is not known") from error
    return unit


def _spelling(written: str) -> list[str]:
    powers = _BARE_POWER.sub(r"\1^\2", written)
    if powers == written:
        return []
    try:
        _parse(powers)
    except QuantityError:
        return []
    return [f"powers are written with ^: {quoted(powers)}"]


# Names of common dimensions; others are shown by their base units.
_DIMENSIONS = {
    "m": "a length",
    "m^2": "an area",
    "s": "a time",
    "K": "a temperature",
    "V": "a voltage",
    "A": "a current",
    "A/m": "a current per length",
    "A/m^2": "a current density",
    "C": "a charge",
    "C/m^2": "a charge per area",
    "kg": "a mass",
    "kg/m^3": "a density",
    "kg/mol": "a molar mass",
    "J": "an energy",
    "mol/m^3": "a concentration",
    "m^2/s": "a diffusivity",
    "m^3/mol": "a molar volume",
    "m^4/C": "a growth of squared thickness by charge",
    "S/m": "a conductivity",
    "ohm": "a resistance",
    "ohm*m": "a resistivity",
    "m/s": "a velocity",
    "1": "a plain number",
}


def _dimension(written: str, parsed: pint.Unit) -> str:
    if written in _ANGLES:
        return "an angle"
    for unit, name in _DIMENSIONS.items():
        if _parse(unit).dimensionality == parsed.dimensionality:
            return name
    base = _registry().get_base_units(parsed)[1]
    return f'something in "{base:~C}"'


@lru_cache(maxsize=1)
def _registry() -> pint.UnitRegistry:
    import pint  # noqa: PLC0415 - start-up time: only where a case is read

    return pint.UnitRegistry()


def _clean(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")
