"""Sections imported from drawings and images: readers and common cleaning."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from platefront.geometry.importing.drawing import Drawing, DrawingError

# Imported on demand: Gmsh and ezdxf are slow to load.
_READERS = {
    ".svg": ("svg", "read_svg"),
    ".dxf": ("dxf", "read_dxf"),
    ".geojson": ("geojson", "read_geojson"),
    ".json": ("geojson", "read_geojson"),
    ".wkt": ("wkt", "read_wkt"),
    ".geo": ("gmsh_file", "read_gmsh"),
    ".msh": ("gmsh_file", "read_gmsh"),
}


def read_drawing(path: Path, tolerance: float, scale: float | None) -> Drawing:
    """Read a drawing in the format given by the extension of its file name.

    Args:
        path: the file.
        tolerance: largest deviation of polylines from curves [m].
        scale: length of one unit of the file [m]; None for the unit stated in the file.

    Raises:
        DrawingError: unknown extension, or the file cannot be read in this format.
    """
    known = _READERS.get(path.suffix.lower())
    if known is None:
        endings = ", ".join(_READERS)
        raise DrawingError(
            path.name, f'the file extension "{path.suffix}" is unknown; supported are {endings}'
        )
    module, function = known
    reader = getattr(import_module(f"platefront.geometry.importing.formats.{module}"), function)
    try:
        drawing: Drawing = reader(path, path.name, tolerance, scale)
    except OSError as error:
        raise DrawingError(path.name, f"the file cannot be read: {error.strerror}") from None
    return drawing


__all__ = ["Drawing", "DrawingError", "read_drawing"]
