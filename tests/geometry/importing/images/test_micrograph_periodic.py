"""Pictures between periodic walls: metal clear of the walls, or mirrored; else refused."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
import shapely

from cases.micrograph import make_cloth
from platefront.geometry.assembly.build import SectionParameters, build_section
from platefront.geometry.assembly.placing import Transform
from platefront.geometry.errors import SectionError
from platefront.geometry.section.cross_section import CrossSection
from tests.geometry.importing.images.pictures import PIXEL, micrograph, save
from tests.shared.meshed_sections import mesh_report

WIDTH, RADIUS = 60.0, 6.0
FIBRE = math.pi * RADIUS**2
LAYER = 1e-10  # m³/C


def built(folder: Path, centres: list[tuple[float, float]], **keys) -> CrossSection:
    """Fibres that go on beyond the walls of a picture as they do within it, periodic walls."""
    fibres = [
        shapely.Point(x + turn * WIDTH, y).buffer(RADIUS, quad_segs=32)
        for x, y in centres
        for turn in (-1, 0, 1)
    ]
    shape = shapely.union_all(fibres).intersection(shapely.box(0.0, 0.0, WIDTH, WIDTH))
    pixels = round(WIDTH / PIXEL)
    levels = make_cloth.pictured(shape, (pixels, pixels), PIXEL, blur=0.6, noise=5, seed=1)
    collector = micrograph(save(levels, folder), floor_gap=5e-6, threshold=120.0)
    parameters = SectionParameters(collector=collector, gap=30e-6, walls="periodic", **keys)
    return build_section(parameters, LAYER)


def judge(section: CrossSection, fibres: int) -> None:
    """Areas, and a mesh that ends at the right wall as it begins at the left one."""
    assert section.periodic
    assert section.collector.is_valid
    assert section.collector.area == pytest.approx(fibres * FIBRE, rel=0.01)
    whole = section.collector.area + section.electrolyte.area
    assert whole == pytest.approx(section.box.area, rel=1e-12)
    mesh = mesh_report(section, 1.0, 6.0)
    assert mesh.lowest_quality > 0.4, f"quality {mesh.lowest_quality:.3f}"


def test_fibres_clear_of_the_walls_are_periodic(tmp_path: Path) -> None:
    judge(built(tmp_path, [(20.0, 20.0), (40.0, 35.0)]), 2)


CUT = [(3.0, 20.0), (30.0, 35.0)]
"""The left wall cuts the first fibre, and the right one its image."""


def test_fibres_that_the_walls_cut_are_refused_unless_mirrored(tmp_path: Path) -> None:
    with pytest.raises(SectionError, match=r"walls: the collector meets .* transform.repeat = 2"):
        built(tmp_path, CUT)
    twice = built(tmp_path, CUT, transform=Transform(repeat=2))
    assert twice.width == pytest.approx(2.0 * WIDTH)
    judge(twice, 4)
