"""Extraction of the plane surfaces of a Gmsh geometry or mesh, run in a separate process.

    python -m platefront.geometry.importing.formats.gmsh_model FILE NAME TOLERANCE

writes the pickled list of shapes, or the text of an error, to standard output.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Iterator
from typing import Any

import gmsh
import numpy as np

from platefront.geometry.arrays import Floats
from platefront.geometry.importing.drawing import DrawingError, DrawnLine, DrawnShape
from platefront.geometry.importing.formats.chaining import chained
from platefront.geometry.importing.formats.flattening import flattened


def shapes_in(path: str, name: str, tolerance: float) -> list[DrawnShape]:
    """Return the plane surfaces of a model.

    Args:
        path: path of the file.
        name: name of the file, for messages.
        tolerance: largest deviation of polylines from curves, in the file's units.

    Raises:
        DrawingError: Gmsh cannot read the file, or the model has no plane surface.
    """
    gmsh.initialize(interruptible=False)
    gmsh.option.setNumber("General.Terminal", 0)
    gmsh.option.setNumber("General.Verbosity", 2)  # errors and warnings, for the logger
    gmsh.logger.start()
    try:
        gmsh.merge(path)
        said = [line for line in gmsh.logger.get() if line.startswith("Error")]
    except Exception as error:  # Gmsh raises bare Exception
        said = [*gmsh.logger.get(), str(error)]
    if said:
        reason = said[0].removeprefix("Error: ").replace(path, name)
        raise DrawingError(name, f"Gmsh cannot read the file ({reason})")
    surfaces = [tag for _, tag in gmsh.model.getEntities(2)]
    if not surfaces:
        raise DrawingError(name, "the model has no surface; define Plane Surface(…)")
    return [shape for tag in surfaces for shape in _surface(tag, tolerance, name)]


def _surface(tag: int, tolerance: float, name: str) -> Iterator[DrawnShape]:
    """Yield the surface with all its loops as one shape."""
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
    """Return closed curves without their repeated vertex."""
    return [
        DrawnShape((), (DrawnLine(s.lines[0].points[:-1], True),), s.place)
        if s.lines[0].closed
        else s
        for s in shapes
    ]


def _curve(tag: int, tolerance: float) -> Floats:
    """Return (n, 3) points along a curve."""
    (low,), (high,) = gmsh.model.getParametrizationBounds(1, tag)

    def points(parameters: Floats) -> Floats:
        values = gmsh.model.getValue(1, tag, low + (high - low) * parameters)
        return np.asarray(values, dtype=float).reshape(-1, 3)

    if gmsh.model.getType(1, tag) == "Line":
        return points(np.array([0.0, 1.0]))
    return flattened(points, tolerance)


def _mesh_edges(element_types: Any, nodes: Any) -> Iterator[Floats]:
    """Yield the (2, 3) edges that belong to one element only, the boundary of the mesh."""
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


def main(path: str, name: str, tolerance: str) -> None:
    """Read a file and write its shapes, or the error, to standard output."""
    found: list[DrawnShape] | str
    try:
        found = shapes_in(path, name, float(tolerance))
    except DrawingError as error:
        found = str(error)
    sys.stdout.buffer.write(pickle.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
