"""Ends of a coat on solids that are coated in part: no spikes, and on the surface of the coat."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from platefront.geometry.assembly.build import SectionParameters, build_section
from platefront.geometry.collectors import Fabric, Foam, OwnOutline, Plumes
from platefront.geometry.collectors.base import Collector
from platefront.geometry.front.tracing import trace_section
from platefront.geometry.plane.connectivity import connected_to_counter
from platefront.geometry.plane.polygons import polygons_of
from platefront.geometry.section.conformal_layer import conformal_layer
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.predeposit import Predeposit
from platefront.geometry.section.states import LITHIATED, STATES, by_state
from tests.shared.small_collectors import SMALL_CLOTH

UM = 1e-6
LAYER = 1e-10  # m³/C
BOX = shapely.box(0.0, 0.0, 100.0, 100.0)
UPPER = shapely.box(0.0, 50.0, 100.0, 100.0)


def bar(angle: float, length: float = 60.0, width: float = 8.0) -> shapely.Polygon:
    """A bar through the middle of the box, at an angle to the vertical [degrees]."""
    upright = shapely.box(50 - width / 2, 50 - length / 2, 50 + width / 2, 50 + length / 2)
    return affinity.rotate(upright, angle)


def coated(solid: BaseGeometry, thickness: float) -> BaseGeometry:
    host = solid.intersection(UPPER)
    exposed = host.boundary.difference(UPPER.boundary.buffer(1e-6)).length
    return conformal_layer(host, solid, BOX, thickness * exposed, narrow=1.0)


def corner_angles(shape: BaseGeometry) -> np.ndarray:
    """Interior angles at the corners of polygons [degrees], short edges left out."""
    angles = []
    for polygon in polygons_of(shapely.orient_polygons(shape)):
        for ring in (polygon.exterior, *polygon.interiors):
            points = shapely.get_coordinates(ring.simplify(0.02))[:-1]
            ahead = np.roll(points, -1, axis=0) - points
            turn = np.roll(ahead, 1, axis=0)
            cross = turn[:, 0] * ahead[:, 1] - turn[:, 1] * ahead[:, 0]
            dot = np.einsum("ij,ij->i", turn, ahead)
            angles.append(180.0 - np.degrees(np.arctan2(cross, dot)))
    return np.concatenate(angles)


@pytest.mark.parametrize("thickness", [1.0, 4.0])
@pytest.mark.parametrize("angle", [0.0, 20.0, -35.0, 55.0, 70.0, -80.0])
def test_a_coat_ends_at_a_right_angle_on_a_bar(angle, thickness):
    solid = bar(angle)
    metal = coated(solid, thickness)
    assert metal.is_valid
    assert corner_angles(metal).min() > 80.0
    # the ends lie across the bar: along it, no lithium is beyond the cut by more than round-off
    along = np.array([-math.sin(math.radians(angle)), math.cos(math.radians(angle))])
    for end in (1.0, -1.0):
        side = np.array([along[1], -along[0]]) * end
        at = (shapely.get_coordinates(metal) - 50.0) @ side > 4.0 + 1e-6
        lowest = ((shapely.get_coordinates(metal)[at] - 50.0) @ along).min()
        cut = -4.0 * end * math.tan(math.radians(angle))
        assert lowest == pytest.approx(cut, abs=0.15), end


@pytest.mark.parametrize("facets", [12, 48])
def test_a_coat_on_half_a_disc_covers_half_of_it(facets):
    disc = shapely.Point(50.0, 50.0).buffer(20.0, quad_segs=facets)
    metal = coated(disc, 3.0)
    assert metal.area == pytest.approx(3.0 * math.pi * 20.0, rel=0.01)
    assert metal.bounds[1] == pytest.approx(50.0, abs=0.3)
    assert corner_angles(metal).min() > 80.0


def test_a_solid_coated_all_over_is_not_cut():
    whole, cut = shapely.Point(25.0, 75.0).buffer(10.0), bar(0.0)
    host = shapely.MultiPolygon([whole, cut.intersection(UPPER)])
    metal = conformal_layer(host, shapely.MultiPolygon([whole, cut]), BOX, 200.0, narrow=1.0)
    ring = [part for part in metal.geoms if part.bounds[2] < 45.0]
    assert len(ring) == 1
    assert len(ring[0].interiors) == 1


def test_nothing_changes_for_solids_coated_whole():
    discs = shapely.MultiPolygon([shapely.Point(x, 60.0).buffer(8.0) for x in (20.0, 45.0, 70.0)])
    others = shapely.MultiPolygon([shapely.Point(x, 20.0).buffer(8.0) for x in (20.0, 45.0)])
    alone = conformal_layer(discs, discs, BOX, 300.0, narrow=1.0)
    beside = conformal_layer(
        discs, shapely.MultiPolygon([*discs.geoms, *others.geoms]), BOX, 300.0, narrow=1.0
    )
    assert alone.equals_exact(beside, 0.0)


def test_a_coat_near_a_wall_that_cuts_its_solid_is_even():
    """The solid and its mirror image are one: their common edge has no coat of its own."""
    wedge = shapely.Polygon([(0.0, 40.0), (20.0, 46.0), (20.0, 60.0), (0.0, 60.0)])
    metal = conformal_layer(wedge, wedge, BOX, 60.0, narrow=0.5)
    below = metal.intersection(shapely.box(0.0, 0.0, 10.0, 45.0))
    heights = [
        below.intersection(shapely.LineString([(x, 0.0), (x, 50.0)])).length for x in (0.5, 5.0)
    ]
    assert heights[0] == pytest.approx(heights[1], rel=0.02)


DRAWING = """box: POLYGON ((0 0, 100 0, 100 80, 0 80, 0 0))
fibres: POLYGON ((45 60, 52 62, 60 18, 54 16, 45 60))
fibres: POLYGON ((66 35, 95 50, 97 46, 70 30, 66 35))
fibres: POLYGON ((10 30, 30 30, 34 40, 30 52, 12 52, 6 40, 10 30))
"""


def drawn(folder) -> OwnOutline:
    (folder / "a.wkt").write_text(DRAWING, encoding="utf-8")
    return OwnOutline(file=str(folder / "a.wkt"), scale=UM, collector=("fibres",))


COLLECTORS = {
    "cloth": lambda _: SMALL_CLOTH,
    "fabric": lambda _: Fabric(),
    "foam": lambda _: Foam(width=60 * UM, thickness=60 * UM, seed=3),
    "another foam": lambda _: Foam(width=60 * UM, thickness=70 * UM, seed=8),
    "drawn": drawn,
}


def built(collector: Collector, orientation: str, walls: str) -> CrossSection:
    parameters = SectionParameters(
        collector=collector,
        gap=40 * UM,
        walls=walls,
        orientation=orientation,
        predeposit=Predeposit(capacity=30e3),
    )
    return build_section(parameters, LAYER)


@pytest.mark.parametrize("orientation", ["upright", "inverted"])
@pytest.mark.parametrize(
    ("kind", "walls"),
    [
        *((kind, "symmetric") for kind in COLLECTORS),
        *((kind, "periodic") for kind in COLLECTORS if kind != "drawn"),
    ],
)
def test_lithium_is_of_one_surface_and_without_spikes(kind, orientation, walls, tmp_path):
    section = built(COLLECTORS[kind](tmp_path), orientation, walls)
    section = by_state(section, STATES)
    index = list(section.surfaces).index(LITHIATED)
    reaching, _ = connected_to_counter(
        section.electrolyte, section.counter_electrode, section.period
    )
    for part in reaching:
        outline = trace_section(section, part)
        bare = outline.bare
        lithium = outline.is_front & (bare == 0.0) & (bare[outline.following] == 0.0)
        assert set(outline.tag[lithium]) <= {index}
    assert section.deposit.area == pytest.approx(3.0 * section.width, rel=1e-9)
    assert corner_angles(section.deposit).min() > 40.0  # where it meets a bare neighbour


def test_a_coat_that_touches_the_edge_of_its_region_along_a_line() -> None:
    """The region nearer to bare walls then has a line beside its polygons."""
    plumes = Plumes(
        width=18.68 * UM,
        height=11.76 * UM,
        generations=3,
        side_branches=3,
        branch_angle=math.radians(60.6),
        irregularity=0.0,
        seed=735,
    )
    parameters = SectionParameters(
        collector=plumes, gap=37.92 * UM, walls="periodic", predeposit=Predeposit(capacity=975.6)
    )
    section = build_section(parameters, LAYER)
    lithium = polygons_of(section.deposit)
    assert sum(part.area for part in lithium) == pytest.approx(975.6 * LAYER * 18.68e6, rel=1e-6)
