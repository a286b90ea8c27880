"""Images that are made to hang, to fill the memory or to mislead are refused, or read rightly."""

from __future__ import annotations

import os
import struct
import time
import zlib
from pathlib import Path

import numpy as np
import pytest
import shapely
from PIL import Image

from cases.micrograph.make_cloth import pictured
from platefront.geometry.errors import SectionError
from platefront.geometry.importing.images.segmentation import LONGEST_CONTOURS
from tests.geometry.importing.images.pictures import PIXEL, micrograph, save

DISCS = shapely.MultiPolygon([shapely.Point(x, y).buffer(6.0) for x in (15, 40) for y in (15, 35)])
PICTURE = pictured(DISCS, (150, 125), PIXEL, noise=4.0)

SECONDS = 45.0
"""Time of the slowest refusal, on a machine that does other things, too."""


def refused(path: Path) -> str:
    """Message with which an image is refused, in time."""
    begun = time.monotonic()
    with pytest.raises(SectionError) as error:
        micrograph(path, floor_gap=1e-5).drawn()
    assert time.monotonic() - begun < SECONDS
    assert len(str(error.value)) < 500
    return str(error.value)


def chunk(kind: bytes, content: bytes) -> bytes:
    """A chunk of a PNG file."""
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


def png(width: int, height: int, body: bytes = b"", *more: bytes) -> bytes:
    """A PNG file of 8 bit grey levels with any size in its header."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = [chunk(b"IHDR", header), *more, chunk(b"IDAT", body), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize("side", [8_000, 60_000, 2_000_000_000])
def test_huge_dimensions_are_refused_before_they_are_filled(side, tmp_path):
    (tmp_path / "a.png").write_bytes(png(side, side, zlib.compress(b"\0" * 100_000)))
    assert "more than 50 million pixels" in refused(tmp_path / "a.png")


def test_text_that_unpacks_without_bounds_is_refused(tmp_path):
    bomb = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"a" * 300_000_000, 9))
    (tmp_path / "a.png").write_bytes(png(64, 64, zlib.compress(b"\0" * 65 * 64), bomb))
    refused(tmp_path / "a.png")


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.95])
def test_image_that_is_cut_off_is_refused(kind, share, tmp_path):
    path = save(PICTURE, tmp_path, "a.png" if kind == "PNG" else "a.tif")
    path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])
    assert refused(path).startswith(path.name)


@pytest.mark.parametrize("side", [1000, 3000])
def test_noise_is_refused_with_the_reason(side, tmp_path):
    noise = np.random.default_rng(1).integers(0, 256, (side, side)).astype(np.uint8)
    said = refused(save(noise, tmp_path))
    assert "it is noise, or far finer than a section can be" in said
    assert f"at most {LONGEST_CONTOURS}" in said


def test_stripes_of_single_pixels_are_refused(tmp_path):
    stripes = np.zeros((1500, 1500), dtype=np.uint8)
    stripes[::3] = 255
    assert "it is noise" in refused(save(stripes, tmp_path))


def test_sixteen_bits_and_floating_point_are_read_as_eight(tmp_path):
    plain = micrograph(save(PICTURE, tmp_path, "a.png")).image().levels
    deep = micrograph(save(PICTURE.astype(np.uint16) * 257, tmp_path, "b.png")).image().levels
    real = micrograph(save(PICTURE.astype(np.float32) / 255, tmp_path, "c.tif")).image().levels
    assert plain.dtype == deep.dtype == real.dtype == float
    assert np.array_equal(deep, 257 * plain)
    assert np.allclose(real, plain / 255)


def test_big_endian_and_signed_images_keep_their_levels(tmp_path):
    levels = PICTURE.astype(">u2")
    image = Image.frombytes("I;16B", levels.shape[::-1], levels.tobytes())
    image.save(tmp_path / "a.tif")
    assert np.array_equal(micrograph(tmp_path / "a.tif").image().levels, PICTURE)
    signed = PICTURE.astype(np.int32) - 100
    assert np.array_equal(micrograph(save(signed, tmp_path, "b.tif")).image().levels, signed)


def test_palette_of_greys_is_read_and_one_of_colours_refused(tmp_path):
    grey = Image.fromarray(PICTURE).convert("P")
    grey.save(tmp_path / "a.png")
    assert np.array_equal(micrograph(tmp_path / "a.png").image().levels, PICTURE)
    grey.putpalette([value for level in range(256) for value in (level, 0, 0)])
    grey.save(tmp_path / "b.png")
    assert "the image is coloured" in refused(tmp_path / "b.png")


def test_transparent_image_is_refused(tmp_path):
    clear = np.dstack([PICTURE, np.full_like(PICTURE, 200)])
    assert "partly transparent" in refused(save(clear, tmp_path))


@pytest.mark.parametrize("kind", ["CMYK", "LAB", "YCbCr"])
def test_colours_of_print_and_film_are_refused(kind, tmp_path):
    Image.fromarray(np.dstack([PICTURE] * 3)).convert("RGB" if kind == "LAB" else kind).save(
        tmp_path / "a.tif"
    )
    if kind == "LAB":
        Image.new("LAB", PICTURE.shape[::-1]).save(tmp_path / "a.tif")
    told = refused(tmp_path / "a.tif")
    # the YCbCr files that Pillow 11 writes cannot be read by it
    assert f"colours of kind {kind}" in told or (kind == "YCbCr" and "cannot be read" in told)


@pytest.mark.parametrize(("ending", "how"), [("png", "PNG"), ("tif", "TIFF")])
def test_several_images_in_one_file_are_refused(ending, how, tmp_path):
    first = Image.fromarray(PICTURE)
    others = [Image.fromarray(np.roll(PICTURE, n)) for n in (3, 6)]
    first.save(tmp_path / f"a.{ending}", how, save_all=True, append_images=others)
    assert "holds 3 images" in refused(tmp_path / f"a.{ending}")


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_levels_that_are_no_numbers_are_refused(value, tmp_path):
    levels = PICTURE.astype(np.float32)
    levels[3, 4] = value
    assert "not finite numbers" in refused(save(levels, tmp_path, "a.tif"))


def test_levels_of_any_size_are_told_and_not_stumbled_on(tmp_path):
    levels = PICTURE.astype(np.float32)
    levels[3, 4] = 3e38
    assert refused(save(levels, tmp_path, "a.tif")).startswith("a.tif")


@pytest.mark.parametrize("size", [(0, 5), (5, 0), (0, 0)])
def test_image_without_pixels_is_refused(size, tmp_path):
    (tmp_path / "a.png").write_bytes(png(*size, zlib.compress(b"")))
    refused(tmp_path / "a.png")


@pytest.mark.parametrize("kind", ["JPEG", "GIF", "BMP", "WEBP"])
def test_other_formats_are_refused_whatever_their_name(kind, tmp_path):
    Image.fromarray(PICTURE).save(tmp_path / "a.png", kind)
    assert "is not a PNG or TIFF image" in refused(tmp_path / "a.png")


@pytest.mark.parametrize("content", [b"", b"\x89PNG", b"II*\0", b"%!PS\n(x) run", b"<svg/>"])
def test_what_is_no_image_is_refused(content, tmp_path):
    (tmp_path / "a.tif").write_bytes(content)
    refused(tmp_path / "a.tif")


def test_tiff_whose_directories_lead_to_themselves_is_one_image(tmp_path):
    path = save(PICTURE, tmp_path, "a.tif")
    content = bytearray(path.read_bytes())
    (at,) = struct.unpack_from("<I", content, 4)
    (entries,) = struct.unpack_from("<H", content, at)
    struct.pack_into("<I", content, at + 2 + 12 * entries, at)
    path.write_bytes(content)
    assert np.array_equal(micrograph(path).image().levels, PICTURE)


@pytest.mark.parametrize("kind", ["pipe", "device", "folder"])
def test_what_is_no_file_is_refused(kind, tmp_path):
    path = tmp_path / "a.png"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    else:
        path.mkdir()
    assert refused(path).startswith("a.png: the file ")


def test_refusal_is_remembered(tmp_path, monkeypatch):
    path = save(PICTURE, tmp_path)
    path.write_bytes(path.read_bytes()[:100])
    image = micrograph(path)
    with pytest.raises(SectionError) as first:
        image.drawn()
    monkeypatch.setattr("subprocess.Popen", None)
    with pytest.raises(SectionError) as second:
        image.drawn()
    assert str(first.value) == str(second.value)
