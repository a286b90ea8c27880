"""From a section to its mesh, as a run makes it."""

from __future__ import annotations

import shapely

from geometry.grading import Grading
from geometry.merging import merge
from geometry.mesh_report import MeshReport, report
from geometry.meshing import triangulate
from geometry.outline import Outline
from geometry.section import CrossSection
from geometry.tracing import connected_to_counter, trace_section


def outline_of(section: CrossSection, size: float) -> Outline:
    """Outline of the electrolyte that reaches the counter electrode, edges of `size` [µm]."""
    reaching, _ = connected_to_counter(
        section.electrolyte, section.counter_electrode, section.period
    )
    return merge(
        trace_section(section, max(reaching, key=lambda part: part.area)),
        obstacles=section.collector,
        gap=0.6 * size,
        size=size,
        cell=section.box,
    ).outline


def mesh_report(section: CrossSection, size: float, largest: float) -> MeshReport:
    """Counts and quality of the mesh at edges of `size` on the front and `largest` far off [µm]."""
    grading = Grading(front=size, largest=largest, growth=0.3)
    return report(triangulate(outline_of(section, size), grading))


def uncovered(section: CrossSection) -> float:
    """Length of the solids' boundary inside the box that lies in no surface's region [µm]."""
    inside = section.box.buffer(-1e-6)
    front = section.solids.boundary.intersection(inside)
    return float(front.difference(shapely.union_all(list(section.surfaces.values()))).length)
