"""Readers of drawings in the process of the test, which shows their own errors and is fast."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from platefront.geometry.importing import Drawing, DrawingError, read_drawing
from platefront.geometry.importing.confined.formats import DRAWINGS

_OF_OTHER_PROGRAMS = {"formats.gmsh_model", "formats.msh"}
"""Readers that change the state of the libraries they use."""


def read_directly(path: Path, tolerance: float, scale: float | None) -> Drawing:
    """Read a drawing as `read_drawing` does, without a confined process.

    Raises:
        DrawingError: the file is not what its extension says.
    """
    kind = DRAWINGS[path.suffix.lower()]
    if kind.module in _OF_OTHER_PROGRAMS:
        return read_drawing(path, tolerance, scale)
    reader = getattr(import_module(f"platefront.geometry.importing.{kind.module}"), kind.function)
    try:
        drawing: Drawing = reader(path, path.name, tolerance, scale)
    except OSError as error:
        raise DrawingError(path.name, f"the file cannot be read: {error.strerror}") from None
    return drawing
