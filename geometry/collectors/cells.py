"""Tessellation of a strip by cells of even size: the pores of a foam before it has struts."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import Voronoi

from geometry.collectors.packing import pack_discs
from geometry.outline import Floats, Integers

# Points this close to a side wall [of the cell size] lie on it.
_ON_WALL = 1e-6


@dataclass(frozen=True, slots=True)
class Tessellation:
    """Cells of a strip 0 ≤ x ≤ width whose side walls are mirrors (all lengths in µm).

    A cell that a wall cuts is given whole: with the half beyond the wall.

    Attributes:
        cells: (n,) convex polygons.
        pairs: (m, 2) cells on both sides of each border.
        beyond: (m,) mirror image that the second one of the pair is: -1 in the left wall, 1 in
            the right one, 0 if it is the cell itself.
        borders: (m,) the straight line between the two.
    """

    cells: NDArray[np.object_]
    pairs: Integers
    beyond: Integers
    borders: NDArray[np.object_]


def tessellate(
    width: float, low: float, high: float, size: float, rng: np.random.Generator
) -> Tessellation:
    """Fill the strip 0 ≤ x ≤ `width`, `low` ≤ y ≤ `high` with Voronoi cells of even size.

    Args:
        width: of the strip [µm].
        low: its lower end [µm].
        high: its upper end [µm].
        size: diameter of the circle that has the mean area of a cell [µm].
        rng: source of the random places.
    """
    area = 0.25 * math.pi * size**2
    # cells whose centres lie on a wall count half: as if the strip were one cell wider
    count = max(3, round((width + math.sqrt(area)) * (high - low) / area))
    # no two closer than half a size, which the packing always reaches
    sites = pack_discs(shapely.box(0.0, low, width, high), count, 0.5 * size, rng)
    if sites is None:
        raise RuntimeError("cells of half the area per cell could not be placed")
    for wall in (0.0, width):
        sites[np.abs(sites[:, 0] - wall) < _ON_WALL * size, 0] = wall
    return _voronoi(sites, width, low, high)


def _voronoi(sites: Floats, width: float, low: float, high: float) -> Tessellation:
    """Voronoi cells with mirrors in all four sides; those in low and high only close the cells."""
    numbers = np.arange(len(sites))
    left, right = numbers[sites[:, 0] > 0.0], numbers[sites[:, 0] < width]
    owner = np.concatenate([numbers, left, right])
    beyond = np.repeat([0, -1, 1], [len(numbers), len(left), len(right)])
    points = np.concatenate([sites, sites[left] * [-1.0, 1.0], sites[right] * [-1.0, 1.0]])
    points[beyond == 1, 0] += 2.0 * width
    images = [np.column_stack((points[:, 0], 2.0 * end - points[:, 1])) for end in (low, high)]
    # those on an end coincide with their images
    images = [
        image[np.abs(image[:, 1] - end) > 1e-9]
        for image, end in zip(images, (low, high), strict=True)
    ]
    diagram = Voronoi(np.concatenate([points, *images]))
    regions = [diagram.regions[diagram.point_region[number]] for number in numbers]
    cells = np.array([shapely.Polygon(diagram.vertices[region]).convex_hull for region in regions])
    first, second = np.sort(diagram.ridge_points, axis=1).T
    ends = np.array(diagram.ridge_vertices)
    kept = (first < len(sites)) & (second < len(points)) & (ends >= 0).all(axis=1)
    return Tessellation(
        cells,
        np.column_stack((owner[first[kept]], owner[second[kept]])),
        beyond[second[kept]],
        shapely.linestrings(diagram.vertices[ends[kept]]),
    )
