"""Junctions of two surfaces, or of a reacting surface and an inert wall.

The current density is singular there, ~ d^(-1/2) at a distance d on a flat electrode that ends in
an insulating plane, so meshes are graded towards junctions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from platefront.geometry.arrays import Floats
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.tags import SYMMETRY


@dataclass(frozen=True, slots=True)
class JunctionSize:
    """Edge length as a function of the distance d to the nearest junction: at + growth d.

    Attributes:
        at: edge length at a junction [µm].
        growth: growth of edge length per distance [1].
    """

    at: float
    growth: float


def junctions(outline: Outline) -> NDArray[np.bool_]:
    """(n,) True for vertices between edges of different tags, except at symmetry planes."""
    before = outline.tag[outline.preceding]
    differs = outline.tag != before
    return np.asarray(differs & (outline.tag != SYMMETRY) & (before != SYMMETRY))


def vertex_sizes(outline: Outline, size: float, near: JunctionSize | None) -> Floats:
    """(n,) target edge length at each vertex [µm].

    Args:
        outline: the front.
        size: edge length far from junctions [µm].
        near: edge length near junctions; None for the same size everywhere.
    """
    sizes = np.full(len(outline), size)
    if near is None:
        return sizes
    meeting = junctions(outline)
    if not meeting.any():
        return sizes
    sites = outline.places[meeting]
    if outline.period is not None:
        beside = np.array([outline.period, 0.0])
        sites = np.concatenate((sites - beside, sites, sites + beside))
    distance = cKDTree(sites).query(outline.places)[0]
    return np.minimum(sizes, near.at + near.growth * distance)


def edge_sizes(outline: Outline, size: float, near: JunctionSize | None) -> Floats:
    """(n,) target length of each edge [µm]: the smaller one of its ends'."""
    sizes = vertex_sizes(outline, size, near)
    return np.minimum(sizes, sizes[outline.following])
