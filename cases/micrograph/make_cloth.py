"""Make cloth.png: a micrograph of a carbon cloth whose true section is known.

    python3 cases/micrograph/make_cloth.py

Polygons of the collector `carbon_cloth` are drawn as pixels that average what they cover, blurred,
given noise and rounded to 8 bit.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from PIL import Image
from shapely import affinity
from shapely.geometry.base import BaseGeometry
from skimage.draw import polygon
from skimage.filters import gaussian

from platefront.geometry.collectors import CarbonCloth

HERE = Path(__file__).parent
PIXEL = 0.4  # µm
COLUMNS, ROWS = 600, 400
LEFT = 34.0  # µm, of the picture in the cloth
SUBPIXELS = 8
DARK, BRIGHT = 70.0, 170.0  # electrolyte, carbon
BLUR = 0.8  # pixels
NOISE = 12.0  # grey levels, standard deviation

CLOTH = CarbonCloth(
    width=400e-6,
    thickness=150e-6,
    fibre_diameter=9e-6,
    yarn_width=75e-6,
    yarn_height=74e-6,
    yarn_pitch=90e-6,
    packing=0.45,
    min_gap=2.4e-6,
    facets=48,
    seed=1,
)


def true_section() -> BaseGeometry:
    """The fibres in the picture [µm], y upwards from its lower edge; its sides cut some."""
    cloth = affinity.translate(CLOTH.fibres(), -LEFT, 0.5 * ROWS * PIXEL)
    return cloth.intersection(shapely.box(0.0, 0.0, COLUMNS * PIXEL, ROWS * PIXEL))


def pictured(
    shape: BaseGeometry,
    size: tuple[int, int],
    pixel: float,
    *,
    levels: tuple[float, float] = (DARK, BRIGHT),
    blur: float = BLUR,
    noise: float = NOISE,
    seed: int = 0,
) -> NDArray[np.uint8]:
    """A grey image of polygons.

    Args:
        shape: polygons without holes [µm], y upwards from the lower edge of the picture.
        size: columns and rows.
        pixel: side of a pixel [µm].
        levels: grey level beside and within the polygons.
        blur: radius of the optics' Gaussian [pixels].
        noise: standard deviation of the noise [grey levels].
        seed: of the noise.
    """
    columns, rows = size
    fine = np.zeros((rows * SUBPIXELS, columns * SUBPIXELS), dtype=np.uint8)
    for part in shapely.get_parts(shape):
        x, y = shapely.get_coordinates(part.exterior).T * (SUBPIXELS / pixel)
        fine[polygon(rows * SUBPIXELS - y - 0.5, x - 0.5, fine.shape)] = 1
    covered = fine.reshape(rows, SUBPIXELS, columns, SUBPIXELS).mean(axis=(1, 3))
    soft = gaussian(covered, blur, mode="reflect") if blur > 0.0 else covered
    grey = levels[0] + (levels[1] - levels[0]) * soft
    grey = grey + np.random.default_rng(seed).normal(0.0, noise, grey.shape)
    return np.clip(np.round(grey), 0, 255).astype(np.uint8)


def main() -> None:
    """Write the picture."""
    picture = pictured(true_section(), (COLUMNS, ROWS), PIXEL)
    Image.fromarray(picture).save(HERE / "cloth.png", optimize=True)


if __name__ == "__main__":
    main()
