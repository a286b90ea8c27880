"""Image formats, traced shapes, and notes on what is removed."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from PIL import TiffImagePlugin
from skimage.filters import gaussian

from cases.micrograph.make_cloth import pictured
from platefront.case.dump import dump_case
from platefront.case.load import load_case, parse_case
from platefront.geometry.collectors import Micrograph
from platefront.geometry.errors import SectionError
from platefront.geometry.section.predeposit import Layer
from tests.geometry.importing.images.pictures import PIXEL, micrograph, save

DISCS = shapely.MultiPolygon([shapely.Point(x, y).buffer(6.0) for x in (15, 40) for y in (15, 35)])
SIZE = (150, 125)  # 60 x 50 µm
PICTURE = pictured(DISCS, SIZE, PIXEL, noise=4.0)


def area(collector: Micrograph) -> float:
    return float(collector.drawn().collector.area)


def test_dark_metal_is_the_negative(tmp_path):
    bright = micrograph(save(PICTURE, tmp_path), threshold=120.0).drawn()
    negative = save(255 - PICTURE, tmp_path, "negative.png")
    dark = micrograph(negative, threshold=135.0, metal="dark").drawn()
    assert dark.collector.equals_exact(bright.collector, 1e-9)


@pytest.mark.parametrize("dtype", [np.uint16, np.int32, np.float32])
def test_grey_levels_of_any_depth(tmp_path, dtype):
    reference = area(micrograph(save(PICTURE, tmp_path), threshold=120.0))
    path = save((PICTURE.astype(float) * 200).astype(dtype), tmp_path, "deep.tif")
    assert area(micrograph(path, threshold=24000.0)) == pytest.approx(reference, rel=1e-5)


def test_colours_that_are_all_grey_count_as_grey(tmp_path):
    reference = area(micrograph(save(PICTURE, tmp_path)))
    path = save(np.stack([PICTURE] * 3, axis=2), tmp_path, "rgb.png")
    assert area(micrograph(path)) == reference


def test_otsu_finds_the_middle_and_says_so(tmp_path):
    found = micrograph(save(PICTURE, tmp_path))
    level = float(found.drawn().notes[0].split()[2])
    assert found.drawn().notes == (f"picture.png: threshold {level:g} found by Otsu's method",)
    assert level == pytest.approx(120.0, abs=8.0)


def test_specks_and_holes_are_left_out_and_told(tmp_path):
    levels = PICTURE.astype(float)
    levels[60:63, 70:73] = 250.0  # between the discs
    levels[10:12, 100:103] = 250.0
    levels[86:89, 36:39] = 0.0  # within the lower left disc
    keys = {"threshold": 120.0, "blur": 0.5}
    found = micrograph(save(levels.astype(np.uint8), tmp_path), **keys).drawn()
    clean = micrograph(save(PICTURE, tmp_path, "clean.png"), **keys).drawn()
    assert area_of_difference(found, clean) < 0.01 * DISCS.area
    specks, holes = found.notes
    assert specks.startswith("picture.png: 2 specks dropped, ")
    assert holes.startswith("picture.png: 1 hole filled, ")
    assert all(note.endswith(" µm² in all (each below 4.8 µm²)") for note in found.notes)
    assert float(specks.split()[4]) == pytest.approx(15 * PIXEL**2, rel=0.3)
    assert float(holes.split()[4]) == pytest.approx(9 * PIXEL**2, rel=0.3)


def area_of_difference(first, second) -> float:
    return float(first.collector.symmetric_difference(second.collector).area)


def test_larger_holes_stay_and_are_told(tmp_path):
    levels = PICTURE.astype(float)
    levels[82:92, 33:43] = 40.0
    found = micrograph(save(levels.astype(np.uint8), tmp_path), threshold=120.0).drawn()
    assert sum(len(part.interiors) for part in shapely.get_parts(found.collector)) == 1
    (note,) = found.notes
    assert note.startswith("picture.png: closed pores: 1, ")
    assert note.endswith(" without connection to the counter electrode")


def test_crop_takes_the_part(tmp_path):
    levels = PICTURE.copy()
    levels[:12, :90] = 255  # a label at the upper edge
    path = save(levels, tmp_path)
    found = micrograph(path, threshold=120.0, crop=(0, 13, 75, 125)).drawn()
    assert found.width == pytest.approx(75 * PIXEL)
    assert found.drawn_height == pytest.approx(112 * PIXEL)
    assert len(shapely.get_parts(found.collector)) == 2


def test_pixel_size_from_the_tags_of_a_tiff(tmp_path):
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[270] = "ImageJ=1.53\nunit=micron\n"
    tags[282] = tags[283] = 2.5
    tags[296] = 1
    imagej = save(PICTURE, tmp_path, "imagej.tif", tiffinfo=tags)
    per_cm = save(PICTURE, tmp_path, "cm.tif", resolution=25000.0, resolution_unit=3)
    for path in (imagej, per_cm):
        found = micrograph(path, pixel_size_from_file=True)
        assert found.drawn().width == pytest.approx(60.0)


def test_floor_is_the_lower_edge_or_below_the_lowest_metal(tmp_path):
    path = save(PICTURE, tmp_path)
    standing, hanging = micrograph(path).drawn(), micrograph(path, floor_gap=3e-6).drawn()
    assert standing.collector.bounds[1] == pytest.approx(9.0, abs=0.2)
    assert hanging.collector.bounds[1] == pytest.approx(3.0)


def test_metal_on_the_floor_cannot_be_inverted(tmp_path):
    foil = shapely.union_all([shapely.box(0, 0, 60, 6), shapely.box(20, 0, 40, 30)])
    collector = micrograph(save(pictured(foil, SIZE, PIXEL), tmp_path), threshold=120.0)
    section = collector.section(20.0, Layer(1.0), inverted=False)
    assert section.collector.area == pytest.approx(foil.area, rel=0.01)
    assert section.deposit.area == pytest.approx(60.0)
    with pytest.raises(SectionError, match="stands on the floor, the lower edge of the image"):
        collector.section(20.0, None, inverted=True)


@pytest.mark.parametrize("lithium_level", [35, 120, 230])
def test_lithium_by_its_grey_levels(tmp_path, lithium_level):
    """Darker than both, between them, brighter than both; edges do not count as lithium."""
    levels = pictured(DISCS, SIZE, PIXEL, noise=0.0, blur=0.0).astype(float)
    patch = levels[20:70, 50:90]  # 20 to 36 µm across, 22 to 42 µm high
    levels[20:70, 50:90] = np.where(patch < 100, lithium_level, patch)
    soft = gaussian(levels, 0.6, preserve_range=True)
    noisy = soft + np.random.default_rng(3).normal(0.0, 3.0, soft.shape)
    path = save(np.clip(noisy, 0, 255).astype(np.uint8), tmp_path)
    band = (lithium_level - 24.0, lithium_level + 24.0)
    found = micrograph(path, threshold=120.0, lithium=band)
    drawn = found.drawn()
    patch = shapely.box(20.0, 22.0, 36.0, 42.0).difference(DISCS)
    assert drawn.deposit.area == pytest.approx(patch.area, rel=0.06)
    assert drawn.collector.area == pytest.approx(DISCS.area, rel=0.04)
    assert drawn.deposit.intersection(drawn.collector).area < 1e-9
    with pytest.raises(SectionError, match="keep one"):
        found.section(20.0, Layer(1.0), inverted=False)


def test_a_resolved_case_reads_back(tmp_path):
    save(PICTURE, tmp_path)
    text = (
        '[section]\ngap = "20 um"\n[section.collector]\nkind = "micrograph"\n'
        'file = "picture.png"\npixel_size = "0.4 um"\nmetal = "bright"\n'
        'crop = [0, 0, 150, 120]\n[electrolyte]\nconcentration = "1 mol/L"\n'
        'salt_diffusivity = "2.93e-10 m^2/s"\ntransference_number = 0.4\n[control]\n'
        'mode = "overpotentials"\n[surfaces.host]\nlaw = "overpotential"\n'
        'overpotential = "-1 mV"\n[mesh]\n'
        'front_size = "2 um"\nlargest_size = "5 um"\n[stop]\ncapacity = "0.1 mAh/cm^2"\n'
    )
    (tmp_path / "case.toml").write_text(text, encoding="utf-8")
    case = load_case(tmp_path / "case.toml")
    assert parse_case(dump_case(case), str(tmp_path / "case.toml")) == case
