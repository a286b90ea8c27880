"""Affine transforms of a drawing: attributes and the property of style."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import numpy as np

from platefront.geometry.arrays import Floats
from platefront.geometry.importing.formats.svg.css.cascade import Style
from platefront.geometry.importing.formats.svg.css.properties import is_none
from platefront.geometry.importing.formats.svg.css.values import (
    Token,
    angle,
    number,
    shortened,
    token_length,
    tokens,
)
from platefront.geometry.importing.formats.svg.errors import SvgError

_SPACED = re.compile(r"([A-Za-z])\s+\(")
_ORIGINS = {"left": (0, 0.0), "right": (0, 1.0), "top": (1, 0.0), "bottom": (1, 1.0)}

type ViewportSize = tuple[float | None, float | None]
"""Width and height of a viewport in its units; None if the drawing does not state it."""


@dataclass(frozen=True, slots=True)
class Affine:
    """x → a x + c y + e, y → b x + d y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def __matmul__(self, other: Affine) -> Affine:
        """Return the transform that applies `other` first."""
        return Affine(
            self.a * other.a + self.c * other.b,
            self.b * other.a + self.d * other.b,
            self.a * other.c + self.c * other.d,
            self.b * other.c + self.d * other.d,
            self.a * other.e + self.c * other.f + self.e,
            self.b * other.e + self.d * other.f + self.f,
        )

    @property
    def determinant(self) -> float:
        """Area of the image of a unit square, negative if mirrored."""
        return self.a * self.d - self.b * self.c

    def inverse(self) -> Affine:
        """Return the inverse of a transform with a determinant."""
        a, b, c, d = (value / self.determinant for value in (self.d, -self.b, -self.c, self.a))
        return Affine(a, b, c, d, -a * self.e - c * self.f, -b * self.e - d * self.f)

    def applied(self, points: Floats) -> Floats:
        """Map (…, 2) points."""
        linear = np.array([[self.a, self.b], [self.c, self.d]])
        return points @ linear + (self.e, self.f)

    @classmethod
    def shift(cls, x: float, y: float = 0.0) -> Affine:
        """Return a translation."""
        return cls(e=x, f=y)


def transform_of(style: Style, size: ViewportSize) -> Affine:
    """Return the transform of an element, about its `transform-origin`.

    Args:
        style: style of the element.
        size: viewport to which percentages refer.

    Raises:
        SvgError: the transform is wrong, not flat, or relative to the box of the object.
    """
    declared = style.get("transform")
    if declared is None or is_none(declared.text) or not declared.text:
        return Affine()
    text, plain = declared.text, declared.plain
    values = tokens(_SPACED.sub(r"\1(", text) if plain else text)
    found = Affine()
    for token in values:
        if token.type == "function":
            found = found @ _function(token, text, plain, size)
        elif token.type != "whitespace" and token != ",":
            raise SvgError(f'the transform "{shortened(text)}" cannot be read')
    x, y = _origin(style, size)
    if style.word("transform-box", "view-box") != "view-box" and (found.a, found.b, found.c) != (
        1.0,
        0.0,
        0.0,
    ):
        raise SvgError(
            f'"transform-box: {style.word("transform-box", "")}" is not read; let the program that '
            f"drew it apply the transform"
        )
    return Affine.shift(x, y) @ found @ Affine.shift(-x, -y) if x or y else found


def _function(token: Token, text: str, plain: bool, size: ViewportSize) -> Affine:
    """Return the transform of one function."""
    name = token.lower_name
    arguments = [t for t in token.arguments if t.type != "whitespace" and t != ","]
    kind, counts, build = _FUNCTIONS.get(name, (None, (), None))
    if kind is None or build is None or len(arguments) not in counts:
        raise SvgError(
            f'the transform "{shortened(text)}" cannot be read: {name} with {len(arguments)} values'
        )
    if kind is _Values.NUMBERS:
        return build(*(number(each, text) for each in arguments))
    if kind is _Values.ANGLES:
        return build(*(math.radians(angle(each, text, plain)) for each in arguments))
    if kind is _Values.TURN:
        turn = math.radians(angle(arguments[0], text, plain))
        if arguments[1:] and not plain:
            raise SvgError(
                f'the transform "{shortened(text)}" cannot be read: rotate about a point'
            )
        return build(turn, *(token_length(each, text, None, plain) for each in arguments[1:]))
    wholes = size[1:] if name == "translatey" else size
    pairs = zip(arguments, wholes, strict=False)
    return build(*(token_length(each, text, whole, plain) for each, whole in pairs))


class _Values(Enum):
    """Values that a function takes; a turn is an angle and a point."""

    NUMBERS, ANGLES, LENGTHS, TURN = range(4)


def _scaling(across: float, down: float | None = None) -> Affine:
    return Affine(a=across, d=across if down is None else down)


def _rotation(turn: float, x: float = 0.0, y: float = 0.0) -> Affine:
    cosine, sine = math.cos(turn), math.sin(turn)
    about = Affine(cosine, sine, -sine, cosine)
    return Affine.shift(x, y) @ about @ Affine.shift(-x, -y)


def _skew(across: float, down: float = 0.0) -> Affine:
    return Affine(b=math.tan(down), c=math.tan(across))


_FUNCTIONS: dict[str, tuple[_Values, tuple[int, ...], Callable[..., Affine]]] = {
    "matrix": (_Values.NUMBERS, (6,), Affine),
    "translate": (_Values.LENGTHS, (1, 2), Affine.shift),
    "translatex": (_Values.LENGTHS, (1,), Affine.shift),
    "translatey": (_Values.LENGTHS, (1,), lambda y: Affine.shift(0.0, y)),
    "scale": (_Values.NUMBERS, (1, 2), _scaling),
    "scalex": (_Values.NUMBERS, (1,), lambda x: Affine(a=x)),
    "scaley": (_Values.NUMBERS, (1,), lambda y: Affine(d=y)),
    "rotate": (_Values.TURN, (1, 3), _rotation),
    "rotatez": (_Values.ANGLES, (1,), _rotation),
    "skewx": (_Values.ANGLES, (1,), _skew),
    "skewy": (_Values.ANGLES, (1,), lambda turn: _skew(0.0, turn)),
    "skew": (_Values.ANGLES, (1, 2), _skew),
}


def _origin(style: Style, size: ViewportSize) -> tuple[float, float]:
    """Return the fixed point of the transform."""
    declared = style.get("transform-origin")
    if declared is None:
        return 0.0, 0.0
    values = [token for token in tokens(declared.text) if token.type != "whitespace"]
    wrong = SvgError(f'"transform-origin: {shortened(declared.text)}" cannot be read')
    if not 1 <= len(values) <= 3:
        raise wrong
    words = [token.lower_value if token.type == "ident" else "" for token in values[:2]]
    if words[0] in ("top", "bottom") or (words[-1] in ("left", "right") and len(words) == 2):
        values[:2] = reversed(values[:2]) if len(words) == 2 else [None, values[0]]
    place: list[float | None] = [None, None]
    for axis, token in enumerate(values[:2]):
        if token is None:
            continue
        word = token.lower_value if token.type == "ident" else ""
        if word in _ORIGINS and _ORIGINS[word][0] == axis:
            place[axis] = _share(_ORIGINS[word][1], size[axis])
        elif word == "center":
            place[axis] = _share(0.5, size[axis])
        elif not word:
            place[axis] = token_length(token, declared.text, size[axis], declared.plain)
        else:
            raise wrong
    x, y = (_share(0.5, size[a]) if place[a] is None else place[a] for a in (0, 1))
    assert x is not None
    assert y is not None
    return x, y


def _share(share: float, whole: float | None) -> float:
    if share == 0.0:
        return 0.0
    if whole is None:
        raise SvgError("transform-origin refers to a size that the drawing does not state")
    return share * whole
