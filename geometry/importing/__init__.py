"""Sections imported from drawings and images: readers and common cleaning."""

from __future__ import annotations

from platefront.geometry.importing.drawing import Drawing, DrawingError
from platefront.geometry.importing.reading import read_drawing

__all__ = ["Drawing", "DrawingError", "read_drawing"]
