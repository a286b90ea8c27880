"""Recession of the counter electrode: the top of the cell as a graph y(x) over fixed x."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely

from platefront.geometry.arrays import Floats
from platefront.geometry.front.dividing import divided
from platefront.geometry.front.outline import Outline


def divided_counter(outline: Outline, spacing: float) -> Outline:
    """Return the outline with vertices on its counter electrode, at most `spacing` apart [µm]."""
    return divided(outline, outline.on_counter, spacing)


def recede(outline: Outline, dissolved: Floats) -> Outline:
    """Return the outline after the dissolution of an area at each vertex of the counter electrode.

    Vertices move vertically, by dissolved_j/Δx_j with Δx_j their share of the width: the
    electrolyte gains Σ_j dissolved_j exactly, whatever the shape of the line.

    Args:
        outline: of the electrolyte.
        dissolved: (n,) area dissolved at each vertex, < 0 where metal is plated on the counter
            electrode [µm²].
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        rise = np.where(outline.counter_points, dissolved / outline.counter_width, 0.0)
    points = outline.points.copy()
    points[:, 1] += rise
    return replace(outline, points=points)


def below_counter(outline: Outline, width: float) -> shapely.Polygon:
    """Return the present box, from y = 0 to the counter electrode [µm]."""
    line = _counter_from_left(outline)
    return shapely.Polygon([(0.0, 0.0), (width, 0.0), *line[::-1]])


def crosses_counter(outline: Outline) -> bool:
    """Return True if the front touches the receding counter electrode or lies beyond it."""
    front = outline.points[outline.front_points]
    line = _counter_from_left(outline)
    x = front[:, 0] if outline.period is None else front[:, 0] % outline.period
    beyond = (front[:, 1] > np.interp(x, *line.T)).any()
    edges = shapely.multilinestrings(outline.segments[outline.is_front])
    return bool(beyond or shapely.intersects(edges, outline.counter_line))


def _counter_from_left(outline: Outline) -> Floats:
    """(k, 2) vertices of the counter electrode from the left wall to the right one [µm]."""
    line = outline.points[outline.counter_points]
    if outline.period is not None:
        line = np.column_stack((line[:, 0] % outline.period, line[:, 1]))
    line = line[np.argsort(line[:, 0], kind="stable")]
    if outline.period is None:
        return line
    across = np.vstack((line[-1] - (outline.period, 0.0), line[0]))
    at_wall = float(np.interp(0.0, *across.T))
    inner = line[line[:, 0] > 0.0]
    return np.vstack(([0.0, at_wall], inner, [outline.period, at_wall]))


def spacing_on_counter(front: float, largest: float, growth: float, gap: float) -> float:
    """Return the vertex spacing on the counter electrode [µm].

    It is the mesh size half-way between front and counter electrode, a compromise between the
    present distance and that of a front that comes closer.

    Args:
        front: edge length on the front [µm].
        largest: largest edge length [µm].
        growth: growth of edge length per distance [1].
        gap: smallest distance between front and counter electrode [µm].
    """
    return min(largest, front + growth * 0.5 * max(gap, 0.0))
