"""CAD drawings that the tests make with ezdxf, and what is read of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import ezdxf
import numpy as np
import shapely

from platefront.geometry.importing.cleaning import DrawnSection, clean_section
from platefront.geometry.importing.drawing import Drawing
from platefront.geometry.importing.naming import Roles
from tests.shared.direct_reading import read_directly

TOLERANCE = 1e-8
METAL = {"layer": "metal"}
BOX = [(0, 0), (200, 0), (200, 120), (0, 120)]


def cad(folder: Path, draw: Callable[[Any, Any], None], name: str = "a.dxf") -> Path:
    """Write a drawing in µm with a box of 200 × 120; `draw` takes its document and model space."""
    document = ezdxf.new(units=ezdxf.enums.InsertUnits.Microns)  # type: ignore[attr-defined]
    space = document.modelspace()
    space.add_lwpolyline(BOX, close=True, dxfattribs={"layer": "box"})
    draw(document, space)
    document.saveas(folder / name)
    return folder / name


def read(path: Path, tolerance: float = TOLERANCE) -> tuple[DrawnSection, Drawing]:
    """Return what the layer `metal` gives, and the drawing."""
    drawing = read_directly(path, tolerance, None)
    return clean_section(drawing, Roles(("metal",)), tolerance, None), drawing


def drawn(folder: Path, draw: Callable[[Any, Any], None]) -> tuple[DrawnSection, Drawing]:
    """Write a drawing and read it."""
    return read(cad(folder, draw))


def area(section: DrawnSection) -> float:
    """Area of the metal [µm²]."""
    return float(section.collector.area)


def omissions(drawing: Drawing) -> list[tuple[str, str, int]]:
    """Kind, reason and number of what is left out."""
    return [(left.kind, left.reason, len(left.places)) for left in drawing.left_out]


def rectangle(left: float, low: float, width: float, height: float) -> list[tuple[float, float]]:
    """Corners of a rectangle, anticlockwise."""
    return list(shapely.box(left, low, left + width, low + height, ccw=True).exterior.coords)[:-1]


def round_points(x: float, y: float, radius: float, number: int) -> list[tuple[float, float]]:
    """Corners of a regular polygon."""
    turns = np.arange(number) * math.tau / number
    return [(x + radius * math.cos(turn), y + radius * math.sin(turn)) for turn in turns]


def add_sides(space: Any, corners: Sequence[tuple[float, float]], **attributes: Any) -> None:
    """Draw an outline as single lines."""
    for start, end in zip(corners, [*corners[1:], corners[0]], strict=True):
        space.add_line(start, end, dxfattribs=METAL | attributes)
