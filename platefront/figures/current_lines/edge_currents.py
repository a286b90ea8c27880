"""Currents through the edges of a mesh that conserve charge in every triangle.

They are the increments of a stream function ψ along the edges, i = (∂ψ/∂y, -∂ψ/∂x). ψ itself has a
jump round every solid that draws a net current and is not periodic; its increments exist on any
section, with solids in the electrolyte and between any walls.

On the front they are the currents of the rate law and on inert walls zero. In the electrolyte they
are the closest to those of the written current density: F = F0 + w (λ - λ'), with a multiplier λ in
every triangle, λ = 0 beyond the counter electrode, and weights w ~ length / distance of centroids.
Charge conservation, Σ F = 0 in every triangle, is a Laplace equation on the triangles.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.linalg import splu

from platefront.figures.current_lines.sharp_edges import from_neighbours
from platefront.figures.half_edges import BOUNDARY, edge_keys, ends, twins
from platefront.figures.scene import Scene
from platefront.geometry.arrays import Floats, Integers

_ON_WALL = 1e-4
"""Distance from a periodic wall of edges that lie on it, in widths of the section."""


@dataclass(frozen=True, slots=True)
class EdgeCurrents:
    """Half-edges of a triangulation (`half_edges`) with the current through each.

    Attributes:
        start, end: (3m,) vertices.
        twin: (3m,) half-edge of the triangle beyond, also through periodic walls; `BOUNDARY`.
        outflow: (3m,) current out of the triangle [A/m² µm].
        front: (e,) half-edge of each edge of the scene's front.
        counter: (c,) half-edges of the counter electrode along the boundary.
    """

    start: Integers
    end: Integers
    twin: Integers
    outflow: Floats
    front: Integers
    counter: Integers


def edge_currents(scene: Scene) -> EdgeCurrents:
    """Return currents that conserve charge, for a scene with a mesh of its whole electrolyte.

    Raises:
        ValueError: front and mesh, or the two periodic walls, do not match.
    """
    start, end = ends(scene.triangles)
    twin = twins(scene.triangles)
    outer = np.flatnonzero(twin == BOUNDARY)
    front = _half_edges_of(scene.front_vertices[scene.front_edges], start, end, outer, scene)
    counter = _along(
        np.setdiff1d(_on_counter(scene, start, end, outer), front), scene.points[start]
    )
    if scene.periodic:
        walls = np.setdiff1d(outer, np.concatenate((front, counter)))
        _join(twin, start, end, walls, scene)
    vectors = scene.points[end] - scene.points[start]
    current = from_neighbours(scene, scene.current_density)
    mean = 0.5 * (current[start] + current[end])
    outflow = mean[:, 0] * vectors[:, 1] - mean[:, 1] * vectors[:, 0]
    inner = twin != BOUNDARY
    outflow[inner] = 0.5 * (outflow[inner] - outflow[twin[inner]])
    fixed = ~inner
    fixed[counter] = False
    outflow[fixed] = 0.0
    outflow[front] = scene.normal_current * np.hypot(*vectors[front].T)
    return EdgeCurrents(start, end, twin, _conserving(outflow, twin, fixed, scene), front, counter)


def _conserving(outflow: Floats, twin: Integers, fixed: NDArray[np.bool_], scene: Scene) -> Floats:
    """Return the closest currents with a sum of zero in every triangle."""
    corners = scene.points[scene.triangles]
    centroids = corners.mean(axis=1)
    length = np.hypot(*np.moveaxis(np.roll(corners, -1, axis=1) - corners, 2, 0)).ravel()
    middle = (0.5 * (np.roll(corners, -1, axis=1) + corners)).reshape(-1, 2)
    owner = np.repeat(np.arange(len(corners)), 3)
    # through the middle of the edge, also from one periodic wall to the other
    half = np.hypot(*(middle - centroids[owner]).T)
    inner = twin != BOUNDARY
    distance = np.where(inner, half + half[twin], half)
    weight = np.where(fixed, 0.0, length / distance)
    neighbour = owner[twin]
    rows, columns = owner[inner], neighbour[inner]
    count = len(corners)
    matrix = coo_array(
        (
            np.concatenate((weight, -weight[inner])),
            (np.concatenate((owner, rows)), np.concatenate((owner, columns))),
        ),
        shape=(count, count),
    )
    excess = np.bincount(owner, outflow, minlength=count)
    # symmetric and positive definite: no pivoting
    factors = splu(
        matrix.tocsc(),
        permc_spec="MMD_AT_PLUS_A",
        diag_pivot_thresh=0.0,
        options={"SymmetricMode": True},
    )
    multiplier = factors.solve(-excess)
    beyond = np.where(inner, multiplier[neighbour], 0.0)
    return np.asarray(outflow + weight * (multiplier[owner] - beyond))


def _half_edges_of(
    edges: Integers, start: Integers, end: Integers, outer: Integers, scene: Scene
) -> Integers:
    """Return the half-edge on the boundary of each edge, in either direction."""
    count = len(scene.points)
    keys = edge_keys(start[outer], end[outer], count)
    wanted = edge_keys(edges[:, 0], edges[:, 1], count)
    order = np.argsort(keys)
    place = np.searchsorted(keys, wanted, sorter=order).clip(0, len(keys) - 1)
    found = order[place]
    if not np.array_equal(keys[found], wanted):
        raise ValueError("edges of the front are not on the boundary of the electrolyte's mesh")
    return outer[found]


def _on_counter(scene: Scene, start: Integers, end: Integers, outer: Integers) -> Integers:
    marked = np.zeros(len(scene.points), dtype=np.bool_)
    marked[scene.counter_edges] = True
    return outer[marked[start[outer]] & marked[end[outer]]]


def _along(counter: Integers, starts: Floats) -> Integers:
    """Return half-edges of the counter electrode from right to left, as they run."""
    return np.asarray(counter[np.argsort(-starts[counter, 0], kind="stable")])


def _join(twin: Integers, start: Integers, end: Integers, walls: Integers, scene: Scene) -> None:
    """Set the twins of half-edges on periodic walls; inert ones elsewhere keep theirs."""
    x = scene.points[:, 0]
    near = _ON_WALL * scene.width

    def on(wall: float) -> Integers:
        there = (np.abs(x[start[walls]] - wall) < near) & (np.abs(x[end[walls]] - wall) < near)
        chosen = walls[there]
        return chosen[np.argsort((scene.points[start] + scene.points[end])[chosen, 1])]

    left, right = on(0.0), on(scene.width)
    heights = scene.points[:, 1]
    if len(left) != len(right) or not np.allclose(
        heights[start[left]], heights[end[right]], rtol=0.0, atol=near
    ):
        raise ValueError("the meshes of the two periodic walls do not match")
    twin[left], twin[right] = right, left
