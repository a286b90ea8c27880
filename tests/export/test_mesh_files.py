"""Mesh files read back through meshio: triangles, boundary lines and their names."""

from __future__ import annotations

from pathlib import Path

import meshio
import numpy as np
import pytest

from platefront.export.mesh_files import MESH_FORMATS, write_mesh
from platefront.geometry.collectors import Trench
from platefront.geometry.front.tracing import trace_section
from platefront.geometry.mesh.grading import Grading
from platefront.geometry.mesh.triangulation import TriangleMesh, signed_areas, triangulate
from platefront.geometry.section.cross_section import CrossSection

UM = 1e-6
NAMES = ["electrolyte", "shoulder", "wall", "floor", "counter", "side_walls"]


@pytest.fixture(scope="module")
def section() -> CrossSection:
    collector = Trench(width=20 * UM, trench_width=8 * UM, depth=10 * UM)
    return collector.section(20.0, None, inverted=False)


@pytest.fixture(scope="module")
def mesh(section) -> TriangleMesh:
    outline = trace_section(section, section.electrolyte)
    return triangulate(outline, Grading(1.5, 4.0, 0.3))


@pytest.fixture(params=MESH_FORMATS)
def written(request, section, mesh, tmp_path) -> tuple[Path, meshio.Mesh]:
    path = tmp_path / f"mesh{request.param}"
    names = write_mesh(mesh, section, path)
    assert list(names) == NAMES
    assert list(names.values()) == [1, 2, 3, 4, 5, 6]
    assert list(tmp_path.iterdir()) == [path]
    return path, meshio.read(path)


def numbers_of(path: Path, found: meshio.Mesh) -> dict[str, np.ndarray]:
    """Cell type → region of each cell, as the format says it."""
    if path.suffix == ".inp":
        numbers = [np.zeros(len(block), dtype=int) for block in found.cells]
        for name, members in found.cell_sets.items():
            for block, cells in zip(numbers, members, strict=True):
                block[cells] = 1 + NAMES.index(name)
    else:
        key = {".msh": "gmsh:physical", ".bdf": "nastran:ref", ".vtu": "region"}[path.suffix]
        numbers = found.cell_data[key]
    return {block.type: n for block, n in zip(found.cells, numbers, strict=True)}


def test_all_cells_come_back_with_their_regions(written, mesh):
    path, found = written
    points = found.points[:, :2]
    assert points == pytest.approx(mesh.points, rel=1e-9, abs=1e-9)
    triangles, lines = found.cells_dict["triangle"], found.cells_dict["line"]
    assert np.array_equal(triangles, mesh.triangles)
    assert np.array_equal(lines, mesh.edges)
    numbers = numbers_of(path, found)
    assert np.all(numbers["triangle"] == 1)
    tags = {0: 2, 1: 3, 2: 4, -3: 5, -1: 6}
    assert np.array_equal(numbers["line"], [tags[tag] for tag in mesh.tags])


def test_area_and_lengths_are_those_of_the_section(written, mesh, section):
    path, found = written
    area = signed_areas(found.points[:, :2], found.cells_dict["triangle"]).sum()
    assert area == pytest.approx(section.electrolyte.area, rel=1e-9)
    lines = found.cells_dict["line"]
    lengths = np.linalg.norm(np.diff(found.points[lines], axis=1)[:, 0], axis=1)
    at = numbers_of(path, found)["line"]
    assert lengths[at == 5].sum() == pytest.approx(section.width, rel=1e-9)  # counter electrode
    assert lengths[at == 6].sum() == pytest.approx(2 * 20.0, rel=1e-9)  # side walls


def test_names_stand_where_the_format_has_room(section, mesh, tmp_path):
    for ending in MESH_FORMATS:
        write_mesh(mesh, section, tmp_path / f"mesh{ending}")
    groups = meshio.read(tmp_path / "mesh.msh").field_data
    assert {name: tuple(value) for name, value in groups.items()} == {
        name: (number, 2 if number == 1 else 1) for number, name in enumerate(NAMES, start=1)
    }
    abaqus = (tmp_path / "mesh.inp").read_text(encoding="utf-8")
    assert "** lengths in micrometres\n*NODE" in abaqus
    assert [line for line in abaqus.splitlines() if line.startswith("*ELEMENT")] == [
        "*ELEMENT, TYPE=CPS3",
        "*ELEMENT, TYPE=T2D2",
    ]
    head = (tmp_path / "mesh.bdf").read_text(encoding="utf-8").splitlines()[:7]
    assert head[0] == "$ lengths in micrometres"
    assert head[1:] == [f"$ property {n}: {name}" for n, name in enumerate(NAMES, start=1)]
