"""Values at sharp edges of the front, where the current density is singular.

The written vector at such a vertex meets the currents of the rate laws on both sides of the edge.
It lacks the current that flows past it, which has no value there.
"""

from __future__ import annotations

import numpy as np

from platefront.figures.half_edges import ends
from platefront.figures.scene import Scene
from platefront.geometry.arrays import Floats, Integers

_SHARP = np.radians(30.0)
"""Angle by which the front turns around the solid at an edge."""


def sharp_vertices(scene: Scene) -> Integers:
    """Return the vertices of the mesh at which the solid has a sharp edge."""
    start, end = scene.front_edges.T
    along = scene.front_points[end] - scene.front_points[start]
    count = len(scene.front_points)
    before, after = np.full(count, -1), np.full(count, -1)
    before[end], after[start] = np.arange(len(start)), np.arange(len(start))
    inner = np.flatnonzero((before >= 0) & (after >= 0))
    one, other = along[before[inner]], along[after[inner]]
    cross = one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
    turn = np.arctan2(cross, (one * other).sum(axis=1))
    return scene.front_vertices[inner[turn < -_SHARP]]  # the electrolyte is on the left


def from_neighbours(scene: Scene, values: Floats) -> Floats:
    """Return (n, …) nodal values with those at sharp edges replaced by means of the neighbours."""
    sharp = np.zeros(len(scene.points), dtype=np.bool_)
    sharp[sharp_vertices(scene)] = True
    one, other = ends(scene.triangles)
    start, end = np.concatenate((one, other)), np.concatenate((other, one))
    used = sharp[start] & ~sharp[end]
    number = np.bincount(start[used], minlength=len(values))
    sums = np.zeros_like(values)
    np.add.at(sums, start[used], values[end[used]])
    replaced = np.flatnonzero(number)
    result = values.copy()
    weight = number[replaced].reshape(-1, *(1,) * (values.ndim - 1))
    result[replaced] = sums[replaced] / weight
    return result
