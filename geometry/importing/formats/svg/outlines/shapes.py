"""Outlines of the basic shapes and paths of SVG."""

from __future__ import annotations

import math
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from platefront.geometry.importing.formats.svg.css.cascade import Style
from platefront.geometry.importing.formats.svg.css.properties import is_none
from platefront.geometry.importing.formats.svg.css.values import length, tokens
from platefront.geometry.importing.formats.svg.errors import SvgError
from platefront.geometry.importing.formats.svg.outlines.curves import (
    Arc,
    PathSegment,
    Point,
    Subpath,
)
from platefront.geometry.importing.formats.svg.outlines.path_data import path, points
from platefront.geometry.importing.formats.svg.transforms import ViewportSize

SHAPES = frozenset(["circle", "ellipse", "line", "path", "polygon", "polyline", "rect"])
_ARC_TYPE = "{http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd}arc-type"


@dataclass(frozen=True, slots=True)
class ShapeOutline:
    """ShapeOutline of a shape.

    Attributes:
        subpaths: its parts, in its own coordinates.
        mistake: mistake in its data, after which nothing is drawn; empty if there is none.
        nothing: reason why there is no outline; empty if there is one.
    """

    subpaths: tuple[Subpath, ...] = ()
    mistake: str = ""
    nothing: str = ""


def outline_of(tag: str, element: Element, style: Style, size: ViewportSize) -> ShapeOutline:
    """Return the outline of a shape.

    Args:
        tag: one of `SHAPES`.
        element: the shape.
        style: its style, with the properties that are its geometry.
        size: viewport to which percentages refer.

    Raises:
        SvgError: a length is wrong, negative or too large.
    """
    sizes = _Lengths(element, style, size)
    match tag:
        case "circle":
            r = sizes.positive("r", "diagonal")
            return _ellipse(sizes.property("cx", "x"), sizes.property("cy", "y"), r, r)
        case "ellipse":
            rx, ry = sizes.radii()
            return _ellipse(sizes.property("cx", "x"), sizes.property("cy", "y"), rx, ry)
        case "rect":
            return _rectangle(sizes)
        case "line":
            ends = [sizes.attribute(key, key[0]) for key in ("x1", "y1", "x2", "y2")]
            return ShapeOutline((Subpath((ends[0], ends[1]), [((ends[2], ends[3]),)]),))
        case "polygon" | "polyline":
            return _polygon(element.get("points", ""), tag == "polygon")
        case _:
            return _path(element, style)


class _Lengths:
    """Lengths of a shape from its style and attributes."""

    def __init__(self, element: Element, style: Style, size: ViewportSize) -> None:
        self._element, self._style = element, style
        x, y = size
        diagonal = None if x is None or y is None else math.hypot(x, y) / math.sqrt(2.0)
        self._whole = {"x": x, "y": y, "diagonal": diagonal}

    def attribute(self, name: str, axis: str) -> float:
        """Return a length that is no property of style."""
        return self._read(name, self._element.get(name, "0"), axis, True)

    def property(self, name: str, axis: str) -> float:
        """Return a length, 0 by default."""
        found = self._style.get(name)
        if found is None or found.text.lower() == "auto":
            return 0.0
        return self._read(name, found.text, axis, found.plain)

    def positive(self, name: str, axis: str) -> float:
        """Return a length that is not negative."""
        found = self.property(name, axis)
        if found < 0.0:
            raise SvgError(f"{name} is negative ({found:g})")
        return found

    def radii(self) -> tuple[float, float]:
        """Return rx and ry, of which one is the other if not given."""
        rx, ry = (self._given(name) for name in ("rx", "ry"))
        return (
            self.positive("rx", "x") if rx else self.positive("ry", "y") if ry else 0.0,
            self.positive("ry", "y") if ry else self.positive("rx", "x") if rx else 0.0,
        )

    def _given(self, name: str) -> bool:
        found = self._style.get(name)
        return found is not None and found.text.lower() != "auto"

    def _read(self, name: str, text: str, axis: str, plain: bool) -> float:
        try:
            return length(text, self._whole[axis], plain)
        except SvgError as error:
            raise SvgError(f"{name}: {error}") from None


def _ellipse(x: float, y: float, rx: float, ry: float) -> ShapeOutline:
    if rx == 0.0 or ry == 0.0:
        return ShapeOutline(nothing="its radius is 0")
    start = (x + rx, y)
    arc = Arc((x, y), (rx, 0.0), (0.0, ry), 0.0, 2.0 * math.pi, start)
    return ShapeOutline((Subpath(start, [arc], closed=True),))


def _rectangle(sizes: _Lengths) -> ShapeOutline:
    x, y = sizes.property("x", "x"), sizes.property("y", "y")
    width, height = sizes.positive("width", "x"), sizes.positive("height", "y")
    if width == 0.0 or height == 0.0:
        return ShapeOutline(nothing="its width or height is 0")
    rx, ry = sizes.radii()
    rx, ry = min(rx, 0.5 * width), min(ry, 0.5 * height)
    right, bottom = x + width, y + height
    if rx == 0.0 or ry == 0.0:
        corners: list[PathSegment] = [((right, y),), ((right, bottom),), ((x, bottom),)]
        return ShapeOutline((Subpath((x, y), corners, closed=True),))
    start = (x + rx, y)
    segments: list[PathSegment] = []
    here = start
    # each corner: end of the side before it, centre, end of its quarter of an ellipse
    for turn, (side, centre, end) in enumerate(
        (
            ((right - rx, y), (right - rx, y + ry), (right, y + ry)),
            ((right, bottom - ry), (right - rx, bottom - ry), (right - rx, bottom)),
            ((x + rx, bottom), (x + rx, bottom - ry), (x, bottom - ry)),
            ((x, y + ry), (x + rx, y + ry), start),
        )
    ):
        if not _coincide(here, side, max(width, height)):
            segments.append((side,))
        first = -0.5 * math.pi + 0.5 * math.pi * turn
        segments.append(Arc(centre, (rx, 0.0), (0.0, ry), first, 0.5 * math.pi, end))
        here = end
    return ShapeOutline((Subpath(start, segments, closed=True),))


def _coincide(one: Point, other: Point, extent: float) -> bool:
    return max(abs(one[0] - other[0]), abs(one[1] - other[1])) <= 1e-9 * extent


def _polygon(text: str, closed: bool) -> ShapeOutline:
    corners, mistake = points(text)
    if len(corners) < 2:
        return ShapeOutline(mistake=mistake, nothing="it has fewer than two points")
    segments: list[PathSegment] = [(corner,) for corner in corners[1:]]
    return ShapeOutline((Subpath(corners[0], segments, closed),), mistake)


def _path(element: Element, style: Style) -> ShapeOutline:
    declared = style.get("d")
    text = declared.text if declared else ""
    if declared and not declared.plain and not is_none(text):
        (function,) = tokens(text)
        strings = [token.value for token in function.arguments if token.type == "string"]
        text = strings[-1] if strings else ""
    if not text or is_none(text):
        return ShapeOutline(nothing="it has no path data")
    found = path(text)
    if element.get(_ARC_TYPE) == "chord":
        # Inkscape does not mark the chord of an ellipse as closed
        for subpath in found.subpaths:
            subpath.closed = True
    nothing = "" if found.subpaths else "nothing of it is drawn"
    return ShapeOutline(tuple(found.subpaths), found.mistake, nothing)
