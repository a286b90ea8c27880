"""Meshes and solids of Gmsh: versions, groups, conformal regions, damage."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gmsh
import meshio
import numpy as np
import pytest
import shapely

from platefront.geometry.errors import SectionError
from platefront.geometry.importing import read_drawing
from tests.geometry.importing.frame_files import write_step
from tests.shared.drawings import FRAME, cleaned, differ

VERSIONS = [(2.2, 0), (2.2, 1), (4.1, 0), (4.1, 1)]


@pytest.fixture
def model() -> Iterator[Any]:
    """Gmsh with an empty model."""
    if not gmsh.isInitialized():
        gmsh.initialize(interruptible=False)
    gmsh.option.restoreDefaults()  # a mesh made by platefront in this process has its own
    gmsh.option.setNumber("General.Terminal", 0)
    gmsh.model.add("test")
    yield gmsh.model
    gmsh.model.remove()
    for option, value in (("MshFileVersion", 4.1), ("Binary", 0), ("SaveAll", 0)):
        gmsh.option.setNumber(f"Mesh.{option}", value)
    gmsh.option.setNumber("Mesh.ElementOrder", 1)
    gmsh.option.setNumber("Mesh.RecombineAll", 0)


def saved(path: Path, version: float = 4.1, binary: int = 0, **options: float) -> Path:
    """Mesh the model and save it."""
    for option, value in ({"MshFileVersion": version, "Binary": binary} | options).items():
        gmsh.option.setNumber(f"Mesh.{option}", value)
    gmsh.model.mesh.setSize(gmsh.model.getEntities(0), 4.0)
    gmsh.model.mesh.generate(2)
    gmsh.write(str(path))
    return path


def conformal(model: Any) -> shapely.MultiPolygon:
    """Two square fibres, one with a hole, in a matrix of the box, all in one mesh."""
    matrix = model.occ.addRectangle(0, 0, 0, 100, 80)
    fibres = [model.occ.addRectangle(x, 20, 0, 20, 20) for x in (10, 50)]
    hole = model.occ.addRectangle(15, 25, 0, 10, 10)
    model.occ.fragment([(2, matrix)], [(2, tag) for tag in (*fibres, hole)])
    model.occ.synchronize()
    inside = {"fibres": [], "matrix": []}
    for _, tag in model.getEntities(2):
        area = model.occ.getMass(2, tag)
        is_fibre = area == pytest.approx(400) or area == pytest.approx(300)
        inside["fibres" if is_fibre else "matrix"].append(tag)
    for name, tags in inside.items():
        model.addPhysicalGroup(2, tags, name=name)
    first = shapely.box(10, 20, 30, 40).difference(shapely.box(15, 25, 25, 35))
    return shapely.MultiPolygon([first, shapely.box(50, 20, 70, 40)])


def outline(path: Path, wanted: str, tolerance: float = 1e-7) -> Any:
    """Region of all objects of a name, by the even-odd rule."""
    drawing = read_drawing(path, tolerance, 1e-6)
    region = shapely.Polygon()
    for shape in drawing.shapes:
        if wanted in shape.names:
            for line in shape.lines:
                region = region.symmetric_difference(shapely.Polygon(line.points))
    return region


@pytest.mark.parametrize(("version", "binary"), VERSIONS)
def test_fibres_of_a_conformal_mesh_are_read_in_every_version(version, binary, model, tmp_path):
    fibres = conformal(model)
    path = saved(tmp_path / "a.msh", version, binary)
    assert differ(outline(path, "fibres"), fibres) < 1e-9
    assert outline(path, "matrix").area == pytest.approx(8000 - fibres.area)


@pytest.mark.parametrize("options", [{"ElementOrder": 2}, {"RecombineAll": 1}, {"SaveAll": 1}])
@pytest.mark.parametrize(("version", "binary"), [(2.2, 0), (4.1, 0), (4.1, 1)])
def test_curved_elements_quadrangles_and_all_elements(options, version, binary, model, tmp_path):
    if version == 2.2 and "SaveAll" in options:
        pytest.skip("Gmsh saves no physical groups then")
    fibres = conformal(model)
    path = saved(tmp_path / "a.msh", version, binary, **options)
    assert differ(outline(path, "fibres"), fibres) < 1e-9


@pytest.mark.parametrize("version", [2.2, 4.1])
def test_surface_of_two_groups_has_both_names(version, model, tmp_path):
    tag = model.occ.addRectangle(0, 0, 0, 10, 10)
    model.occ.synchronize()
    model.addPhysicalGroup(2, [tag], 7, name="fibres")
    model.addPhysicalGroup(2, [tag], 3, name="copper")
    drawing = read_drawing(saved(tmp_path / "a.msh", version), 1e-7, 1e-6)
    names = {"copper", "fibres", "physical 3", "physical 7", "surface 1"}
    assert {name for shape in drawing.shapes for name in shape.names} == names
    assert outline(tmp_path / "a.msh", "copper").area == pytest.approx(100.0)


def test_regions_that_meet_in_a_point_are_closed_outlines(tmp_path):
    points = np.array([[0, 0], [2, 0], [1, 1], [0, 2], [2, 2]], dtype=float)
    cells = [("triangle", np.array([[0, 1, 2], [3, 2, 4]]))]
    tags = {"gmsh:physical": [np.array([1, 1])], "gmsh:geometrical": [np.array([1, 1])]}
    mesh = meshio.Mesh(points, cells, cell_data=tags)
    meshio.write(tmp_path / "a.msh", mesh, "gmsh22", binary=False)
    assert outline(tmp_path / "a.msh", "surface 1").area == pytest.approx(2.0)


@pytest.mark.parametrize("version", [1.0, 3.0, 4.0])
def test_mesh_of_another_version_is_refused(version, model, tmp_path):
    conformal(model)
    with pytest.raises(SectionError, match=r"a\.msh: .*(version|is no Gmsh mesh)"):
        read_drawing(saved(tmp_path / "a.msh", version), 1e-7, 1e-6)


def test_mesh_that_is_not_flat_is_refused(model, tmp_path):
    model.occ.addRectangle(0, 0, 5, 10, 10)
    model.occ.synchronize()
    with pytest.raises(SectionError, match="is not flat: z = 5, must be 0"):
        read_drawing(saved(tmp_path / "a.msh"), 1e-7, 1e-6)


def test_mesh_without_surface_is_refused(model, tmp_path):
    first, second = model.occ.addPoint(0, 0, 0), model.occ.addPoint(9, 0, 0)
    model.occ.addLine(first, second)
    model.occ.synchronize()
    with pytest.raises(SectionError, match="has no surface elements"):
        read_drawing(saved(tmp_path / "a.msh"), 1e-7, 1e-6)


def test_elements_that_overlap_are_refused(tmp_path):
    points = np.array([[0, 0], [4, 0], [0, 4], [1, 1], [5, 1], [1, 5]], dtype=float)
    mesh = meshio.Mesh(points, [("triangle", np.array([[0, 1, 2], [3, 4, 5]]))])
    meshio.write(tmp_path / "a.msh", mesh, "gmsh22", binary=False)
    with pytest.raises(SectionError, match="elements of the mesh overlap"):
        read_drawing(tmp_path / "a.msh", 1e-7, 1e-6)


@pytest.mark.parametrize("binary", [0, 1])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_mesh_that_is_cut_off_is_refused(binary, share, model, tmp_path):
    conformal(model)
    path = saved(tmp_path / "a.msh", 4.1, binary)
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])
    with pytest.raises(SectionError, match=r"a\.msh.*: (the file is cut off|the mesh cannot)"):
        read_drawing(path, 1e-7, 1e-6)


@pytest.mark.parametrize("count", ["1000000000000", "-5", "99999999999999999999999", "nan", "x"])
def test_mesh_of_impossible_counts_is_refused(count, tmp_path):
    (tmp_path / "a.msh").write_text(
        "$MeshFormat\n4.1 0 8\n$EndMeshFormat\n$Nodes\n"
        f"1 {count} 1 4\n2 1 0 {count}\n1\n2\n0 0 0\n1 0 0\n$EndNodes\n"
        "$Elements\n1 1 1 1\n2 1 2 1\n1 1 2 3\n$EndElements\n"
    )
    with pytest.raises(SectionError, match=r"a\.msh: ") as caught:
        read_drawing(tmp_path / "a.msh", 1e-7, 1e-6)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    "text", ["", "\n\n", "$Mesh", "$MeshFormats\n", "<?xml?>", "\0\0", "$NOD\n4\n", "Point(1)={};"]
)
def test_file_without_the_header_of_a_mesh_is_refused(text, tmp_path):
    (tmp_path / "a.msh").write_text(text)
    with pytest.raises(SectionError, match="is no Gmsh mesh: it begins with"):
        read_drawing(tmp_path / "a.msh", 1e-7, 1e-6)


@pytest.mark.parametrize("ending", ["step", "stp", "brep"])
def test_faces_of_a_solid_model_are_read(ending, tmp_path):
    write_step(tmp_path / "a.step" if ending != "brep" else tmp_path / "a.brep")
    if ending == "stp":
        (tmp_path / "a.step").rename(tmp_path / "a.stp")
    drawing = read_drawing(tmp_path / f"a.{ending}", 1e-7, None if ending != "brep" else 1e-6)
    assert drawing.unit == (None if ending == "brep" else 1e-3)
    areas = sorted(outline(tmp_path / f"a.{ending}", f"surface {n}").area for n in (1, 2))
    assert areas == pytest.approx([FRAME.area, 8000.0])


def test_curve_of_a_step_file_is_followed(model, tmp_path):
    model.occ.addDisk(0, 0, 0, 20, 20)
    model.occ.synchronize()
    gmsh.write(str(tmp_path / "a.step"))
    found = outline(tmp_path / "a.step", "surface 1", tolerance=1e-9)
    assert found.area == pytest.approx(400 * np.pi, rel=1e-4)


def test_damaged_solid_is_refused(tmp_path):
    write_step(tmp_path / "a.step")
    text = (tmp_path / "a.step").read_text()
    (tmp_path / "a.step").write_text(text[: len(text) // 3])
    with pytest.raises(SectionError, match=r"a\.step: "):
        read_drawing(tmp_path / "a.step", 1e-7, None)


def test_frame_of_a_mesh_is_cleaned_as_every_other(model, tmp_path):
    fibres = conformal(model)
    found = cleaned(saved(tmp_path / "a.msh"))
    assert found.collector.area == pytest.approx(fibres.area)
