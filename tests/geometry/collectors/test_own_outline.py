from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest
import shapely

from platefront.geometry.collectors import OwnOutline
from platefront.geometry.errors import SectionError
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.predeposit import Layer
from tests.shared.case_files import CASES
from tests.shared.drawings import differ, svg

FELT = CASES / "outline" / "felt.svg"
FIBRES = ("fibres",)
GAP = 30.0


def felt(**keys) -> OwnOutline:
    return OwnOutline(file=str(FELT), scale=1e-6, collector=FIBRES, tolerance=5e-8, **keys)


def two_fibres(folder: Path, **keys) -> OwnOutline:
    path = folder / "two.svg"
    body = (
        '<circle id="high" cx="30" cy="25" r="8"/><circle id="low" cx="70" cy="55" r="8"/></g>'
        '<g inkscape:label="lithium"><rect id="cap" x="60" y="30" width="20" height="5"/>'
    )
    path.write_text(svg(body))
    return OwnOutline(file=str(path), scale=1e-6, collector=FIBRES, **keys)


def check_areas(section: CrossSection) -> None:
    assert section.collector.is_valid
    assert section.deposit.is_valid
    areas = section.collector.area + section.deposit.area + section.electrolyte.area
    assert areas == pytest.approx(section.box.area, rel=1e-12)
    assert section.collector.intersection(section.deposit).area == pytest.approx(0.0, abs=1e-9)


def test_felt_is_as_drawn():
    section = felt().section(GAP, None, inverted=False)
    check_areas(section)
    assert section.width == pytest.approx(120.0)
    # Inkscape's coordinates, moved by the layer: top of fibre4 at 43.5 mm, floor at 135 mm
    assert section.span[1] == pytest.approx(135 - 43.5, abs=0.06)
    assert section.height == pytest.approx(section.span[1] + GAP)
    assert len(shapely.get_parts(section.collector)) == 26
    assert list(section.surfaces) == ["host"]
    on_walls = section.collector.intersection(section.box.boundary)
    assert on_walls.length == pytest.approx(11.0 + 12.0, rel=1e-6)  # the two that are cut
    assert on_walls.bounds[0::2] == (0.0, section.width)


def test_layer_coats_the_upper_half_with_its_area():
    section = felt().section(GAP, Layer(4.85), inverted=False)
    check_areas(section)
    assert section.deposit.area == pytest.approx(4.85 * section.width, rel=1e-9)
    assert section.deposit.bounds[1] > section.middle - 5.0


@pytest.mark.parametrize("layer", [None, Layer(4.85)])
def test_turned_over_twice_is_as_it_was(layer):
    upright = felt().section(GAP, layer, inverted=False)
    inverted = felt().section(GAP, layer, inverted=True)
    check_areas(inverted)
    back = inverted.flipped()
    assert differ(back.collector, upright.collector) < 1e-9
    assert differ(back.deposit, upright.deposit) < 1e-9
    assert inverted.span == upright.span


def test_drawn_lithium_is_the_deposit(tmp_path):
    section = two_fibres(tmp_path, deposit=("lithium",)).section(GAP, None, inverted=False)
    assert differ(section.deposit, shapely.box(60, 45, 80, 50)) < 1e-6
    with pytest.raises(SectionError, match=r"drawn .* and asked for by"):
        two_fibres(tmp_path, deposit=("lithium",)).section(GAP, Layer(1.0), inverted=False)


def test_named_surfaces_go_with_their_solids(tmp_path):
    surfaces = {"copper": ("high",), "carbon": ("low",)}
    collector = two_fibres(tmp_path, surfaces=surfaces)
    for inverted, height in ((False, 55.0), (True, 25.0)):
        section = collector.section(GAP, None, inverted=inverted)
        assert shapely.Point(30.0, height).within(section.surfaces["copper"])
        (fibre,) = (p for p in shapely.get_parts(section.collector) if p.centroid.x < 50)
        assert fibre.within(section.surfaces["copper"])


def test_lithium_that_stands_out_needs_room_below(tmp_path):
    path = tmp_path / "low.svg"
    path.write_text(
        svg(
            '<rect id="r" x="20" y="60" width="40" height="15"/></g>'
            '<g inkscape:label="lithium"><rect id="l" x="20" y="50" width="40" height="10"/>'
        )
    )
    collector = OwnOutline(file=str(path), scale=1e-6, collector=FIBRES, deposit=("lithium",))
    collector.section(GAP, None, inverted=False)
    with pytest.raises(SectionError, match=r"stands 10 µm out .* only 5 µm below"):
        collector.section(GAP, None, inverted=True)
    with pytest.raises(SectionError, match="does not fit: it fills the gap of 8 µm"):
        collector.section(8.0, None, inverted=False)


def test_finest_feature_is_the_narrowest_solid():
    feature = felt().finest_feature
    assert feature is not None
    assert feature.name == "narrowest solid"
    assert 6.5e-6 < feature.size < 7e-6  # the half fibre at a wall: 4 area/perimeter


def test_file_that_changed_is_read_again_or_refused(tmp_path):
    path = tmp_path / "felt.svg"
    shutil.copyfile(FELT, path)
    fingerprint = hashlib.sha256(path.read_bytes()).hexdigest()
    keys = {"file": str(path), "scale": 1e-6, "collector": FIBRES}
    free, held = OwnOutline(**keys), OwnOutline(**keys, sha256=fingerprint)
    before = free.drawn().collector.area
    assert held.drawn().collector.area == before
    path.write_text(path.read_text().replace('r="5.5"', 'r="5.2"'))
    assert free.drawn().collector.area < before
    with pytest.raises(SectionError, match="the file has changed"):
        held.drawn()
    path.unlink()
    with pytest.raises(SectionError, match="there is no such file"):
        free.drawn()
    assert free.remarks == ()
    assert free.finest_feature is None
