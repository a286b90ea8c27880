"""A mesh file with two fibres in a meshed matrix, one of them cut at a wall."""

from __future__ import annotations

from pathlib import Path

import gmsh


def write_conformal_mesh(path: Path, matrix: str, version: float = 4.1) -> None:
    """Write a mesh of 60 by 50 with the physical groups `fibre` and that of the matrix."""
    gmsh.initialize(interruptible=False)
    try:
        gmsh.option.setNumber("General.Terminal", 0)
        occ = gmsh.model.occ
        frame = occ.addRectangle(0, 0, 0, 60, 50)
        discs = [occ.addDisk(20, 25, 0, 8, 8), occ.addDisk(60, 20, 0, 6, 6)]
        _, pieces = occ.fragment([(2, frame)], [(2, disc) for disc in discs])
        occ.synchronize()
        inside = {tag for _, tag in pieces[0]}
        fibres = sorted({tag for part in pieces[1:] for _, tag in part} & inside)
        outside = {tag for part in pieces[1:] for _, tag in part} - inside
        gmsh.model.removeEntities([(2, tag) for tag in outside], recursive=True)
        gmsh.model.addPhysicalGroup(2, fibres, name="fibre")
        gmsh.model.addPhysicalGroup(2, sorted(inside - set(fibres)), name=matrix)
        gmsh.option.setNumber("Mesh.MeshSizeMax", 3.0)
        gmsh.option.setNumber("Mesh.MshFileVersion", version)
        gmsh.model.mesh.generate(2)
        gmsh.write(str(path))
    finally:
        gmsh.finalize()
