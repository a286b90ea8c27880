"""Collector imported from a drawing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal, Self

from pydantic import model_validator

from platefront.geometry.collectors.base import COLLECTORS
from platefront.geometry.collectors.drawn import DrawnCollector
from platefront.geometry.importing import read_drawing
from platefront.geometry.importing.cleaning import DrawnSection, clean_section
from platefront.geometry.importing.naming import Roles
from platefront.geometry.importing.reading import check_trusted
from platefront.geometry.importing.remembering import remembered
from platefront.geometry.parameters import option, quantity
from platefront.geometry.section.regions import FREE_NAME
from platefront.geometry.section.states import STATES

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


@COLLECTORS.register
class OwnOutline(DrawnCollector):
    """Section imported from DXF, SVG, GeoJSON, WKT, Gmsh, STEP, BREP. Parts: named, or `host`.

    Objects of the file are named by their layer, label, id or colour. Without `surfaces` there
    is one part, `host`; its half with the pre-deposited lithium, or what drawn lithium touches,
    is lithiated. The box defines walls and floor; the counter electrode lies at the
    distance `section.gap` above the collector's top. Pre-deposited lithium, unless it is drawn,
    coats the upper half: solids less than half as high as the collector entirely, by their
    centroid, and higher ones above mid-height. Inverted, collector, lithium and named surfaces are
    turned over in place, and so are regions of the electrolyte. See docs/own-sections.md.
    """

    kind: Literal["outline"] = option("Kind of collector.", "outline")
    scale: float | None = quantity(
        "m",
        "Length of one unit of the file; by default that stated in the file, if any.",
        None,
        gt=0,
        le=1.0,
    )
    collector: tuple[str, ...] = option("Names of the objects that are collector.")
    deposit: tuple[str, ...] = option("Names of the objects that are pre-deposited lithium.", ())
    surfaces: dict[str, tuple[str, ...]] = option(
        "Names of the objects that each surface lies on (or of drawn regions that contain it).", {}
    )
    regions: dict[str, tuple[str, ...]] = option(
        "Names of the objects that are each region of the electrolyte, whose transport is given in "
        "`[regions.NAME]`; solids lie on top of them.",
        {},
    )
    box: str | None = option(
        "Name of the rectangle of walls and floor, or of the region whose outer ring it is; by "
        'default "box", else objects that are not named and fill a rectangle with the solids, else '
        "the bounding box of collector and deposit.",
        None,
    )
    tolerance: float = quantity(
        "m",
        "Tolerance: largest deviation of polygons from curves; smaller gaps, overlaps and "
        "distances to walls are closed or refused.",
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
        for name, objects in self.regions.items():
            if not objects:
                raise ValueError(f"regions.{name} names no object of the drawing")
            if not _NAME.fullmatch(name) or name == FREE_NAME:
                raise ValueError(
                    f'"{name}" cannot be the name of a region: a letter, then letters, digits and '
                    f'"_", but not "{FREE_NAME}"'
                )
        states = set(self.surfaces) & set(STATES)
        if states and len(states) < max(len(self.surfaces), len(STATES)):
            raise ValueError(
                "surfaces: `lithiated` and `bare` are states of every part, so either both of them "
                "divide the whole collector, or neither name is given to a part"
            )
        return self

    def __hash__(self) -> int:
        """Hash of the content; pydantic's own does not support tables."""
        return hash(self.model_dump_json())

    @property
    def region_names(self) -> tuple[str, ...]:
        """Names of the regions of the electrolyte that are drawn."""
        return tuple(self.regions)

    def drawn(self) -> DrawnSection:
        """Return the cleaned shapes of the file."""
        check_trusted(Path(self.file))
        return _drawn(self, self.content())


@remembered(8)  # requested by several checks, by the simulation and by the figures
def _drawn(outline: OwnOutline, content: str) -> DrawnSection:
    """Return the shapes of a file with this SHA-256."""
    drawing = read_drawing(Path(outline.file), outline.tolerance, outline.scale, content)
    roles = Roles(
        outline.collector, outline.deposit, outline.surfaces, outline.box, outline.regions
    )
    return clean_section(drawing, roles, outline.tolerance, outline.scale)
