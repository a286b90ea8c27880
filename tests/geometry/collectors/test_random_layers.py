"""Random stacks of layers: areas, distances, ways for ions, surfaces, meshes."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from platefront.figures.section import surface_lines
from platefront.geometry.collectors import Layers
from platefront.geometry.collectors.shapes.packing import corner_radius
from platefront.geometry.front.tracing import trace_section
from platefront.geometry.mesh.grading import Grading
from platefront.geometry.mesh.report import report
from platefront.geometry.mesh.triangulation import triangulate
from platefront.geometry.plane.connectivity import connected_to_counter
from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.front.initial_outline import initial_outline
from tests.shared.effort import few, many

POSITIONS = ("without", "interlayer", "melting", "bottom")
MERGE_GAP = 0.6  # of an edge, the default of front.merge_gap
QUALITY = 0.3
"""Lowest of a triangle; 0.44 was seen in 750 stacks."""
DENSE = 0.4
"""Share of the room that fibres, each with half a gap around it, may take to fit for certain."""


@st.composite
def stacks(draw: st.DrawFn) -> Layers:
    """Stacks of every size, as dense as is sure to fit: one fibre to hundreds."""
    diameter = 10.0 ** draw(st.floats(math.log10(5e-8), math.log10(8e-5)))
    facets = draw(st.integers(8, 40))
    gap = diameter * draw(st.floats(0.1, 0.5))
    fibre = 2.0 * corner_radius(0.5 * diameter, facets)
    row = (fibre + 2.0 * gap) * (1.0 + 1e-9)
    width = max(row, diameter * draw(st.floats(3.0, 25.0)))
    carbon = max(row, diameter * draw(st.floats(2.2, 12.0)))
    plate = max(row, diameter * draw(st.floats(0.5, 12.0)))
    one = 0.25 * math.pi * diameter**2 / (width * carbon)  # share of a fibre in the layer
    room = (width - gap) * (carbon - gap)
    most = max(1.0, DENSE * room / (0.25 * math.pi * (fibre + gap) ** 2))
    share = one * draw(st.floats(0.6, most))
    return Layers(
        position=draw(st.sampled_from(POSITIONS)),
        fibre_diameter=diameter,
        min_gap=gap,
        facets=facets,
        plate_width=width,
        carbon_thickness=carbon,
        plate_thickness=plate,
        edge_gap=diameter * draw(st.floats(1.0, 20.0)),
        porosity=min(max(1.0 - share, 0.4), 0.995),
        seed=draw(st.integers(0, 10**6)),
    )


def check(collector: Layers) -> None:
    section = collector.section(5e6 * collector.fibre_diameter, None, inverted=False)
    check_areas(collector, section)
    check_distances(collector, section)
    check_ways(collector, section)
    check_surfaces(collector, section)
    check_mesh(collector, section)


def check_areas(collector: Layers, section: CrossSection) -> None:
    um = 1e6
    width, plate = um * collector.plate_width, um * collector.plate_thickness
    assert section.collector.is_valid
    assert section.deposit.is_valid
    assert section.deposit.area == pytest.approx(width * plate, rel=1e-9)
    parts = section.collector.area + section.deposit.area + section.electrolyte.area
    assert parts == pytest.approx(section.box.area, rel=1e-10)
    assert section.width == pytest.approx(um * (collector.plate_width + collector.edge_gap))
    assert section.span == (0.0, pytest.approx(section.height - 5 * um * collector.fibre_diameter))
    if collector.position == "without":
        assert section.collector.is_empty
        return
    fibre = 0.25 * math.pi * (um * collector.fibre_diameter) ** 2
    count = len(shapely.get_parts(section.collector))
    assert section.collector.area == pytest.approx(count * fibre, rel=1e-9)
    layer = width * um * collector.carbon_thickness
    porosity = 1.0 - section.collector.area / layer
    assert abs(porosity - collector.porosity) <= 0.5 * fibre / layer + 1e-9


def check_distances(collector: Layers, section: CrossSection) -> None:
    gap = 1e6 * collector.min_gap * (1.0 - 1e-6)
    fibres = shapely.get_parts(section.collector)
    if not len(fibres):
        return
    pairs = shapely.STRtree(fibres).query(fibres, predicate="dwithin", distance=gap)
    np.testing.assert_array_equal(pairs[0], pairs[1])
    edges = shapely.union_all([section.box.boundary, section.deposit.exterior])
    assert shapely.distance(fibres, edges).min() >= gap
    assert section.collector.bounds[2] <= 1e6 * collector.plate_width - gap


def check_ways(collector: Layers, section: CrossSection) -> None:
    """All electrolyte is one, and only the edge of the plate leads to what is under it."""
    reaching, cut_off = connected_to_counter(section.electrolyte, section.counter_electrode)
    assert (len(reaching), len(cut_off)) == (1, 0)
    beside = shapely.box(1e6 * collector.plate_width, 0.0, section.width, section.height)
    inner = section.electrolyte.difference(beside)
    _, under = connected_to_counter(inner, section.counter_electrode)
    if collector.position != "bottom":
        assert not under
        return
    pores = 1e12 * collector.plate_width * collector.carbon_thickness - section.collector.area
    assert sum(part.area for part in under) == pytest.approx(pores, rel=1e-9)


def check_surfaces(collector: Layers, section: CrossSection) -> None:
    lines = {name: line.length for name, line in surface_lines(section).items()}
    width, edge = 1e6 * collector.plate_width, 1e6 * collector.edge_gap
    thickness = shapely.bounds(section.deposit)[3] - shapely.bounds(section.deposit)[1]
    bottom = collector.position == "bottom"
    free = section.collector.difference(shapely.Polygon(section.deposit.exterior))
    expected = {"plate": thickness + (2.0 if bottom else 1.0) * width, "carbon": free.length}
    expected |= {"foil": edge + (width if bottom else 0.0)}
    if collector.position == "without":
        del expected["carbon"]
    assert list(lines) == list(expected)
    for name, length in expected.items():
        assert lines[name] == pytest.approx(length, rel=1e-3, abs=1e-9), name
    (electrolyte,) = shapely.get_parts(section.electrolyte)
    outline = trace_section(section, electrolyte)
    traced = [outline.lengths[outline.tag == index].sum() for index in range(len(lines))]
    np.testing.assert_allclose(traced, list(expected.values()), rtol=1e-9, atol=1e-9)
    assert outline.on_lithium[outline.tag == 0].all()
    if "carbon" in lines:
        assert not outline.on_lithium[outline.tag == 1].any()


def check_mesh(collector: Layers, section: CrossSection) -> None:
    size = 0.25e6 * collector.finest_feature.size
    grading = Grading(front=size, largest=8.0 * size, growth=0.5)
    mesh = triangulate(initial_outline(section, grading, MERGE_GAP).outline, grading)
    lowest = report(mesh).lowest_quality
    assert lowest > QUALITY, f"lowest quality {lowest:.3f}"


@few(20)
@given(stacks())
def test_any_stack(collector: Layers) -> None:
    check(collector)


@pytest.mark.long
@many(200)
@given(stacks())
def test_many_stacks(collector: Layers) -> None:
    check(collector)
