"""depth_profile.csv: laterally averaged lithium fraction against height.

The quantity measured by neutron depth profiling.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats
from platefront.geometry.lengths import metres
from platefront.results.files import CsvLog
from platefront.solvers.constants import COULOMB_PER_M2_PER_MAH_PER_CM2

DEPTH_BINS = 100

DEPTH_PROFILE_COLUMNS = (
    "time_s",
    "capacity_mAh_per_cm2",
    "y_m",
    "lithium_fraction",
    "collector_fraction",
)


def area_below(shape: BaseGeometry, heights: Floats) -> Floats:
    """Compute the area of `shape` below each height, exactly for polygons.

    Green's theorem, A(y < h) = ∮ x dy over the boundary below h: the horizontal cut contributes
    nothing, so clipping the edges suffices and no shape has to be intersected.

    Args:
        shape: polygons [µm]; may be empty.
        heights: (n,) heights [µm].

    Returns:
        (n,) areas [µm²].
    """
    oriented = shapely.orient_polygons(shape)
    rings = shapely.get_rings(shapely.get_parts(oriented))
    points, ring = shapely.get_coordinates(rings, return_index=True)
    inside = ring[1:] == ring[:-1]
    start, end = points[:-1][inside], points[1:][inside]
    rise = end[:, 1] - start[:, 1]
    sloped = rise != 0.0
    (x0, y0), (x1, y1), rise = start[sloped].T, end[sloped].T, rise[sloped]
    # part of each edge below each height, as a fraction of the edge from its lower end
    lower_x, lower_y = np.where(rise > 0.0, x0, x1), np.minimum(y0, y1)
    upper_x = np.where(rise > 0.0, x1, x0)
    part = np.clip((heights[:, None] - lower_y) / np.abs(rise), 0.0, 1.0)
    mean_x = lower_x + 0.5 * part * (upper_x - lower_x)
    areas: Floats = (part * rise * mean_x).sum(axis=1)
    return areas


def area_fractions(shape: BaseGeometry, width: float, height: float, bins: int) -> Floats:
    """Compute the area fraction of `shape` in horizontal strips of the box.

    Args:
        shape: polygons inside the box [µm].
        width: width of the box [µm].
        height: height of the box [µm].
        bins: number of strips of equal height.

    Returns:
        (bins,) fractions from 0 to 1, from bottom to top.
    """
    edges: Floats = np.linspace(0.0, height, bins + 1, dtype=np.float64)
    strips = np.diff(area_below(shape, edges))
    return np.clip(strips / (width * height / bins), 0.0, 1.0)


class DepthProfile:
    """Writer of depth_profile.csv; `DEPTH_BINS` rows for each frame."""

    def __init__(self, path: Path, width: float, height: float, size: int | None = None) -> None:
        self._width, self._height = width, height
        edges = np.linspace(0.0, height, DEPTH_BINS + 1)
        self._middles = [metres(y) for y in 0.5 * (edges[1:] + edges[:-1])]
        self.log = CsvLog(path, DEPTH_PROFILE_COLUMNS, size)

    def append(
        self, time: float, capacity: float, collector: BaseGeometry, deposit: BaseGeometry
    ) -> None:
        """Write the profile of one frame.

        Args:
            time: time [s].
            capacity: plated charge per footprint [C/m²].
            collector: host inside the box [µm].
            deposit: lithium inside the box [µm].
        """
        lithium = area_fractions(deposit, self._width, self._height, DEPTH_BINS)
        host = area_fractions(collector, self._width, self._height, DEPTH_BINS)
        charge = capacity / COULOMB_PER_M2_PER_MAH_PER_CM2
        self.log.append(
            [
                (time, charge, y, float(li), float(c))
                for y, li, c in zip(self._middles, lithium, host, strict=True)
            ]
        )
