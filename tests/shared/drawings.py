"""Drawings that the tests make and clean."""

from __future__ import annotations

from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from platefront.geometry.importing.cleaning import DrawnSection, clean_section
from platefront.geometry.importing.naming import Roles
from tests.shared.direct_reading import read_directly

MICROMETRE = 1e-6
TOLERANCE = 1e-7

FRAME = shapely.box(20, 10, 60, 50).difference(shapely.box(30, 20, 50, 40))
"""A square ring; its drawings have the box from (0, 0) to (100, 80)."""


def svg(body: str, root: str = 'width="100mm" height="80mm" viewBox="0 0 100 80"') -> str:
    """A drawing in Inkscape's format with its box and a layer of fibres."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" '
        'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink" {root}>\n'
        '<rect id="box" x="0" y="0" width="100" height="80"/>\n'
        f'<g inkscape:groupmode="layer" inkscape:label="fibres" id="layer1">\n{body}\n</g></svg>\n'
    )


def cleaned(
    path: Path,
    scale: float | None = MICROMETRE,
    deposit: tuple[str, ...] = (),
    surfaces: dict[str, tuple[str, ...]] | None = None,
    tolerance: float = TOLERANCE,
) -> DrawnSection:
    """Read a file and clean what is called `fibres`."""
    drawing = read_directly(path, tolerance, scale)
    return clean_section(drawing, Roles(("fibres",), deposit, surfaces), tolerance, scale)


def cleaned_svg(folder: Path, body: str, **keys: object) -> DrawnSection:
    """Clean the drawing with this body."""
    path = folder / "drawing.svg"
    path.write_text(svg(body), encoding="utf-8")
    return cleaned(path, **keys)  # type: ignore[arg-type]


def differ(first: BaseGeometry, second: BaseGeometry) -> float:
    """Area in which two shapes differ [µm²]."""
    return float(first.symmetric_difference(second).area)
