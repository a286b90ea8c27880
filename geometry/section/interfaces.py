"""Lines at which regions of the electrolyte meet each other and the free electrolyte.

Along solids, side walls and counter plane there is no interface: there a region only ends.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats
from platefront.geometry.section.cross_section import CrossSection

type InterfaceLines = NDArray[np.object_]

_SAME = 1e-6
"""Distance within which places are the same [µm]."""
_BESIDE = 1e-7
"""Distance from solids and walls within which a boundary lies along them [µm]."""
_GRID = 1e-8
"""Spacing of the grid on which common parts of two boundaries are one [µm]."""
NO_LINES: InterfaceLines = np.empty(0, dtype=object)
"""Interfaces of electrolyte of one region."""


def interfaces(section: CrossSection) -> InterfaceLines:
    """Return the interfaces of a section as lines that meet at their ends alone [µm].

    Those of bands go from wall to wall, from below; without drawn regions there are no others.
    """
    levels = _levels(section)
    across = shapely.linestrings(
        [[(0.0, level), (section.width, level)] for level in levels]
        if len(levels)
        else np.empty((0, 2, 2))
    )
    if not section.drawn_regions:
        return np.asarray(across)
    drawn = _drawn_lines(section, levels)
    network = shapely.union_all([*across, *drawn])
    # corners alone: the edges of a meshed drawing are no measure of this mesh
    merged = shapely.simplify(shapely.get_parts(shapely.line_merge(network)), _BESIDE)
    return np.asarray(merged[np.lexsort(shapely.bounds(merged).T[[2, 3, 0, 1]])])


def feet_on_solids(section: CrossSection) -> Floats:
    """Return the (n, 2) points at which interfaces end on solids or on the floor [µm]."""
    if not section.drawn_regions:
        return np.empty((0, 2))
    feet = shapely.get_coordinates(shapely.boundary(interfaces(section)))
    inner = (feet[:, 0] > 0.0) & (feet[:, 0] < section.width) & (feet[:, 1] < section.height)
    near = shapely.distance(section.solids, shapely.points(feet)) < _SAME
    return np.asarray(feet[inner & (near | (feet[:, 1] == 0.0))])


def _levels(section: CrossSection) -> Floats:
    """Return the heights at which bands meet other regions, without the counter plane [µm]."""
    heights = {level for band in section.bands for level in (band.low, band.high)}
    inner = sorted(level for level in heights if _SAME < level < section.height - _SAME)
    kept = [y for k, y in enumerate(inner) if not k or y - inner[k - 1] > _SAME]
    return np.array(kept, dtype=np.float64)


def _drawn_lines(section: CrossSection, levels: Floats) -> list[BaseGeometry]:
    """Return the boundaries of drawn regions inside the electrolyte, ends where they belong."""
    solids, frame = section.solids, section.box.boundary

    def on_levels(points: Floats) -> Floats:
        for level in levels:
            points[np.abs(points[:, 1] - level) < _SAME, 1] = level
        return points

    areas = [region.area for region in section.drawn_regions if region.area is not None]
    outlines = areas[0].boundary
    if len(areas) > 1:  # corners of one lie on sides of the other but for round-off
        outlines = shapely.union_all([area.boundary for area in areas], grid_size=_GRID)
    outlines = shapely.transform(outlines, on_levels)
    nowhere = shapely.union_all([solids, frame]).buffer(_BESIDE, join_style="mitre")
    inside = shapely.get_parts(shapely.line_merge(outlines.difference(nowhere)))
    kept = [line for line in inside if line.length > _SAME]
    lines = [shapely.LineString(_with_feet(line, section, solids)) for line in kept]
    return _matched(lines, section.width) if section.periodic else lines


def _with_feet(line: shapely.LineString, section: CrossSection, solids: BaseGeometry) -> Floats:
    """Return the points of a line whose ends beside a wall or solid lie on it."""
    points = shapely.get_coordinates(line).copy()
    if line.is_closed:
        return points
    for end in (0, -1):
        place = shapely.Point(points[end])
        if not solids.is_empty and solids.distance(place) < 2.0 * _BESIDE:
            points[end] = shapely.shortest_line(solids.boundary, place).coords[0]
        for axis, size in ((0, section.width), (1, section.height)):
            for wall in (0.0, size):
                if abs(points[end, axis] - wall) < 2.0 * _BESIDE:
                    points[end, axis] = wall
    return points


def _matched(lines: list[shapely.LineString], width: float) -> list[BaseGeometry]:
    """Return lines whose ends on the right wall are at the heights of those on the left wall."""
    left = [y for line in lines for x, y in (line.coords[0], line.coords[-1]) if x == 0.0]
    made: list[BaseGeometry] = []
    for line in lines:
        points = shapely.get_coordinates(line).copy()
        for end in (0, -1):
            beside = np.abs(np.array(left) - points[end, 1])
            if points[end, 0] == width and left and beside.min() < 10.0 * _SAME:
                points[end, 1] = left[int(beside.argmin())]
        made.append(shapely.LineString(points))
    return made
