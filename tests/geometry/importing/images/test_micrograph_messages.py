"""Pictures that give no section: the whole message."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from PIL import Image

from cases.micrograph.make_cloth import pictured
from platefront.geometry.errors import SectionError
from tests.geometry.importing.images.pictures import PIXEL, micrograph, save

SIZE = (150, 125)
DISCS = shapely.MultiPolygon([shapely.Point(x, y).buffer(6.0) for x in (15, 40) for y in (15, 35)])
PICTURE = pictured(DISCS, SIZE, PIXEL, noise=4.0)


def refused(path, **keys) -> str:
    with pytest.raises(SectionError) as error:
        micrograph(path, **keys).drawn()
    return str(error.value)


def with_label(rows: slice, columns: slice) -> np.ndarray:
    levels = PICTURE.copy()
    levels[rows, columns] = 255
    return levels


def test_there_is_no_file(tmp_path):
    assert refused(tmp_path / "absent.png") == "absent.png: there is no such file"


def test_not_an_image(tmp_path):
    path = tmp_path / "notes.png"
    path.write_text("pixel size 0.4 um", encoding="utf-8")
    assert refused(path) == (
        "notes.png: the file is not a PNG or TIFF image; save it as one (without loss: no JPEG)"
    )


def test_a_torn_file(tmp_path):
    path = save(PICTURE, tmp_path)
    path.write_bytes(path.read_bytes()[:2000])
    assert refused(path).startswith("picture.png: the image cannot be read (")


def test_colours(tmp_path):
    levels = np.stack([PICTURE] * 3, axis=2)
    levels[30, 40] = (200, 30, 30)
    assert refused(save(levels, tmp_path)) == (
        "picture.png, pixel (40, 30): the image is coloured (red 200, green 30, blue 30): convert "
        "it to grey levels, in a way that tells metal from electrolyte (in ImageJ: Image > Type > "
        "8-bit)"
    )


def test_transparency(tmp_path):
    levels = np.stack([PICTURE] * 3 + [np.full_like(PICTURE, 128)], axis=2)
    assert refused(save(levels, tmp_path)) == (
        "picture.png: the image is partly transparent; save it without alpha channel"
    )


def test_a_stack_of_images(tmp_path):
    frames = [Image.fromarray(PICTURE)] * 3
    frames[0].save(tmp_path / "stack.tif", save_all=True, append_images=frames[1:])
    assert refused(tmp_path / "stack.tif") == (
        "stack.tif: the file holds 3 images; save the one that is meant"
    )


def test_too_small(tmp_path):
    assert refused(save(PICTURE[:10], tmp_path)) == (
        "picture.png: the image has only 150 x 10 pixels, at least 16 x 16"
    )


def test_nothing_above_the_threshold(tmp_path):
    message = refused(save(np.clip(PICTURE, 40, 180), tmp_path), threshold=250.0, blur=0.0)
    low, high = PICTURE.min(), min(PICTURE.max(), 180)
    assert message == (
        f"picture.png: nothing is brighter than threshold = 250: smoothed, the grey levels go from "
        f"{low} to {high}"
    )


def test_everything_above_the_threshold(tmp_path):
    message = refused(save(PICTURE, tmp_path), threshold=10.0, blur=0.0)
    assert message.startswith("picture.png: everything is brighter than threshold = 10: smoothed,")


def test_dark_metal_says_darker(tmp_path):
    message = refused(save(PICTURE, tmp_path), threshold=10.0, metal="dark")
    assert message.startswith("picture.png: nothing is darker than threshold = 10: smoothed,")


def test_an_even_image(tmp_path):
    assert refused(save(np.full((50, 60), 80, np.uint8), tmp_path)) == (
        "picture.png: all grey levels are 80: there is nothing to trace"
    )


def with_metal(rows: slice, columns: slice) -> np.ndarray:
    levels = PICTURE.copy()
    part = levels[rows, columns]
    levels[rows, columns] = np.random.default_rng(1).normal(180, 8, part.shape).astype(np.uint8)
    return levels


def test_metal_at_the_upper_edge(tmp_path):
    path = save(with_metal(slice(0, 12), slice(20, 90)), tmp_path)
    assert refused(path, threshold=120.0) == (
        "picture.png, pixel (19, 0): what counts as metal is cut off by the upper edge of the "
        "image, from column 19 to 90: a collector that goes on there, or a label or scale bar? To "
        "leave it out, use crop; to cut the metal flat there, give head_gap, the electrolyte above "
        "it"
    )


def test_a_label_at_the_upper_edge(tmp_path):
    path = save(with_label(slice(0, 12), slice(20, 90)), tmp_path)
    assert refused(path, threshold=120.0) == (
        "picture.png: rows 0 to 11, columns 20 to 89 are a constant grey box (a banner, label or "
        "scale bar?): crop = [0, 12, 150, 125] leaves it out. If it belongs to the sample, give "
        'flat_areas = "keep"'
    )


def test_a_scale_bar_at_the_lower_edge_touching_metal(tmp_path):
    path = save(with_label(slice(95, 125), slice(30, 80)), tmp_path)
    message = refused(path, threshold=120.0, floor_gap=1e-6)
    assert message.startswith("picture.png: rows 95 to 124, columns 30 to 79 are a constant grey")


def test_crop_beyond_the_image(tmp_path):
    assert refused(save(PICTURE, tmp_path), crop=(0, 0, 150, 126)) == (
        "picture.png: crop = [0, 0, 150, 126] is no part of the image: it must be [left, top, "
        "right, bottom] within [0, 0, 150, 125]"
    )


def test_metal_from_wall_to_wall(tmp_path):
    path = save(with_label(slice(60, 66), slice(0, 150)), tmp_path)
    assert refused(path, threshold=120.0, floor_gap=1e-6) == (
        "picture.png: the metal closes the section from one side wall to the other, so that the "
        "electrolyte below it is cut off from the counter electrode: check threshold and blur, or "
        "leave floor_gap out if the collector is a plate with a back"
    )


def test_metal_that_closes_all_pores(tmp_path):
    levels = 230 - PICTURE  # pores are round holes in metal
    levels[:4] = 60
    assert refused(save(levels, tmp_path), threshold=120.0) == (
        "picture.png: the metal cuts off 99.9 % of the pores from the counter electrode: check "
        "threshold and blur"
    )


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        (
            {"pixel_size": 0.5e-3},
            "by pixel_size a pixel is 500 µm, which makes a section 7.5e+04 µm wide; it must be "
            "between 1 and 10000 µm",
        ),
        (
            {"pixel_size": 1e-9},
            "by pixel_size a pixel is 0.001 µm, which makes a section 0.15 µm wide; it must be "
            "between 1 and 10000 µm",
        ),
        (
            {"pixel_size": 40e-6, "smallest_speck": 20e-12},
            "smallest_speck = 20 µm² is 0.0125 times the area of a pixel of 40 µm, at least 9: "
            "smaller specks are noise. Check pixel_size",
        ),
        (
            {"pixel_size": 0.02e-6, "smallest_speck": 20e-12, "threshold": 120.0},
            "all 4 pieces of metal are below smallest_speck = 20 µm², the largest has 0.28",
        ),
        (
            {"tolerance": 0.02e-6},
            "tolerance = 0.02 µm is 0.05 times a pixel of 0.4 µm, at least 0.2: the image is not "
            "finer. Check pixel_size",
        ),
        (
            {"tolerance": 2e-6},
            "tolerance = 2 µm would lose pieces as small as smallest_speck (4.8 µm²): it must be "
            "at most 0.5477 µm",
        ),
    ],
)
def test_sizes_that_do_not_fit_to_the_pixels(tmp_path, keys, message):
    assert refused(save(PICTURE, tmp_path), **keys).startswith(f"picture.png: {message}")


def test_tags_that_are_not_there(tmp_path):
    assert refused(save(PICTURE, tmp_path), pixel_size_from_file=True) == (
        "picture.png: the image has no resolution tags that say how large a pixel is: give "
        "pixel_size"
    )


def test_tags_of_72_dots_per_inch(tmp_path):
    path = save(PICTURE, tmp_path, "screen.tif", dpi=(72, 72))
    assert refused(path, pixel_size_from_file=True) == (
        "screen.tif: by the file's resolution tags a pixel is 352.8 µm, which makes a section "
        "5.292e+04 µm wide; it must be between 1 and 10000 µm"
    )


def test_pixels_that_are_not_square(tmp_path):
    path = save(PICTURE, tmp_path, "tilted.tif", x_resolution=25000, y_resolution=20000)
    assert refused(path, pixel_size_from_file=True) == (
        "tilted.tif: its pixels are not square: 1.016 µm wide, 1.27 µm high by its tags; scale it "
        "so that they are"
    )


def test_no_lithium_of_that_grey(tmp_path):
    assert refused(save(PICTURE, tmp_path), threshold=120.0, lithium=(115.0, 125.0)) == (
        "picture.png: no lithium is found: nothing wider than 4 pixels has grey levels of lithium "
        "= [115, 125]"
    )


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"pixel_size": None}, "give either pixel_size, or pixel_size_from_file = true"),
        ({"pixel_size": 1e-6, "pixel_size_from_file": True}, "give either pixel_size, or"),
        ({"lithium": (90.0, 80.0)}, "lithium must be two grey levels, the lower first"),
    ],
)
def test_keys_that_contradict_each_other(tmp_path, keys, message):
    with pytest.raises(ValueError, match=message):
        micrograph(tmp_path / "picture.png", **keys)
