"""First outline of a run: the electrolyte of a section, prepared for meshing."""

from __future__ import annotations

from dataclasses import replace

import shapely

from platefront.geometry.front.topology.merging import Merging, merge
from platefront.geometry.front.tracing import trace_section
from platefront.geometry.mesh.grading import Grading
from platefront.geometry.plane.connectivity import connected_to_counter
from platefront.geometry.plane.polygons import polygons_of
from platefront.geometry.section.cross_section import CrossSection


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
        near_host=None,
    )
    return Merging(
        merging.outline, merging.filled, (*pockets, *merging.pockets), merging.moved_area
    )
