"""A counter electrode that recedes: the top of the cell as a graph y(x) over fixed x."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely

from geometry.outline import Floats, Outline


def divided_counter(outline: Outline, spacing: float) -> Outline:
    """The outline with vertices on its counter electrode, evenly spaced.

    Args:
        outline: traced; each edge on the counter electrode is divided by itself.
        spacing: largest distance between two of them [µm].
    """
    pieces = np.ones(len(outline), dtype=np.int64)
    on = outline.on_counter
    pieces[on] = np.ceil(outline.lengths[on] / spacing - 1e-9).clip(min=1)
    owner = np.repeat(np.arange(len(outline)), pieces)
    first = np.cumsum(pieces) - pieces
    share = (np.arange(len(owner)) - first[owner]) / pieces[owner]
    points = outline.points[owner] + share[:, None] * outline.edges[owner]

    def between(values: Floats) -> Floats:
        ahead = values[outline.following][owner]
        return np.where(share > 0.0, (1.0 - share) * values[owner] + share * ahead, values[owner])

    return replace(
        outline,
        points=points,
        starts=first[outline.starts],
        tag=outline.tag[owner],
        thickness=between(outline.thickness),
        bare=between(outline.bare),
    )


def recede(outline: Outline, dissolved: Floats) -> Outline:
    """The outline after each vertex of the counter electrode has given up its area.

    Vertices move upwards only, by dissolved_j/Δx_j with Δx_j their share of the width: what the
    electrolyte gains is then Σ_j dissolved_j exactly, however rough the line.

    Args:
        outline: of the electrolyte.
        dissolved: (n,) area that each vertex dissolves, < 0 where metal is plated on the counter
            electrode [µm²].
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        rise = np.where(outline.counter_points, dissolved / outline.counter_width, 0.0)
    points = outline.points.copy()
    points[:, 1] += rise
    return replace(outline, points=points)


def below_counter(outline: Outline, width: float) -> shapely.Polygon:
    """The box as it is now, from y = 0 to the present counter electrode [µm]."""
    line = outline.points[outline.counter_points]
    line = line[np.argsort(-line[:, 0], kind="stable")]
    return shapely.Polygon([(0.0, 0.0), (width, 0.0), *line])


def crosses_counter(outline: Outline) -> bool:
    """Whether some of the front touches a receding counter electrode or lies beyond it."""
    front = outline.points[outline.front_points]
    line = outline.points[outline.counter_points]
    line = line[np.argsort(line[:, 0], kind="stable")]
    beyond = (front[:, 1] > np.interp(front[:, 0], *line.T)).any()
    ends = np.stack((outline.points, outline.points[outline.following]), axis=1)
    edges = shapely.multilinestrings(shapely.linestrings(ends[outline.is_front]))
    return bool(beyond or shapely.intersects(edges, outline.counter_line))


def spacing_on_counter(front: float, largest: float, growth: float, gap: float) -> float:
    """Vertex spacing that suits both the counter electrode now and a front that comes closer.

    The mesh's edge length half-way between front and counter electrode.

    Args:
        front: edge length on the front [µm].
        largest: largest edge length [µm].
        growth: growth of edge length per distance [1].
        gap: smallest distance between front and counter electrode [µm].
    """
    return min(largest, front + growth * 0.5 * max(gap, 0.0))
