"""Fineness of the mesh of a case against its section: features, gap, period of the side walls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import shapely

from platefront.case.model import shapes_of
from platefront.case.problems import Problem, Problems
from platefront.case.units import readable_quantity
from platefront.geometry.assembly.build import SectionParameters
from platefront.geometry.errors import FrontError, MeshingError, SectionError
from platefront.geometry.lengths import metres
from platefront.geometry.mesh.grading import Grading
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.interfaces import interfaces
from platefront.solvers.model.metal import Metal
from platefront.solvers.model.settings import FrontSettings, MeshSettings

EDGES_PER_FEATURE = 4
EDGES_PER_GAP = 2
_EDGES_ROUND = 8.0
"""Periods of more of the largest edges than this are not tried: they always can be closed."""
_OFFERED = (3.0, 4.0, 6.0, 8.0, 12.0)
"""Fractions of the period that are tried for an edge length to offer."""


def front_resolved(section: SectionParameters, metal: Metal, mesh: MeshSettings) -> Problems:
    """Some edges fit along the collector's finest feature and across the gap."""
    features = [("gap", section.scale * section.gap, EDGES_PER_GAP)]
    if (clearance := _above_lithium(section, metal)) is not None:
        features.append(("gap above the lithium", clearance, EDGES_PER_GAP))
    if (finest := section.built.finest_feature) is not None:
        features.append((finest.name, section.scale * finest.size, EDGES_PER_FEATURE))
    features += [
        (
            f'pore or bar of the layer "{layer.name}"',
            section.scale * min(layer.pores.finest_feature, layer.thickness),
            EDGES_PER_FEATURE,
        )
        for layer in section.layers
        if layer.pores is not None
    ]
    name, size, edges = min(features, key=lambda feature: feature[1] / feature[2])
    if mesh.front_size > size / edges * (1 + 1e-12):
        largest = readable_quantity(size / edges, "m")
        yield Problem(
            f"front_size is {readable_quantity(mesh.front_size, 'm')}, too coarse for a {name} of "
            f"{readable_quantity(size, 'm')}",
            ("mesh", "front_size"),
            notes=(("allowed", f"at most {largest}, the {name} divided by {edges}"),),
        )


def _above_lithium(section: SectionParameters, metal: Metal) -> float | None:
    """Return the distance of lithium at the start from the counter electrode [m]; None for none."""
    if section.predeposit is None:
        return None
    try:
        shapes = shapes_of(section, metal)
    except SectionError:
        return None  # told by section_can_be_built
    clearance = float(shapely.distance(shapes.deposit, shapes.counter_electrode))
    return metres(clearance) if clearance > 0.0 else None  # nan without any deposit


def period_meshed(
    section: SectionParameters, metal: Metal, mesh: MeshSettings, front: FrontSettings
) -> Problems:
    """The mesh at the start can be closed round a periodic section.

    It is made only where edges come near to a fraction of the period; it is small there.
    """
    if section.walls != "periodic":
        return
    try:
        shapes = shapes_of(section, metal)
    except SectionError:
        return  # told by section_can_be_built
    largest = _largest_edge(shapes, mesh.grading)
    if _EDGES_ROUND * largest < shapes.width or _closes(shapes, mesh.grading, front.merge_gap):
        return
    offered = next(
        (size for part in _OFFERED if (size := _finer(shapes, mesh, front, part)) is not None), None
    )
    finer_front = offered is not None and offered < mesh.front_size
    key = "front_size" if finer_front else "largest_size"
    given = getattr(mesh, key)
    notes = [("help", f"lower mesh.{key}, or widen the section with transform.repeat")]
    if offered is not None:
        notes.insert(0, ("allowed", f"at most about {readable_quantity(offered, 'm')}"))
    yield Problem(
        f"{key} is {readable_quantity(given, 'm')}, too coarse for periodic side walls that are "
        f"{readable_quantity(metres(shapes.width), 'm')} apart: the mesh cannot be closed round "
        f"the section",
        ("mesh", key),
        notes=tuple(notes),
    )


def _finer(
    shapes: CrossSection, mesh: MeshSettings, front: FrontSettings, part: float
) -> float | None:
    """Return an edge length [m], a fraction of the period, with which the mesh can be closed."""
    size = shapes.width / part
    grading = mesh.grading
    if size >= grading.largest:
        return None
    finer = replace(grading, front=min(grading.front, size), largest=size)
    return metres(size) if _closes(shapes, finer, front.merge_gap) else None


def _largest_edge(shapes: CrossSection, grading: Grading) -> float:
    """Return the largest edge length that the grading asks for within a section [µm]."""
    farthest = shapely.hausdorff_distance(
        shapes.box.boundary, shapely.union_all([shapes.solids, _floor(shapes)])
    )
    return min(grading.largest, grading.front + grading.growth * farthest)


def _floor(shapes: CrossSection) -> shapely.LineString:
    return shapely.LineString([(0.0, 0.0), (shapes.width, 0.0)])


def _closes(shapes: CrossSection, grading: Grading, merge_gap: float) -> bool:
    # Gmsh is loaded only where there is something to be tried
    from platefront.geometry.mesh.triangulation import triangulate  # noqa: PLC0415
    from platefront.solvers.front.initial_outline import initial_outline  # noqa: PLC0415

    try:
        outline = initial_outline(shapes, grading, merge_gap).outline
        triangulate(outline, grading, lines=interfaces(shapes))
    except (FrontError, MeshingError, SectionError):
        return False
    return True


MESH_CHECKS: tuple[Callable[..., Problems], ...] = (front_resolved, period_meshed)
