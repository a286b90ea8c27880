"""`platefront mesh`: image of section and mesh, size and quality of the mesh."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.table import Table

from platefront.case.model import Case
from platefront.case.remarks import tell_remarks
from platefront.figures.section import save_section
from platefront.geometry.errors import MeshingError, SectionError
from platefront.geometry.front.resampling import resample
from platefront.geometry.front.tracing import trace_section
from platefront.geometry.mesh.report import report
from platefront.geometry.mesh.triangulation import TriangleMesh, triangulate
from platefront.geometry.plane.connectivity import connected_to_counter
from platefront.geometry.section.interfaces import interfaces
from platefront.solvers.errors import GeometryFailedError


def start_mesh(case: Case) -> TriangleMesh:
    """Generate the mesh of the electrolyte at the start of a run.

    Raises:
        GeometryFailedError: the electrolyte cannot be meshed.
    """
    section = case.cross_section()
    grading = case.mesh.grading
    reaching, _ = connected_to_counter(
        section.electrolyte, section.counter_electrode, section.period
    )
    if not reaching:
        raise GeometryFailedError("no electrolyte reaches the counter electrode")
    largest = max(reaching, key=lambda polygon: polygon.area)
    try:
        traced = trace_section(section, largest)
        outline = resample(traced, grading.front, grading.near_junctions)
        return triangulate(outline, grading, lines=interfaces(section))
    except (MeshingError, SectionError) as error:
        raise GeometryFailedError(f"the section cannot be meshed: {error}") from error


def draw_mesh(case: Case, title: str, picture: Path, console: Console) -> None:
    """Mesh the section, draw it to `picture` and print size and quality of the mesh.

    Raises:
        GeometryFailedError: the electrolyte cannot be meshed.
        OSError: the image cannot be written.
    """
    tell_remarks(case, console)
    mesh = start_mesh(case)
    picture.parent.mkdir(parents=True, exist_ok=True)
    save_section(case.cross_section(), picture, title, (mesh.points, mesh.triangles))
    found = report(mesh)
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False, pad_edge=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(style="dim")
    table.add_row("vertices", f"{found.vertices}", "")
    table.add_row("triangles", f"{found.triangles}", "")
    table.add_row("front edges", f"{found.front_edges}", "")
    quality = "1 is equilateral, 0 is flat"
    table.add_row("lowest quality", f"{found.lowest_quality:.3f}", quality)
    table.add_row("mean quality", f"{found.mean_quality:.3f}", "")
    table.add_row("shortest edge", f"{found.shortest_edge:.3g} µm", "")
    table.add_row("longest edge", f"{found.longest_edge:.3g} µm", "")
    console.print(table)
    console.print(f"drawn to {picture}", highlight=False, soft_wrap=True)
