"""Reader of GeoJSON drawings."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from platefront.geometry.arrays import Floats
from platefront.geometry.importing.drawing import Drawing, DrawingError, DrawnShape
from platefront.geometry.importing.formats.simple_features import (
    DEEPEST,
    line_shape,
    polygon_shape,
    text_of,
)
from platefront.geometry.importing.omissions import Omissions

_NAMING = ("layer", "name", "label", "material", "id", "class")
_KINDS = (
    "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon",
    "GeometryCollection",
)  # fmt: skip
_JSON = {dict: "an object", list: "a list", str: "text", bool: "true or false", type(None): "null"}


def read_geojson(path: Path, name: str, tolerance: float, scale: float | None) -> Drawing:
    """Read the polygons and lines of a GeoJSON file.

    A feature's names are its id and its properties `layer`, `name`, `label`, `material`, `id` and
    `class`. The format has no unit of length. Arguments and errors as for
    `platefront.geometry.importing.formats.svg.read_svg`.
    """
    content = _content(path, name)
    if not isinstance(content, dict) or "type" not in content:
        raise DrawingError(name, 'the file is not GeoJSON: it has no "type"')
    features = [content]
    if content["type"] == "FeatureCollection":
        features = _Place(name, "").list_in(content, "features")
    shapes: list[DrawnShape] = []
    omitted = Omissions()
    for number, feature in enumerate(features, start=1):
        shapes += _feature(feature, _Place(name, f"feature {number}", omitted))
    return Drawing(name, tuple(shapes), left_out=omitted.left_out())


def _content(path: Path, name: str) -> Any:
    try:
        return json.loads(text_of(path, name))
    except RecursionError:
        raise DrawingError(name, "the file is not GeoJSON: it is nested too deep") from None
    except ValueError as error:  # also integers of thousands of digits
        raise DrawingError(name, f"the file is not valid JSON ({error})") from None


@dataclass(frozen=True, slots=True)
class _Place:
    """Location in a file, for messages and for what is left out."""

    name: str
    place: str
    omitted: Omissions = field(default_factory=Omissions)

    def error(self, message: str) -> DrawingError:
        return DrawingError(self.name, message, self.place)

    def list_in(self, content: dict[str, Any], key: str) -> list[Any]:
        """Return a member that must be a list."""
        if key not in content:
            raise self.error(f'"{key}" is missing')
        if not isinstance(found := content[key], list):
            raise self.error(f'"{key}" is {_kind(found)}, must be a list')
        return found


def _feature(feature: Any, at: _Place) -> Iterator[DrawnShape]:
    """Yield the shapes of a feature, or of a geometry in its place."""
    if not isinstance(feature, dict):
        raise at.error(f"it is {_kind(feature)}, must be an object")
    if feature.get("type") != "Feature":
        yield from _geometry(feature, (at.place,), at, 0)
        return
    names = _names_of(feature, at)
    within = _Place(at.name, f'{at.place} "{names[0]:.60}"' if names else at.place, at.omitted)
    if "geometry" not in feature:
        raise within.error('"geometry" is missing')
    if feature["geometry"] is None:
        at.omitted.add("Feature", "no geometry", within.place)
        return
    yield from _geometry(feature["geometry"], (*names, at.place), within, 0)


def _names_of(feature: dict[str, Any], at: _Place) -> tuple[str, ...]:
    properties = feature.get("properties")
    if properties is not None and not isinstance(properties, dict):
        raise at.error(f'"properties" is {_kind(properties)}, must be an object or null')
    found = {"id": feature.get("id")}
    found |= {f"properties.{key}": (properties or {}).get(key) for key in _NAMING}
    for key, value in found.items():
        if isinstance(value, dict | list):
            raise at.error(f'"{key}" is {_kind(value)}, must be text or a number')
    names = [json.dumps(v) if isinstance(v, bool) else v for v in found.values() if v is not None]
    return tuple(dict.fromkeys(str(name) for name in names))


def _geometry(
    geometry: Any, names: tuple[str, ...], at: _Place, depth: int
) -> Iterator[DrawnShape]:
    """Yield every polygon and line of a geometry."""
    if not isinstance(geometry, dict):
        raise at.error(f'"geometry" is {_kind(geometry)}, must be an object or null')
    kind = geometry.get("type")
    if kind not in _KINDS:
        near = difflib.get_close_matches(str(kind)[:60], _KINDS, n=1)
        meant = f' Did you mean "{near[0]}"?' if near else ""
        shown = f'"{kind}"'[:60] if isinstance(kind, str) else _kind(kind)
        raise at.error(f"the type of a geometry is {shown}, must be one of {_quoted()}.{meant}")
    if kind == "GeometryCollection":
        if depth >= DEEPEST:
            raise at.error(f"collections are nested more than {DEEPEST} deep")
        for part in at.list_in(geometry, "geometries"):
            yield from _geometry(part, names, at, depth + 1)
        return
    coordinates = at.list_in(geometry, "coordinates")
    if kind in ("Point", "MultiPoint"):
        at.omitted.add(kind, "no outline", at.place)
        return
    for part in coordinates if kind.startswith("Multi") else [coordinates]:
        if part == []:
            at.omitted.add(kind.removeprefix("Multi"), "empty", at.place)
        elif kind.endswith("Polygon"):
            yield polygon_shape(_rings(part, at), names, at.place, at.name)
        else:
            yield line_shape(_positions(part, 2, at), names, at.place, at.name)


def _rings(polygon: Any, at: _Place) -> list[Floats]:
    """Return the closed rings of a polygon."""
    if not isinstance(polygon, list):
        raise at.error(f"a polygon is {_kind(polygon)}, must be a list of rings")
    rings = [_positions(ring, 4, at) for ring in polygon]
    for number, ring in enumerate(rings, start=1):
        if not np.array_equal(ring[0], ring[-1]):
            raise at.error(
                f"ring {number} is not closed: it begins at ({ring[0, 0]:.6g}, {ring[0, 1]:.6g}) "
                f"and ends at ({ring[-1, 0]:.6g}, {ring[-1, 1]:.6g})"
            )
    return rings


def _positions(line: Any, fewest: int, at: _Place) -> Floats:
    """Return (n, 2) or (n, 3) coordinates."""
    if not isinstance(line, list):
        raise at.error(f"a line or ring is {_kind(line)}, must be a list of positions")
    if len(line) < fewest:
        raise at.error(f"{len(line)} positions are too few, must be at least {fewest}")
    size = len(line[0]) if isinstance(line[0], list) else 0
    if size not in (2, 3):
        raise at.error("a position must be a list of two or three numbers")
    for position in line:
        if not isinstance(position, list) or len(position) != size:
            raise at.error(f"every position of this line must be a list of {size} numbers")
        for number in position:
            if not isinstance(number, int | float) or isinstance(number, bool):
                raise at.error(f"a coordinate is {_kind(number)}, must be a number")
    try:
        points = np.array(line, dtype=np.float64)
    except OverflowError:  # an integer of hundreds of digits
        raise at.error("a coordinate is not a finite number") from None
    if not np.isfinite(points).all():
        raise at.error("a coordinate is not a finite number")
    return points


def _kind(value: Any) -> str:
    return _JSON.get(type(value), f"{value}"[:40])


def _quoted() -> str:
    return ", ".join(f'"{kind}"' for kind in _KINDS)
