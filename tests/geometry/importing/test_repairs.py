"""Unambiguous defects are repaired with a note; all else is unchanged."""

from __future__ import annotations

import pytest
import shapely

from tests.shared.drawings import cleaned, cleaned_svg, differ

PLACE = 'drawing.svg, path "p" in "fibres" (line 4)'


def test_small_gap_is_closed(tmp_path):
    found = cleaned_svg(tmp_path, '<path id="p" d="M 20,20 h 30 v 30 h -30 v -29.95"/>')
    assert found.collector.area == pytest.approx(900, rel=2e-3)
    assert found.notes == (f"{PLACE}: gap of 0.05 closed, at (20, 20) mm",)


def test_repeated_points_are_dropped(tmp_path):
    found = cleaned_svg(tmp_path, '<path id="p" d="M 20,20 h 30 h 0 v 30 v 0 h -30 z"/>')
    assert differ(found.collector, shapely.box(20, 30, 50, 60)) < 1e-6
    assert shapely.get_num_coordinates(found.collector) == 5
    assert found.notes == (f"{PLACE}: 2 repeated point(s) dropped, at (50, 20) mm",)


def test_overlaps_of_one_material_are_joined(tmp_path):
    found = cleaned_svg(
        tmp_path,
        '<rect id="r1" x="20" y="20" width="20" height="20"/>'
        '<rect id="r2" x="30" y="30" width="20" height="20"/>',
    )
    assert found.collector.area == pytest.approx(700)
    assert found.notes == (
        'drawing.svg: rect "r1" in "fibres" (line 4) and rect "r2" in "fibres" (line 4) overlap, '
        "both collector, and were joined, at (35, 35) mm",
    )


def test_neighbours_with_a_common_side_are_one_solid(tmp_path):
    found = cleaned_svg(
        tmp_path,
        '<path id="p1" d="M 20,20 L 40,20 L 47,51 L 20,40 Z"/>'
        '<path id="p2" d="M 40,20 L 60,20 L 60,60 L 47,51 Z"/>',
    )
    assert len(shapely.get_parts(found.collector)) == 1
    assert found.notes == ()


def test_corners_near_the_walls_are_put_on_them(tmp_path):
    found = cleaned_svg(tmp_path, '<rect id="r" x="0.05" y="60" width="99.9" height="19.96"/>')
    assert differ(found.collector, shapely.box(0, 0, 100, 20)) < 1e-9
    assert found.collector.bounds[:3] == (0.0, 0.0, found.width)
    assert found.notes == (
        'drawing.svg, rect "r" in "fibres" (line 4): 4 corner(s) moved onto the walls, by up to '
        "0.05, at (0.05, 60) mm",
    )


LITHIUM = '</g><g inkscape:label="lithium" inkscape:groupmode="layer">'


@pytest.mark.parametrize("offset", [-0.06, 0.06])
def test_lithium_is_put_on_the_border_of_the_collector(offset, tmp_path):
    top = 30 + offset  # the collector's top side is at y = 30
    found = cleaned_svg(
        tmp_path,
        '<rect id="r" x="20" y="30" width="40" height="20"/>'
        f'{LITHIUM}<rect id="l" x="20" y="20" width="40" height="{top - 20}"/>',
        deposit=("lithium",),
    )
    assert differ(found.deposit, shapely.box(20, 50, 60, 60)) < 0.02
    assert found.deposit.intersection(found.collector).area == 0.0
    solids = shapely.union_all([found.collector, found.deposit])
    assert solids.geom_type == "Polygon"
    assert not solids.interiors
    assert found.notes[0].startswith(
        "drawing.svg: boundary of the deposit moved onto that of the collector, at ("
    )


def test_lithium_cut_out_of_a_curve_fits_it(tmp_path):
    """Both borders follow the same circle with different corners."""
    found = cleaned_svg(
        tmp_path,
        '<circle id="c" cx="50" cy="40" r="15"/>'
        f'{LITHIUM}<path id="l" fill-rule="evenodd" '
        'd="M 30,40 a 20,20 0 0 1 40,0 a 20,20 0 0 1 -40,0 z '
        'M 35,40 a 15,15 0 0 0 15,15 a 15,15 0 0 0 15,-15 a 15,15 0 0 0 -30,0 z"/>',
        deposit=("lithium",),
    )
    solids = shapely.union_all([found.collector, found.deposit])
    assert solids.geom_type == "Polygon"
    assert not solids.interiors
    assert found.deposit.intersection(found.collector).area == 0.0
    assert found.deposit.area == pytest.approx(3.14159 * (400 - 225), rel=0.01)


def test_objects_that_are_not_named_are_told(tmp_path):
    found = cleaned_svg(
        tmp_path,
        '<circle id="c" cx="50" cy="40" r="15"/></g><g inkscape:label="sketch">'
        '<circle id="s" cx="50" cy="40" r="30"/>',
    )
    assert found.notes == (
        'drawing.svg: not used, as the case does not name them: circle "s" in "sketch" (line 4)',
    )


def test_without_a_box_the_walls_are_where_the_shapes_end(tmp_path):
    path = tmp_path / "bar.wkt"
    path.write_text("fibres: POLYGON ((5 7, 45 7, 45 17, 5 17, 5 7))\n")
    found = cleaned(path)
    assert found.width == pytest.approx(40.0)
    assert differ(found.collector, shapely.box(0, 0, 40, 10)) < 1e-6
    assert found.notes == ("bar.wkt: no box is drawn; walls and floor are where the shapes end",)


def test_regions_that_hold_surfaces_are_no_solids(tmp_path):
    found = cleaned_svg(
        tmp_path,
        '<circle id="c" cx="50" cy="40" r="15"/></g><g inkscape:label="top half">'
        '<rect id="s" x="0" y="0" width="100" height="40"/></g><g inkscape:label="rest">'
        '<rect id="t" x="0" y="40" width="100" height="40"/>',
        surfaces={"upper": ("top half",), "lower": ("rest",)},
    )
    assert found.collector.area == pytest.approx(3.14159 * 225, rel=0.01)
    assert found.surfaces["upper"].bounds == pytest.approx((0, 40, 100, 80), abs=0.02)
    assert found.notes == ()
