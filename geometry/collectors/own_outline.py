"""The user's own section from a drawing."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal, Self

from pydantic import model_validator

from platefront.geometry.collectors.base import COLLECTORS
from platefront.geometry.collectors.drawn import DrawnCollector
from platefront.geometry.importing import read_drawing
from platefront.geometry.importing.cleaning import DrawnSection, clean_section
from platefront.geometry.importing.naming import Roles
from platefront.geometry.parameters import option, quantity


@COLLECTORS.register
class OwnOutline(DrawnCollector):
    """The user's own section from DXF, SVG, GeoJSON, WKT or Gmsh. Surfaces: as named, or halves.

    Objects of the file are called by their layer, label, id or colour. Without `surfaces` there
    are `upper` and `lower`, above and below the collector's mid-height. The box says where walls
    and floor are; the counter electrode is the gap above the collector's top. Pre-deposited
    lithium, unless it is drawn, coats the upper half: solids that are lower than half the
    collector whole, by their centroid, and higher ones above mid-height. Inverted, collector and
    lithium are turned upside down in place, and with them the surfaces that are named.
    See docs/own-sections.md.
    """

    kind: Literal["outline"] = option("Kind of collector.", "outline")
    scale: float | None = quantity(
        "m",
        "Length that one unit of the file stands for; by default what the file says, if it does.",
        None,
        gt=0,
        le=1.0,
    )
    collector: tuple[str, ...] = option("Names of the objects that are collector.")
    deposit: tuple[str, ...] = option("Names of the objects that are lithium at the start.", ())
    surfaces: dict[str, tuple[str, ...]] = option(
        "Names of the objects that each surface lies on (or of drawn regions that hold it).", {}
    )
    box: str | None = option(
        'Name of the rectangle of walls and floor; by default "box", and where there is none the '
        "extents of collector and deposit.",
        None,
    )
    tolerance: float = quantity(
        "m",
        "How exactly the drawing is followed: curves become polygons that deviate by no more, and "
        "smaller gaps, overlaps and distances to walls are closed or refused.",
        1e-7,
        gt=1e-11,
        le=1e-3,
    )

    @model_validator(mode="after")
    def _objects_named(self) -> Self:
        if not self.collector:
            raise ValueError("collector names no object of the drawing")
        for name, objects in self.surfaces.items():
            if not objects:
                raise ValueError(f"surfaces.{name} names no object of the drawing")
        return self

    def __hash__(self) -> int:
        """By content; pydantic's own hash knows no tables."""
        return hash(self.model_dump_json())

    def drawn(self) -> DrawnSection:
        """The cleaned shapes of the file."""
        return _drawn(self, self.content())


@lru_cache(maxsize=8)  # asked for by several checks, by the run and by its pictures
def _drawn(outline: OwnOutline, content: str) -> DrawnSection:
    """The shapes of a file with this content."""
    drawing = read_drawing(Path(outline.file), outline.tolerance, outline.scale)
    roles = Roles(outline.collector, outline.deposit, outline.surfaces, outline.box)
    return clean_section(drawing, roles, outline.tolerance, outline.scale)
