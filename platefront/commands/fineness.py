"""Places of a section that a mesh of the case would not resolve."""

from __future__ import annotations

from collections.abc import Iterator

import shapely

from platefront.case.checks import check_tables
from platefront.case.mesh_checks import EDGES_PER_FEATURE, MESH_CHECKS
from platefront.case.model import Case
from platefront.geometry.collectors.drawn import DrawnCollector
from platefront.geometry.lengths import micrometres
from platefront.geometry.plane.polygons import narrowest_polygon
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.narrowest_gap import Gap


def unresolved(case: Case, section: CrossSection, gap: Gap | None) -> Iterator[str]:
    """Yield why a run would refuse the mesh as too coarse, and where; nothing if it would not."""
    tables = {name: getattr(case, name) for name in Case.model_fields}
    for problem in check_tables(tables, MESH_CHECKS):
        notes = "".join(f"; {label}: {note}" for label, note in problem.notes)
        yield f"`run` refuses this mesh: {problem.message}{notes}"
    size = micrometres(case.mesh.front_size)
    if isinstance(case.section.collector, DrawnCollector):  # others name their finest feature
        width, solid = narrowest_polygon(section.collector)
        if EDGES_PER_FEATURE * size > width * (1.0 + 1e-12):
            place = solid.representative_point()
            yield (
                f"the narrowest solid, {width:.4g} µm by 4 area/perimeter, at ({place.x:.4g}, "
                f"{place.y:.4g}) µm, is narrower than {EDGES_PER_FEATURE} edges of "
                f"mesh.front_size = {size:.4g} µm"
            )
    closed = case.front.merge_gap * size
    if gap is not None and gap.width < closed:
        x, y = shapely.get_coordinates(shapely.LineString(gap.ends).centroid)[0]
        yield (
            f"the narrowest gap, {gap.width:.4g} µm at ({x:.4g}, {y:.4g}) µm, is closed at the "
            f"start of a run: it is narrower than front.merge_gap edges of mesh.front_size, "
            f"{closed:.4g} µm"
        )
