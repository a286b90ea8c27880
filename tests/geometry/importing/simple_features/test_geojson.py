"""GeoJSON: what its rules forbid is refused with the place, never guessed."""

from __future__ import annotations

import json

import pytest

from platefront.geometry.importing.drawing import DrawingError
from tests.shared.direct_reading import read_directly
from tests.shared.drawings import MICROMETRE, TOLERANCE, cleaned

SQUARE = [[20, 20], [40, 20], [40, 40], [20, 40], [20, 20]]
HOLE = [[25, 25], [35, 25], [35, 35], [25, 35], [25, 25]]
FAR = [[60, 25], [65, 25], [65, 35], [60, 25]]
INNERMOST = [[28, 28], [32, 28], [32, 32], [28, 28]]


def polygon(*rings):
    return {"type": "Polygon", "coordinates": list(rings)}


def feature(geometry, **members):
    found = {"type": "Feature", "properties": {"layer": "fibres"}, "geometry": geometry}
    return found | members


def collection(*features):
    return {"type": "FeatureCollection", "features": list(features)}


def geojson(folder, content):
    path = folder / "a.geojson"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path


@pytest.mark.parametrize(
    ("geometry", "area"),
    [
        (polygon(SQUARE), 400),
        (polygon(SQUARE, HOLE), 300),
        (polygon([[*position, 0] for position in SQUARE]), 400),
        ({"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE], [FAR]]}, 325),
        ({"type": "MultiPolygon", "coordinates": [[SQUARE], [SQUARE]]}, 400),
        (
            {
                "type": "GeometryCollection",
                "geometries": [
                    polygon(SQUARE),
                    {"type": "GeometryCollection", "geometries": [polygon(FAR)]},
                ],
            },
            425,
        ),
        ({"type": "LineString", "coordinates": SQUARE}, 400),
        ({"type": "MultiLineString", "coordinates": [SQUARE, FAR]}, 425),
        (polygon(SQUARE[::-1], HOLE), 300),
    ],
)
@pytest.mark.slow
def test_area_of_a_feature(geometry, area, tmp_path):
    found = cleaned(geojson(tmp_path, collection(feature(geometry))))
    assert found.collector.area == pytest.approx(area)


def test_a_polygon_of_two_features_counts_once(tmp_path):
    again = feature(polygon(SQUARE[2:-1] + SQUARE[:3]))
    found = cleaned(geojson(tmp_path, collection(*[feature(polygon(SQUARE))] * 2, again)))
    assert found.collector.area == pytest.approx(400)
    assert all("overlap, both collector, and were joined" in n for n in found.notes[1:])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[" * 50_000, "a.geojson: the file is not GeoJSON: it is nested too deep"),
        ('{"type": ' * 50_000, "a.geojson: the file is not GeoJSON: it is nested too deep"),
        ('{"type": 1' + "0" * 5000 + "}", "a.geojson: the file is not valid JSON ("),
        ("[1, 2]", 'a.geojson: the file is not GeoJSON: it has no "type"'),
        ("", "a.geojson: the file is not valid JSON ("),
        ('{"type": "FeatureCollection"}', 'a.geojson: "features" is missing'),
        (
            {"type": "FeatureCollection", "features": {}},
            'a.geojson: "features" is an object, must be a list',
        ),
        (collection("x"), "a.geojson, feature 1: it is text, must be an object"),
        (
            collection(feature(polygon(SQUARE), properties=["fibres"])),
            'a.geojson, feature 1: "properties" is a list, must be an object or null',
        ),
        (
            collection(feature(polygon(SQUARE), properties={"layer": ["fibres"]})),
            'a.geojson, feature 1: "properties.layer" is a list, must be text or a number',
        ),
        (
            collection(feature(polygon(SQUARE), id={})),
            'a.geojson, feature 1: "id" is an object, must be text or a number',
        ),
        (collection({"type": "Feature"}), 'a.geojson, feature 1: "geometry" is missing'),
        (
            collection(feature([])),
            'a.geojson, feature 1 "fibres": "geometry" is a list, must be an object or null',
        ),
        (
            collection(feature({"type": "Polygone"})),
            'a.geojson, feature 1 "fibres": the type of a geometry is "Polygone", must be one of '
            '"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", '
            '"GeometryCollection". Did you mean "Polygon"?',
        ),
        (
            collection(feature({"type": "Polygon"})),
            'a.geojson, feature 1 "fibres": "coordinates" is missing',
        ),
        (
            collection(feature({"type": "Polygon", "coordinates": SQUARE})),
            'a.geojson, feature 1 "fibres": 2 positions are too few, must be at least 4',
        ),
        (
            collection(feature({"type": "MultiPolygon", "coordinates": [SQUARE]})),
            'a.geojson, feature 1 "fibres": 2 positions are too few, must be at least 4',
        ),
        (
            collection(feature(polygon(SQUARE[:-1]))),
            'a.geojson, feature 1 "fibres": ring 1 is not closed: it begins at (20, 20) and ends '
            "at (20, 40)",
        ),
        (
            collection(feature(polygon([*SQUARE[:2], ["40", 40], *SQUARE[3:]]))),
            'a.geojson, feature 1 "fibres": a coordinate is text, must be a number',
        ),
        (
            collection(feature(polygon([*SQUARE[:2], [40, True], *SQUARE[3:]]))),
            'a.geojson, feature 1 "fibres": a coordinate is true or false, must be a number',
        ),
        (
            collection(feature(polygon([*SQUARE[:2], [40], *SQUARE[3:]]))),
            'a.geojson, feature 1 "fibres": every position of this line must be a list of 2 '
            "numbers",
        ),
        (
            collection(feature(polygon([*SQUARE[:2], [40, float("nan")], *SQUARE[3:]]))),
            'a.geojson, feature 1 "fibres": a coordinate is not a finite number',
        ),
        (
            collection(feature(polygon([*SQUARE[:2], [40, 10**400], *SQUARE[3:]]))),
            'a.geojson, feature 1 "fibres": a coordinate is not a finite number',
        ),
        (
            collection(feature(polygon([*SQUARE[:2], [40, 1e300], *SQUARE[3:]]))),
            'a.geojson, feature 1 "fibres": a coordinate of 1e+300 is beyond the largest, 1e+10: '
            "correct it, or raise tolerance",
        ),
        (
            collection(feature(polygon([[*position, 5] for position in SQUARE]))),
            'a.geojson, feature 1 "fibres": the drawing is not flat: z = 5, must be 0',
        ),
        (
            collection(feature(polygon(SQUARE, FAR))),
            'a.geojson, feature 1 "fibres", at (60, 25): a hole lies outside the outline',
        ),
        (
            collection(feature(polygon(SQUARE, HOLE, INNERMOST))),
            'a.geojson, feature 1 "fibres", at (28, 28): a hole lies inside another hole',
        ),
    ],
)
def test_what_is_wrong_in_geojson_is_told(content, message, tmp_path):
    with pytest.raises(DrawingError) as caught:
        cleaned(geojson(tmp_path, content))
    assert str(caught.value).startswith(message)
    assert len(str(caught.value)) < 400


def test_collections_nested_too_deep_are_refused(tmp_path):
    geometry = polygon(SQUARE)
    for _ in range(40):
        geometry = {"type": "GeometryCollection", "geometries": [geometry]}
    with pytest.raises(DrawingError, match="collections are nested more than 32 deep"):
        cleaned(geojson(tmp_path, feature(geometry)))


def test_names_of_a_feature(tmp_path):
    content = feature(polygon(SQUARE), id=7, properties={"name": "felt", "class": True, "id": None})
    (shape,) = read_directly(geojson(tmp_path, content), TOLERANCE, MICROMETRE).shapes
    assert shape.names == ("7", "felt", "true", "feature 1")


def test_what_has_no_outline_in_geojson_is_left_out(tmp_path):
    content = collection(
        feature({"type": "Point", "coordinates": [1, 2]}),
        feature(None),
        feature({"type": "MultiPoint", "coordinates": [[1, 2]]}),
        feature(polygon()),
        feature({"type": "MultiPolygon", "coordinates": [[], [SQUARE]]}),
    )
    drawing = read_directly(geojson(tmp_path, content), TOLERANCE, MICROMETRE)
    assert [str(left) for left in drawing.left_out] == [
        '1 Point left out: no outline (feature 1 "fibres")',
        '1 Feature left out: no geometry (feature 2 "fibres")',
        '1 MultiPoint left out: no outline (feature 3 "fibres")',
        '2 Polygon left out: empty (feature 4 "fibres"; feature 5 "fibres")',
    ]
    assert len(drawing.shapes) == 1
