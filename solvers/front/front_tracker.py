"""Front and mesh of the front on rank 0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats
from platefront.geometry.front.host_corners import above_corners, missed_corners
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.recession import (
    below_counter,
    divided_counter,
    spacing_on_counter,
)
from platefront.geometry.front.round_off import with_area_shifted, without_round_off
from platefront.geometry.front.tags import COUNTER
from platefront.geometry.front.topology.merging import Merging, merge
from platefront.geometry.front.topology.opening import OpenedPockets, reached_pockets
from platefront.geometry.lengths import UM, UM2
from platefront.geometry.mesh.front_mesh import FrontMesh
from platefront.geometry.mesh.meeting_regions import on_interfaces
from platefront.geometry.mesh.triangulation import triangulate
from platefront.geometry.section.interfaces import interfaces
from platefront.solvers.balance.ledger import Ledger
from platefront.solvers.front.held_metal import still_held
from platefront.solvers.front.idle_surfaces import IdleSurfaces
from platefront.solvers.front.initial_outline import initial_outline
from platefront.solvers.front.metal_supply import Supply
from platefront.solvers.front.solids import Solids
from platefront.solvers.front.vertex_currents import VertexCurrents
from platefront.solvers.front.walls import beyond_walls, drawn_inside
from platefront.solvers.model.problem import PlatingProblem

_TOUCHING = 1e-6
"""Negligible overlap of electrolyte and host [µm²]."""
_LEAST_FREE = 0.05
"""Share of the metal at a vertex that is too little to be halved once more."""
_MOST_HELD = 0.6
"""Share of the metal that can be stripped without a new mesh, below which one is wanted."""
_MUCH_GONE = 0.5
"""Share of the metal of a new mesh above which another one would free little."""
_THINNER = 0.25
"""Distance of the front from a corner of the host, relative to that at which a mesh had no vertex
above it, from which another mesh is tried."""
_LAST_TRIED = 0.01
"""Distance of the front from a corner, in edge sizes, from which on the last mesh without a vertex
above it is not tried again: what is left there is too little for another one."""
_NEAR_HOST = 0.5
"""Thickness of deposit below which the front follows the corners of the host, in edge sizes."""


@dataclass
class FrontTracker:
    """Present front and its mesh (rank 0 only).

    Attributes:
        problem: plating problem.
        solids: host and pockets.
        mesh: mesh and the outline when meshed.
        outline: the same vertices in their present position.
        free: (n,) share of the metal at vertices that can be stripped, as long as they have the
            same edges, without one that cuts into the host; None for all.
        on_host: True if stripping has reached the host, or an edge would have cut into it, since
            the last mesh.
        follows_host: True if the mesh has front vertices above the corners of the host.
    """

    problem: PlatingProblem
    solids: Solids
    mesh: FrontMesh
    outline: Outline
    inert: frozenset[int] = frozenset()
    at_rest: IdleSurfaces = field(default_factory=IdleSurfaces)
    free: Floats | None = None
    on_host: bool = False
    follows_host: bool = False
    _tried: dict[tuple[float, ...], float] = field(default_factory=dict, repr=False)
    _metal_at_first: float = np.inf
    _supply: Supply | None = field(default=None, repr=False)

    @classmethod
    def start(cls, problem: PlatingProblem, ledger: Ledger) -> FrontTracker:
        """Return front and mesh of the initial section; set section and pockets of the ledger."""
        grading = problem.mesh.grading
        inert = frozenset(
            index
            for index, name in enumerate(problem.section.surfaces)
            if not problem.surfaces[name].reacts
        )
        merging = initial_outline(problem.section, grading, problem.front.merge_gap, inert)
        ledger.pockets = list(merging.pockets)
        ledger.pocket_salts = [pocket.area for pocket in merging.pockets]
        at_rest = IdleSurfaces.at_start(problem, merging.outline)
        outline = replace(merging.outline, inert=inert | at_rest.idle)
        if problem.counter.recedes:
            front = shapely.points(outline.places[outline.front_points])
            gap = float(shapely.distance(front, outline.counter_line).min())
            sizes = (grading.front, grading.largest, grading.growth)
            outline = divided_counter(outline, spacing_on_counter(*sizes, gap))
        # Chords across details finer than the mesh take slivers of the host away.
        host = problem.section.collector.difference(outline.polygon())
        ledger.section = replace(problem.section, collector=host)
        solids = Solids.of(
            problem.section,
            host,
            merging.pockets,
            lithium=ledger.deposit(outline),
            reacting=[name for name in problem.section.surfaces if problem.surfaces[name].reacts],
            moving=problem.front.mode == "moving",
        )
        mesh = _meshed(outline, problem)
        return cls(problem, solids, mesh, outline, inert=inert, at_rest=at_rest)

    @property
    def cell(self) -> shapely.Polygon:
        """Box below the present counter electrode [µm]."""
        if self.problem.counter.recedes:
            return below_counter(self.outline, self.problem.section.width)
        return self.problem.section.box

    def supply(self) -> Supply:
        """Return the metal on the host below each vertex of the present front."""
        outline = self.outline
        if self._supply is None or self._supply.outline is not outline:
            whole = self._metal()
            self._supply = whole if self.free is None else whole.reduced(self.free)
        return self._supply

    def _metal(self) -> Supply:
        """Return all metal below the vertices, whether it is held back or not."""
        ground, outline = self.solids.ground, self.outline
        above = ground.metal_below(outline)
        per_charge = self.problem.metal.volume_per_charge / UM2
        if self.problem.front.mode != "moving":
            return Supply(outline, above, per_charge)
        guided = ground.guided(outline, _NEAR_HOST * self.problem.mesh.grading.front)
        return Supply(outline, above, per_charge, guided=guided)

    @property
    def holds_most_metal(self) -> bool:
        """True if most of the metal that is left is held back, and much has gone on this mesh."""
        if self.free is None or (self.free == 1.0).all():
            return False
        front = self.outline.front_points
        whole = float(self._metal().area[front].sum())
        if whole > _MUCH_GONE * self._metal_at_first:
            return False
        return float(self.supply().area[front].sum()) < _MOST_HELD * whole

    def hold(
        self, vertices: NDArray[np.bool_], stuck: NDArray[np.bool_] | Literal[False] = False
    ) -> Supply:
        """Hold back vertices; return the metal that is left.

        Args:
            vertices: (n,) those that would cut into the host. They are left half of what they could
                retreat, and nothing once that is very little.
            stuck: (n,) those that have no way to retreat.
        """
        before = np.ones(len(vertices)) if self.free is None else self.free
        half = np.where(before > _LEAST_FREE, 0.5 * before, 0.0)
        self.free = np.where(stuck, 0.0, np.where(vertices, half, before))
        self._supply = None
        return self.supply()

    def given(self) -> Floats:
        """Return (vertices,) 1 where the displacement of a mesh vertex is given, 0 elsewhere.

        It is given on the front, where regions of the electrolyte meet, and on the counter
        electrode unless this is a fixed plane, along which mesh vertices slide.
        """
        # On a cylinder walls have no corners to hold: their vertices are held.
        vertices = self.outline.front_points | (self.outline.period is not None)
        held = self.mesh.on_mesh(vertices.astype(np.float64)) > 0.0
        if regions := self.problem.section.regions:
            held |= on_interfaces(self.mesh.mesh, regions)
        if self.problem.counter.recedes or self.problem.section.counter is not None:
            held |= self.mesh.mesh.on_boundary(COUNTER)
        return held.astype(np.float64)

    def let_slide(self, rates: VertexCurrents) -> None:
        """Take surfaces that have nothing to strip for inert, and others not."""
        if self.problem.protocol.gives_overpotentials:
            at_rest = IdleSurfaces.of(self.outline, rates, lambda: self._metal().depth)
            self.at_rest = replace(at_rest, idle=at_rest.idle - self.inert)
            self.outline = replace(self.outline, inert=self.inert | self.at_rest.idle)

    def reached(self, pockets: Sequence[shapely.Polygon]) -> dict[int, BaseGeometry]:
        """Return what is left of the walls of pockets that can be opened, by their index [µm]."""
        return reached_pockets(self.outline, pockets, self._gap)

    @property
    def _gap(self) -> float:
        """Widest gap that is closed [µm]."""
        return self.problem.front.merge_gap * self.problem.mesh.grading.front

    def merged(self, opening: OpenedPockets | None = None) -> Merging:
        """Return the present front with narrow gaps closed, and pockets opened."""
        grading = self.problem.mesh.grading
        rounded = without_round_off(self.outline, grading.front)
        merging = merge(
            rounded,
            obstacles=self.solids.shape,
            gap=self._gap,
            size=grading.front,
            cell=self.cell,
            near_junctions=grading.near_junctions,
            near_host=_NEAR_HOST * grading.front if self.on_host or self.follows_host else 0.0,
            opening=opening,
        )
        lost = self.outline.area - rounded.area
        outline = with_area_shifted(merging.outline, lost)
        if self.on_host:
            reach = _NEAR_HOST * grading.front
            refined = above_corners(outline, self.solids.shape, reach, grading.front)
            most = self.solids.cut_by(outline) + _TOUCHING
            sound = refined.is_simple and self.solids.cut_by(refined) < most
            outside = beyond_walls(refined, self.problem.section).any()  # of a corner on a wall
            outline = refined if sound and not outside else outline
        outline = drawn_inside(self._with_thickness(outline), self.problem.section)
        others = [self.solids.shape, *merging.pockets]
        whole = self.solids.contact.without_crumbs(outline, grading.front, others)
        crumbs = whole.area - outline.area
        return replace(
            merging,
            outline=with_area_shifted(whole, -crumbs) if crumbs else whole,
            moved_area=merging.moved_area + crumbs,
        )

    def _with_thickness(self, outline: Outline) -> Outline:
        """Return the front without less than no lithium on bare host.

        A vertex between bare host and lithium from the start, of which some is stripped, has a mean
        of both; there it is as thick as the front stands above the host.
        """
        wrong = np.flatnonzero((outline.bare > 0.0) & (outline.thickness_m < 0.0))
        if not len(wrong):
            return outline
        thickness = outline.thickness_m.copy()
        thickness[wrong] = UM * self.solids.ground.distance(outline.places[wrong])
        return replace(outline, thickness_m=thickness)

    @property
    def misses_host(self) -> bool:
        """True if a new mesh may have more front vertices above corners of the host.

        They are wanted where metal is thin: half as thick as where a mesh has them, so that it
        serves for many. But not where a mesh had no room for one, unless the metal has become much
        thinner since, and was more than a film then.
        """
        size = self.problem.mesh.grading.front
        distances = self._missed_corners().items()
        at_first = 0.5 * _NEAR_HOST * size / _THINNER
        before = ((here, self._tried.get(place, at_first)) for place, here in distances)
        last = _LAST_TRIED * size
        return any(here < _THINNER * tried and tried > last for here, tried in before)

    def _missed_corners(self) -> dict[tuple[float, ...], float]:
        """Corners of the host without a vertex of the front above, and their distances [µm]."""
        size = self.problem.mesh.grading.front
        corners, distances = missed_corners(
            self.outline, self.solids.shape, _NEAR_HOST * size, size
        )
        return {
            (float(x), float(y)): float(distance)
            for x, y, distance in zip(*corners.T, distances, strict=True)
        }

    def enclose(self, pockets: Sequence[shapely.Polygon]) -> None:
        """Set all electrolyte that is cut off [µm]."""
        self.solids = self.solids.with_pockets(self.problem.section, pockets)
        self._supply = None

    def renew(self, outline: Outline) -> None:
        """Mesh a new outline, which becomes the present front."""
        held = None
        if self.free is not None and not self.holds_most_metal:
            held = still_held(self.free, self.outline, outline)
        self.mesh = _meshed(outline, self.problem)
        self.outline = outline
        self.follows_host, self.on_host, self.free = self.on_host, False, held
        self._supply = None
        self._metal_at_first = np.inf
        if self.follows_host:
            self._tried |= self._missed_corners()
            self._metal_at_first = float(self._metal().area[outline.front_points].sum())


def _meshed(outline: Outline, problem: PlatingProblem) -> FrontMesh:
    mesh = triangulate(
        outline,
        problem.mesh.grading,
        counter_moves=problem.counter.recedes,
        lines=interfaces(problem.section),
    )
    return FrontMesh(mesh, outline)
