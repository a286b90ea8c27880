"""Grammar of path data and of points; a mistake ends what is drawn, as SVG prescribes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from platefront.geometry.importing.formats.svg.css.values import LARGEST, shortened
from platefront.geometry.importing.formats.svg.errors import SvgError
from platefront.geometry.importing.formats.svg.outlines.arcs import arc_segments
from platefront.geometry.importing.formats.svg.outlines.curves import PathSegment, Point, Subpath

MOST_NUMBERS = 1_000_000
"""Largest number of numbers in the data of one path."""
_NUMBER = r"[+-]?(?:\d++(?:\.\d*+)?+|\.\d++)(?:[eE][+-]?\d++)?+"
_NUMBERS = re.compile(rf"(?:{_NUMBER}(?:\s*+,\s*+(?={_NUMBER})|\s*+))*+", re.ASCII)
_EACH = re.compile(_NUMBER, re.ASCII)
_COMMAND = re.compile(r"\s*+([A-Za-z])\s*+", re.ASCII)
_GAP = r"(?:\s*+,\s*+|\s*+)"
_ARC = re.compile(
    rf"({_NUMBER}){_GAP}({_NUMBER}){_GAP}({_NUMBER}){_GAP}([01]){_GAP}([01]){_GAP}"
    rf"({_NUMBER}){_GAP}({_NUMBER})(?:\s*+,\s*+(?=[-+.\d])|\s*+)",
    re.ASCII,
)
_COUNTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}


@dataclass(slots=True)
class PathOutline:
    """Outline from path data.

    Attributes:
        subpaths: those with a segment at least.
        mistake: place and text of the first mistake, after which nothing is drawn.
    """

    subpaths: list[Subpath] = field(default_factory=list)
    mistake: str = ""


def points(text: str) -> tuple[list[Point], str]:
    """Read the `points` of a polygon or polyline, and the mistake that ends them, if any.

    Raises:
        SvgError: a number is too large, or there are too many.
    """
    start = len(text) - len(text.lstrip())
    values, end = _numbers(text, start)
    found = list(zip(values[::2], values[1::2], strict=False))
    if end < len(text):
        return found, _mistake(text, end)
    return found, "the last point has no y" if len(values) % 2 else ""


def path(text: str) -> PathOutline:
    """Read path data.

    Raises:
        SvgError: a number is too large, or there are too many.
    """
    pen = _Pen()
    end, count = 0, 0
    while end < len(text):
        found = _COMMAND.match(text, end)
        if found is None or found[1].upper() not in _COUNTS:
            if text[end:].strip():
                pen.path.mistake = _mistake(text, end)
            break
        command, start = found[1], found.end()
        if not pen.begun and command not in "Mm":
            pen.path.mistake = _mistake(text, found.start(1))
            break
        count_of = _COUNTS[command.upper()]
        if command in "Aa":
            values, end = _arc_numbers(text, start)
        elif count_of:
            values, end = _numbers(text, start)
        else:
            values, end = [], start
        count += len(values)
        if count > MOST_NUMBERS:
            raise SvgError(f"the path holds more than {MOST_NUMBERS} numbers")
        complete = len(values) - len(values) % count_of if count_of else 0
        pen.draw(command, values[:complete], count_of)
        if count_of and (not values or complete < len(values)):
            pen.path.mistake = _mistake(text, end)
            break
    pen.finish()
    return pen.path


def _numbers(text: str, start: int) -> tuple[list[float], int]:
    """Return the numbers from a place on, and where they end."""
    found = _NUMBERS.match(text, start)
    assert found is not None
    values = [float(each) for each in _EACH.findall(found[0])]
    if len(values) > MOST_NUMBERS:
        raise SvgError(f"there are more than {MOST_NUMBERS} numbers")
    _check(values)
    return values, found.end()


def _arc_numbers(text: str, start: int) -> tuple[list[float], int]:
    """Return the numbers of arcs, whose flags need nothing between them."""
    values: list[float] = []
    while found := _ARC.match(text, start):
        values += map(float, found.groups())
        start = found.end()
    _check(values)
    return values, start


def _check(values: list[float]) -> None:
    largest = max(map(abs, values), default=0.0)
    if not largest <= LARGEST:
        raise SvgError(f"the number {largest:g} is beyond the largest that is read, {LARGEST:g}")


def _mistake(text: str, at: int) -> str:
    return f'mistake at character {at + 1}, near "{shortened(text[max(at - 10, 0) : at + 10])}"'


class _Pen:
    """Current point, and the subpaths drawn so far."""

    def __init__(self) -> None:
        self.path = PathOutline()
        self.begun = False
        self._here = self._start = (0.0, 0.0)
        self._control: Point | None = None  # of the last curve, which S and T mirror
        self._kind = ""
        self._open: Subpath | None = None

    def finish(self) -> None:
        if self._open is not None and self._open.segments:
            self.path.subpaths.append(self._open)
        self._open = None

    def draw(self, command: str, values: list[float], count: int) -> None:
        kind = command.upper()
        if kind == "Z":
            self._close()
            return
        for at in range(0, len(values), count):
            if kind == "M":
                self._move(self._points(values[at : at + 2], command)[0])
                kind, command = "L", "L" if command == "M" else "l"
                continue
            self._add(kind, values[at : at + count], command)

    def _points(self, values: list[float], command: str) -> list[Point]:
        x, y = self._here if command.islower() else (0.0, 0.0)
        return [(x + values[i], y + values[i + 1]) for i in range(0, len(values), 2)]

    def _move(self, point: Point) -> None:
        self.finish()
        self.begun = True
        self._here = self._start = point
        self._kind = ""

    def _close(self) -> None:
        if self._open is not None:
            self._open.closed = True
        self.finish()
        self._here, self._kind = self._start, ""

    def _add(self, kind: str, values: list[float], command: str) -> None:
        here = self._here
        for segment in self._segments(kind, values, command):
            if self._open is None:
                self._open = Subpath(here)
            self._open.segments.append(segment)
        self._kind = kind

    def _segments(self, kind: str, values: list[float], command: str) -> Iterator[PathSegment]:
        x, y = here = self._here
        relative = command.islower()
        match kind:
            case "L":
                (end,) = self._points(values, command)
                segments: list[PathSegment] = [(end,)]
            case "H":
                end = (values[0] + (x if relative else 0.0), y)
                segments = [(end,)]
            case "V":
                end = (x, values[0] + (y if relative else 0.0))
                segments = [(end,)]
            case "C":
                first, self._control, end = self._points(values, command)
                segments = [(first, self._control, end)]
            case "S":
                first = self._mirrored("CS")
                self._control, end = self._points(values, command)
                segments = [(first, self._control, end)]
            case "Q":
                self._control, end = self._points(values, command)
                segments = [_elevated(here, self._control, end)]
            case "T":
                self._control = self._mirrored("QT")
                (end,) = self._points(values, command)
                segments = [_elevated(here, self._control, end)]
            case _:
                (end,) = self._points(values[5:], command)
                segments = arc_segments(here, values[:5], end)
        self._here = end
        yield from segments

    def _mirrored(self, kinds: str) -> Point:
        x, y = self._here
        if not self._kind or self._kind not in kinds or self._control is None:
            return x, y
        return 2.0 * x - self._control[0], 2.0 * y - self._control[1]


def _elevated(start: Point, control: Point, end: Point) -> PathSegment:
    """Return a quadratic curve as a cubic one."""
    (x0, y0), (x1, y1), (x2, y2) = start, control, end
    first = ((x0 + 2.0 * x1) / 3.0, (y0 + 2.0 * y1) / 3.0)
    return first, ((x2 + 2.0 * x1) / 3.0, (y2 + 2.0 * y1) / 3.0), end
