"""Drawings for the tests of the SVG reader: a page of 100 mm by 100 mm, a unit a millimetre."""

from __future__ import annotations

import math
from pathlib import Path

import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from platefront.geometry.importing import Drawing
from platefront.geometry.importing.rings import region
from tests.shared.direct_reading import read_directly

TOLERANCE = 1e-3  # of a unit
SQUARE = '<rect x="40" y="40" width="20" height="20"/>'
"""In most drawings, alone or beside objects that are not seen."""
SEEN = shapely.box(40, 40, 60, 60)
SIZE = 'width="100mm" height="100mm" viewBox="0 0 100 100"'


def page(body: str, root: str = SIZE) -> str:
    """The text of a drawing; its body begins in line 2."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" '
        'xmlns:xlink="http://www.w3.org/1999/xlink" '
        'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" '
        'xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" '
        f"{root}>\n{body}\n</svg>\n"
    )


def read(folder: Path, body: str, root: str = SIZE) -> Drawing:
    """Read the drawing with this body."""
    return read_text(folder, page(body, root))


def read_text(folder: Path, text: str | bytes, scale: float | None = None) -> Drawing:
    """Read a whole file."""
    path = folder / "drawing.svg"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_directly(path, TOLERANCE * 1e-3, scale)


def solid(drawing: Drawing) -> BaseGeometry:
    """The union of all objects, in units of the drawing, y downwards."""
    return shapely.union_all([region(s, drawing, TOLERANCE, []) for s in drawing.shapes])


def check_solid(drawing: Drawing, right: BaseGeometry) -> None:
    """Fail unless the drawing covers this area, to the tolerance along its outline."""
    found = solid(drawing)
    away = found.symmetric_difference(right).area
    assert away <= 2.0 * TOLERANCE * right.length + 1e-9, f"{away:.4g} differ: {found.wkt[:200]}"


def disc(x: float, y: float, rx: float, ry: float | None = None) -> BaseGeometry:
    """A disc or ellipse."""
    round_one = shapely.Point(0, 0).buffer(1.0, quad_segs=400)
    return affinity.translate(affinity.scale(round_one, rx, rx if ry is None else ry), x, y)


def turned(shape: BaseGeometry, degrees: float, about: tuple[float, float]) -> BaseGeometry:
    """A shape turned clockwise as seen, as SVG does."""
    return affinity.rotate(shape, degrees, origin=about)


def places(drawing: Drawing, reason: str) -> list[str]:
    """Places of the objects that are left out for reasons with this text."""
    return [place for left in drawing.left_out if reason in left.reason for place in left.places]


def area_of_circle(radius: float) -> float:
    """Area of a circle."""
    return math.pi * radius**2
