"""Random foams, odd ones found by chance, and all that must hold for any."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import strategies as st
from shapely import affinity

from platefront.case.mesh_checks import EDGES_PER_FEATURE
from platefront.geometry.collectors import Foam
from platefront.geometry.errors import SectionError
from platefront.geometry.front.tags import BOTTOM
from platefront.geometry.plane.connectivity import connected_round
from platefront.geometry.plane.narrow_pieces import narrow_pieces
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.transforms import made_periodic, mirrored
from tests.shared.meshed_sections import mesh_report, outline_of, uncovered

QUALITY_FLOOR = 0.2


@st.composite
def foams(draw: st.DrawFn, most: float = 3.5) -> Foam:
    """Any foam of up to `most` pores along either side; the length scale, too, is any."""
    pore = 10.0 ** draw(st.floats(-5.5, -3.5))  # m
    window = draw(st.floats(0.1, 0.4))
    return Foam(
        width=pore * draw(st.floats(1.0, most)),
        thickness=pore * draw(st.floats(1.0, most)),
        porosity=draw(st.floats(0.75, 0.98)),
        pore_size=pore,
        window=window,
        ligaments=draw(st.floats(0.0, 1.0)),
        min_gap=pore * window * draw(st.floats(0.05, 0.8)),
        floor_gap=0.5 * pore,
        seed=draw(st.integers(0, 10_000)),
    )


def with_images(section: CrossSection) -> shapely.Geometry:
    """Electrolyte of the section and its images beyond both side walls."""
    electrolyte = section.electrolyte
    if section.periodic:
        images = [affinity.translate(electrolyte, k * section.width) for k in (-1, 1)]
    else:
        images = [
            affinity.scale(electrolyte, -1.0, 1.0, origin=(wall, 0.0))
            for wall in (0.0, section.width)
        ]
    return shapely.union_all([electrolyte.buffer(1e-9), *(image.buffer(1e-9) for image in images)])


def check(foam: Foam) -> None:
    """Everything that must hold for any foam."""
    pore = 1e6 * foam.pore_size
    try:
        section = foam.section(pore, None, inverted=False)
        if foam.periodic:
            section = made_periodic(section)
    except SectionError as error:
        dense = foam.porosity < 0.76 + 0.3 * (foam.window - 0.1) and "leave no room" in str(error)
        fine = foam.porosity > 0.9 and "min_gap rounds the pores off" in str(error)
        assert dense or fine, f"{foam}: {error}"
        return
    metal, box = section.collector, section.box
    assert metal.is_valid
    assert metal.area == pytest.approx((1.0 - foam.porosity) * 1e12 * foam.width * foam.thickness)
    assert box.covers(metal)
    low, high = section.span
    assert low - 1e-9 <= metal.bounds[1] < metal.bounds[3] <= high + 1e-9
    strut = foam.metal()[1]
    islands, pores = list(metal.geoms), list(shapely.get_parts(section.electrolyte))
    if foam.periodic:  # what the walls cut is one
        islands, pores = (
            [shapely.MultiPolygon(pieces) for pieces in connected_round(parts, section.width)]
            for parts in (islands, pores)
        )
    assert min(island.area for island in islands) > 0.1 * strut**2, "a sliver of metal"
    assert len(pores) == 1, "electrolyte is shut in"
    pieces = narrow_pieces(with_images(section), 0.8e6 * foam.min_gap)
    # the far ends of the images are cut open
    narrow = [piece for piece in pieces if piece.intersects(box)]
    assert not narrow, f"{len(narrow)} places narrower than min_gap"
    assert uncovered(section) < 1e-9 * section.width
    size = 1e6 * foam.finest_feature.size / EDGES_PER_FEATURE  # a run would refuse a coarser mesh
    outline = outline_of(section, size)
    floor = outline.lengths[outline.tag == BOTTOM].sum()
    assert floor == pytest.approx(section.width), "the wall below is not inert"
    mesh = mesh_report(section, size, 0.3 * pore)
    assert mesh.lowest_quality > QUALITY_FLOOR, f"quality {mesh.lowest_quality:.3f}"
    for turn in (CrossSection.flipped, mirrored):
        again = turn(turn(section)).collector
        assert again.symmetric_difference(metal).area < 1e-9 * box.area


CUT_AT_A_FACE = Foam(
    width=100e-6,
    thickness=250e-6,
    porosity=0.75,
    pore_size=100e-6,
    window=0.25,
    ligaments=0.0,
    min_gap=12.5e-6,
    floor_gap=50e-6,
    seed=0,
)


HAIR_THIN = Foam(
    width=300e-6,
    thickness=150e-6,
    porosity=0.978515625,
    pore_size=100e-6,
    window=0.375,
    ligaments=0.0,
    min_gap=28.125e-6,
    floor_gap=50e-6,
    seed=1,
)
"""The metal lies in the corners that min_gap rounds off, with struts of 0.3 µm between them."""

STEEP_AT_A_WALL = Foam(
    width=3.162277660168379e-06,
    thickness=3.162277660168379e-06,
    porosity=0.75,
    pore_size=3.162277660168379e-06,
    window=0.1,
    ligaments=0.0,
    min_gap=2.3717082451262844e-07,
    floor_gap=1.5811388300841896e-06,
    seed=6548,
)
