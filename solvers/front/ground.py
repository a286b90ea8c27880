"""Limit of stripping, and the depth of metal above it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import shapely
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats
from platefront.geometry.front.guided_motion import GuidedMotion
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.sliding import sliding_ends
from platefront.geometry.lengths import UM
from platefront.geometry.plane.cylinder import images
from platefront.geometry.plane.polygons import edges_of
from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.model.kinetics.surface_state import RESIDUE

_CORNER = 0.98
"""Retreat of edges over that of their vertex below which it is a corner."""
_NEAREST = 0.01
"""Distance of a corner beyond that of the ground, relative to it, up to which it is the nearest."""
_ASKEW = 0.2
"""Cosine of the angle to the normal of the front beyond which no vertex aims at a corner."""
_CLOSED = 0.1
"""The same of a crevice so narrow that its vertex has no way of its own."""


@dataclass
class Ground:
    """Host, pockets and the part of y = 0 that is an electrode: there is no metal below.

    All of y = 0 counts if there is neither host nor electrode: lithium alone ends there at last.

    Attributes:
        shape: polygons and lines, on a cylinder with images beside them [µm].
        lithium: area of lithium at the start if the front is fixed; None if it moves [µm²].
        period: of a cylinder [µm].
    """

    shape: BaseGeometry
    lithium: float | None
    period: float | None = None
    _below_fixed: float | None = field(default=None, repr=False)
    _edges: shapely.STRtree | None = field(default=None, repr=False)
    _corner_tree: cKDTree | None = field(default=None, repr=False)

    @classmethod
    def of(cls, section: CrossSection, host: BaseGeometry, *, moving: bool) -> Ground:
        """Return the ground of a section with host and pockets of its first mesh [µm]."""
        floor = shapely.LineString([(0.0, 0.0), (section.width, 0.0)])
        base = floor.intersection(shapely.union_all(list(section.surfaces.values())))
        if host.is_empty and base.is_empty:
            base = floor
        parts = [host, base]
        if section.period is not None:
            parts = [images(host, section.period), images(base, section.period)]
        lithium = None if moving else float(section.deposit.area)
        return cls(shapely.union_all(parts), lithium, section.period)

    def metal_below(self, outline: Outline) -> Floats:
        """Return the (n,) depth of metal above a residual film, infinite away from the front [µm].

        Args:
            outline: the front; the first one is that at the start.
        """
        depth = np.full(len(outline), np.inf)
        front = np.flatnonzero(outline.front_points)
        # Where the front slides along an inert surface the metal lies beside its end, not below.
        place = np.arange(len(outline))
        ends, inner = sliding_ends(outline)
        place[ends] = inner
        depth[front] = self.distance(outline.places[place[front]])
        depth[front] = self._below_corners(outline, depth)[front]
        if self.lithium is not None:
            # Of lithium from the start that is gone the front still keeps its place.
            below = np.where(outline.bare[front] < 1.0, depth[front], 0.0)
            depth[front] = self._share_of_fixed(outline, below) * below
            depth[front] += outline.thickness_um[front]
        above = np.maximum(depth - RESIDUE / UM, 0.0)
        return np.asarray(above * self._share_of_islands(outline, above))

    def _below_corners(self, outline: Outline, depth: Floats) -> Floats:
        """Return the (n,) depth, at corners how far edges retreat until their vertex is grounded.

        A corner retreats along its bisector, farther than its edges do.

        Args:
            outline: the front.
            depth: (n,) distance of each vertex from the ground, infinite away from the front [µm].
        """
        inner = outline.grows & outline.grows[outline.preceding]
        length = np.where(inner, outline.growing_length, 1.0)
        slowed = np.einsum("ij,ij->i", outline.growth_area, outline.bisectors) / length
        corner = np.flatnonzero(inner & (slowed < _CORNER) & (slowed > _CLOSED) & (depth > 0.0))
        if not len(corner):
            return depth
        start = outline.places[corner]
        reach = (depth[corner] / slowed[corner])[:, None]
        ways = shapely.linestrings(
            np.stack((start, start - reach * outline.bisectors[corner]), axis=1)
        )
        way, edge = self._tree.query(ways, predicate="intersects")
        hits = shapely.intersection(ways[way], self._tree.geometries[edge])
        travel = reach[:, 0].copy()
        np.minimum.at(travel, way, shapely.distance(shapely.points(start[way]), hits))
        within = depth.copy()
        within[corner] = travel * slowed[corner]
        return within

    @property
    def _tree(self) -> shapely.STRtree:
        """Edges of the ground."""
        if self._edges is None:
            self._edges = shapely.STRtree(edges_of(self.shape))
        return self._edges

    @property
    def _corners(self) -> cKDTree:
        """Corners of the ground."""
        if self._corner_tree is None:
            self._corner_tree = cKDTree(shapely.get_coordinates(self.shape))
        return self._corner_tree

    def guided(self, outline: Outline, reach: float) -> GuidedMotion:
        """Return the vertices of a front that stand above corners of the ground in thin metal.

        Args:
            outline: the front.
            reach: depth of the metal below which they retreat towards the corner [µm].
        """
        inner = np.flatnonzero(outline.grows & outline.grows[outline.preceding])
        if not len(inner) or self.shape.is_empty:
            return GuidedMotion.none()
        places = outline.places[inner]
        apart, nearest = self._corners.query(places, distance_upper_bound=reach)
        at = np.flatnonzero(np.isfinite(apart) & (apart > 0.0))
        at = at[apart[at] <= self.distance(places[at]) * (1.0 + _NEAREST)]
        ways = (self._corners.data[nearest[at]] - places[at]) / apart[at][:, None]
        vertices = inner[at]
        lengths = np.einsum("ij,ij->i", outline.growth_area[vertices], ways)
        usual = -lengths > _ASKEW * outline.growing_length[vertices]
        return GuidedMotion(vertices[usual], ways[usual], lengths[usual])

    def distance(self, places: Floats) -> Floats:
        """Return the (k,) distances of places from the ground [µm]."""
        points = shapely.points(places)
        (vertex, _), distance = self._tree.query_nearest(
            points, return_distance=True, all_matches=False
        )
        depth = np.zeros(len(places))
        depth[vertex] = distance
        return depth

    def _share_of_fixed(self, outline: Outline, below: Floats) -> float:
        """Ratio of lithium below a front that stays to its thickness times length, at the start.

        A front around a wire is longer than the lithium below it.
        """
        if self._below_fixed is None:
            claimed = float((below * outline.growing_length[outline.front_points]).sum())
            self._below_fixed = min(1.0, (self.lithium or 0.0) / claimed) if claimed else 1.0
        return self._below_fixed

    def _share_of_islands(self, outline: Outline, depth: Floats) -> Floats:
        """(n,) factor that leaves islands of lithium no more than their own area."""
        share = np.ones(len(outline))
        for ring in np.flatnonzero(outline.is_hole):
            here = outline.ring == ring
            island = shapely.Polygon(outline.points[here])
            if shapely.intersects(self.shape, island):
                continue
            claimed = float((depth[here] * outline.growing_length[here]).sum())
            share[here] = min(1.0, island.area / claimed) if claimed > 0.0 else 1.0
        return share
