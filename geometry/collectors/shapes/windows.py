"""Windows between the cells of an open-cell foam, all cells connected to both faces."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import minimum_spanning_tree

from platefront.geometry.arrays import Floats, Integers
from platefront.geometry.collectors.shapes.cells import Tessellation

# Shortest border with a window, in widths of a window.
_LONG = 1.2


@dataclass(frozen=True, slots=True)
class _Links:
    """Possible connections between neighbouring cells, and to open top (n) and bottom (n + 1).

    Attributes:
        ends: (m, 2) indices of the connected cells, the smaller one first.
        lines: (m,) lines from centre to centre through the middle of the border [µm].
        lengths: (m,) length of the border [µm].
    """

    ends: Integers
    lines: NDArray[np.object_]
    lengths: Floats


def channels(
    tessellation: Tessellation,
    box: shapely.Polygon,
    window: float,
    closed: float,
    rng: np.random.Generator,
) -> NDArray[np.object_]:
    """Return channels through open windows that connect all cells to top and bottom of `box`.

    The windows of a spanning tree are open, preferably at long borders. Of the others those with a
    border of sufficient length are open, except for the fraction `closed`, where a ligament
    remains. The remaining borders contain no loop, so no electrolyte is enclosed.

    Args:
        tessellation: the cells [µm].
        box: the foam, open at top and bottom [µm].
        window: width of a channel [µm].
        closed: fraction of the windows to close, of those not in the spanning tree.
        rng: random number generator.

    Returns:
        Polygons, each from the centre of one cell to that of the next.
    """
    links = _links(tessellation, box, window)
    count = len(tessellation.cells)
    long = links.lengths > _LONG * window
    chance = rng.random((2, len(long)))
    weight = np.where(long, 1.0 + chance[0], 2.0 + window / links.lengths)
    open_anyway = _tree(links.ends, weight, count + 2)
    between_cells = links.ends[:, 1] < count
    by_chance = long & between_cells & (chance[1] >= closed)
    return shapely.buffer(links.lines[open_anyway | by_chance], 0.5 * window, quad_segs=8)


def _links(tessellation: Tessellation, box: shapely.Polygon, window: float) -> _Links:
    left, low, right, high = box.bounds
    margin = right - left  # no cell extends further beyond the walls
    slab = shapely.box(left - margin, low, right + margin, high)
    inside = shapely.intersection(tessellation.cells, slab)
    centres = np.full((len(inside), 2), np.nan)  # cells outside the foam have no links
    held = ~shapely.is_empty(inside)
    centres[held] = shapely.get_coordinates(shapely.centroid(inside[held]))
    borders = shapely.intersection(tessellation.borders, slab)
    kept = shapely.length(borders) > 0.0
    borders, pairs, beyond = borders[kept], tessellation.pairs[kept], tessellation.beyond[kept]
    here, there = centres[pairs[:, 0]], centres[pairs[:, 1]].copy()
    for image in (-1, 1):
        there[beyond == image] = tessellation.walls.image_of(there[beyond == image], image)
    ends, lengths = [np.sort(pairs, axis=1)], [shapely.length(borders)]
    corners = [np.stack((here, _middle(borders), there), axis=1)]
    for node, level, away in ((0, high, window), (1, low, -window)):
        plane = shapely.LineString([(left - margin, level), (right + margin, level)])
        chords = shapely.intersection(tessellation.cells, plane)
        cut = np.flatnonzero(shapely.length(chords) > 0.0)
        gate = _middle(chords[cut])
        ends.append(np.column_stack((cut, np.full(len(cut), len(centres) + node))))
        lengths.append(shapely.length(chords[cut]))
        corners.append(np.stack((centres[cut], gate, gate + np.array([0.0, away])), axis=1))
    return _Links(
        np.concatenate(ends),
        shapely.linestrings(np.concatenate(corners)),
        np.concatenate(lengths),
    )


def _middle(lines: NDArray[np.object_]) -> Floats:
    return np.asarray(
        shapely.get_coordinates(shapely.line_interpolate_point(lines, 0.5, normalized=True))
    )


def _tree(ends: Integers, weight: Floats, nodes: int) -> NDArray[np.bool_]:
    """Return a mask (m,) of the links in the minimum spanning tree of all linked nodes."""
    # of parallel links only the one with the smallest weight counts
    order = np.lexsort((weight, ends[:, 1], ends[:, 0]))
    first = np.append(True, np.any(np.diff(ends[order], axis=0) != 0, axis=1))
    lightest = order[first & (ends[order, 0] != ends[order, 1])]
    graph = coo_array((weight[lightest], ends[lightest].T.astype(np.int32)), shape=(nodes, nodes))
    tree = minimum_spanning_tree(graph.tocsr()).tocoo()
    chosen = np.isin(ends[lightest] @ [nodes, 1], tree.row * nodes + tree.col)
    needed = np.zeros(len(ends), dtype=bool)
    needed[lightest[chosen]] = True
    return needed
