"""Tessellation of a strip by cells of uniform size, the pore cells of a foam."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import Voronoi

from platefront.geometry.arrays import Floats, Integers
from platefront.geometry.collectors.shapes.packing import pack_discs
from platefront.geometry.plane.side_walls import SideWalls

# Distance up to which points count as lying on a side wall, relative to the cell size.
_ON_WALL = 1e-6


@dataclass(frozen=True, slots=True)
class Tessellation:
    """Cells of a strip between side walls (all lengths in µm).

    A cell cut by a wall is complete, including the part beyond the wall.

    Attributes:
        walls: side walls of the strip.
        cells: (n,) convex polygons.
        pairs: (m, 2) indices of the cells on both sides of each border.
        beyond: (m,) image index of the second cell of the pair: -1 beyond the left wall, 1 beyond
            the right one, 0 for the cell itself.
        borders: (m,) line segment between the two cells.
    """

    walls: SideWalls
    cells: NDArray[np.object_]
    pairs: Integers
    beyond: Integers
    borders: NDArray[np.object_]


def tessellate(
    walls: SideWalls, low: float, high: float, size: float, rng: np.random.Generator
) -> Tessellation:
    """Fill the strip between side walls, `low` ≤ y ≤ `high`, with Voronoi cells of uniform size.

    Args:
        walls: side walls of the strip.
        low: lower end of the strip [µm].
        high: upper end of the strip [µm].
        size: diameter of the circle with the mean area of a cell [µm].
        rng: random number generator for the positions.
    """
    area = 0.25 * math.pi * size**2
    # cells centred on a symmetry plane count half: as if the strip were one cell wider
    width = walls.width
    wide = width if walls.periodic else width + math.sqrt(area)
    count = max(3, round(wide * (high - low) / area))
    # smallest distance half a cell size, which the packing always reaches
    period = width if walls.periodic else None
    sites = pack_discs(shapely.box(0.0, low, width, high), count, 0.5 * size, rng, period)
    if sites is None:
        raise RuntimeError("cells of half the area per cell could not be placed")
    if not walls.periodic:
        for wall in (0.0, width):
            sites[np.abs(sites[:, 0] - wall) < _ON_WALL * size, 0] = wall
    return _voronoi(sites, walls, low, high)


def _voronoi(sites: Floats, walls: SideWalls, low: float, high: float) -> Tessellation:
    """Return Voronoi cells with images beyond the walls; images in low and high close them."""
    numbers: Integers = np.arange(len(sites))
    left, right = numbers, numbers
    if not walls.periodic:  # sites on a wall are their own images
        left, right = numbers[sites[:, 0] > 0.0], numbers[sites[:, 0] < walls.width]
    owner = np.concatenate([numbers, left, right])
    beyond = np.repeat([0, -1, 1], [len(numbers), len(left), len(right)])
    images = [walls.image_of(sites[left], -1), walls.image_of(sites[right], 1)]
    points = np.concatenate([sites, *images])
    ends = [np.column_stack((points[:, 0], 2.0 * end - points[:, 1])) for end in (low, high)]
    # sites on an end coincide with their images
    ends = [
        image[np.abs(image[:, 1] - end) > 1e-9]
        for image, end in zip(ends, (low, high), strict=True)
    ]
    diagram = Voronoi(np.concatenate([points, *ends]))
    regions = [diagram.regions[diagram.point_region[number]] for number in numbers]
    cells = np.array([shapely.Polygon(diagram.vertices[region]).convex_hull for region in regions])
    first, second = np.sort(diagram.ridge_points, axis=1).T
    between = np.array(diagram.ridge_vertices)
    kept = (first < len(sites)) & (second < len(points)) & (between >= 0).all(axis=1)
    if walls.periodic:  # a border at one wall is repeated at the other
        kept[kept] = beyond[second[kept]] >= 0
    return Tessellation(
        walls,
        cells,
        np.column_stack((owner[first[kept]], owner[second[kept]])),
        beyond[second[kept]],
        shapely.linestrings(diagram.vertices[between[kept]]),
    )
