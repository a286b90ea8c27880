"""Front and mesh of the front on rank 0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats
from platefront.geometry.front.merging import Merging, merge
from platefront.geometry.front.outline import COUNTER, Outline
from platefront.geometry.front.recession import (
    below_counter,
    crosses_counter,
    divided_counter,
    spacing_on_counter,
)
from platefront.geometry.front.round_off import with_area_shifted, without_round_off
from platefront.geometry.front.tracing import trace_section
from platefront.geometry.mesh.front_mesh import FrontMesh
from platefront.geometry.mesh.grading import Grading
from platefront.geometry.mesh.triangulation import triangulate
from platefront.geometry.plane.connectivity import connected_to_counter
from platefront.geometry.plane.cylinder import images
from platefront.geometry.plane.polygons import polygons_of
from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.balance.ledger import Ledger
from platefront.solvers.model.problem import PlatingProblem

_ROUND_OFF = 1e-9
"""Negligible distance outside the box [µm]."""


def initial_outline(
    section: CrossSection,
    grading: Grading,
    merge_gap: float,
    inert: frozenset[int] = frozenset(),
) -> Merging:
    """Trace the electrolyte of a section and prepare it for meshing.

    As during a run, gaps narrower than `merge_gap` edge lengths are closed and pores without a
    connection to the counter electrode become pockets.
    """
    reaching, cut_off = connected_to_counter(
        section.electrolyte, section.counter_electrode, section.period
    )
    main = max(reaching, key=lambda part: part.area)
    others = [part for part in reaching if part is not main]
    pockets = [*cut_off, *(piece for part in others for piece in polygons_of(part))]
    merging = merge(
        replace(trace_section(section, main), inert=inert),
        obstacles=shapely.union_all([section.collector, *pockets]),
        gap=merge_gap * grading.front,
        size=grading.front,
        cell=section.box,
        near_junctions=grading.near_junctions,
        first=True,
    )
    return Merging(
        merging.outline, merging.filled, (*pockets, *merging.pockets), merging.moved_area
    )


@dataclass
class FrontTracker:
    """Present front and its mesh (rank 0 only).

    Attributes:
        problem: plating problem.
        collector: host of the first mesh [µm].
        ground: limit of stripping: the host and the part of y = 0 that is an electrode [µm].
        mesh: mesh and the outline when meshed.
        outline: the same vertices in their present position.
    """

    problem: PlatingProblem
    collector: BaseGeometry
    ground: BaseGeometry
    mesh: FrontMesh
    outline: Outline

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
        outline = merging.outline
        if problem.counter.recedes:
            front = shapely.points(outline.places[outline.front_points])
            gap = float(shapely.distance(front, outline.counter_line).min())
            sizes = (grading.front, grading.largest, grading.growth)
            outline = divided_counter(outline, spacing_on_counter(*sizes, gap))
        mesh = _meshed(outline, problem)
        # Chords across details finer than the mesh take slivers of the host away.
        host = problem.section.collector.difference(outline.polygon())
        ledger.section = replace(problem.section, collector=host)
        floor = shapely.LineString([(0.0, 0.0), (problem.section.width, 0.0)])
        base = floor.intersection(shapely.union_all(list(problem.section.surfaces.values())))
        ground = shapely.union_all([host, base])
        if problem.section.period is not None:
            ground = shapely.union_all(
                [images(host, problem.section.period), images(base, problem.section.period)]
            )
        return cls(problem, host, ground, mesh, outline)

    @property
    def cell(self) -> shapely.Polygon:
        """Box below the present counter electrode [µm]."""
        if self.problem.counter.recedes:
            return below_counter(self.outline, self.problem.section.width)
        return self.problem.section.box

    def stays_inside(self, outline: Outline) -> bool:
        """Return True for a front within the walls and below a receding counter electrode."""
        section = self.problem.section
        (left, bottom), (right, top) = outline.points.min(axis=0), outline.points.max(axis=0)
        beside = left < -_ROUND_OFF or right > section.width + _ROUND_OFF
        if bottom < -_ROUND_OFF or (beside and not section.periodic):
            return False
        if self.problem.counter.recedes:
            return not crosses_counter(outline)
        return bool(top <= section.height + _ROUND_OFF)

    def lithium_depth(self, vertices: NDArray[np.intp]) -> Floats:
        """Return the distance of front vertices from the host below them [µm]."""
        return np.asarray(
            shapely.distance(self.ground, shapely.points(self.outline.places[vertices]))
        )

    def given(self) -> Floats:
        """Return (vertices,) 1 where the displacement of a mesh vertex is given, 0 elsewhere.

        It is given on the front, and on the counter electrode unless this is a fixed plane, along
        which mesh vertices slide.
        """
        # On a cylinder walls have no corners to hold: their vertices are held.
        vertices = self.outline.front_points | (self.outline.period is not None)
        held = self.mesh.on_mesh(vertices.astype(np.float64)) > 0.0
        if self.problem.counter.recedes or self.problem.section.counter is not None:
            held |= self.mesh.mesh.on_boundary(COUNTER)
        return held.astype(np.float64)

    def merged(self, pockets: Sequence[shapely.Polygon]) -> Merging:
        """Return the present front with narrow gaps closed, outside the given pockets."""
        grading = self.problem.mesh.grading
        rounded = without_round_off(self.outline, grading.front)
        merging = merge(
            rounded,
            obstacles=shapely.disjoint_subset_union_all([self.collector, *pockets]),
            gap=self.problem.front.merge_gap * grading.front,
            size=grading.front,
            cell=self.cell,
            near_junctions=grading.near_junctions,
        )
        lost = self.outline.area - rounded.area
        return replace(merging, outline=with_area_shifted(merging.outline, lost))

    def renew(self, outline: Outline) -> None:
        """Mesh a new outline, which becomes the present front."""
        self.mesh = _meshed(outline, self.problem)
        self.outline = outline


def _meshed(outline: Outline, problem: PlatingProblem) -> FrontMesh:
    moves = problem.counter.recedes
    return FrontMesh(triangulate(outline, problem.mesh.grading, counter_moves=moves), outline)
