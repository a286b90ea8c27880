"""Readers of geometries by Gmsh: its scripts (`.geo`), STEP and BREP.

Gmsh runs scripts as programs and may crash on a damaged file: it is used only in a confined
process (`platefront.geometry.importing.confined`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import gmsh
import numpy as np

from platefront.geometry.arrays import Floats
from platefront.geometry.importing.drawing import Drawing, DrawingError, DrawnLine, DrawnShape
from platefront.geometry.importing.formats.chaining import chained
from platefront.geometry.importing.formats.flattening import flattened

_MILLIMETRE = 1e-3
_OTHER_FILES = re.compile(rb"^\s*(?:Include|Merge|ShapeFromFile)\b", re.MULTILINE)


def read_geo(path: Path, name: str, tolerance: float, scale: float | None) -> Drawing:
    """Read the plane surfaces of a Gmsh script, which is run as a program.

    Names are those of the physical groups, `physical N` and `surface N`. The format has no unit
    of length. Arguments and errors as for `platefront.geometry.importing.formats.svg.read_svg`.
    """
    content = path.read_bytes()
    if b"\0" in content:  # Gmsh would read it in part
        raise DrawingError(name, "the file is not a text file")
    fine = tolerance / scale if scale is not None else 1.0
    notes = list[str]()
    if _OTHER_FILES.search(content):
        notes.append(
            "the script reads other files, which are not kept with the results; save the model "
            "as .msh, .step or .brep for results that can be run again from their folder",
        )
    return Drawing(name, _shapes(path, name, fine), notes=tuple(notes))


def read_step(path: Path, name: str, tolerance: float, scale: float | None) -> Drawing:
    """Read the plane faces of a STEP file; Gmsh converts their coordinates to millimetres.

    Names are `surface N`, and labels of the file. Arguments and errors as for `read_geo`.
    """
    fine = tolerance / (scale or _MILLIMETRE)
    return Drawing(name, _shapes(path, name, fine, "step"), unit=_MILLIMETRE)


def read_brep(path: Path, name: str, tolerance: float, scale: float | None) -> Drawing:
    """Read the plane faces of a BREP file of Open CASCADE, which has no unit of length.

    Names are `surface N`. Arguments and errors as for `read_geo`.
    """
    fine = tolerance / scale if scale is not None else 1.0
    return Drawing(name, _shapes(path, name, fine, "brep"))


def _shapes(
    path: Path, name: str, tolerance: float, kind: str | None = None
) -> tuple[DrawnShape, ...]:
    """Return the plane surfaces of a model.

    Args:
        path: path of the file.
        name: name of the file, for messages.
        tolerance: largest deviation of polylines from curves, in the file's units.
        kind: format of shapes; None for a script.

    Raises:
        DrawingError: Gmsh cannot read the file, or the model has no plane surface.
    """
    gmsh.initialize(readConfigFiles=False, interruptible=False)
    gmsh.option.setNumber("General.Terminal", 0)
    gmsh.option.setNumber("General.Verbosity", 2)  # errors and warnings, for the logger
    gmsh.option.setNumber("Geometry.OCCImportLabels", 1)
    gmsh.logger.start()
    try:
        if kind is None:
            gmsh.merge(str(path))
        else:
            gmsh.model.occ.importShapes(str(path), format=kind)
            gmsh.model.occ.synchronize()
        said = [line for line in gmsh.logger.get() if line.startswith("Error")]
    except Exception as error:  # Gmsh raises bare Exception
        said = [*gmsh.logger.get(), str(error)]
    if said:
        reason = said[0].removeprefix("Error: ").replace(str(path), name)
        raise DrawingError(name, f"Gmsh cannot read the file ({reason})")
    surfaces = [tag for _, tag in gmsh.model.getEntities(2)]
    if not surfaces:
        remedy = "define Plane Surface(…)" if kind is None else "is it a file of this format?"
        raise DrawingError(name, f"the model has no surface; {remedy}")
    return tuple(_surface(tag, tolerance, name) for tag in surfaces)


def _surface(tag: int, tolerance: float, name: str) -> DrawnShape:
    """Return a surface with all its loops as one shape."""
    names = list(_names(tag))
    place = f"surface {tag}" + (f' "{names[0]}"' if names else "")
    names.append(f"surface {tag}")
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
    return DrawnShape(tuple(dict.fromkeys(names)), tuple(lines), place)


def _names(tag: int) -> Iterator[str]:
    """Yield the names of a surface: of its physical groups, and its own."""
    for group in gmsh.model.getPhysicalGroupsForEntity(2, tag):
        if own := gmsh.model.getPhysicalName(2, group):
            yield own
        yield f"physical {group}"
    label = gmsh.model.getEntityName(2, tag)
    if label:
        yield label.rpartition("/")[2]


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
