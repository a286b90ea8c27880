"""Regions of the electrolyte in drawings: fitted to solids, turned with the collector, matched."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely

from platefront.geometry.assembly.placing import Transform
from platefront.geometry.collectors import OwnOutline
from platefront.geometry.errors import SectionError
from platefront.geometry.mesh.grading import Grading
from platefront.geometry.mesh.meeting_regions import on_interfaces
from platefront.geometry.mesh.triangulation import triangulate
from platefront.geometry.plane.cylinder import images
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.interfaces import interfaces
from platefront.geometry.section.regions import regions_at
from platefront.geometry.section.transforms import made_periodic, mirrored, repeated, turned_over
from platefront.solvers.front.initial_outline import initial_outline
from tests.geometry.importing.conformal_mesh import write_conformal_mesh
from tests.shared.drawings import differ, svg

GRADING = Grading(front=1.5, largest=5.0, growth=0.3)
FIBRES = (
    '<circle id="a" cx="30" cy="40" r="8"/><circle id="b" cx="70" cy="35" r="8"/></g>'
    '<g inkscape:label="gel"><path id="g" d="M 0,50 L 30,40 L 70,35 L 100,50 V 20 H 0 Z"/>'
)
"""Fibres at the edge of a gel between y = 30 and 60, up to the slanting lines through them."""


def drawn(folder: Path, body: str = FIBRES, **keys: object) -> OwnOutline:
    path = folder / "a.svg"
    path.write_text(svg(body), encoding="utf-8")
    return OwnOutline(
        file=str(path),
        scale=1e-6,
        collector=("fibres",),
        **{"regions": {"gel": ("gel",)}} | keys,  # type: ignore[arg-type]
    )


def built(folder: Path, *, inverted: bool = False, **keys: object) -> CrossSection:
    return drawn(folder, **keys).section(30.0, None, inverted=inverted)


def test_solids_lie_on_top_of_a_region(tmp_path: Path) -> None:
    section = built(tmp_path)
    (region,) = section.regions
    assert region.area is not None
    assert region.area.intersection(section.solids).area == pytest.approx(0.0, abs=1e-9)
    slope = shapely.Polygon([(0, 30), (30, 40), (70, 45), (100, 30), (100, 60), (0, 60)])
    assert differ(region.area, slope.difference(section.collector)) < 1e-6
    lengths = sorted(line.length for line in interfaces(section))
    straight = [math.hypot(30, 10) - 8, math.hypot(40, 5) - 16, math.hypot(30, 15) - 8, 100.0]
    assert lengths == pytest.approx(sorted(straight), abs=0.3)
    inventory = drawn(tmp_path).inventory
    assert inventory is not None
    assert inventory.taken["regions"] == 1


def test_a_gap_within_the_tolerance_is_closed(tmp_path: Path) -> None:
    """A gel that ends 0.05 below a plate, and a film on it, as far from the gel."""
    body = (
        '<rect id="plate" x="0" y="70" width="100" height="10"/></g>'
        '<g inkscape:label="gel"><rect id="g" x="0" y="50.05" width="100" height="19.9"/></g>'
        '<g inkscape:label="film"><rect id="f" x="0" y="40" width="100" height="10"/>'
    )
    section = built(tmp_path, body=body, regions={"gel": ("gel",), "film": ("film",)})
    areas = section.region_areas
    assert areas["gel"].area + areas["film"].area == pytest.approx(3000.0, rel=1e-9)
    assert len(interfaces(section)) == 1  # between both; the film reaches the counter electrode


def test_regions_turn_with_the_collector(tmp_path: Path) -> None:
    upright, inverted = (built(tmp_path, inverted=turned) for turned in (False, True))
    low, high = upright.span
    turned = shapely.transform(
        upright.region_areas["gel"], lambda p: np.column_stack((p[:, 0], low + high - p[:, 1]))
    )
    assert differ(inverted.region_areas["gel"], turned) < 1e-6
    assert differ(turned_over(upright).region_areas["gel"], turned) < 1e-6
    across = shapely.transform(
        upright.region_areas["gel"], lambda p: np.column_stack((100.0 - p[:, 0], p[:, 1]))
    )
    assert differ(mirrored(upright).region_areas["gel"], across) < 1e-6
    twice = Transform(scale=2.0, repeat=2).applied(upright, None)
    assert twice.region_areas["gel"].area == pytest.approx(8.0 * across.area, rel=1e-9)


def test_a_cropped_section_keeps_what_is_left_of_its_regions(tmp_path: Path) -> None:
    body = FIBRES.replace("M 0,50 L 30,40 L 70,35 L 100,50 V 20 H 0 Z", "M 60,20 H 100 V 60 H 60 Z")
    section = built(tmp_path, body=body)
    right = Transform(crop=(50e-6, 100e-6)).applied(section, None)
    assert right.region_areas["gel"].bounds == pytest.approx((10.0, 20.0, 50.0, 60.0))
    assert Transform(crop=(0.0, 50e-6)).applied(section, None).regions == ()


@pytest.mark.parametrize("periodic", [False, True], ids=["symmetric", "periodic"])
def test_mesh_edges_lie_along_interfaces(tmp_path: Path, periodic: bool) -> None:
    """No triangle crosses one, and the area of the region is that of its triangles."""
    section = built(tmp_path)
    if periodic:
        section = made_periodic(section)
    outline = initial_outline(section, GRADING, 0.6).outline
    mesh = triangulate(outline, GRADING, lines=interfaces(section))
    corners = mesh.points[mesh.triangles]
    side, other = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    areas = 0.5 * (side[:, 0] * other[:, 1] - side[:, 1] * other[:, 0])
    region = regions_at(section.regions, corners.mean(axis=1))
    exact = section.region_areas["gel"].area
    assert areas[region == 1].sum() == pytest.approx(exact, rel=2e-3), "chords across fibres"
    lines, solids = shapely.multilinestrings(list(interfaces(section))), section.solids
    if periodic:
        lines, solids = (images(shape, section.width) for shape in (lines, solids))
    # an interface may turn to a vertex beside its end
    apart = shapely.distance(solids, shapely.polygons(corners)) > 2.0 * GRADING.front
    inner = shapely.polygons(0.999 * corners + 0.001 * corners.mean(axis=1)[:, None])
    assert not shapely.intersects(lines, inner[apart]).any()
    points = shapely.points(mesh.points)
    apart = shapely.distance(solids, points) > 2.0 * GRADING.front
    on_line = shapely.distance(lines, points) < 1e-6
    assert np.array_equal(on_interfaces(mesh, section.regions)[apart], on_line[apart])


def test_periodic_walls_need_the_same_region_on_both(tmp_path: Path) -> None:
    section = built(tmp_path, body=FIBRES.replace("L 100,50 V 20", "L 100,45 V 20"))
    with pytest.raises(SectionError, match='the region "gel" meets the two side walls differently'):
        made_periodic(section)
    assert len(repeated(section, 2).regions) == 1


def test_a_meshed_matrix_is_used_as_it_is(tmp_path: Path) -> None:
    """Its group is the region, and with the fibres it is the box; what lies above is free."""
    path = tmp_path / "fibres.msh"
    write_conformal_mesh(path, "matrix")
    outline = OwnOutline(
        file=str(path), scale=1e-6, collector=("fibre",), regions={"matrix": ("matrix",)}
    )
    section = outline.section(25.0, None, inverted=False)
    assert (section.width, section.height) == pytest.approx((60.0, 58.0), abs=0.05)
    matrix = section.region_areas["matrix"]
    assert matrix.area + section.collector.area == pytest.approx(60.0 * 50.0, rel=1e-9)
    (line,) = interfaces(section)
    assert line.equals_exact(shapely.LineString([(0.0, 50.0), (60.0, 50.0)]), 1e-9)
    lower = outline.section(10.0, None, inverted=False)
    assert lower.height == pytest.approx(43.0, abs=0.05)
    assert lower.region_areas["matrix"].bounds[3] == lower.height
    assert replace(lower, regions=()).electrolyte.area == pytest.approx(
        lower.region_areas["matrix"].area, rel=1e-9
    )
    assert len(interfaces(lower)) == 0
