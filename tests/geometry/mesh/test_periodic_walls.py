"""Periodic side walls: rings on a cylinder, what is connected, cuts, matched meshes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from shapely import affinity

from platefront.geometry.assembly.build import SectionParameters, build_section
from platefront.geometry.collectors import Foil, Pillars, Profile
from platefront.geometry.collectors.curves import Sinusoid
from platefront.geometry.errors import MeshingError, SectionError
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.resampling import resample
from platefront.geometry.front.tags import BANK, FAR_BANK, SYMMETRY
from platefront.geometry.front.tracing import trace_section
from platefront.geometry.mesh.cutting import best_cut
from platefront.geometry.mesh.grading import Grading
from platefront.geometry.mesh.mesh_plan import check_closed
from platefront.geometry.mesh.triangulation import TriangleMesh, quality, signed_areas, triangulate
from platefront.geometry.plane.connectivity import connected_to_counter
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.narrowest_gap import narrowest_gap
from platefront.geometry.section.transforms import made_periodic, repeated
from platefront.solvers.front.initial_outline import initial_outline
from platefront.solvers.tortuosity import pore_transport
from tests.shared.cells import round_fibre, with_solids
from tests.shared.shifted_sections import shifted

PARTS = (0.0, 0.13, 0.4, 0.5, 0.77)
WIDTH, HEIGHT = 20.0, 24.0


def fibres() -> CrossSection:
    """Three fibres, nothing symmetric about them."""
    places = ((4.0, 6.0, 2.0), (11.0, 9.0, 3.0), (16.5, 5.0, 1.5))
    host = shapely.MultiPolygon([round_fibre(x, y, radius, 24) for x, y, radius in places])
    return made_periodic(with_solids(WIDTH, HEIGHT, collector=host))


def traced(section: CrossSection) -> Outline:
    reaching, _ = connected_to_counter(
        section.electrolyte, section.counter_electrode, section.period
    )
    return trace_section(section, max(reaching, key=lambda part: part.area))


def meshed(section: CrossSection, size: float) -> tuple[Outline, TriangleMesh]:
    outline = resample(traced(section), size)
    return outline, triangulate(outline, Grading(size, 4.0 * size, 0.3))


@pytest.mark.parametrize("part", PARTS)
def test_the_outline_knows_no_walls(part: float) -> None:
    section = shifted(fibres(), part)
    outline = traced(section)
    there = traced(fibres())
    assert outline.area == pytest.approx(section.electrolyte.area, rel=1e-12)
    assert sorted(outline.winding) == [-1, 0, 0, 0, 1]
    assert not (outline.tag == SYMMETRY).any()
    assert len(outline) == len(there), "cut edges are whole again"
    assert outline.lengths.sum() == pytest.approx(there.lengths.sum(), rel=1e-12)
    assert outline.is_simple
    seen = outline.polygon()
    assert seen.area == pytest.approx(3.0 * outline.area, rel=1e-12)
    assert seen.intersection(section.box).symmetric_difference(
        section.electrolyte
    ).area == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("part", PARTS)
def test_both_banks_of_the_mesh_match(part: float) -> None:
    section = shifted(fibres(), part)
    outline, mesh = meshed(section, 0.8)
    assert mesh.twins is not None
    assert signed_areas(mesh.points, mesh.triangles).sum() == pytest.approx(outline.area, rel=1e-9)
    assert quality(mesh.points, mesh.triangles).min() > 0.3
    moved = mesh.points - mesh.points[mesh.twins]
    periods = moved[:, 0] / WIDTH
    assert np.abs(moved[:, 1]).max() < 1e-9
    assert np.abs(periods - np.round(periods)).max() < 1e-9
    here, there = (mesh.edges[mesh.tags == tag] for tag in (BANK, FAR_BANK))
    assert len(here) == len(there) > 4
    names = [{frozenset(edge) for edge in mesh.twins[edges].tolist()} for edges in (here, there)]
    assert names[0] == names[1]
    # a cylinder: as many vertices and triangles as edges
    ends = np.sort(mesh.twins[mesh.triangles][:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1)
    holes = outline.winding.count(0)
    edges, vertices = len(np.unique(ends, axis=0)), len(np.unique(mesh.twins))
    assert vertices - edges + len(mesh.triangles) == -holes


def test_electrolyte_is_connected_across_the_walls() -> None:
    """A wall from floor to counter electrode parts mirrors, but not a cylinder."""
    barrier = shapely.box(8.0, 0.0, 12.0, HEIGHT)
    section = with_solids(WIDTH, HEIGHT, collector=barrier)
    for periodic, parts in ((False, 2), (True, 1)):
        electrode = replace(section, periodic=periodic)
        reaching, cut_off = connected_to_counter(
            electrode.electrolyte, electrode.counter_electrode, electrode.period
        )
        assert (len(reaching), cut_off) == (parts, [])
    outline = traced(replace(section, periodic=True))
    assert outline.winding == (0,)
    assert outline.area == pytest.approx((WIDTH - 4.0) * HEIGHT)
    _, mesh = meshed(replace(section, periodic=True), 1.0)
    assert mesh.twins is None, "nothing goes round, so nothing is cut"


def test_a_pore_across_the_walls_is_a_pocket() -> None:
    ring = shapely.Point(0.0, 10.0).buffer(6.0).difference(shapely.Point(0.0, 10.0).buffer(3.0))
    cell = shapely.box(0.0, 0.0, WIDTH, HEIGHT)
    halves = [ring.intersection(cell), shapely.transform(ring, beside).intersection(cell)]
    section = made_periodic(with_solids(WIDTH, HEIGHT, collector=shapely.MultiPolygon(halves)))
    for part in PARTS:
        moved = shifted(section, part)
        merging = initial_outline(moved, Grading(0.8, 3.0, 0.3), 0.6)
        pore = sum(pocket.area for pocket in merging.pockets)
        assert pore == pytest.approx(shapely.Point(0.0, 10.0).buffer(3.0).area, rel=1e-9)
        assert merging.outline.area + pore == pytest.approx(moved.electrolyte.area, rel=1e-6)


def beside(points: np.ndarray) -> np.ndarray:
    return points + np.array([WIDTH, 0.0])


def test_a_gap_across_the_walls_is_closed() -> None:
    """Two fibres half an edge apart, wherever the walls are: the same piece is filled."""
    pair = [round_fibre(x, 10.0, 3.0, 40) for x in (5.0, 11.3)]
    section = made_periodic(with_solids(WIDTH, HEIGHT, deposit=shapely.MultiPolygon(pair)))
    filled = []
    for part in (0.0, 0.3, 0.59, 0.6, 0.9):
        merging = initial_outline(shifted(section, part), Grading(0.8, 3.0, 0.3), 0.6)
        assert len(merging.filled) == 1
        filled.append(merging.filled[0].area)
        assert 0.0 <= merging.filled[0].centroid.x <= WIDTH
        assert merging.outline.winding.count(0) == 1, "one ring round both"
    assert filled == pytest.approx([filled[0]] * len(filled), rel=0.05)


def test_the_narrowest_gap_may_lie_across_the_walls() -> None:
    pair = [round_fibre(x, 10.0, 3.0, 40) for x in (3.5, 16.9)]
    section = made_periodic(with_solids(WIDTH, HEIGHT, collector=shapely.MultiPolygon(pair)))
    gaps = [narrowest_gap(shifted(section, part)) for part in PARTS]
    widths = [gap.width for gap in gaps if gap is not None]
    assert widths == pytest.approx([0.6] * len(PARTS), abs=0.02)
    mirror = narrowest_gap(replace(section, periodic=False))
    assert mirror is not None
    assert mirror.width == pytest.approx(0.2, abs=0.02)


def test_pores_conduct_alike_wherever_the_walls_are() -> None:
    found = [pore_transport(shifted(fibres(), part), Grading(0.4, 1.6, 0.3)) for part in PARTS]
    conductivities = [each.conductivity for each in found if each is not None]
    assert conductivities == pytest.approx([conductivities[0]] * len(PARTS), rel=4e-3)


def slats(height: float, angle: float) -> CrossSection:
    """An inclined slat in a period: the channels between slats lead round the cylinder."""
    pitch, thick = 10.0, 4.0
    slat = shapely.Polygon(
        [
            (x + 1.0 + y * np.tan(angle), y)
            for x, y in ((0, 0), (thick, 0), (thick, height), (0, height))
        ]
    )
    turns = range(-int(slat.bounds[2] / pitch) - 1, 1)
    cell = shapely.box(0.0, 0.0, pitch, height)
    parts = [affinity.translate(slat, xoff=k * pitch).intersection(cell) for k in turns]
    return made_periodic(with_solids(pitch, height + 5.0, collector=shapely.union_all(parts)))


@pytest.mark.parametrize("degrees", [20.0, 45.0])
def test_inclined_channels_conduct_along_themselves(degrees: float) -> None:
    """The resistance of added length is exact: κ_eff = ε cos²θ κ; mirrors would close it."""
    angle, heights = np.radians(degrees), (20.0, 40.0)
    added = 0.0
    for height, sign in zip(heights, (-1.0, 1.0), strict=True):
        pores = pore_transport(slats(height, angle), Grading(0.5, 1.0, 0.3))
        assert pores is not None
        assert pores.porosity == pytest.approx(0.6, rel=1e-9)
        added += sign * height / pores.conductivity
    exact = 20.0 / (0.6 * np.cos(angle) ** 2)
    assert added == pytest.approx(exact, rel=1e-4), f"off by {added / exact - 1.0:.1e}"
    shut = pore_transport(replace(slats(20.0, angle), periodic=False), Grading(0.5, 1.0, 0.3))
    assert shut is not None
    if degrees > 30.0:
        assert shut.conductivity == 0.0


def test_cuts_meet_the_front_squarely() -> None:
    outline = resample(traced(fibres()), 0.8)
    cut = best_cut(outline, 0.8)
    for vertex, way in ((cut.low, cut.vector), (cut.high, -cut.vector)):
        for along in (outline.edges[vertex], -outline.edges[outline.preceding[vertex]]):
            cosine = np.einsum("ij,ij->i", along, way)
            cosine /= np.hypot(*along.T) * np.hypot(*way.T)
            assert cosine.max() < np.cos(np.radians(45.0))


def test_a_flat_foil_has_a_vertex_at_least() -> None:
    section = build_section(
        SectionParameters(collector=Foil(width=16e-6), gap=12e-6, walls="periodic"), 1e-10
    )
    outline = resample(traced(section), 2.0)
    assert outline.winding == (1, -1)
    assert outline.lengths[outline.is_front].sum() == pytest.approx(16.0)


def test_walls_that_differ_are_refused() -> None:
    lopsided = Profile(width=20e-6, curve=Sinusoid(amplitude=2e-6, waves=0.5))
    parameters = SectionParameters(collector=lopsided, gap=10e-6, walls="periodic")
    with pytest.raises(SectionError, match=r"walls: the collector meets the two side walls diff"):
        build_section(parameters, 1e-10)


def test_a_mirrored_pair_is_periodic() -> None:
    collector = Pillars(width=6e-6, height=9e-6, pitch=14e-6)
    section = made_periodic(
        repeated(build_section(SectionParameters(collector=collector, gap=9e-6), 1e-10), 2)
    )
    assert section.period == pytest.approx(28.0)


def test_a_mesh_too_coarse_to_close_is_refused() -> None:
    triangles = np.array([[0, 1, 2], [1, 3, 2]])
    check_closed(triangles, np.arange(4))
    with pytest.raises(MeshingError, match="too coarse for periodic side walls"):
        check_closed(triangles, np.array([0, 0, 2, 3]))
