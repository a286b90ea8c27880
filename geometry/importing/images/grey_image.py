"""Reader of grey-level images."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, TiffImagePlugin, UnidentifiedImageError

from platefront.geometry.arrays import Floats
from platefront.geometry.importing.drawing import DrawingError
from platefront.geometry.lengths import micrometres

_MOST_PIXELS = 50_000_000
_X_RESOLUTION, _Y_RESOLUTION, _RESOLUTION_UNIT, _DESCRIPTION = 282, 283, 296, 270
_COLOURED = {"P", "PA", "LA", "La", "RGB", "RGBA", "RGBa", "RGBX"}
_UNIT_TAGS = {2: 0.0254, 3: 0.01}  # m
# ImageJ stores the unit in the image description
_IMAGEJ_UNITS = {
    "nm": 1e-9, "micron": 1e-6, "um": 1e-6, "µm": 1e-6, "\\u00B5m": 1e-6, "mm": 1e-3, "cm": 1e-2,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class GreyImage:
    """Grey levels of an image, or of a part of it.

    Attributes:
        file: file name, for messages.
        levels: (rows, columns) grey levels as in the file, uppermost row first.
        pixel: pixel size from the resolution tags of the file [m]; None if it has none.
        left, top: first column and first row in the file.
    """

    file: str
    levels: Floats
    pixel: float | None
    left: int = 0
    top: int = 0

    def cropped(self, box: tuple[int, int, int, int]) -> GreyImage:
        """Return the part between columns left, right and rows top, bottom (from 0, from above).

        Raises:
            DrawingError: the box does not lie within the image.
        """
        left, top, right, bottom = box
        rows, columns = self.levels.shape
        if not (0 <= left < right <= columns and 0 <= top < bottom <= rows):
            raise DrawingError(
                self.file,
                f"crop = {list(box)} is no part of the image: it must be [left, top, right, "
                f"bottom] within [0, 0, {columns}, {rows}]",
            )
        return GreyImage(self.file, self.levels[top:bottom, left:right], self.pixel, left, top)

    def place(self, column: float, row: float) -> str:
        """Format a point for messages, in pixels of the whole file: `pixel (12, 340)`."""
        return f"pixel ({int(self.left + column)}, {int(self.top + row)})"


def read_image(path: Path, name: str) -> GreyImage:
    """Read a grey-level PNG or TIFF image of 8 or 16 bit or floating point.

    Args:
        path: the file.
        name: name of the file, for messages.

    Raises:
        DrawingError: the image cannot be read, is coloured or transparent, or is one of several
            in the file.
    """
    try:
        with warnings.catch_warnings():
            # large images are refused below with a message; unusual tags do not matter
            warnings.simplefilter("ignore")
            with Image.open(path, formats=("PNG", "TIFF")) as image:
                _check(image, name)
                return GreyImage(name, _levels(image, name), _pixel_by_tags(image, name))
    except UnidentifiedImageError:
        raise DrawingError(
            name, "the file is not a PNG or TIFF image; save it as one (without loss: no JPEG)"
        ) from None
    except Image.DecompressionBombError:
        raise DrawingError(name, _too_large()) from None
    except (OSError, SyntaxError, ValueError) as error:
        if isinstance(error, DrawingError):
            raise
        raise DrawingError(name, f"the image cannot be read ({error})") from None


def _too_large() -> str:
    return f"the image has more than {_MOST_PIXELS // 1_000_000} million pixels: cut or shrink it"


def _check(image: Image.Image, name: str) -> None:
    count = getattr(image, "n_frames", 1)
    if count > 1:
        raise DrawingError(name, f"the file holds {count} images; save the one that is meant")
    if image.width * image.height > _MOST_PIXELS:
        raise DrawingError(name, _too_large())
    if min(image.size) < 16:
        raise DrawingError(
            name, f"the image has only {image.width} x {image.height} pixels, at least 16 x 16"
        )


def _levels(image: Image.Image, name: str) -> NDArray[Any]:
    """Return grey levels as in the file; colour channels are accepted if they are equal."""
    if image.mode == "1":
        image = image.convert("L")
    if image.mode in {"L", "F", "I"} or image.mode.startswith("I;16"):
        levels = np.asarray(image)
        if not np.isfinite(levels).all():
            raise DrawingError(name, "some grey levels are not finite numbers")
        return levels
    if image.mode not in _COLOURED:
        raise DrawingError(
            name, f"the image has colours of kind {image.mode}: convert it to grey levels"
        )
    colours = np.asarray(image.convert("RGBA"))
    if (colours[:, :, 3] < 255).any():
        raise DrawingError(name, "the image is partly transparent; save it without alpha channel")
    spread = np.ptp(colours[:, :, :3], axis=2)
    if (spread > 0).any():
        row, column = np.unravel_index(int(spread.argmax()), spread.shape)
        red, green, blue = colours[row, column, :3].astype(int)
        raise DrawingError(
            name,
            f"the image is coloured (red {red}, green {green}, blue {blue}): convert it to grey "
            f"levels, in a way that tells metal from electrolyte (in ImageJ: Image > Type > 8-bit)",
            f"pixel ({column}, {row})",
        )
    return colours[:, :, 0]


def _pixel_by_tags(image: Image.Image, name: str) -> float | None:
    """Return the pixel size [m] from the tags of a TIFF image; None if it has none."""
    if not isinstance(image, TiffImagePlugin.TiffImageFile):
        return None
    tags = image.tag_v2
    resolutions = [float(tags.get(tag, 0.0)) for tag in (_X_RESOLUTION, _Y_RESOLUTION)]
    if not min(resolutions) > 0.0:
        return None
    unit = _UNIT_TAGS.get(tags.get(_RESOLUTION_UNIT, 2))
    said = re.search(r"^unit=(\S+)", str(tags.get(_DESCRIPTION, "")), re.MULTILINE)
    if said is not None:
        unit = _IMAGEJ_UNITS.get(said[1])
    if unit is None:
        return None
    across, up = (unit / value for value in resolutions)
    if abs(across - up) > 1e-3 * across:
        raise DrawingError(
            name,
            f"its pixels are not square: {micrometres(across):.4g} µm wide, "
            f"{micrometres(up):.4g} µm high by its tags; scale it so that they are",
        )
    return across
