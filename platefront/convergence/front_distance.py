"""Distance between two fronts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from platefront.geometry.arrays import Floats
from platefront.solvers.balance.step_record import Fields


@dataclass(frozen=True, slots=True)
class FrontDistance:
    """Distance between two fronts [µm].

    Attributes:
        largest: Hausdorff distance. A pore that is closed in one front and open in the other
            contributes with its depth.
        mean: average along both fronts.
    """

    largest: float
    mean: float


def front_distance(one: Fields, other: Fields) -> FrontDistance:
    """Return the distance between the fronts of two states, exact to the sagitta of an edge."""
    there, back = _directed(one, other), _directed(other, one)
    return FrontDistance(
        largest=max(there.largest, back.largest), mean=0.5 * (there.mean + back.mean)
    )


def _directed(start: Fields, goal: Fields) -> FrontDistance:
    """Return the distance of vertices and edge midpoints of one front from the other front."""
    edges, targets = start.points[start.front], goal.points[goal.front]
    if not len(edges) or not len(targets):
        raise ValueError("a state without a front has no distance")
    tree = shapely.STRtree(shapely.linestrings(targets))
    samples = np.concatenate([edges.mean(axis=1), edges[:, 0], edges[:, 1]])
    (_, _), distance = tree.query_nearest(
        shapely.points(samples), return_distance=True, all_matches=False
    )
    from_middles, lengths = distance[: len(edges)], _lengths(edges)
    return FrontDistance(float(distance.max()), float(np.average(from_middles, weights=lengths)))


def _lengths(edges: Floats) -> Floats:
    span = edges[:, 1] - edges[:, 0]
    return np.hypot(span[:, 0], span[:, 1])


def thickness_near(fields: Fields, x: float, y: float) -> float:
    """Return the deposit thickness [m] at the point of the front nearest to (x, y) [µm].

    The thickness is interpolated between the two vertices of the nearest edge.
    """
    start, end = fields.points[fields.front[:, 0]], fields.points[fields.front[:, 1]]
    along = end - start
    squared = np.maximum(np.einsum("ij,ij->i", along, along), 1e-300)
    share = np.clip(np.einsum("ij,ij->i", np.array([x, y]) - start, along) / squared, 0.0, 1.0)
    apart = start + share[:, None] * along - np.array([x, y])
    nearest = int(np.argmin(np.einsum("ij,ij->i", apart, apart)))
    first, second = fields.thickness[fields.front[nearest]]
    return float(first + share[nearest] * (second - first))
