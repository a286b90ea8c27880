"""Opening of pockets whose wall stripping has dissolved.

Stripping comes to rest at a pocket, for no metal is left between it and the front. Where it has
reached a pocket along an opening wide enough not to be closed as a gap, the pocket becomes
electrolyte again, and its wall becomes front.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats, Integers
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.tags import DEAD
from platefront.geometry.front.tracing import surfaces_at
from platefront.geometry.lengths import UM
from platefront.geometry.plane.cylinder import images

_REACHED = 3e-4
"""Distance of front and pocket between which there is but a residual film [µm]."""
_WIDE = 1.5
"""Least width of an opening, in gaps that are closed."""


@dataclass(frozen=True, slots=True)
class OpenedPockets:
    """Pockets that become electrolyte.

    Attributes:
        region: pockets, and what is left of their walls where they open; on a cylinder with images
            [µm].
        walls: rings of the pockets as front, from which the new front takes its state.
        area: of the pockets [µm²].
    """

    region: BaseGeometry
    walls: Outline
    area: float


def reached_pockets(
    outline: Outline, pockets: Sequence[shapely.Polygon], gap: float
) -> dict[int, BaseGeometry]:
    """Return what is left of the wall where each pocket can be opened, by the index of the pocket.

    Args:
        outline: the front.
        pockets: electrolyte that is cut off [µm].
        gap: widest gap that is closed [µm].
    """
    if not pockets:
        return {}
    dissolved = np.flatnonzero(outline.grows | (outline.tag == DEAD))
    lines, owner = outline.seen_segments()
    seen = np.flatnonzero(np.isin(owner, dissolved))
    shapes = [
        pocket if outline.period is None else images(pocket, outline.period) for pocket in pockets
    ]
    reached: dict[int, BaseGeometry] = {}
    tree = shapely.STRtree(lines[seen])
    for index, shape in enumerate(shapes):
        near = seen[tree.query(shape, predicate="dwithin", distance=_REACHED)]
        ends = shapely.get_coordinates(lines[near]).reshape(-1, 2, 2)
        apart = shapely.distance(shapely.points(ends), shape)
        along = near[(apart < _REACHED).all(axis=1)]
        if not len(along):
            continue
        runs = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(lines[along])))
        widest = runs[np.argmax(shapely.length(runs))]
        if widest.length > _WIDE * gap:
            reached[index] = widest.buffer(2.0 * _REACHED, cap_style="flat", join_style="mitre")
    return reached


def opening_of(
    pockets: Sequence[shapely.Polygon],
    wall: Sequence[BaseGeometry],
    ground: BaseGeometry,
    regions: Sequence[BaseGeometry],
    period: float | None,
) -> OpenedPockets:
    """Return the opening of pockets.

    The lithium of their walls counts as plated on bare host, as thick as it stands above it: laws
    that tell bare host from lithium see the host where it is bare.

    Args:
        pockets: to be opened [µm].
        wall: what is left of the wall of each [µm].
        ground: host and electrode, from which the thickness is measured [µm].
        regions: of the surfaces [µm].
        period: width of the section if its side walls are periodic [µm].
    """
    rings = [
        shapely.get_coordinates(ring)[:-1]
        for pocket in map(shapely.orient_polygons, pockets)
        for ring in (pocket.exterior, *pocket.interiors)
    ]
    points: Floats = np.concatenate(rings)
    starts: Integers = np.cumsum([0, *(len(ring) for ring in rings[:-1])])
    walls = Outline(
        points,
        starts,
        np.zeros(len(points), dtype=np.int64),
        UM * shapely.distance(ground, shapely.points(points)),
        np.ones(len(points)),
        period=period,
        winding=() if period is None else (0,) * len(rings),
    )
    middles = walls.places + 0.5 * walls.edges
    if period is not None:
        middles[:, 0] %= period
    walls = replace(walls, tag=surfaces_at(middles, regions))
    region = shapely.union_all([*pockets, *wall])
    return OpenedPockets(
        region if period is None else images(region, period),
        walls,
        float(sum(pocket.area for pocket in pockets)),
    )


def with_walls(outline: Outline, walls: Outline) -> Outline:
    """Return both as one outline, a source of tags and vertex state but no polygon."""
    return replace(
        outline,
        points=np.concatenate((outline.points, walls.points)),
        starts=np.concatenate((outline.starts, walls.starts + len(outline))),
        tag=np.concatenate((outline.tag, walls.tag)),
        thickness_m=np.concatenate((outline.thickness_m, walls.thickness_m)),
        bare=np.concatenate((outline.bare, walls.bare)),
        winding=(*outline.winding, *walls.winding),
    )
