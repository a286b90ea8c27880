"""Outlines and lines that are drawn more than once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import shapely
from scipy.spatial import KDTree
from shapely.geometry.base import BaseGeometry

from platefront.geometry.importing.drawing import DrawnShape
from platefront.geometry.importing.omissions import Omissions
from platefront.geometry.importing.rings import GRID

_CANDIDATES = 8  # neighbours compared in full; more than two copies are rarely only nearly equal
_SHARE = 0.1  # of the length: what lies closer is a copy, not the next short piece


def without_repeated_lines(
    shapes: Sequence[DrawnShape], tolerance: float, omitted: Omissions
) -> list[DrawnShape]:
    """Leave out open lines that are drawn again with the same names.

    Args:
        shapes: shapes of one line each; closed ones are returned unchanged.
        tolerance: largest distance of lines that are taken as equal, in the file's units.
        omitted: record to which the repeated ones are added.
    """
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, shape in enumerate(shapes):
        if not shape.lines[0].closed:
            groups[shape.names].append(index)
    gone: set[int] = set()
    for members in groups.values():
        lines = [shapely.LineString(shapes[index].lines[0].points) for index in members]
        first = first_of_equals(lines, tolerance)
        gone.update(members[own] for own in np.flatnonzero(first != np.arange(len(first))))
    for index in sorted(gone):
        omitted.add("line", "drawn twice", shapes[index].place)
    return [shape for index, shape in enumerate(shapes) if index not in gone]


def without_repeats(
    outlines: Sequence[DrawnShape],
    areas: Sequence[DrawnShape],
    tolerance: float,
    omitted: Omissions,
) -> tuple[list[DrawnShape], list[DrawnShape]]:
    """Leave out outlines drawn again in the same layer, and those that only bound an area.

    What remains takes over the names of what is left out.

    Args:
        outlines: shapes of one line each.
        areas: shapes that are filled by themselves: hatches.
        tolerance: largest distance of outlines that are taken as equal, in the file's units.
        omitted: record to which the repeated ones are added.

    Returns:
        Outlines and areas that remain.
    """
    # areas come first, so that it is the outline which is left out
    shapes = [*areas, *outlines]
    groups: dict[str, list[tuple[int, shapely.Polygon]]] = defaultdict(list)
    for index, shape in enumerate(shapes):
        for line in shape.lines:
            if line.closed and len(line.points) > 2:
                groups[shape.names[0]].append((index, shapely.Polygon(line.points)))
    gone: set[int] = set()
    names: dict[int, list[str]] = defaultdict(list)
    for members in groups.values():
        first = first_of_equals([ring for _, ring in members], tolerance)
        for position in np.flatnonzero(first != np.arange(len(first))):
            repeated, kept = members[position][0], members[first[position]][0]
            if repeated < len(areas) or repeated == kept:
                continue
            reason = "the boundary of a filled area" if kept < len(areas) else "drawn twice"
            omitted.add("outline", reason, shapes[repeated].place)
            names[kept] += shapes[repeated].names
            gone.add(repeated)
    for kept, more in names.items():
        every = dict.fromkeys((*shapes[kept].names, *more))
        shapes[kept] = replace(shapes[kept], names=tuple(every))
    remaining = [(index, shape) for index, shape in enumerate(shapes) if index not in gone]
    return (
        [shape for index, shape in remaining if index >= len(areas)],
        [shape for index, shape in remaining if index < len(areas)],
    )


def first_of_equals(lines: Sequence[BaseGeometry], tolerance: float) -> npt.NDArray[np.intp]:
    """Return for each line the index of the first one that runs along the same points.

    Direction and starting point do not matter. Nearly equal ones, nowhere farther apart than the
    tolerance and a tenth of their length, count as equal.

    Args:
        lines: polygons, of which the exterior counts, or lines; empty ones equal none.
        tolerance: largest distance, in the units of the lines.
    """
    first = np.arange(len(lines))
    array = np.array(lines, dtype=object)
    sound = np.flatnonzero(~shapely.is_empty(array)) if len(lines) else first
    if len(sound) < 2:
        return first
    known: dict[bytes, int] = {}
    grid = GRID * tolerance
    coarse = shapely.transform(array[sound], lambda points: np.round(points / grid))
    keys = shapely.to_wkb(shapely.normalize(coarse))
    for index, key in zip(map(int, sound), keys, strict=True):
        first[index] = known.setdefault(key, index)
    distinct = np.array(sorted(known.values()))
    if len(distinct) < 2:
        return first
    tree = KDTree(shapely.bounds(array[distinct]))
    _, near = tree.query(
        tree.data,
        k=min(_CANDIDATES, len(distinct)),
        p=np.inf,
        distance_upper_bound=np.nextafter(tolerance, np.inf),
    )
    own, column = np.nonzero((near < len(distinct)) & (near < np.arange(len(distinct))[:, None]))
    later, earlier = distinct[own], distinct[near[own, column]]
    curves = array.copy()
    rings = shapely.get_dimensions(array) == 2
    curves[rings] = shapely.get_exterior_ring(array[rings])
    apart = shapely.hausdorff_distance(curves[later], curves[earlier])
    same = apart <= np.minimum(tolerance, _SHARE * shapely.length(curves[later]))
    pairs = zip(map(int, later[same]), map(int, earlier[same]), strict=True)
    for index, before in sorted(pairs):
        first[index] = min(first[index], first[before])
    return first[first]
