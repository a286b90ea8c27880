"""Banners, labels and scale bars in pictures; edges of the picture that cut metal flat."""

from __future__ import annotations

import io

import numpy as np
import pytest
import shapely
from PIL import Image, ImageDraw

from cases.micrograph.make_cloth import pictured
from platefront.geometry.errors import SectionError
from platefront.geometry.importing.images.flat_areas import crop_without, flat_areas
from platefront.geometry.importing.images.grey_image import GreyImage
from tests.geometry.importing.images.pictures import PIXEL, micrograph, save

WIDTH, HEIGHT = 640, 420
DISCS = shapely.MultiPolygon(
    [shapely.Point(x, y).buffer(6.0) for x in range(15, 250, 30) for y in range(12, 160, 28)]
)
PICTURE = pictured(DISCS, (WIDTH, HEIGHT), PIXEL, noise=8.0)
QUIET = pictured(DISCS, (WIDTH, HEIGHT), PIXEL, noise=1.0)
BAR = 500, 380, 600, 387  # left, top, right, bottom, inclusive


def banner(picture: np.ndarray, grey: int, ink: int, *, top: bool = False) -> np.ndarray:
    strip = Image.new("L", (WIDTH, 40), grey)
    draw = ImageDraw.Draw(strip)
    draw.text((10, 8), "5.00 kV  x 1,200  WD 8.1 mm", fill=ink, font_size=20)
    draw.rectangle((450, 10, 600, 16), fill=ink)
    return np.vstack([strip, picture] if top else [picture, strip])


def drawn_on(picture: np.ndarray, grey: int, ink: int | None = None) -> np.ndarray:
    """A box with a scale bar and text, or a bar alone."""
    image = Image.fromarray(picture.copy())
    draw = ImageDraw.Draw(image)
    draw.rectangle(BAR if ink is None else (480, 360, 620, 410), fill=grey)
    if ink is not None:
        draw.rectangle((490, 395, 610, 400), fill=ink)
        draw.text((520, 364), "20 um", fill=ink, font_size=20)
    return np.asarray(image)


def jpeg(levels: np.ndarray) -> np.ndarray:
    file = io.BytesIO()
    Image.fromarray(levels).save(file, "JPEG", quality=85)
    return np.asarray(Image.open(file))


def found(levels: np.ndarray, left: int = 0, top: int = 0) -> tuple[list[str], list[int]]:
    image = GreyImage("picture.png", levels.astype(float), None, left, top)
    areas = flat_areas(image)
    return [str(area) for area in areas], crop_without(areas, image)


BOTTOM = (["rows 420 to 459 are a constant grey band"], [0, 0, WIDTH, 420])
BOX = (["rows 360 to 410, columns 480 to 620 are a constant grey box"], [0, 0, WIDTH, 360])
TICK = (["rows 380 to 387, columns 500 to 600 are a constant grey box"], [0, 0, WIDTH, 380])


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        (banner(PICTURE, 0, 255), BOTTOM),
        (banner(PICTURE, 255, 0), BOTTOM),
        (banner(PICTURE, 128, 255), BOTTOM),
        (banner(PICTURE, int(np.median(PICTURE)), 255), BOTTOM),
        (banner(QUIET, 0, 255), BOTTOM),
        (jpeg(banner(PICTURE, 0, 255)), BOTTOM),
        (
            banner(PICTURE, 10, 255, top=True),
            (["rows 0 to 39 are a constant grey band"], [0, 40, WIDTH, 460]),
        ),
        (drawn_on(PICTURE, 0, 255), BOX),
        (drawn_on(PICTURE, 255, 0), BOX),
        (drawn_on(QUIET, 255, 0), BOX),
        (drawn_on(PICTURE, 255), TICK),
        (drawn_on(QUIET, 255), TICK),
    ],
)
def test_what_was_written_into_a_picture_is_found(levels, expected):
    assert found(levels) == expected


@pytest.mark.parametrize(
    "levels",
    [
        PICTURE,
        QUIET,
        jpeg(PICTURE),
        np.where(PICTURE > 120, 255, 0),
        np.clip((PICTURE.astype(float) - 90.0) * 2.0, 0, 255).astype(np.uint8),
        PICTURE[::-1],
    ],
    ids=["noise", "little noise", "jpeg", "mask", "saturated", "turned"],
)
def test_a_picture_alone_holds_no_flat_areas(levels):
    assert found(levels) == ([], [0, 0, WIDTH, HEIGHT])


def test_the_crop_counts_from_the_corner_of_the_file():
    places, crop = found(banner(PICTURE, 0, 255)[100:, 50:], left=50, top=100)
    assert places == ["rows 420 to 459 are a constant grey band"]
    assert crop == [50, 100, WIDTH, 420]


def test_both_are_left_out_by_one_crop():
    levels = banner(drawn_on(PICTURE, 255, 0), 0, 255)
    assert found(levels)[1] == [0, 0, WIDTH, 360]


@pytest.mark.parametrize("grey", [0, 255])
def test_a_banner_that_would_be_metal_is_refused_with_the_crop(tmp_path, grey):
    path = save(banner(PICTURE, grey, 255 - grey), tmp_path)
    with pytest.raises(SectionError) as error:
        micrograph(path, threshold=120.0, floor_gap=1e-6).drawn()
    assert str(error.value) == (
        "picture.png: rows 420 to 459 are a constant grey band (a banner, label or scale bar?): "
        "crop = [0, 0, 640, 420] leaves it out. If it belongs to the sample, give "
        'flat_areas = "keep"'
    )
    cropped = micrograph(path, threshold=120.0, crop=(0, 0, 640, 420)).drawn()
    alone = micrograph(save(PICTURE, tmp_path, "alone.png"), threshold=120.0).drawn()
    assert cropped.collector.equals(alone.collector)


def test_a_band_that_is_electrolyte_is_told(tmp_path):
    levels = np.vstack([PICTURE, np.full((40, WIDTH), 5, np.uint8)])
    notes = micrograph(save(levels, tmp_path), threshold=120.0).drawn().notes
    assert any("crop = [0, 0, 640, 420] leaves it out" in note for note in notes)


def test_flat_areas_may_be_kept(tmp_path):
    levels = np.vstack([PICTURE, np.full((40, WIDTH), 250, np.uint8)])
    kept = micrograph(save(levels, tmp_path), threshold=120.0, flat_areas="keep").drawn()
    assert kept.collector.bounds[1] == 0.0
    assert not any("constant grey" in note for note in kept.notes)


RODS = shapely.MultiPolygon([shapely.box(x, -20.0, x + 20.0, 200.0) for x in (30, 110, 190)])
CUT = pictured(RODS, (WIDTH, HEIGHT), PIXEL, noise=8.0)
HIGH, GAP = PIXEL * HEIGHT, 30.0


def test_head_gap_cuts_metal_flat_at_the_upper_edge(tmp_path):
    path = save(CUT, tmp_path)
    with pytest.raises(SectionError, match=r"cut off by the upper edge .* give head_gap"):
        micrograph(path, threshold=120.0).drawn()
    collector = micrograph(path, threshold=120.0, head_gap=5e-6)
    section = collector.section(GAP, None, inverted=False)
    assert section.span == pytest.approx((0.0, HIGH))
    assert section.height == pytest.approx(HIGH + 5.0 + GAP)
    tops = section.collector.intersection(shapely.LineString([(0, HIGH), (256, HIGH)]))
    assert tops.length == pytest.approx(60.0, abs=2.0)
    (note,) = [note for note in collector.remarks if "upper edge of the image cuts metal" in note]
    assert "electrolyte begins there" in note


def test_head_gap_without_anything_to_cut_is_electrolyte(tmp_path):
    path = save(PICTURE, tmp_path)
    plain, raised = (
        micrograph(path, threshold=120.0, **keys).section(GAP, None, inverted=False)
        for keys in ({}, {"head_gap": 7e-6})
    )
    assert raised.height == pytest.approx(plain.height + 7.0)
    assert raised.collector.equals(plain.collector)


def test_floor_gap_cuts_metal_flat_at_the_lower_edge(tmp_path):
    path = save(CUT, tmp_path)
    collector = micrograph(path, threshold=120.0, head_gap=0.0, floor_gap=6e-6)
    section = collector.section(GAP, None, inverted=False)
    assert section.span == pytest.approx((6.0, 6.0 + HIGH))
    assert sum("edge of the image cuts metal flat" in note for note in collector.remarks) == 2
