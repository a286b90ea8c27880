"""Sections that a user has drawn: readers of the formats, and their common cleaning."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from platefront.geometry.importing.drawing import Drawing, DrawingError

# Imported when needed: Gmsh and ezdxf take a while to load.
_READERS = {
    ".svg": ("svg", "read_svg"),
    ".dxf": ("dxf", "read_dxf"),
    ".geojson": ("geojson", "read_geojson"),
    ".json": ("geojson", "read_geojson"),
    ".wkt": ("geojson", "read_wkt"),
    ".geo": ("gmsh_file", "read_gmsh"),
    ".msh": ("gmsh_file", "read_gmsh"),
}


def read_drawing(path: Path, tolerance: float, scale: float | None) -> Drawing:
    """Read a drawing; the name's ending says of which format.

    Args:
        path: the file.
        tolerance: how closely curves are followed [m].
        scale: length of one unit of the file [m]; None to take the file's.

    Raises:
        DrawingError: the file cannot be read as that format.
    """
    known = _READERS.get(path.suffix.lower())
    if known is None:
        endings = ", ".join(_READERS)
        raise DrawingError(
            path.name, f'the ending "{path.suffix}" is of no known format; known are {endings}'
        )
    module, function = known
    reader = getattr(import_module(f"platefront.geometry.importing.formats.{module}"), function)
    try:
        drawing: Drawing = reader(path, path.name, tolerance, scale)
    except OSError as error:
        raise DrawingError(path.name, f"the file cannot be read: {error.strerror}") from None
    return drawing


__all__ = ["Drawing", "DrawingError", "read_drawing"]
