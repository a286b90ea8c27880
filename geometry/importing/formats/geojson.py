"""Readers of GeoJSON and WKT drawings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from platefront.geometry.importing.drawing import Drawing, DrawingError, DrawnLine, DrawnShape

_NAMING = ("layer", "name", "label", "material", "id", "class")
_NAMED = re.compile(r"\s*([^:()]+):\s*(.*)", re.DOTALL)


def read_geojson(path: Path, name: str, tolerance: float, scale: float | None) -> Drawing:
    """Read the polygons and lines of a GeoJSON file.

    A feature's names are its id and its properties `layer`, `name`, `label`, `material`, `id` and
    `class`. The format has no unit of length. Arguments and errors as for
    `platefront.geometry.importing.formats.svg.read_svg`.
    """
    try:
        content = json.loads(_text(path, name))
    except json.JSONDecodeError as error:
        raise DrawingError(name, f"the file is not valid JSON ({error})") from None
    if not isinstance(content, dict) or "type" not in content:
        raise DrawingError(name, 'the file is not GeoJSON: it has no "type"')
    single = content["type"] != "FeatureCollection"
    features = [content] if single else content.get("features", [])
    shapes: list[DrawnShape] = []
    for number, feature in enumerate(features, start=1):
        place = f"feature {number}"
        try:
            whole = feature["type"] == "Feature"
            geometry = shapely.from_geojson(json.dumps(feature["geometry"] if whole else feature))
            names = _names_of(feature) if whole else ()
        except (KeyError, TypeError, shapely.errors.GEOSException) as error:
            message = f"the geometry cannot be read ({_first_line(error)})"
            raise DrawingError(name, message, place) from None
        place += f' "{names[0]}"' if names else ""
        shapes += _shapes(geometry, (*names, f"feature {number}"), place)
    return Drawing(name, tuple(shapes))


def read_wkt(path: Path, name: str, tolerance: float, scale: float | None) -> Drawing:
    """Read a text file with one WKT geometry per line, `NAME: POLYGON ((…))`.

    Empty lines and lines that begin with # are ignored; a geometry without name is called
    `line N` after its line number. The format has no unit of length. Arguments and errors as for
    `platefront.geometry.importing.formats.svg.read_svg`.
    """
    shapes: list[DrawnShape] = []
    for number, line in enumerate(_text(path, name).splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        named = _NAMED.fullmatch(line)
        own, text = ((named[1].strip(),), named[2]) if named else ((), line)
        try:
            with np.errstate(all="ignore"):  # the cleaning reports nan
                geometry = shapely.from_wkt(text)
        except shapely.errors.GEOSException as error:
            message = f"the geometry cannot be read ({_first_line(error)})"
            raise DrawingError(name, message, f"line {number}") from None
        place = f'line {number} "{own[0]}"' if own else f"line {number}"
        shapes += _shapes(geometry, (*own, f"line {number}"), place)
    return Drawing(name, tuple(shapes))


def _text(path: Path, name: str) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise DrawingError(name, "the file is not text in UTF-8") from None


def _names_of(feature: dict[str, Any]) -> tuple[str, ...]:
    properties = feature.get("properties") or {}
    found = [feature.get("id"), *(properties.get(key) for key in _NAMING)]
    return tuple(dict.fromkeys(str(name) for name in found if name is not None))


def _shapes(geometry: BaseGeometry, names: tuple[str, ...], place: str) -> Iterator[DrawnShape]:
    """Yield every polygon and line of a geometry; points are ignored."""
    for part in shapely.get_parts(geometry):
        match part.geom_type:
            case "Polygon" if not part.is_empty:
                rings = [part.exterior, *part.interiors]
                lines = [DrawnLine(shapely.get_coordinates(ring)[:-1], True) for ring in rings]
                yield DrawnShape(names, tuple(lines), place)
            case "LineString" | "LinearRing" if not part.is_empty:
                points = shapely.get_coordinates(part)
                closed = bool(np.array_equal(points[0], points[-1]))
                yield DrawnShape(
                    names, (DrawnLine(points[:-1] if closed else points, closed),), place
                )
            case "GeometryCollection" | "MultiPolygon" | "MultiLineString":
                yield from _shapes(part, names, place)


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
