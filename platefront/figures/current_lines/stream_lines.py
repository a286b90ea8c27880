"""Current lines that carry equal currents: contours of the stream function at equal intervals.

Lines begin where current enters the electrolyte, on the counter electrode or on a surface that is
stripped, and end where it leaves. Each line is followed from edge to edge of the mesh at its share
of the current through the edge (`edge_currents`), so that no line ends elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from platefront.figures.current_lines.edge_currents import EdgeCurrents, edge_currents
from platefront.figures.current_lines.line_tracing import trace
from platefront.figures.palette import STREAM_LINE
from platefront.figures.scene import Scene
from platefront.geometry.arrays import Floats, Integers

COUNTER = -1
"""Index of the counter electrode among the surfaces at which lines begin and end."""

_OFFSETS = 16
"""Positions tried for the first line, as parts of the current between two lines."""


@dataclass(frozen=True, slots=True)
class StreamLines:
    """Lines of equal current.

    Attributes:
        lines: polylines (p, 2) along the current [µm]. They may continue through periodic walls;
            `images` maps them back into the section.
        begins, ends: (s,) index of the surface at both ends of each line, or `COUNTER`.
        current: current of each line per metre of depth [A/m² µm].
    """

    lines: list[Floats]
    begins: Integers
    ends: Integers
    current: float


def stream_lines(scene: Scene, count: int, offsets: int = _OFFSETS) -> StreamLines:
    """Return lines of equal current; none without current.

    The place of the first line is free: half the distance between two lines, or that nearest to it
    for which no surface has one line more or less than its share of the current by the rate laws.

    Args:
        scene: state with the mesh.
        count: number of lines.
        offsets: number of places tried for the first line.
    """
    nothing = np.empty(0, dtype=np.int64)
    if not scene.carries_current:
        return StreamLines([], nothing, nothing, 0.0)
    edges = edge_currents(scene)
    surface = _surfaces(scene, edges)
    entries, passed = _entries(edges, surface)
    tried = (np.arange(count * offsets) + (0.5 if offsets == 1 else 0.0)) / (count * offsets)
    start, share = _places(passed, tried)
    start = entries[start]
    lines, last = trace(edges, scene.points, start, share)
    begins, ends = (surface[there].reshape(count, offsets) for there in (start, last))
    best = _best(_misfit(begins, ends, surface, edges))
    current = float(passed[-1]) / count
    return StreamLines(lines[best::offsets], begins[:, best], ends[:, best], current)


def _surfaces(scene: Scene, edges: EdgeCurrents) -> Integers:
    """Return (3m,) the surface of each half-edge; that of walls and inside is without meaning."""
    surface = np.full(len(edges.start), COUNTER, dtype=np.int64)
    surface[edges.front] = scene.surface
    return surface


def _entries(edges: EdgeCurrents, surface: Integers) -> tuple[Integers, Floats]:
    """Half-edges at which current enters, surface by surface, and the current up to each end."""
    front = edges.front[np.argsort(surface[edges.front], kind="stable")]
    ordered = np.concatenate((edges.counter, front))
    entries = ordered[edges.outflow[ordered] < 0.0]
    return entries, np.concatenate(([0.0], np.cumsum(-edges.outflow[entries])))


def _places(passed: Floats, shares: Floats) -> tuple[Integers, Floats]:
    """Return the index of the entry and the position on it at shares of the current."""
    wanted = shares * passed[-1]
    entry = np.searchsorted(passed, wanted, side="right").clip(1, len(passed) - 1) - 1
    here = (wanted - passed[entry]) / (passed[entry + 1] - passed[entry])
    return entry, np.clip(here, 0.0, 1.0)


def _misfit(begins: Integers, ends: Integers, surface: Integers, edges: EdgeCurrents) -> Floats:
    """Return, for each offset, the largest difference of lines on a surface from its share."""
    boundary = np.concatenate((edges.counter, edges.front))
    outflow, owner = edges.outflow[boundary], surface[boundary]
    total = np.maximum(outflow, 0.0).sum()
    worst = np.zeros(begins.shape[1])
    for index in np.unique(owner):  # surfaces are few
        for found, sign in ((begins, -1.0), (ends, 1.0)):
            share = np.maximum(sign * outflow[owner == index], 0.0).sum() / total
            worst = np.maximum(worst, np.abs((found == index).sum(axis=0) - share * len(begins)))
    return worst


def _best(misfit: Floats) -> int:
    """Return the offset nearest to the middle with a misfit below one line, or else the least."""
    good = np.flatnonzero(misfit <= max(float(misfit.min()), 1.0))
    return int(good[np.argmin(np.abs(good - len(misfit) // 2))])


def rounded(line: Floats) -> Floats:
    """Return a polyline with its corners, which lie on edges of the mesh, cut off twice."""
    for _ in range(2):
        before, after = line[:-1], line[1:]
        cut = np.stack((0.75 * before + 0.25 * after, 0.25 * before + 0.75 * after), axis=1)
        line = np.concatenate((line[:1], cut.reshape(-1, 2)[1:-1], line[-1:]))
    return line


def images(line: Floats, width: float) -> list[Floats]:
    """Return a line and its periodic images that intersect the section."""
    first, last = (int(np.floor(x / width)) for x in (line[:, 0].min(), line[:, 0].max()))
    return [line - [turn * width, 0.0] for turn in range(first, last + 1)]


def draw_stream_lines(axes: Axes, scene: Scene, count: int) -> None:
    """Draw the current lines, each with an arrow at its middle."""
    lines = [rounded(line) for line in stream_lines(scene, count).lines]
    drawn = [image for line in lines for image in images(line, scene.width)]
    axes.add_collection(LineCollection(drawn, colors=STREAM_LINE, linewidths=0.6, alpha=0.8))
    for line in lines:
        tail, head = middle_segment(line, scene.width)
        axes.annotate(
            "",
            xy=head,
            xytext=tail,
            arrowprops={
                "arrowstyle": "-|>,head_length=0.35,head_width=0.16",
                "color": STREAM_LINE,
                "linewidth": 0.0,
                "shrinkA": 0,
                "shrinkB": 0,
            },
        )


type Place = tuple[float, float]


def middle_segment(line: Floats, width: float) -> tuple[Place, Place]:
    """Return two neighbouring points at the middle of a polyline, mapped into the section."""
    length = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    near = length[-1] * np.array([0.499, 0.501])
    x, y = (np.interp(near, length, line[:, axis]) for axis in (0, 1))
    x = x - width * np.floor(x[0] / width)
    return (float(x[0]), float(y[0])), (float(x[1]), float(y[1]))
