"""Sections that a user has drawn: readers of the formats, and their common cleaning."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from geometry.importing.drawing import Drawing, DrawingError
from geometry.importing.dxf import read_dxf
from geometry.importing.geojson import read_geojson, read_wkt
from geometry.importing.gmsh_model import read_gmsh
from geometry.importing.svg import read_svg

_READERS: dict[str, Callable[[Path, str, float, float | None], Drawing]] = {
    ".svg": read_svg,
    ".dxf": read_dxf,
    ".geojson": read_geojson,
    ".json": read_geojson,
    ".wkt": read_wkt,
    ".geo": read_gmsh,
    ".msh": read_gmsh,
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
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        endings = ", ".join(_READERS)
        raise DrawingError(
            path.name, f'the ending "{path.suffix}" is of no known format; known are {endings}'
        )
    try:
        return reader(path, path.name, tolerance, scale)
    except OSError as error:
        raise DrawingError(path.name, f"the file cannot be read: {error.strerror}") from None


__all__ = ["Drawing", "DrawingError", "read_drawing"]
