"""Draw docs/images/micrograph.png: a picture, its contours, the section that is made of it.

python3 docs/images/micrograph.py
"""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path as Outline

from platefront.case.load import load_case
from platefront.geometry.importing.images.contours import above, smoothed
from platefront.geometry.importing.reading import read_grey_image

HERE = Path(__file__).parent
CASE = HERE.parents[1] / "cases" / "micrograph" / "upright.toml"
ELECTROLYTE, CARBON, LITHIUM = "#dcebf5", "#3c3c3c", "#c98a2b"
CONTOUR, CORNER = "#e4572e", "#1b6ca8"
ZOOM = (121.0, 104.0, 24.0)  # µm: left, lower edge, width


def rings(shape: shapely.Geometry) -> list[np.ndarray]:
    """Every ring of polygons."""
    lines = shapely.get_rings(shapely.get_parts(shape))
    return [shapely.get_coordinates(line) for line in lines]


def fill(axes: Axes, shape: shapely.Geometry, colour: str) -> None:
    """Draw polygons with their holes."""
    for part in shapely.get_parts(shape):
        path = Outline.make_compound_path(*[Outline(ring, closed=True) for ring in rings(part)])
        axes.add_patch(PathPatch(path, facecolor=colour, edgecolor="none"))


def main() -> None:
    """Draw the three panels."""
    case = load_case(CASE)
    collector = case.section.collector
    image = read_grey_image(Path(collector.file))
    rows, columns = image.levels.shape
    pixel = 1e6 * collector.pixel_size
    extent = (0.0, pixel * columns, 0.0, pixel * rows)
    contours = above(smoothed(image.levels, collector.blur), collector.threshold)
    section = case.cross_section()
    drop = section.collector.bounds[1] - pixel * contours.bounds[1]

    figure, (whole, close, result) = plt.subplots(1, 3, figsize=(13.5, 4.1), layout="constrained")
    grey = {"cmap": "gray", "extent": extent, "interpolation": "nearest"}
    whole.imshow(image.levels, **grey)
    left, low, width = ZOOM
    height = width * rows / columns
    whole.add_patch(Rectangle((left, low), width, height, fill=False, edgecolor=CONTOUR, lw=1.5))
    whole.set_title("the picture: cloth.png")

    close.imshow(image.levels, **grey)
    traced = [pixel * ring for ring in rings(contours)]
    close.add_collection(LineCollection(traced, colors=CONTOUR, linewidths=2.2))
    for ring in rings(section.collector):
        close.plot(*(ring - np.array([0.0, drop])).T, "o-", color=CORNER, ms=4, lw=1.0)
    close.set(xlim=(left, left + width), ylim=(low, low + height))
    close.plot([], [], color=CONTOUR, label="contour between the pixels")
    close.plot([], [], "o-", color=CORNER, ms=4, lw=1.0, label="outline in the section")
    close.legend(loc="upper left", fontsize=8, framealpha=0.9)
    close.set_title("contours (the framed part)")

    result.add_patch(Rectangle((0, 0), section.width, section.height, facecolor=ELECTROLYTE))
    fill(result, section.collector, CARBON)
    fill(result, section.deposit, LITHIUM)
    result.set(xlim=(0, section.width), ylim=(0, section.height), aspect="equal")
    result.set_title("the section, with pre-deposited lithium")
    for axes in (whole, close, result):
        axes.set_xlabel("x [µm]")
    whole.set_ylabel("y [µm]")
    figure.savefig(HERE / "micrograph.png", dpi=110)


if __name__ == "__main__":
    main()
