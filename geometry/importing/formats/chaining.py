"""Joining of single lines and arcs, as CAD programs write them, to outlines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely
from scipy.cluster.hierarchy import fcluster, linkage

from platefront.geometry.importing.drawing import DrawnLine, DrawnShape


def chained(shapes: Sequence[DrawnShape], tolerance: float) -> list[DrawnShape]:
    """Join open pieces of the same names whose ends meet.

    Args:
        shapes: closed ones are returned unchanged; an open one must be a single line.
        tolerance: largest distance of ends that are joined, in the file's units.

    Returns:
        Shapes in the file's order, a chain at the position of its first piece. Chains that do not
        close remain open.
    """
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, shape in enumerate(shapes):
        if not shape.lines[0].closed:
            groups[shape.names].append(index)
    chains: dict[int, list[DrawnShape]] = defaultdict(list)
    for members in groups.values():
        pieces = [shapes[index] for index in members]
        joined = _joined(pieces, tolerance)
        for line in joined:
            first = _first_piece(line, pieces)
            chain = replace(pieces[first], lines=(_line(line),))
            if len(joined) < len(pieces):
                chain = replace(chain, place=f"chain of lines from {pieces[first].place}")
            chains[members[first]].append(chain)
    open_ones = {index for members in groups.values() for index in members}
    return [
        found
        for index, shape in enumerate(shapes)
        for found in (chains[index] if index in open_ones else [shape])
    ]


def _joined(pieces: Sequence[DrawnShape], tolerance: float) -> list[shapely.LineString]:
    """Return the pieces merged to lines of maximum length."""
    lines = [np.array(piece.lines[0].points) for piece in pieces]
    ends = np.array([end for line in lines for end in (line[0], line[-1])])
    cluster = fcluster(linkage(ends, "single"), tolerance, "distance")
    first = {number: ends[index] for index, number in reversed(list(enumerate(cluster)))}
    for index, line in enumerate(lines):
        line[0], line[-1] = first[cluster[2 * index]], first[cluster[2 * index + 1]]
    merged = shapely.line_merge(shapely.multilinestrings([shapely.linestrings(ln) for ln in lines]))
    return list(shapely.get_parts(merged))


def _first_piece(line: shapely.LineString, pieces: Sequence[DrawnShape]) -> int:
    """Return the index of the first piece of a merged line."""
    distances = [line.distance(shapely.Point(piece.lines[0].points[0])) for piece in pieces]
    ends = [line.distance(shapely.Point(piece.lines[0].points[-1])) for piece in pieces]
    return int(np.argmin(np.round(np.add(distances, ends), 12)))


def _line(line: shapely.LineString) -> DrawnLine:
    points = shapely.get_coordinates(line)
    return DrawnLine(points[:-1], closed=True) if line.is_ring else DrawnLine(points, closed=False)
