"""Strip: surfaces that end exactly where the parameters say, lithium, counter electrode, limits."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from pydantic import ValidationError

from platefront.geometry.assembly.build import SectionParameters, build_section
from platefront.geometry.collectors import Strip
from platefront.geometry.errors import SectionError
from platefront.geometry.front.junctions import junctions
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.tags import COUNTER, SYMMETRY, TOP
from platefront.geometry.front.tracing import trace_section
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.predeposit import Predeposit

LAYER = 1e-10  # m³/C: a capacity of 10 kC/m² is a layer of 1 µm
STRIP, PLANE = 0, 1


def strip(capacity: float | None = None, orientation: str = "upright", **keys: Any) -> CrossSection:
    parameters = SectionParameters(
        collector=Strip(**{"width": 100e-6, "start": 30e-6, "length": 50e-6, **keys}),
        orientation=orientation,
        gap=40e-6,
        predeposit=None if capacity is None else Predeposit(capacity=capacity),
    )
    return build_section(parameters, LAYER)


def traced(section: CrossSection) -> Outline:
    return trace_section(section, section.electrolyte)


def test_strip_and_plane_meet_at_vertices_exactly_where_asked():
    outline = traced(strip())
    floor = outline.tag >= 0
    np.testing.assert_array_equal(outline.points[floor], [[0, 0], [30, 0], [80, 0]])
    np.testing.assert_array_equal(outline.tag[floor], [PLANE, STRIP, PLANE])
    np.testing.assert_array_equal(outline.points[junctions(outline)], [[30, 0], [80, 0]])


def test_half_a_strip_begins_at_the_symmetry_plane():
    outline = traced(strip(start=0.0))
    np.testing.assert_array_equal(outline.tag, [STRIP, PLANE, SYMMETRY, COUNTER, SYMMETRY])
    np.testing.assert_array_equal(outline.points[junctions(outline)], [[50, 0]])
    assert traced(strip(start=50e-6)).tag.tolist()[:2] == [PLANE, STRIP]


def test_lithium_is_a_flat_layer_on_the_strip():
    section = strip(20e3)  # 2 µm over the width are 4 µm on half of it
    assert section.deposit.equals(shapely.box(30, 0, 80, 4))
    outline = traced(section)
    lithium = outline.tag == STRIP
    assert outline.lengths[lithium].sum() == pytest.approx(50 + 2 * 4)
    assert outline.on_lithium[lithium].all()
    assert outline.lengths[outline.tag == PLANE].sum() == pytest.approx(50)
    assert strip(20e3, "inverted") == section


def test_the_counter_electrode_may_only_face_the_strip():
    outline = traced(strip(counter_as_long=True))
    counter = outline.tag == COUNTER
    assert outline.lengths[counter].sum() == pytest.approx(50)
    ends = outline.points[np.flatnonzero(counter)], outline.points[outline.following[counter]]
    np.testing.assert_allclose(np.concatenate(ends), [[80, 40], [30, 40]], rtol=1e-14)
    assert outline.lengths[outline.tag == TOP].sum() == pytest.approx(50)
    assert int(junctions(outline).sum()) == 4


def test_finest_feature_is_the_shortest_length():
    lengths = [
        Strip(width=100e-6, start=start, length=length).finest_feature
        for start, length in ((0.0, 10e-6), (0.0, 90e-6), (20e-6, 50e-6), (50e-6, 50e-6))
    ]
    assert [feature.name for feature in lengths] == [
        "strip length",
        "plane length",
        "plane length",
        "strip length",
    ]
    assert [feature.size for feature in lengths] == pytest.approx([10e-6, 10e-6, 20e-6, 50e-6])


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"start": 60e-6}, "must not exceed width"),
        ({"start": 0.0, "length": 100e-6}, "no plane left"),
        ({"start": -1e-6}, "greater than or equal to 0"),
    ],
)
def test_impossible_strips_are_refused(keys, message):
    with pytest.raises(ValidationError, match=message):
        strip(**keys)


def test_lithium_must_leave_a_gap():
    with pytest.raises(SectionError, match="42 µm high on the strip, but the gap is 40 µm"):
        strip(210e3)
