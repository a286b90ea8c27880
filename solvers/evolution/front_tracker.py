"""The front on rank 0: its outline and its mesh."""

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
"""Distance outside the box that is not worth a word [µm]."""


def initial_outline(
    section: CrossSection,
    grading: Grading,
    merge_gap: float,
    inert: frozenset[int] = frozenset(),
) -> Merging:
    """Trace the section's electrolyte and make it fit to mesh.

    Gaps narrower than `merge_gap` edge lengths are closed and pores without a way to the counter
    electrode become pockets, as they would during the run.
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
        problem: what is simulated.
        collector: the host as the first mesh has it [µm].
        ground: limit of stripping: the host and the part of y = 0 that is an electrode [µm].
        mesh: of the outline as it was meshed.
        outline: the same vertices as they are now.
    """

    problem: PlatingProblem
    collector: BaseGeometry
    ground: BaseGeometry
    mesh: FrontMesh
    outline: Outline

    @classmethod
    def start(cls, problem: PlatingProblem, ledger: Ledger) -> FrontTracker:
        """Outline and mesh of the section as given; fills in the ledger's stock of pockets."""
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
        """The box as it is now, up to the counter electrode [µm]."""
        if self.problem.counter.recedes:
            return below_counter(self.outline, self.problem.section.width)
        return self.problem.section.box

    def stays_inside(self, outline: Outline) -> bool:
        """Whether a front keeps within the walls and below a counter electrode that recedes."""
        section = self.problem.section
        (left, bottom), (right, top) = outline.points.min(axis=0), outline.points.max(axis=0)
        beside = left < -_ROUND_OFF or right > section.width + _ROUND_OFF
        if bottom < -_ROUND_OFF or (beside and not section.periodic):
            return False
        if self.problem.counter.recedes:
            return not crosses_counter(outline)
        return bool(top <= section.height + _ROUND_OFF)

    def lithium_depth(self, vertices: NDArray[np.intp]) -> Floats:
        """Distance from front vertices to the host below them [µm]."""
        return np.asarray(
            shapely.distance(self.ground, shapely.points(self.outline.places[vertices]))
        )

    def given(self) -> Floats:
        """(vertices,) one where the displacement of a mesh vertex is given, zero elsewhere.

        It is on the front, and on the counter electrode unless mesh vertices may slide along it:
        a straight plane that stays where it is.
        """
        # On a cylinder walls have no corners to hold: their vertices are held.
        vertices = self.outline.front_points | (self.outline.period is not None)
        held = self.mesh.on_mesh(vertices.astype(np.float64)) > 0.0
        if self.problem.counter.recedes or self.problem.section.counter is not None:
            held |= self.mesh.mesh.on_boundary(COUNTER)
        return held.astype(np.float64)

    def merged(self, pockets: Sequence[shapely.Polygon]) -> Merging:
        """The present front with narrow gaps closed; new pockets keep clear of earlier ones."""
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
        """Mesh a new outline and make it the present one."""
        self.mesh = _meshed(outline, self.problem)
        self.outline = outline


def _meshed(outline: Outline, problem: PlatingProblem) -> FrontMesh:
    moves = problem.counter.recedes
    return FrontMesh(triangulate(outline, problem.mesh.grading, counter_moves=moves), outline)
