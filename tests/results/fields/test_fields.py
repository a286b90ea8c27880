from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import meshio
import numpy as np
import pytest
import pyvista
import shapely

from platefront.results.fields import (
    COLLECTOR,
    DEAD_DEPOSIT,
    DEPOSIT,
    MATERIALS,
    POCKET,
    FieldWriter,
    triangulated,
)
from platefront.results.reading import RunResults
from tests.results.written_run import EVERY, STEPS
from tests.shared.synthetic import SURFACES, synthetic_fields

COLLECTIONS = ("electrolyte", "front", "solids")
TIMES = [600.0 * step for step in range(0, STEPS + 1, EVERY)]


@pytest.mark.parametrize("name", COLLECTIONS)
def test_collections_open_with_their_times(run: RunResults, name: str) -> None:
    reader = pyvista.PVDReader(run.path / "fields" / f"{name}.pvd")
    assert reader.time_values == TIMES
    reader.set_active_time_value(TIMES[-1])
    block = reader.read()[0]
    assert block.n_cells > 0
    assert block.field_data["TimeValue"][0] == TIMES[-1]
    assert [frame.time for frame in run.frames] == TIMES


@pytest.mark.parametrize("name", COLLECTIONS)
def test_files_are_compressed_raw_appended_binary(run: RunResults, name: str) -> None:
    content = run.frames[-1].files[name].read_bytes()
    head = content[: content.index(b"<AppendedData")]
    assert b'compressor="vtkZLibDataCompressor"' in head
    assert b'format="ascii"' not in head
    assert b'<AppendedData encoding="raw">' in content


def test_nothing_temporary_is_left(run: RunResults) -> None:
    assert [path for path in run.path.rglob("*") if ".part" in path.name] == []


def test_electrolyte(run: RunResults) -> None:
    grid, fields = run.frames[-1].load("electrolyte"), synthetic_fields(STEPS)
    assert set(grid.point_data.keys()) == {
        "concentration_mol_per_m3",
        "potential_V",
        "potential_against_metal_V",
        "on_counter_electrode",
        "current_density_A_per_m2",
    }
    np.testing.assert_array_equal(grid.points[:, :2], fields.points)
    np.testing.assert_array_equal(grid.cells.reshape(-1, 4)[:, 1:], fields.triangles)
    np.testing.assert_array_equal(grid["concentration_mol_per_m3"], fields.concentration)
    np.testing.assert_array_equal(grid["potential_V"], fields.potential)
    np.testing.assert_array_equal(grid["potential_against_metal_V"], fields.against_metal)
    assert grid["current_density_A_per_m2"].shape == (len(fields.points), 3)
    np.testing.assert_array_equal(grid["current_density_A_per_m2"][:, :2], fields.current_density)


def test_other_readers_agree(run: RunResults) -> None:
    file = run.frames[-1].files["electrolyte"]
    other = meshio.read(file)
    grid = pyvista.read(file)
    np.testing.assert_array_equal(other.points, grid.points)
    np.testing.assert_array_equal(other.point_data["potential_V"], grid["potential_V"])


def test_front(run: RunResults) -> None:
    grid, fields = run.frames[-1].load("front"), synthetic_fields(STEPS)
    edges = grid.points[grid.cells.reshape(-1, 3)[:, 1:]][..., :2]
    np.testing.assert_array_equal(edges, fields.points[fields.front])
    thickness = grid["thickness_um"][grid.cells.reshape(-1, 3)[:, 1:]]
    np.testing.assert_allclose(thickness, 1e6 * fields.thickness[fields.front], rtol=1e-15)
    np.testing.assert_array_equal(grid["normal_current_A_per_m2"], fields.normal_current)
    np.testing.assert_array_equal(grid["surface"], fields.surface)
    np.testing.assert_array_equal(grid["material"] == DEPOSIT, fields.on_lithium)
    assert tuple(grid.field_data["surface_names"]) == SURFACES
    assert tuple(grid.field_data["material_names"]) == ("collector", "deposit")
    assert grid.field_data["capacity_mAh_per_cm2"][0] == pytest.approx(0.05 * STEPS)


def test_films_that_grow_are_on_the_front(tmp_path: Path) -> None:
    fields = synthetic_fields(STEPS, size=6.0)
    film = np.linspace(1e-9, 2e-8, len(fields.points))
    grown = replace(fields, film_thickness=film, film_resistance=1e5 * film)
    FieldWriter(tmp_path, SURFACES).append(0.0, 0.0, grown)
    grid = pyvista.read(tmp_path / "front" / "front_0000.vtu")
    here = np.unique(fields.front)
    np.testing.assert_allclose(grid["film_thickness_nm"], 1e9 * film[here], rtol=1e-14)
    np.testing.assert_array_equal(grid["film_resistance_ohm_m2"], 1e5 * film[here])


def test_solids_have_the_areas_of_their_shapes(run: RunResults) -> None:
    fields = synthetic_fields(STEPS)
    grid = run.frames[-1].load("solids").compute_cell_sizes(length=False, volume=False)
    shapes = {COLLECTOR: fields.collector, DEPOSIT: fields.deposit, POCKET: fields.pockets}
    assert tuple(grid.field_data["material_names"]) == MATERIALS
    for material, shape in shapes.items():
        area = grid["Area"][grid["material"] == material].sum()
        assert area == pytest.approx(shape.area, rel=1e-12), material


def test_dead_lithium_has_a_material_and_a_surface_of_its_own(tmp_path: Path) -> None:
    fields = synthetic_fields(STEPS, size=6.0)
    whole = fields.deposit.area
    dead = fields.deposit.intersection(shapely.box(0.0, 0.0, 100.0, 10.0))
    surface = fields.surface.copy()
    surface[:3] = len(SURFACES)
    FieldWriter(tmp_path, SURFACES).append(0.0, 0.0, replace(fields, dead=dead, surface=surface))
    solids, front = (
        pyvista.read(tmp_path / name / f"{name}_0000.vtu") for name in ("solids", "front")
    )
    area = solids.compute_cell_sizes(length=False, volume=False)["Area"]
    assert 0.0 < dead.area < whole
    assert area[solids["material"] == DEAD_DEPOSIT].sum() == pytest.approx(dead.area, rel=1e-9)
    assert area[solids["material"] == DEPOSIT].sum() == pytest.approx(whole - dead.area, rel=1e-9)
    names = tuple(map(str, front.field_data["surface_names"]))
    assert names == (*SURFACES, "dead_deposit")
    assert [names[index] for index in front["surface"][:3]] == ["dead_deposit"] * 3


def test_empty_shapes_and_slivers(tmp_path: Path) -> None:
    nothing = shapely.GeometryCollection()
    sliver = shapely.union_all([shapely.box(0, 0, 2, 1), shapely.box(5, 5, 5 + 1e-8, 5.001)])
    writer = FieldWriter(tmp_path, SURFACES)
    fields = synthetic_fields(0, size=6.0)
    empty = replace(fields, collector=nothing, deposit=shapely.Polygon(), pockets=nothing)
    writer.append(0.0, 0.0, empty)
    writer.append(1.0, 0.0, replace(empty, deposit=sliver))
    first, second = (pyvista.read(tmp_path / "solids" / f"solids_000{i}.vtu") for i in (0, 1))
    assert (first.n_cells, second.n_cells) == (0, 2)
    entries = ElementTree.parse(tmp_path / "solids.pvd").iter("DataSet")
    assert [entry.get("timestep") for entry in entries] == ["0.0", "1.0"]


def test_holes_stay_open() -> None:
    ring = shapely.Point(0, 0).buffer(2.0).difference(shapely.Point(0, 0).buffer(1.0))
    triangles = shapely.polygons(triangulated(ring))
    assert shapely.area(triangles).sum() == pytest.approx(ring.area, rel=1e-12)
    assert not shapely.intersects_xy(triangles, 0.0, 0.0).any()
