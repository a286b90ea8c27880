"""Current lines: each starts at the counter electrode and carries the same share of current."""

from __future__ import annotations

import numpy as np
import pyvista
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from platefront.figures.palette import STREAM_LINE
from platefront.figures.scene import Scene
from platefront.results.vtu import in_space
from solvers.records import Floats

# seeds lie this part of the height below the counter plane, safely inside the mesh
_SEED_DEPTH = 1e-3


def seeds(scene: Scene, count: int) -> Floats:
    """Points (s, 2) [µm] just below the counter plane that split its current evenly.

    No points are returned when no current passes the counter plane.
    """
    top = scene.points[:, 1] > scene.height * (1.0 - 1e-9)
    order = np.argsort(scene.points[top, 0])
    x, inflow = scene.points[top, 0][order], np.abs(scene.current_density[top, 1][order])
    passed = np.concatenate([[0.0], np.cumsum(0.5 * (inflow[1:] + inflow[:-1]) * np.diff(x))])
    if passed[-1] <= 0.0:
        return np.empty((0, 2))
    quantiles = (np.arange(count) + 0.5) / count * passed[-1]
    positions = np.interp(quantiles, passed, x)
    return np.column_stack([positions, np.full(count, scene.height * (1.0 - _SEED_DEPTH))])


def stream_lines(scene: Scene, count: int) -> list[Floats]:
    """Polylines (p, 2) [µm] along the current density, from the counter electrode."""
    start = seeds(scene, count)
    if not len(start):
        return []
    traced = scene.electrolyte.streamlines_from_source(
        pyvista.PolyData(in_space(start)),
        vectors="current_density_A_per_m2",
        integration_direction=direction_from_counter(scene),
        step_unit="cl",
        initial_step_length=0.1,
        max_step_length=0.25,
        max_steps=20_000,
        max_time=5.0 * (scene.width + scene.height),
        terminal_speed=0.0,
        compute_vorticity=False,
    )
    sizes = [traced.get_cell(i).n_points for i in range(traced.n_cells)]
    points = np.asarray(traced.points, dtype=np.float64)[:, :2]
    return np.split(points, np.cumsum(sizes)[:-1])


def direction_from_counter(scene: Scene) -> str:
    """`forward` when the current enters through the counter plane (plating), else `backward`."""
    top = scene.points[:, 1] > scene.height * (1.0 - 1e-9)
    return "forward" if scene.current_density[top, 1].sum() <= 0.0 else "backward"


def draw_stream_lines(axes: Axes, scene: Scene, count: int = 26) -> None:
    """Draw the current lines, each with an arrow halfway along."""
    lines = [line for line in stream_lines(scene, count) if len(line) > 1]
    axes.add_collection(LineCollection(lines, colors=STREAM_LINE, linewidths=0.6, alpha=0.8))
    forward = direction_from_counter(scene) == "forward"
    for line in lines:
        tail, head = middle_segment(line)
        axes.annotate(
            "",
            xy=head if forward else tail,
            xytext=tail if forward else head,
            arrowprops={
                "arrowstyle": "-|>,head_length=0.35,head_width=0.16",
                "color": STREAM_LINE,
                "linewidth": 0.0,
                "shrinkA": 0,
                "shrinkB": 0,
            },
        )


def middle_segment(line: Floats) -> tuple[tuple[float, float], tuple[float, float]]:
    """Two neighbouring places halfway along a polyline."""
    length = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    near = length[-1] * np.array([0.499, 0.501])
    x, y = (np.interp(near, length, line[:, axis]) for axis in (0, 1))
    return (float(x[0]), float(y[0])), (float(x[1]), float(y[1]))
