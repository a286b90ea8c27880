"""The front on rank 0: its outline, its mesh, what merged and what was trapped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats, Integers
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
from platefront.geometry.mesh.grading import Grading
from platefront.geometry.mesh.triangulation import TriangleMesh, signed_areas, triangulate
from platefront.geometry.plane.connectivity import connected_to_counter
from platefront.geometry.plane.cylinder import images
from platefront.geometry.plane.polygons import polygons_of
from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.balance.ledger import MICRO, Ledger
from platefront.solvers.balance.step_record import Event
from platefront.solvers.model.problem import PlatingProblem

_ROUND_OFF = 1e-9
"""Distance outside the box that is not worth a word [µm]."""


def grading_of(problem: PlatingProblem) -> Grading:
    """The mesh settings in micrometres."""
    return problem.mesh.grading


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
    """Present front and mesh (rank 0 only)."""

    problem: PlatingProblem
    collector: BaseGeometry
    """The host as the first mesh has it [µm]."""
    ground: BaseGeometry
    """What stripping must stop at: the host and the part of y = 0 that is an electrode [µm]."""
    outline: Outline
    triangulation: TriangleMesh
    reference: Floats
    """(n, 2) outline points when the mesh was made [µm]."""

    @classmethod
    def start(cls, problem: PlatingProblem, ledger: Ledger) -> FrontTracker:
        """Outline and mesh of the section as given; fills in the ledger's stock of pockets."""
        grading = grading_of(problem)
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
        mesh = triangulate(outline, grading, counter_moves=problem.counter.recedes)
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
        return cls(problem, host, ground, outline, mesh, outline.points)

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
        given = np.zeros(len(self.triangulation.points))
        # On a cylinder walls have no corners to hold: their vertices are held.
        held = self.outline.front_points | (self.outline.period is not None)
        given[: len(self.outline)] = held
        if self.problem.counter.recedes or self.problem.section.counter is not None:
            mesh = self.triangulation
            given[mesh.edges[mesh.tags == COUNTER]] = 1.0
        return given

    def displacement(self, outline: Outline) -> Floats:
        """(vertices, 2) displacement of the outline from the mesh's reference position [µm]."""
        displacement = np.zeros((len(self.triangulation.points), 2))
        displacement[: len(outline)] = outline.points - self.reference
        return displacement

    def merged(self, pockets: Sequence[shapely.Polygon]) -> Merging:
        """The present front with narrow gaps closed; new pockets keep clear of earlier ones."""
        grading = grading_of(self.problem)
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
        moves = self.problem.counter.recedes
        self.triangulation = triangulate(outline, grading_of(self.problem), counter_moves=moves)
        self.outline = outline
        self.reference = outline.points


def merging_events(
    merging: Merging,
    time: float,
    concentration: Floats,
    points: Floats,
    triangles: Integers,
    c0: float,
    period: float | None = None,
) -> tuple[list[Event], float]:
    """Turn what happened at a remeshing into events.

    Args:
        merging: result of closing gaps.
        time: [s].
        concentration: (n,) at the mesh vertices before remeshing [mol/m³].
        points: (n, 2) those vertices, moved [µm].
        triangles: (m, 3) corners of the mesh's triangles.
        c0: reference concentration [mol/m³].
        period: width of the section if its side walls are periodic [µm].

    Returns:
        Events, and the salt that the pockets took along [c0 L²].
    """
    events = [_event("merge", piece, time, 0.0) for piece in merging.filled]
    trapped = 0.0
    centres = points[triangles].mean(axis=1)
    if period is not None:
        centres[:, 0] %= period
    for pocket in merging.pockets:
        inside = triangles[shapely.contains_xy(pocket, centres)]
        mean = _mean_inside(pocket, concentration, points, inside)
        events.append(_event("pocket", pocket, time, mean * pocket.area * MICRO))
        trapped += mean / c0 * pocket.area
    return events, trapped


def _mean_inside(
    pocket: shapely.Polygon, concentration: Floats, points: Floats, inside: Integers
) -> float:
    """Mean concentration in a pocket, from the triangles whose centres it holds [mol/m³]."""
    if len(inside):
        area = signed_areas(points, inside)
        return float(np.average(concentration[inside].mean(axis=1), weights=area))
    near = cKDTree(points).query(shapely.get_coordinates(pocket.exterior))[1]
    return float(concentration[near].mean())


def _event(kind: str, shape: shapely.Polygon, time: float, salt: float) -> Event:
    place = shape.representative_point()
    return Event(time, kind, place.x, place.y, shape.area * MICRO, salt)
