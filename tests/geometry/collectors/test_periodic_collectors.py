"""Collectors between periodic walls: what one wall cuts enters at the other, lithium and all."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import shapely

from platefront.figures.section import surface_lines
from platefront.geometry.assembly.build import SectionParameters, build_section
from platefront.geometry.assembly.placing import Transform
from platefront.geometry.collectors import (
    Fabric,
    Foam,
    Foil,
    Layers,
    Nuclei,
    OwnOutline,
    Pillars,
    Plumes,
    Profile,
    Strip,
    Trench,
    Wire,
)
from platefront.geometry.collectors.base import Collector
from platefront.geometry.collectors.curves import GivenPoints, Sinusoid
from platefront.geometry.errors import SectionError
from platefront.geometry.plane.connectivity import connected_round
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.narrowest_gap import narrowest_gap
from platefront.geometry.section.predeposit import Predeposit
from tests.shared.meshed_sections import mesh_report, uncovered
from tests.shared.shifted_sections import shifted
from tests.shared.small_collectors import TINY_CLOTH

UM = 1e-6
LAYER = 1e-10  # m³/C
SLOPE = "fibres: POLYGON ((0 45, 20 35, 25 40, 0 55, 0 45))"
ITS_REST = "fibres: POLYGON ((100 45, 100 55, 85 75, 80 65, 100 45))"
POST = "fibres: POLYGON ((45 5, 55 5, 55 95, 45 95, 45 5))"
FRAME = "box: POLYGON ((0 0, 100 0, 100 100, 0 100, 0 0))"


def sine(waves: float) -> Profile:
    """So many waves of 40 µm, from somewhere between a crest and a trough."""
    return Profile(width=40 * UM * waves, curve=Sinusoid(amplitude=4 * UM, waves=waves, phase=0.5))


FOAM = Foam(width=60 * UM, thickness=60 * UM, seed=3)
KINDS = {
    "foil": Foil(),
    "pillars": Pillars(),
    "trench": Trench(),
    "profile": sine(1.0),
    "strip": Strip(width=30 * UM, start=5 * UM, length=10 * UM),
    "nuclei": Nuclei(density=3e4),
    "nuclei on a wall": Nuclei(positions=(0.0, 30 * UM)),
    "nuclei across a wall": Nuclei(positions=(3 * UM, 50 * UM), contact_angle=1.0),
    "plumes": Plumes(width=30 * UM, branch_ratio=0.5, seed=4),
    "carbon_cloth": TINY_CLOTH,
    "fabric": Fabric(),
    "foam": FOAM,
    "foam one pore wide": Foam(width=30 * UM, ligaments=1.0, seed=2),
}


def built(collector: Collector, capacity: float | None = 3e3, **keys) -> CrossSection:
    parameters = SectionParameters(
        collector=collector,
        gap=40 * UM,
        walls="periodic",
        predeposit=None if capacity is None else Predeposit(capacity=capacity),
        **keys,
    )
    return build_section(parameters, LAYER)


def misfit(shape: shapely.Geometry, section: CrossSection) -> float:
    """Length that a shape has on one side wall only, as seen by what lies next to it [µm]."""
    near = 1e-9
    ends = [
        shape.intersection(shapely.LineString([(x, 0.0), (x, section.height)]))
        for x in (near, section.width - near)
    ]
    flat = [shapely.transform(end, lambda p: p * np.array([0.0, 1.0])) for end in ends]
    return max(one.difference(other.buffer(1e-7)).length for one, other in (flat, flat[::-1]))


@cache
def pores(kind: str) -> int:
    """Parts of the electrolyte that are apart while there is no lithium."""
    section = built(KINDS[kind], None)
    return len(connected_round(shapely.get_parts(section.electrolyte), section.width))


@pytest.mark.parametrize("orientation", ["upright", "inverted"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.slow
def test_lithium_goes_on_across_the_walls(kind: str, orientation: str) -> None:
    section = built(KINDS[kind], orientation=orientation)
    assert section.periodic
    nuclei = 0.0
    if isinstance(KINDS[kind], Nuclei):
        foil = KINDS[kind]
        nucleus = 25.0 * (foil.contact_angle - 0.5 * math.sin(2.0 * foil.contact_angle))
        nuclei = nucleus * (3 if foil.density else 2)
    expected = 0.3 * section.width + nuclei
    assert section.deposit.area == pytest.approx(expected, rel=1e-9)
    assert section.deposit.intersection(section.collector).area < 1e-9
    for shape in (section.collector, section.deposit):
        assert misfit(shape, section) == 0.0
    assert pores(kind) == 1
    if section.span[1] > 0.0 and kind not in ("pillars", "trench"):
        assert uncovered(section) < 1e-6 * section.width
    mesh = mesh_report(section, 1.0, min(8.0, section.width / 6.0))
    assert mesh.lowest_quality > 0.25, f"quality {mesh.lowest_quality:.3f}"


def test_nuclei_at_a_wall_are_whole() -> None:
    """A mirror leaves half of a nucleus on the wall, the other half being its image."""
    on_wall = Nuclei(positions=(0.0, 30 * UM), material="host")
    half = 0.5 * math.pi * 25.0
    assert on_wall.section(40.0, None, inverted=False).collector.area == pytest.approx(1.5 * half)
    assert built(on_wall, None).collector.area == pytest.approx(2.0 * half)
    both = Nuclei(positions=(0.0, 30 * UM, 100 * UM), material="host")  # one and the same
    assert built(both, None).collector.area == pytest.approx(2.0 * half)
    near = Nuclei(positions=(0.0, 95 * UM), material="host")
    with pytest.raises(SectionError, match="its image beyond a side wall"):
        built(near, None)


def test_plumes_are_whole_and_reach_across_the_walls() -> None:
    plumes = Plumes(width=30 * UM, branch_ratio=0.5, seed=4)
    section = built(plumes, None)
    stems = section.collector.intersection(shapely.box(0.0, -1.0, section.width, 1e-3))
    assert len(shapely.get_parts(stems)) == round(plumes.density * plumes.width)
    on_wall = section.collector.intersection(shapely.LineString([(0.0, 0.0), (0.0, 20.0)]))
    assert on_wall.length > 1.0
    with pytest.raises(SectionError, match="density leaves no foil"):
        tight = Plumes(width=16 * UM, min_gap=2 * UM)  # 1.5 of them between mirrors
        built(tight, None)


def test_a_drawn_solid_that_the_walls_cut_is_coated_whole(tmp_path: Path) -> None:
    """Its left part alone has its centroid in the lower half."""
    path = tmp_path / "slope.wkt"
    path.write_text("\n".join((FRAME, SLOPE, ITS_REST, POST)))
    drawn = OwnOutline(file=str(path), scale=UM, collector=("fibres",), box="box")
    section = built(drawn, 2e3)
    assert section.deposit.area == pytest.approx(0.2 * section.width, rel=1e-9)
    assert misfit(section.deposit, section) == 0.0
    left, right = (shapely.from_wkt(line.removeprefix("fibres: ")) for line in (SLOPE, ITS_REST))
    assert left.centroid.y < section.middle < right.centroid.y
    for part in (left, right):
        inner = shapely.box(1e-6, 0.0, section.width - 1e-6, section.height)
        bare = part.boundary.intersection(inner).difference(section.deposit.buffer(1e-6))
        assert bare.length == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize(
    ("collector", "capacity", "message"),
    [
        (
            Wire(),
            None,
            r"walls: the collector meets the two side walls differently, .*transform.repeat = 2",
        ),
        (Layers(), None, "walls: the lithium meets the two side walls differently"),
        (Strip(width=30 * UM, length=10 * UM), 3e3, "walls: the lithium meets the two side walls"),
        (sine(0.5), None, 'walls: the collector .* use walls = "symmetric", or transform'),
        (
            Profile(width=30 * UM, curve=GivenPoints(points=((0.0, 5 * UM), (30 * UM, 8 * UM)))),
            None,
            "walls: the collector meets the two side walls differently, for instance at y = 6.5",
        ),
    ],
)
def test_half_cells_are_refused_unless_mirrored(
    collector: Collector, capacity: float | None, message: str
) -> None:
    with pytest.raises(SectionError, match=message):
        built(collector, capacity)
    twice = built(collector, capacity, transform=Transform(repeat=2))
    assert twice.periodic
    assert misfit(twice.solids, twice) == 0.0


def test_mirrored_copies_are_those_of_the_mirrored_collector() -> None:
    """Repeated by mirrors, a foam has mirrors at its walls, which two periods of it keep."""
    foam = FOAM
    twice = built(foam, None, transform=Transform(repeat=2))
    once = foam.section(40.0, None, inverted=False)
    left = twice.collector.intersection(shapely.box(0.0, 0.0, once.width, once.height))
    assert left.symmetric_difference(once.collector).area < 1e-9


def test_a_collector_knows_its_walls() -> None:
    foam = Foam(width=45 * UM, thickness=45 * UM)
    other = foam.between_periodic_walls()
    assert other.periodic
    assert not foam.periodic
    assert other != foam
    assert other == foam.model_copy().between_periodic_walls()
    assert other.model_dump() == foam.model_dump()
    assert foam.metal()[0] != other.metal()[0]


@cache
def coated_foam(seed: int) -> CrossSection:
    return built(Foam(width=60 * UM, thickness=60 * UM, seed=seed))


@pytest.mark.parametrize("part", [0.2, 0.5, 0.83])
@pytest.mark.parametrize("seed", [2, 3])
def test_a_foam_is_the_same_wherever_its_walls_are(seed: int, part: float) -> None:
    section = coated_foam(seed)
    moved = shifted(section, part)
    for name in ("collector", "deposit", "electrolyte"):
        assert getattr(moved, name).area == pytest.approx(getattr(section, name).area, rel=1e-10)
    lengths = [
        {name: line.length for name, line in surface_lines(each).items()}
        for each in (section, moved)
    ]
    assert lengths[1] == pytest.approx(lengths[0], rel=1e-6)
    gaps = [narrowest_gap(each) for each in (section, moved)]
    assert gaps[0] is not None
    assert gaps[1] is not None
    assert gaps[1].width == pytest.approx(gaps[0].width, rel=1e-6)
