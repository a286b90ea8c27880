"""Current lines from the counter electrode, with equal currents between neighbours."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.tri import LinearTriInterpolator, Triangulation

from platefront.figures.palette import STREAM_LINE
from platefront.figures.scene import Scene
from platefront.geometry.arrays import Floats, Integers

# distance of seeds from the counter electrode, inside the mesh, relative to the height
_SEED_DEPTH = 1e-3
# steps relative to the local edge length: initial one, and the smallest before a line ends
_STEP, _SHORTEST_STEP = 0.25, 0.25 / 64.0
_MOST_STEPS = 5000


def seeds(scene: Scene, count: int) -> Floats:
    """Return points (s, 2) [µm] near the counter electrode that divide its current evenly.

    Without current through the counter electrode there are none.
    """
    passed = np.concatenate([[0.0], np.cumsum(np.abs(_inflow(scene)))])
    if passed[-1] <= 0.0:
        return np.empty((0, 2))
    quantiles = (np.arange(count) + 0.5) / count * passed[-1]
    edge = np.searchsorted(passed, quantiles).clip(1, len(passed) - 1) - 1
    share = (quantiles - passed[edge]) / (passed[edge + 1] - passed[edge])
    start, end = (scene.points[scene.counter_edges[edge, k]] for k in (0, 1))
    # Edges are ordered from left to right, but may have either direction.
    share = np.where(end[:, 0] < start[:, 0], 1.0 - share, share)[:, None]
    inwards = _left_normals(end - start)
    inwards /= np.hypot(*inwards.T)[:, None]
    points: Floats = (1.0 - share) * start + share * end + _SEED_DEPTH * scene.height * inwards
    return points


def _left_normals(vectors: Floats) -> Floats:
    return np.column_stack([-vectors[:, 1], vectors[:, 0]])


def _inflow(scene: Scene) -> Floats:
    """Return the current [A/m² µm] that enters through each edge of the counter electrode."""
    start, end = (scene.counter_edges[:, k] for k in (0, 1))
    normal = _left_normals(scene.points[end] - scene.points[start])
    mean = 0.5 * (scene.current_density[start] + scene.current_density[end])
    inflow: Floats = np.einsum("ij,ij->i", mean, normal)
    return inflow


def stream_lines(scene: Scene, count: int) -> list[Floats]:
    """Return polylines (p, 2) [µm] along the current density from counter electrode to front.

    They may continue through periodic walls; `images` maps them back into the section.
    """
    start = seeds(scene, count)
    if not len(start):
        return []
    sign = 1.0 if flows_inward(scene) else -1.0
    return trace(scene, start, sign * scene.current_density)


def trace(scene: Scene, start: Floats, flow: Floats) -> list[Floats]:
    """Integrate the stream lines of a nodal vector field until they leave the electrolyte.

    Midpoint rule on all lines at once, with steps proportional to the local edge length; a step
    that would leave the mesh is halved, so that lines end close to the front. Beyond periodic walls
    the mesh is repeated.

    Args:
        scene: state with the mesh.
        start: (s, 2) start points [µm].
        flow: (n, 2) vector field, of any magnitude.
    """
    mesh = Triangulation(scene.points[:, 0], scene.points[:, 1], scene.triangles)
    finder = mesh.get_trifinder()
    components = [LinearTriInterpolator(mesh, flow[:, axis], finder) for axis in (0, 1)]
    corners = scene.points[scene.triangles]
    length = np.hypot(*(corners[:, 1] - corners[:, 0]).T)

    def in_section(points: Floats) -> Floats:
        """Map points beyond periodic walls back into the mesh."""
        return points % [scene.width, np.inf] if scene.periodic else points

    def triangles_at(points: Floats) -> Integers:
        """Return the triangle that contains each point; -1 outside the mesh and for nan."""
        x, y = np.nan_to_num(in_section(points), nan=-1.0).T
        return np.asarray(finder(x, y), dtype=np.int64)

    def direction(points: Floats) -> Floats:
        """Return unit vectors; nan outside the mesh or for a zero field."""
        x, y = in_section(points).T
        vectors = np.ma.column_stack([f(x, y) for f in components]).filled(np.nan)
        size = np.hypot(*vectors.T)[:, None]
        return np.divide(vectors, size, out=np.full_like(vectors, np.nan), where=size > 0.0)

    here, fraction = start.copy(), np.full(len(start), _STEP)
    lines = [[point] for point in start]
    active: Integers = np.arange(len(start))
    for _ in range(_MOST_STEPS):
        triangle = triangles_at(here[active])
        active = active[triangle >= 0]
        step = (fraction[active] * length[triangle[triangle >= 0]])[:, None]
        half = here[active] + 0.5 * step * direction(here[active])
        moved = here[active] + step * direction(half)
        inside = triangles_at(moved) >= 0
        here[active[inside]] = moved[inside]
        fraction[active[~inside]] *= 0.5
        for line in active[inside]:
            lines[line].append(here[line].copy())
        active = active[fraction[active] > _SHORTEST_STEP]
        if not len(active):
            break
    return [np.array(line) for line in lines]


def flows_inward(scene: Scene) -> bool:
    """True if the current enters through the counter electrode, as in plating."""
    return bool(_inflow(scene).sum() >= 0.0)


def images(line: Floats, width: float) -> list[Floats]:
    """Return a line and its periodic images that intersect the section."""
    first, last = (int(np.floor(x / width)) for x in (line[:, 0].min(), line[:, 0].max()))
    return [line - [turn * width, 0.0] for turn in range(first, last + 1)]


def draw_stream_lines(axes: Axes, scene: Scene, count: int = 26) -> None:
    """Draw the current lines, each with an arrow at its middle."""
    lines = [line for line in stream_lines(scene, count) if len(line) > 1]
    drawn = [image for line in lines for image in images(line, scene.width)]
    axes.add_collection(LineCollection(drawn, colors=STREAM_LINE, linewidths=0.6, alpha=0.8))
    inward = flows_inward(scene)
    for line in lines:
        tail, head = middle_segment(line, scene.width)
        axes.annotate(
            "",
            xy=head if inward else tail,
            xytext=tail if inward else head,
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
