"""From a section to its mesh, as a run makes it."""

from __future__ import annotations

import numpy as np
import shapely

from platefront.geometry.front.outline import Outline
from platefront.geometry.front.topology.merging import merge
from platefront.geometry.front.tracing import trace_section
from platefront.geometry.mesh.grading import Grading
from platefront.geometry.mesh.report import MeshReport, report
from platefront.geometry.mesh.triangulation import triangulate
from platefront.geometry.plane.connectivity import connected_to_counter
from platefront.geometry.section.cross_section import CrossSection


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


def edge_at(outline: Outline, x: float, y: float) -> int:
    """Number of the edge whose middle is nearest to a place [µm]."""
    middle = outline.points + 0.5 * outline.edges
    return int(np.argmin(np.hypot(middle[:, 0] - x, middle[:, 1] - y)))


def front_lengths(section: CrossSection) -> dict[str, float]:
    """Length of front of each surface, as the solver will see it."""
    outline = trace_section(section, section.electrolyte)
    return {
        name: float(outline.lengths[outline.tag == index].sum())
        for index, name in enumerate(section.surfaces)
    }
