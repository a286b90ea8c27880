"""Sections from Gmsh: a geometry (`.geo`) or a mesh (`.msh`)."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import gmsh
import numpy as np

from geometry.importing.chaining import chained
from geometry.importing.drawing import Drawing, DrawingError, DrawnLine, DrawnShape
from geometry.importing.flattening import flattened
from geometry.outline import Floats

_MOST_TOKENS = 100_000


def read_gmsh(path: Path, name: str, tolerance: float, scale: float | None) -> Drawing:
    """Read the plane surfaces of a Gmsh model.

    Names are those of the physical groups, `physical N` and `surface N`. Surfaces of a mesh are
    the outlines of their elements. The format has no unit of length. Arguments and errors as for
    `geometry.importing.svg.read_svg`.
    """
    if path.suffix.lower() == ".geo":
        _check_script(path.read_bytes(), name)
    fine = tolerance / scale if scale is not None else 1.0
    with _opened(path, name):
        surfaces = [tag for _, tag in gmsh.model.getEntities(2)]
        if not surfaces:
            raise DrawingError(name, "the model has no surface; define Plane Surface(…)")
        shapes = [shape for tag in surfaces for shape in _surface(tag, fine, name)]
    return Drawing(name, tuple(shapes))


def _check_script(content: bytes, name: str) -> None:
    """Refuse scripts that are no text, of which Gmsh would keep a rest, or that run programs."""
    if b"\0" in content:
        raise DrawingError(name, "the file is not a text file")
    if b"systemcall" in content.lower():
        raise DrawingError(name, "the file runs other programs (SystemCall), which is not allowed")


@contextmanager
def _opened(path: Path, name: str) -> Iterator[None]:
    """The model of a file; what else is open in Gmsh stays."""
    if not gmsh.isInitialized():
        gmsh.initialize(interruptible=False)
    gmsh.option.setNumber("General.Terminal", 0)
    gmsh.option.setNumber("General.Verbosity", 2)  # errors and warnings, for the logger
    gmsh.logger.start()
    gmsh.model.add("imported")
    try:
        try:
            gmsh.merge(str(path))
            said = [line for line in gmsh.logger.get() if line.startswith("Error")]
        except Exception as error:  # Gmsh raises bare Exception
            said = [*gmsh.logger.get(), str(error)]
        if said:
            _forget_rest()
            reason = said[0].removeprefix("Error: ").replace(str(path), path.name)
            raise DrawingError(name, f"Gmsh cannot read the file ({reason})")
        yield
    finally:
        gmsh.logger.stop()
        gmsh.option.setNumber("General.Verbosity", 1)
        gmsh.model.remove()


def _forget_rest() -> None:
    """Empty Gmsh's parser, which would go on with the rest of a script it gave up on."""
    with tempfile.NamedTemporaryFile(suffix=".geo") as nothing:
        nothing.write(b"\n")
        nothing.flush()
        for _ in range(_MOST_TOKENS):
            try:
                gmsh.merge(nothing.name)
            except Exception:
                continue
            return


def _surface(tag: int, tolerance: float, name: str) -> Iterator[DrawnShape]:
    """The surface with all its loops as one shape."""
    place, names = f"surface {tag}", list[str]()
    for group in gmsh.model.getPhysicalGroupsForEntity(2, tag):
        names += [gmsh.model.getPhysicalName(2, group), f"physical {group}"]
    names = [own for own in names if own]
    place += f' "{names[0]}"' if names else ""
    names.append(f"surface {tag}")
    element_types, _, nodes = gmsh.model.mesh.getElements(2, tag)
    if len(element_types):
        pieces = list(_mesh_edges(element_types, nodes))
    else:
        curves = gmsh.model.getBoundary([(2, tag)], oriented=False)
        pieces = [_curve(abs(curve), tolerance) for _, curve in curves]
    for piece in pieces:
        if np.any(piece[:, 2] != 0.0):
            z = float(np.abs(piece[:, 2]).max())
            raise DrawingError(name, f"the model is not flat: z = {z:.6g}, must be 0", place)
    open_ones = [
        DrawnShape((), (DrawnLine(piece[:, :2], bool(np.allclose(piece[0], piece[-1]))),), place)
        for piece in pieces
    ]
    lines = [line for shape in chained(_closed_first(open_ones), 1e-9) for line in shape.lines]
    yield DrawnShape(tuple(names), tuple(lines), place)


def _closed_first(shapes: list[DrawnShape]) -> list[DrawnShape]:
    """Closed curves without their repeated vertex."""
    return [
        DrawnShape((), (DrawnLine(s.lines[0].points[:-1], True),), s.place)
        if s.lines[0].closed
        else s
        for s in shapes
    ]


def _curve(tag: int, tolerance: float) -> Floats:
    """(n, 3) points along a curve."""
    (low,), (high,) = gmsh.model.getParametrizationBounds(1, tag)

    def points(parameters: Floats) -> Floats:
        values = gmsh.model.getValue(1, tag, low + (high - low) * parameters)
        return np.asarray(values, dtype=float).reshape(-1, 3)

    if gmsh.model.getType(1, tag) == "Line":
        return points(np.array([0.0, 1.0]))
    return flattened(points, tolerance)


def _mesh_edges(element_types: Any, nodes: Any) -> Iterator[Floats]:
    """(2, 3) edges that belong to one element only."""
    tags, coordinates, _ = gmsh.model.mesh.getNodes()
    index = {int(tag): number for number, tag in enumerate(tags)}
    points = coordinates.reshape(-1, 3)
    edges = []
    for kind, members in zip(element_types, nodes, strict=True):
        _, _, _, per_element, _, corners = gmsh.model.mesh.getElementProperties(kind)
        cells = np.asarray(members, dtype=np.int64).reshape(-1, per_element)[:, :corners]
        edges.append(np.stack((cells, np.roll(cells, -1, axis=1)), axis=2).reshape(-1, 2))
    ordered, count = np.unique(np.sort(np.concatenate(edges), axis=1), axis=0, return_counts=True)
    for first, second in ordered[count == 1]:
        yield points[[index[int(first)], index[int(second)]]]
