"""Export of the mesh of the electrolyte to other solvers, by meshio."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import meshio
import numpy as np

from platefront.geometry.arrays import Integers
from platefront.geometry.front.tags import BANK, BOTTOM, COUNTER, FAR_BANK, SYMMETRY, TOP
from platefront.geometry.mesh.triangulation import TriangleMesh
from platefront.geometry.section.cross_section import CrossSection
from platefront.results.files import replace_file

ELECTROLYTE = "electrolyte"
_WALLS = {
    COUNTER: "counter",
    SYMMETRY: "side_walls",
    BOTTOM: "inert_bottom",
    TOP: "inert_top",
    BANK: "periodic",
    FAR_BANK: "periodic_image",
}
# Abaqus: plane-stress triangles and trusses, in place of the rigid and beam elements of meshio
_ABAQUS = {"TYPE=R3D3": "TYPE=CPS3", "TYPE=B31H": "TYPE=T2D2"}

type Names = Mapping[str, int]


def write_mesh(mesh: TriangleMesh, section: CrossSection, path: Path) -> Names:
    """Write triangles and boundary lines in micrometres, in the format of the file extension.

    `.msh` (Gmsh 2.2, text) contains names as physical groups, `.inp` (Abaqus) as element sets;
    `.bdf` (Nastran) and `.vtu` contain numbers, as property and as the cell array `region`. The
    names of the numbers are listed in comments at the head of `.bdf`.

    Returns:
        Region → number: 1 is the electrolyte, then the surfaces in order, then the walls.
    """
    present = [tag for tag in (*range(len(section.surfaces)), *_WALLS) if (mesh.tags == tag).any()]
    surfaces = list(section.surfaces)
    names = [ELECTROLYTE, *(surfaces[tag] if tag >= 0 else _WALLS[tag] for tag in present)]
    numbers = {name: number for number, name in enumerate(names, start=1)}
    lines = np.select([mesh.tags == tag for tag in present], list(range(2, len(names) + 1)))
    regions = [np.ones(len(mesh.triangles), dtype=np.int64), lines.astype(np.int64)]
    write = MESH_FORMATS[path.suffix.lower()]
    replace_file(path, lambda temporary: write(mesh, regions, numbers, temporary))
    return numbers


def _grid(mesh: TriangleMesh, **data: object) -> meshio.Mesh:
    points = np.column_stack((mesh.points, np.zeros(len(mesh.points))))
    return meshio.Mesh(points, [("triangle", mesh.triangles), ("line", mesh.edges)], **data)


def _write_msh(mesh: TriangleMesh, regions: list[Integers], names: Names, path: Path) -> None:
    groups = {name: np.array([n, 2 if n == 1 else 1]) for name, n in names.items()}
    data = {"gmsh:physical": regions, "gmsh:geometrical": regions}
    grid = _grid(mesh, cell_data=data, field_data=groups)
    grid.write(path, file_format="gmsh22", binary=False)


def _write_vtu(mesh: TriangleMesh, regions: list[Integers], _: Names, path: Path) -> None:
    _grid(mesh, cell_data={"region": regions}).write(path, file_format="vtu")


def _write_inp(mesh: TriangleMesh, regions: list[Integers], names: Names, path: Path) -> None:
    sets = {
        name: [np.flatnonzero(region == number) for region in regions]
        for name, number in names.items()
    }
    _grid(mesh, cell_sets=sets).write(path, file_format="abaqus")
    text = path.read_text(encoding="utf-8")
    for meant, wanted in _ABAQUS.items():
        text = text.replace(meant, wanted, 1)
    path.write_text(text.replace("*NODE", "** lengths in micrometres\n*NODE", 1), encoding="utf-8")


def _write_bdf(mesh: TriangleMesh, regions: list[Integers], names: Names, path: Path) -> None:
    _grid(mesh, cell_data={"nastran:ref": regions}).write(path, file_format="nastran")
    head = ["$ lengths in micrometres", *(f"$ property {n}: {name}" for name, n in names.items())]
    text = path.read_text(encoding="utf-8")
    path.write_text("\n".join([*head, text]), encoding="utf-8")


MESH_FORMATS: Mapping[str, Callable[[TriangleMesh, list[Integers], Names, Path], None]] = {
    ".msh": _write_msh,
    ".vtu": _write_vtu,
    ".inp": _write_inp,
    ".bdf": _write_bdf,
}
"""Extension of a mesh file → function that writes it."""
