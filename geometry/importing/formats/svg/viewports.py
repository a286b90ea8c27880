"""Coordinate systems within coordinate systems: viewBox and preserveAspectRatio."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from platefront.geometry.arrays import Floats
from platefront.geometry.importing.formats.svg.css.values import PLAIN, checked, shortened
from platefront.geometry.importing.formats.svg.errors import SvgError
from platefront.geometry.importing.formats.svg.transforms import Affine

_SEPARATOR = re.compile(r"[\s,]+")
_ASPECT = re.compile(
    r"\s*(?:defer\s+)?(?:(none)|x(Min|Mid|Max)Y(Min|Mid|Max))(?:\s+(meet|slice))?\s*"
)
_SHARES = {"Min": 0.0, "Mid": 0.5, "Max": 1.0}
_NEAR = 1e-6  # of a window's size: closer points are on its border


@dataclass(frozen=True, slots=True)
class ViewBox:
    """Rectangle of user units that fills a viewport."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Window:
    """Rectangle that cuts off what lies outside.

    Attributes:
        place: element that makes it.
        to_drawing: its coordinates → those of the drawing.
        width: from x = 0.
        height: from y = 0.
    """

    place: str
    to_drawing: Affine
    width: float
    height: float

    def holds(self, points: Floats) -> bool | None:
        """Return True if all points of the drawing are inside, False if none can be."""
        own = self.to_drawing.inverse().applied(points)
        size = np.array([self.width, self.height])
        low, high = own.min(axis=0), own.max(axis=0)
        if (low >= -_NEAR * size).all() and (high <= (1.0 + _NEAR) * size).all():
            return True
        if (high <= _NEAR * size).any() or (low >= (1.0 - _NEAR) * size).any():
            return False
        return None


def view_box(text: str | None) -> ViewBox | None:
    """Read a `viewBox`.

    Raises:
        SvgError: it is not four numbers, or a side is negative.
    """
    if text is None or not text.strip() or text.strip() == "none":
        return None
    parts = _SEPARATOR.split(text.strip())
    values = [float(part) for part in parts if PLAIN.fullmatch(part)]
    if len(values) != 4 or len(parts) != 4 or min(values[2:]) < 0.0:
        raise SvgError(f'viewBox "{shortened(text)}" is not left, top, width and height')
    return ViewBox(*(checked(value, text) for value in values))


def fitted(box: ViewBox, width: float, height: float, aspect: str | None) -> Affine:
    """Return the transform from a view box to a viewport of this size.

    Args:
        box: with an area.
        width: width of the viewport.
        height: height of the viewport.
        aspect: `preserveAspectRatio`.

    Raises:
        SvgError: `aspect` cannot be read.
    """
    found = _ASPECT.fullmatch(aspect or "xMidYMid")
    if found is None:
        raise SvgError(f'preserveAspectRatio "{shortened(aspect or "")}" cannot be read')
    across, down = width / box.width, height / box.height
    if found[1]:
        return Affine(across, 0.0, 0.0, down, -across * box.left, -down * box.top)
    size = max(across, down) if found[4] == "slice" else min(across, down)
    x = _SHARES[found[2]] * (width - size * box.width) - size * box.left
    y = _SHARES[found[3]] * (height - size * box.height) - size * box.top
    return Affine(size, 0.0, 0.0, size, x, y)
