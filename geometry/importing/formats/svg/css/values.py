"""Numbers and lengths of CSS and of attributes."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import tinycss2

from platefront.geometry.importing.formats.svg.errors import SvgError

LARGEST = 1e9
"""Largest magnitude of a number in user units; larger ones are refused."""
PIXELS = {
    "px": 1.0,
    "mm": 96.0 / 25.4,
    "cm": 96.0 / 2.54,
    "in": 96.0,
    "pt": 96.0 / 72.0,
    "pc": 16.0,
    "q": 96.0 / 101.6,
}
"""Absolute unit → length in px."""
_ANGLES = {"deg": 1.0, "grad": 0.9, "rad": 180.0 / math.pi, "turn": 360.0}
PLAIN = re.compile(r"\s*[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d{1,4})?\s*", re.ASCII)
"""A number without unit."""
_DEEPEST = 16  # parentheses of a calculation

type Token = Any
type Tokens = tuple[Token, ...]


@lru_cache(maxsize=4096)
def tokens(text: str) -> Tokens:
    """Return the component values of a text, without comments and outer white space.

    Raises:
        SvgError: the text cannot be split into tokens.
    """
    try:
        found = tinycss2.parse_component_value_list(text, skip_comments=True)
    except (ValueError, RecursionError) as error:  # integers of thousands of digits
        raise SvgError(f'"{shortened(text)}" cannot be read ({error})') from None
    return trimmed(found)


def trimmed(values: Iterable[Token]) -> Tokens:
    """Return component values without white space at both ends."""
    found = list(values)
    while found and found[0].type == "whitespace":
        del found[0]
    while found and found[-1].type == "whitespace":
        del found[-1]
    return tuple(found)


def shortened(text: str) -> str:
    """Return a text for messages: one line, not long."""
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:37]}…"


def checked(value: float, text: str) -> float:
    """Return a number.

    Raises:
        SvgError: it is not finite, or too large.
    """
    if not abs(value) <= LARGEST:
        raise SvgError(
            f'"{shortened(text)}" is beyond the largest number that is read, {LARGEST:g}'
        )
    return value


def length(text: str, whole: float | None, plain: bool = True) -> float:
    """Return a length in user units.

    Args:
        text: number with unit or percentage, or `calc()` of such.
        whole: length to which percentages refer; None if it is not known.
        plain: whether numbers without unit are lengths, as in attributes.

    Raises:
        SvgError: no length, or one that depends on a font, the window or an unknown size.
    """
    if plain and PLAIN.fullmatch(text):
        return checked(float(text), text)
    values = tokens(text)
    if len(values) != 1:
        raise SvgError(f'"{shortened(text)}" is no length')
    value, is_length = _evaluated(values[0], text, whole, 0)
    if not is_length and not plain and value != 0.0:
        raise SvgError(f'"{shortened(text)}" is no length: it has no unit')
    return checked(value, text)


def number(token: Token, text: str) -> float:
    """Return a number, or a percentage divided by 100.

    Raises:
        SvgError: the token is none of both.
    """
    value, is_length = _evaluated(token, text, 1.0, 0)
    if is_length and token.type != "percentage":
        raise SvgError(f'"{shortened(text)}" is no number')
    return checked(value, text)


def angle(token: Token, text: str, plain: bool) -> float:
    """Return an angle in degrees.

    Raises:
        SvgError: the token is no angle.
    """
    if token.type == "number" and (plain or token.value == 0):
        return checked(float(token.value), text)
    if token.type == "dimension" and token.lower_unit in _ANGLES:
        return checked(token.value * _ANGLES[token.lower_unit], text)
    raise SvgError(f'"{shortened(text)}" holds no angle that is read')


def token_length(token: Token, text: str, whole: float | None, plain: bool) -> float:
    """Return a length in user units, as `length`."""
    value, is_length = _evaluated(token, text, whole, 0)
    if not is_length and not plain and value != 0.0:
        raise SvgError(f'"{shortened(text)}" holds a length without unit')
    return checked(value, text)


def _evaluated(token: Token, text: str, whole: float | None, depth: int) -> tuple[float, bool]:
    """Return the value of a token, and if it is a length."""
    match token.type:
        case "number":
            return float(token.value), False
        case "dimension" if token.lower_unit in PIXELS:
            return token.value * PIXELS[token.lower_unit], True
        case "dimension":
            raise SvgError(
                f'"{shortened(text)}" has the unit "{token.unit}", which is not read; allowed are '
                + ", ".join(PIXELS)
            )
        case "percentage" if whole is not None:
            return token.value / 100.0 * whole, True
        case "percentage":
            raise SvgError(f'"{shortened(text)}" refers to a size that the drawing does not state')
        case "function" if token.lower_name == "calc":
            return _sum(trimmed(token.arguments), text, whole, depth + 1)
        case "() block" if depth:
            return _sum(trimmed(token.content), text, whole, depth + 1)
        case _:
            raise SvgError(f'"{shortened(text)}" is not read')


def _sum(values: Tokens, text: str, whole: float | None, depth: int) -> tuple[float, bool]:
    """Evaluate the inside of `calc()`: sums of products."""
    wrong = SvgError(f'"{shortened(text)}" is no calculation that is read')
    rest = [token for token in values if token.type != "whitespace"]
    if depth > _DEEPEST or len(rest) % 2 == 0:
        raise wrong
    terms = [_evaluated(rest[0], text, whole, depth)]
    for operator, token in zip(rest[1::2], rest[2::2], strict=True):
        value, is_length = _evaluated(token, text, whole, depth)
        before, was_length = terms[-1]
        match operator.value if operator.type == "literal" else "":
            case "+":
                terms.append((value, is_length))
            case "-":
                terms.append((-value, is_length))
            case "*" if not (is_length and was_length):
                terms[-1] = before * value, is_length or was_length
            case "/" if not is_length and value:
                terms[-1] = before / value, was_length
            case _:
                raise wrong
    if len({is_length for _, is_length in terms}) > 1:
        raise wrong
    return sum(value for value, _ in terms), terms[0][1]
