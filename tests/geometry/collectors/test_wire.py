"""The wire in a round cell, and counter electrodes that are not the top plane."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
import shapely

from platefront.figures.section import surface_lines
from platefront.geometry.assembly.build import SectionParameters, build_section
from platefront.geometry.collectors import Wire
from platefront.geometry.errors import SectionError
from platefront.geometry.front.tags import BOTTOM, COUNTER, SYMMETRY, TOP
from platefront.geometry.front.tracing import retrace, trace_section
from platefront.geometry.plane.connectivity import connected_to_counter
from platefront.geometry.section.cross_section import CrossSection
from tests.shared.meshed_sections import edge_at

LITHIUM = 6.941e-3 / 534 / 96485.33212  # m³/C


def wire_section(capacity: float | None = None, facets: int = 48, **section: str) -> CrossSection:
    predeposit = {"capacity": capacity} if capacity else None
    collector = {"kind": "wire", "radius": 10e-6, "facets": facets}
    parameters = SectionParameters.model_validate(
        {"collector": collector, "gap": 40e-6, "predeposit": predeposit, **section}
    )
    return build_section(parameters, LITHIUM)


@pytest.mark.parametrize("facets", [4, 48, 300])
def test_areas_are_those_of_circles(facets: int) -> None:
    section = wire_section(facets=facets)
    quarter = 0.25 * math.pi
    assert section.electrolyte.area == pytest.approx(quarter * (50**2 - 10**2), rel=1e-12)
    counter = section.counter
    assert counter is not None
    wire = section.collector.difference(counter)
    assert wire.area == pytest.approx(quarter * 10**2, rel=1e-12)
    total = section.electrolyte.area + section.collector.area
    assert total == pytest.approx(section.box.area, rel=1e-14)
    assert section.width == pytest.approx(50.0, rel=(math.pi / facets) ** 2 / 24)


def test_edges_of_the_electrolyte() -> None:
    section = wire_section()
    outline = trace_section(section, section.electrolyte)
    along = math.sqrt(0.5)
    for place, tag in {
        (10 * along, 10 * along): 0,
        (50 * along, 50 * along): COUNTER,
        (30.0, 0.0): BOTTOM,
        (0.0, 30.0): SYMMETRY,
    }.items():
        assert outline.tag[edge_at(outline, *place)] == tag, f"edge at {place}"
    assert outline.front_points.sum() == outline.counter_points.sum() == 49
    wetted = outline.lengths[outline.is_front].sum()
    assert wetted == pytest.approx(0.5 * math.pi * 10.0, rel=1e-3)
    drawn = surface_lines(section)["wire"].length
    assert drawn == pytest.approx(wetted, rel=1e-3), "the picture shows the wire, not the wall"
    again = retrace(outline.polygon(), outline, section.box)
    assert np.array_equal(np.sort(again.tag), np.sort(outline.tag))


def test_lithium_is_a_concentric_layer() -> None:
    section = wire_section(capacity=3.6e3)
    layer = 3.6e3 * LITHIUM * 1e6 * 50.0
    assert section.reference_width == pytest.approx(50.0, rel=1e-15), "of the circle"
    assert section.deposit.area == pytest.approx(layer, rel=1e-12)
    distance = np.hypot(*shapely.get_coordinates(section.deposit).T)
    outer = math.sqrt(10.0**2 + layer * 4.0 / math.pi)
    assert distance.max() == pytest.approx(outer, rel=1e-3)


def test_what_makes_no_section() -> None:
    with pytest.raises(SectionError, match="cannot be inverted: leave out orientation"):
        wire_section(orientation="inverted")
    with pytest.raises(SectionError, match=r"would reach .* µm from the axis"):
        wire_section(capacity=3.6e5)


def test_gap_and_finest_feature() -> None:
    wire = Wire(radius=10e-6)
    assert wire.finest_feature == ("wire radius", 10e-6)
    section = wire_section()
    assert section.height - section.span[1] == pytest.approx(40.0, rel=1e-3)


def test_a_counter_electrode_on_part_of_the_plane() -> None:
    """Its ends become vertices; what is left of the plane is inert."""
    empty = shapely.Polygon()
    foil = CrossSection(10.0, 12.0, empty, empty, (0, 0), {"foil": shapely.box(0, -1, 10, 12)})
    strip = shapely.LineString([(2.5, 12.0), (6.0, 12.0)])
    side = shapely.LineString([(10.0, 4.0), (10.0, 7.0)])
    section = replace(foil, counter=shapely.MultiLineString([strip, side]))
    outline = trace_section(section, section.electrolyte)
    for place, tag in {
        (4.0, 12.0): COUNTER,
        (1.0, 12.0): TOP,
        (8.0, 12.0): TOP,
        (10.0, 5.0): COUNTER,
        (10.0, 9.0): SYMMETRY,
        (10.0, 1.0): SYMMETRY,
        (5.0, 0.0): 0,
    }.items():
        assert outline.tag[edge_at(outline, *place)] == tag, f"edge at {place}"
    assert outline.lengths[outline.on_counter].sum() == pytest.approx(6.5, abs=1e-12)
    assert outline.counter_line.length == pytest.approx(6.5, abs=1e-12)
    again = retrace(outline.polygon(), outline, section.box)
    assert again.lengths[again.tag == TOP].sum() == pytest.approx(6.5, abs=1e-12)
    barrier = section.electrolyte.difference(shapely.box(0, 2, 10, 3))
    reaching, cut_off = connected_to_counter(barrier, section.counter_electrode)
    assert [part.area for part in reaching] == [90.0] and [p.area for p in cut_off] == [20.0]
