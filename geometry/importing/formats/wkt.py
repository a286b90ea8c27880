"""Reader of WKT drawings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from platefront.geometry.importing.drawing import Drawing, DrawingError, DrawnShape
from platefront.geometry.importing.formats.simple_features import (
    DEEPEST,
    line_shape,
    polygon_shape,
    text_of,
)
from platefront.geometry.importing.omissions import Omissions

_NAMED = re.compile(r"\s*([^:()]+):\s*(.*)", re.DOTALL)
_REFERENCE = re.compile(r"\s*SRID\s*=\s*\d+\s*;", re.IGNORECASE)
_CURVED = re.compile(
    r"\b(CIRCULARSTRING|COMPOUNDCURVE|CURVEPOLYGON|MULTICURVE|MULTISURFACE)\b", re.IGNORECASE
)


def read_wkt(path: Path, name: str, tolerance: float, scale: float | None) -> Drawing:
    """Read a text file with one WKT geometry per line, `NAME: POLYGON ((…))`.

    Empty lines and lines that begin with # are ignored; a geometry without name is called
    `line N` after its line number; a reference system (`SRID=…;`) is ignored. The format has no
    unit of length. Arguments and errors as for
    `platefront.geometry.importing.formats.svg.read_svg`.
    """
    shapes: list[DrawnShape] = []
    omitted = Omissions()
    for number, line in enumerate(text_of(path, name).splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        named = _NAMED.fullmatch(line)
        own, text = ((named[1].strip(),), named[2]) if named else ((), line)
        geometry = _geometry(_REFERENCE.sub("", text, count=1), name, f"line {number}")
        place = f'line {number} "{own[0]:.60}"' if own else f"line {number}"
        shapes += _shapes(geometry, (*own, f"line {number}"), place, name, omitted)
    return Drawing(name, tuple(shapes), left_out=omitted.left_out())


def _geometry(text: str, name: str, place: str) -> BaseGeometry:
    if curved := _CURVED.search(text):
        raise DrawingError(
            name,
            f"curves ({curved[1].upper()}) are not read; write them as polygons and lines",
            place,
        )
    brackets = np.frombuffer(text.encode(), dtype=np.uint8)
    depth = np.cumsum((brackets == ord("(")).astype(int) - (brackets == ord(")")).astype(int))
    # GEOS calls itself for each level, until its stack is used up
    if depth.max(initial=0) > DEEPEST:
        raise DrawingError(name, f"the geometry is nested more than {DEEPEST} deep", place)
    try:
        with np.errstate(all="ignore"):  # the cleaning reports nan
            return shapely.from_wkt(text)
    except (shapely.errors.GEOSException, NotImplementedError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0][:200]
        raise DrawingError(name, f"the geometry cannot be read ({reason})", place) from None


def _shapes(
    geometry: BaseGeometry, names: tuple[str, ...], place: str, name: str, omitted: Omissions
) -> Iterator[DrawnShape]:
    """Yield every polygon and line of a geometry."""
    kind = geometry.geom_type
    if geometry.is_empty:
        omitted.add(kind, "empty", place)
        return
    match kind:
        case "Polygon":
            rings = [geometry.exterior, *geometry.interiors]
            points = [shapely.get_coordinates(r, include_z=geometry.has_z) for r in rings]
            yield polygon_shape([own for own in points if len(own)], names, place, name)
        case "LineString" | "LinearRing":
            line = shapely.get_coordinates(geometry, include_z=geometry.has_z)
            yield line_shape(line, names, place, name)
        case "GeometryCollection" | "MultiPolygon" | "MultiLineString":
            for part in shapely.get_parts(geometry):
                yield from _shapes(part, names, place, name, omitted)
        case _:
            omitted.add(kind, "no outline", place)
