"""Images that are huge, noise, or of unusual kinds."""

from __future__ import annotations

import struct
import zlib
from functools import partial
from pathlib import Path
from random import Random

import numpy as np
from PIL import Image

from verification.campaigns.drawings import Maker
from verification.campaigns.drawings.good import good


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


def _bomb(rng: Random, folder: Path) -> None:
    side = rng.choice((0, 7_000, 50_000, 2**31 - 1))
    header = struct.pack(">IIBBBBB", side, side, rng.choice((1, 8, 16)), 0, 0, 0, 0)
    body = zlib.compress(b"\0" * 50_000_000, 9)
    text = _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"a" * rng.choice((10, 100_000_000))))
    parts = [_chunk(b"IHDR", header), text, _chunk(b"IDAT", body), _chunk(b"IEND", b"")]
    (folder / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(parts))


def _noise(rng: Random, folder: Path) -> None:
    side = rng.choice((400, 1000, 3000))
    levels = np.random.default_rng(rng.randrange(2**32)).integers(0, 256, (side, side))
    Image.fromarray(levels.astype(np.uint8)).save(folder / "a.png")


def _stripes(rng: Random, folder: Path) -> None:
    levels = np.zeros((1200, 1200), dtype=np.uint8)
    levels[:: rng.choice((2, 3, 5)), :: rng.choice((1, 2, 3))] = 255
    Image.fromarray(levels).save(folder / "a.png")


def _levels(folder: Path) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    (folder / "a.png").write_bytes(good("a.png"))
    with Image.open(folder / "a.png") as image:
        return np.asarray(image)


def _not_finite(rng: Random, folder: Path) -> None:
    levels = _levels(folder).astype(np.float32)
    levels[rng.randrange(160), rng.randrange(200)] = rng.choice((np.nan, np.inf, 3e38, -3e38))
    _saved(Image.fromarray(levels), folder)


def _of_mode(rng: Random, folder: Path) -> None:
    grey = Image.fromarray(_levels(folder))
    mode = rng.choice(("1", "P", "RGB", "RGBA", "CMYK", "YCbCr", "LA", "I;16", "F"))
    _saved(grey.convert("I").convert(mode) if mode == "I;16" else grey.convert(mode), folder)


def _several(rng: Random, folder: Path) -> None:
    grey = Image.fromarray(_levels(folder))
    pages = [grey] * rng.choice((1, 50))
    grey.save(folder / "a.tif", save_all=True, append_images=pages)
    (folder / "a.tif").replace(folder / "a.png")


def _of_format(rng: Random, folder: Path) -> None:
    kind = rng.choice(("JPEG", "GIF", "BMP", "WEBP", "EPS", "PDF", "ICO"))
    Image.fromarray(_levels(folder)).convert("RGB").save(folder / "a.png", kind)


def _tiny(rng: Random, folder: Path) -> None:
    Image.new("L", (rng.choice((1, 15, 16)), rng.choice((1, 16, 20_000)))).save(folder / "a.png")


def _saved(image: Image.Image, folder: Path) -> None:
    """Save as TIFF, which knows more kinds, under the name of a PNG."""
    image.save(folder / "a.tif")
    (folder / "a.tif").replace(folder / "a.png")


_MADE = (_bomb, _noise, _stripes, _not_finite, _of_mode, _several, _of_format, _tiny)


def _picture(index: int, rng: Random, folder: Path) -> str:
    _MADE[index](rng, folder)
    return "a.png"


def makers() -> dict[str, list[Maker]]:
    """Return kind → makers."""
    return {"images": [partial(_picture, index) for index in range(len(_MADE))]}
