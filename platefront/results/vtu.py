"""VTU and PVD files: compressed binary grids, and collections of them over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import quoteattr

import numpy as np
import pyvista
from numpy.typing import NDArray
from vtkmodules.vtkCommonCore import vtkCommand
from vtkmodules.vtkCommonMisc import vtkErrorCode
from vtkmodules.vtkIOXML import vtkXMLUnstructuredGridWriter

from platefront.geometry.arrays import Floats, Integers
from platefront.results.files import replace_file, replace_text

type Array = NDArray[np.generic]

# cell type by the number of vertices of a cell
_CELL_TYPES = {2: pyvista.CellType.LINE, 3: pyvista.CellType.TRIANGLE}


@dataclass(frozen=True, slots=True)
class Grid:
    """Unstructured grid of lines or triangles with its data.

    Attributes:
        points: (n, 2) vertices [µm].
        cells: (m, 2) or (m, 3) vertex indices; m may be 0.
        point_data, cell_data: name with unit → array of n or m rows.
        field_data: name → values for the whole grid (numbers or texts).
    """

    points: Floats
    cells: Integers
    point_data: Mapping[str, Array] = field(default_factory=dict)
    cell_data: Mapping[str, Array] = field(default_factory=dict)
    field_data: Mapping[str, Array | Sequence[str]] = field(default_factory=dict)

    def to_pyvista(self) -> pyvista.UnstructuredGrid:
        """Convert to a PyVista grid in the plane z = 0."""
        count, corners = self.cells.shape
        cells = np.hstack([np.full((count, 1), corners, dtype=np.int64), self.cells])
        types = np.full(count, _CELL_TYPES[corners], dtype=np.uint8)
        grid = pyvista.UnstructuredGrid(cells.ravel(), types, in_space(self.points))
        for name, values in self.point_data.items():
            grid.point_data[name] = values
        for name, values in self.cell_data.items():
            grid.cell_data[name] = values
        for name, entries in self.field_data.items():
            grid.field_data[name] = entries
        return grid


def in_space(vectors: Floats) -> Floats:
    """Extend (n, 2) vectors by a third component of zero, for ParaView."""
    return np.hstack([vectors, np.zeros((len(vectors), 1))])


def write_vtu(path: Path, grid: Grid) -> None:
    """Write a grid as compressed raw appended binary, atomically."""
    writer = vtkXMLUnstructuredGridWriter()
    writer.SetInputDataObject(grid.to_pyvista())
    writer.SetDataModeToAppended()
    writer.EncodeAppendedDataOff()
    writer.SetCompressorTypeToZLib()
    for speaker in (writer, writer.GetExecutive()):
        # VTK prints the errors that nobody observes; that of a full disk is raised below.
        speaker.AddObserver(vtkCommand.ErrorEvent, lambda *event: None)

    def write(temporary: Path) -> None:
        writer.SetFileName(str(temporary))
        if not writer.Write() or writer.GetErrorCode():
            reason = vtkErrorCode.GetStringFromErrorCode(writer.GetErrorCode())
            raise OSError(f"cannot write {path}: {reason}")

    replace_file(path, write)


class Collection:
    """ParaView collection: a PVD file with a VTU file for each time.

    Frames are written to a subfolder named like the collection. The PVD file is replaced after each
    frame is complete, so that it is always readable.
    """

    def __init__(self, path: Path, frames: Sequence[tuple[float, str]] = ()) -> None:
        """Begin a collection, or go on with one.

        Args:
            path: of the PVD file.
            frames: time [s] and file of each frame that is there.
        """
        self._path = path
        self.frames = list(frames)
        path.with_suffix("").mkdir(parents=True, exist_ok=True)

    def append(self, time: float, grid: Grid) -> None:
        """Add the grid of one time [s]."""
        name = f"{self._path.stem}/{self._path.stem}_{len(self.frames):04d}.vtu"
        write_vtu(self._path.parent / name, grid)
        self.frames.append((float(time), name))
        lines = [
            f'    <DataSet timestep="{t!r}" group="" part="0" file={quoteattr(file)}/>'
            for t, file in self.frames
        ]
        text = [
            '<?xml version="1.0"?>',
            '<VTKFile type="Collection" version="0.1" byte_order="LittleEndian">',
            "  <Collection>",
            *lines,
            "  </Collection>",
            "</VTKFile>",
        ]
        replace_text(self._path, "\n".join(text) + "\n")
