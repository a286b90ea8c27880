"""Reader of Gmsh meshes (`.msh`, versions 2.2 and 4.1, text and binary), by meshio."""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from unittest.mock import patch

import meshio
import numpy as np
import shapely
from meshio.gmsh import _gmsh41 as version_4
from numpy.typing import NDArray

from platefront.geometry.arrays import Floats
from platefront.geometry.importing.drawing import Drawing, DrawingError, DrawnLine, DrawnShape

_HEADER = b"$MeshFormat"
_VERSIONS = (b"4.1", b"2.2")
_SHOWN = 40  # characters of a file that are shown
_CORNERS = {"triangle": 3, "quad": 4}
_SLIVER = 1e-9  # relative difference of areas up to which elements do not overlap

type Cells = NDArray[np.int64]


def read_msh(path: Path, name: str, tolerance: float, scale: float | None) -> Drawing:
    """Read the outlines of the surfaces of a mesh: the edges of one element only.

    Names are those of the physical groups, `physical N` and `surface N`. The format has no unit
    of length. Arguments and errors as for `platefront.geometry.importing.formats.svg.read_svg`.
    """
    _check_header(path.read_bytes(), name)
    try:
        with warnings.catch_warnings(), patch.object(version_4, "Mesh", _Mesh):
            warnings.simplefilter("error")  # NumPy warns of text that is no number
            mesh = meshio.gmsh.read(path)
    except MemoryError:
        raise
    except Exception as error:  # meshio raises whatever it stumbles on
        reason = " ".join(str(error).split()) or type(error).__name__
        raise DrawingError(name, f"the mesh cannot be read ({reason[:200]})") from None
    surfaces = _surfaces(mesh, name)
    if not surfaces:
        raise DrawingError(name, "the mesh has no surface elements; save it with physical surfaces")
    points = np.asarray(mesh.points, dtype=float)
    return Drawing(
        name, tuple(_shape(tag, found, points, name) for tag, found in sorted(surfaces.items()))
    )


class _Mesh(meshio.Mesh):  # type: ignore[misc]
    """Mesh of which some blocks are in no physical group.

    meshio's reader of version 4 then gives fewer physical groups than blocks, which its `Mesh`
    refuses. Those with a name are also in `cell_sets`.
    """

    def __init__(self, points: Any, cells: Any, *, cell_data: Any, **others: Any) -> None:
        complete = {key: blocks for key, blocks in cell_data.items() if len(blocks) == len(cells)}
        super().__init__(points, cells, cell_data=complete, **others)


class _Surface:
    """Elements of one surface of the model."""

    def __init__(self) -> None:
        self.triangles: list[Cells] = []
        self.quadrangles: list[Cells] = []
        self.names: list[str] = []


def _check_header(content: bytes, name: str) -> None:
    """Refuse what is no mesh: Gmsh would run such a file as a script."""
    first = content.lstrip().partition(b"\n")[0].strip()
    if first != _HEADER:
        shown = first[:_SHOWN].decode("ascii", errors="replace")
        shown += " …" if len(first) > _SHOWN else ""
        raise DrawingError(
            name,
            f'the file is no Gmsh mesh: it begins with "{shown}" instead of {_HEADER.decode()}',
        )
    version = content.lstrip().partition(b"\n")[2].split(maxsplit=1)[:1]
    if version not in ([known] for known in _VERSIONS):
        known = " or ".join(v.decode() for v in _VERSIONS)
        shown = b"".join(version)[:_SHOWN].decode("ascii", errors="replace")
        raise DrawingError(
            name,
            f'meshes of version "{shown}" are not read; save it in version {known} of the format',
        )
    if not content.rstrip().rpartition(b"\n")[2].startswith(b"$End"):
        raise DrawingError(name, "the file is cut off: its last line does not end a section")


def _surfaces(mesh: meshio.Mesh, name: str) -> dict[int, _Surface]:
    """Return tag → elements and names of each surface."""
    groups = _groups(mesh)
    count = len(mesh.points)
    found: dict[int, _Surface] = defaultdict(_Surface)
    for number, block in enumerate(mesh.cells):
        shape = block.type.rstrip("0123456789")
        if shape not in _CORNERS:
            continue
        cells = np.asarray(block.data, dtype=np.int64)[:, : _CORNERS[shape]]
        if len(cells) and not 0 <= cells.min() <= cells.max() < count:
            raise DrawingError(name, "the mesh cannot be read (an element names a missing node)")
        tags = _tags(mesh, "gmsh:geometrical", number, len(cells))
        physical = _tags(mesh, "gmsh:physical", number, len(cells))
        named = _named_sets(mesh, number)
        for tag in np.unique(tags):
            own = tags == tag
            surface = found[int(tag)]
            (surface.triangles if shape == "triangle" else surface.quadrangles).append(cells[own])
            numbers = [int(group) for group in np.unique(physical[own]) if group != 0]
            for group in dict.fromkeys([*numbers, *named]):
                surface.names += [groups[group]] if group in groups else []
                surface.names.append(f"physical {group}")
    return dict(found)


def _groups(mesh: meshio.Mesh) -> Mapping[int, str]:
    """Return number → name of the physical groups of surfaces."""
    return {int(tag): str(own) for own, (tag, dim) in mesh.field_data.items() if dim == 2}


def _named_sets(mesh: meshio.Mesh, block: int) -> Iterator[int]:
    """Yield the numbers of the named physical groups that a block of cells belongs to."""
    for own, (tag, dim) in mesh.field_data.items():
        members = mesh.cell_sets.get(own)
        if dim == 2 and members is not None and len(members[block]):
            yield int(tag)


def _tags(mesh: meshio.Mesh, key: str, block: int, count: int) -> Cells:
    """Return a tag for each cell of a block; 0 if the file gives none."""
    given = mesh.cell_data.get(key)
    tags = np.zeros(count, dtype=np.int64) if given is None else np.asarray(given[block])
    return tags if len(tags) == count else np.zeros(count, dtype=np.int64)


def _shape(tag: int, surface: _Surface, points: Floats, name: str) -> DrawnShape:
    """Return the outline of a surface, with its holes, as one shape."""
    names = list(dict.fromkeys(surface.names))
    place = f"surface {tag}" + (f' "{names[0]}"' if names else "")
    polygons = []
    for cells in (surface.triangles, surface.quadrangles):
        if not cells:
            continue
        each = np.concatenate(cells)
        # an element of several physical groups stands several times in a file of version 2
        _, first = np.unique(np.sort(each, axis=1), axis=0, return_index=True)
        corners = points[each[np.sort(first)]]
        heights = np.abs(corners[:, :, 2])
        if corners.shape[2] == 3 and heights.max(initial=0.0) > 0.0:
            z = f"{heights.max():.6g}"
            raise DrawingError(name, f"the model is not flat: z = {z}, must be 0", place)
        if not np.isfinite(corners).all():
            raise DrawingError(name, "a coordinate is not a finite number", place)
        polygons.append(shapely.polygons(corners[:, :, :2]))
    elements = np.concatenate(polygons)
    try:
        whole = shapely.coverage_union_all(elements)
    except shapely.errors.GEOSException:
        whole = shapely.Polygon()
    total = float(shapely.area(elements).sum())
    if not (whole.is_valid and abs(whole.area - total) <= _SLIVER * total):
        raise DrawingError(name, "elements of the mesh overlap, or do not share their nodes", place)
    rings = [ring for part in shapely.get_parts(whole) for ring in (part.exterior, *part.interiors)]
    lines = tuple(DrawnLine(shapely.get_coordinates(ring)[:-1], True) for ring in rings)
    return DrawnShape((*names, f"surface {tag}"), lines, place)
