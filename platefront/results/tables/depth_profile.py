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
    return _below(points[:-1][inside], points[1:][inside], np.ones(int(inside.sum())), heights)


def filling_below(corners: Floats, filling: Floats, heights: Floats) -> Floats:
    """Compute the area of metal in the pores of triangles below each height, likewise.

    Args:
        corners: (m, 3, 2) of the triangles [µm].
        filling: (m,) volume fraction of metal.
        heights: (n,) heights [µm].

    Returns:
        (n,) areas [µm²].
    """
    one, other = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    turn = np.sign(one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0])
    full = np.flatnonzero(filling > 0.0)
    start, end = corners[full], np.roll(corners[full], -1, axis=1)
    weight = np.repeat((turn * filling)[full], 3)
    return _below(start.reshape(-1, 2), end.reshape(-1, 2), weight, heights)


def _below(start: Floats, end: Floats, weight: Floats, heights: Floats) -> Floats:
    """Return the (n,) areas that edges contribute below each height, each with its weight."""
    rise = end[:, 1] - start[:, 1]
    sloped = rise != 0.0
    (x0, y0), (x1, y1), rise = start[sloped].T, end[sloped].T, rise[sloped]
    # part of each edge below each height, as a fraction of the edge from its lower end
    lower_x, lower_y = np.where(rise > 0.0, x0, x1), np.minimum(y0, y1)
    upper_x = np.where(rise > 0.0, x1, x0)
    part = np.clip((heights[:, None] - lower_y) / np.abs(rise), 0.0, 1.0)
    mean_x = lower_x + 0.5 * part * (upper_x - lower_x)
    areas: Floats = (part * rise * mean_x * weight[sloped]).sum(axis=1)
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
    return _in_strips(area_below(shape, edges), width * height / bins)


def _in_strips(below: Floats, strip: float) -> Floats:
    """Return the fractions of strips of one area [µm²], from the areas below their edges."""
    return np.clip(np.diff(below) / strip, 0.0, 1.0)


class DepthProfile:
    """Writer of depth_profile.csv; `DEPTH_BINS` rows for each frame."""

    def __init__(self, path: Path, width: float, height: float, size: int | None = None) -> None:
        self._width, self._height = width, height
        edges = np.linspace(0.0, height, DEPTH_BINS + 1)
        self._edges = np.asarray(edges, dtype=np.float64)
        self._middles = [metres(y) for y in 0.5 * (edges[1:] + edges[:-1])]
        self.log = CsvLog(path, DEPTH_PROFILE_COLUMNS, size)

    def append(
        self,
        time: float,
        capacity: float,
        collector: BaseGeometry,
        deposit: BaseGeometry,
        in_pores: tuple[Floats, Floats] | None = None,
    ) -> None:
        """Write the profile of one frame.

        Args:
            time: time [s].
            capacity: plated charge per footprint [C/m²].
            collector: host inside the box [µm].
            deposit: lithium inside the box [µm].
            in_pores: corners of the triangles, and volume fraction of lithium in the pores of each,
                as of `filling_below`; None without porous hosts.
        """
        lithium = area_fractions(deposit, self._width, self._height, DEPTH_BINS)
        if in_pores is not None:
            strip = self._width * self._height / DEPTH_BINS
            lithium = lithium + _in_strips(filling_below(*in_pores, self._edges), strip)
        host = area_fractions(collector, self._width, self._height, DEPTH_BINS)
        charge = capacity / COULOMB_PER_M2_PER_MAH_PER_CM2
        self.log.append(
            [
                (time, charge, y, float(li), float(c))
                for y, li, c in zip(self._middles, lithium, host, strict=True)
            ]
        )
