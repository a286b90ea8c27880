"""Shapes as objects of a drawing, or the reason why they are none."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

import numpy as np

from platefront.geometry.importing.drawing import DrawnShape
from platefront.geometry.importing.formats.svg.css.cascade import Style
from platefront.geometry.importing.formats.svg.css.properties import MARKERS, is_none
from platefront.geometry.importing.formats.svg.css.values import LARGEST
from platefront.geometry.importing.formats.svg.errors import SvgError
from platefront.geometry.importing.formats.svg.naming import (
    colour_of,
    names_of,
    remark_on_paint,
)
from platefront.geometry.importing.formats.svg.outlines.curves import polyline
from platefront.geometry.importing.formats.svg.outlines.shapes import outline_of
from platefront.geometry.importing.formats.svg.surroundings import Surroundings
from platefront.geometry.importing.formats.svg.visibility import invisible_by


@dataclass(frozen=True, slots=True)
class Drawn:
    """Result for a shape.

    Attributes:
        shape: the object; None if nothing of it is seen.
        reason: reason why nothing is seen.
        note: what is told about it.
    """

    shape: DrawnShape | None = None
    reason: str = ""
    note: str = ""


def drawn(tag: str, element: Element, own: Surroundings, place: str, tolerance: float) -> Drawn:
    """Return a shape as an object.

    Args:
        tag: its local name.
        element: the shape.
        own: its own state.
        place: its location in the file.
        tolerance: largest distance of curves from their chords, in units of the drawing.

    Raises:
        SvgError: its geometry is wrong or beyond a limit.
    """
    hidden = own.hidden or invisible_by(own.style)
    if hidden:
        return Drawn(reason=hidden)
    outline = outline_of(tag, element, own.style, own.size)
    if outline.nothing:
        return Drawn(reason=": ".join(filter(None, (outline.nothing, outline.mistake))))
    lines = tuple(polyline(subpath, own.matrix, tolerance) for subpath in outline.subpaths)
    points = np.concatenate([line.points for line in lines])
    if not np.abs(points).max() <= LARGEST:
        raise SvgError(f"a coordinate is beyond the largest that is read, {LARGEST:g}")
    flaw = own.flaw
    for window in own.windows:
        inside = window.holds(points)
        if inside is False:
            return Drawn(reason=f"outside of {window.place}, which cuts it off")
        if inside is None and not flaw:
            flaw = (
                f"this object reaches out of {window.place}, which cuts it off there; cut it, or "
                f"set overflow to visible there"
            )
    names = (*own.names, *names_of(element))
    if (fill := colour_of(own.style)) is not None:
        names = (*names, fill)
    shape = DrawnShape(
        tuple(dict.fromkeys(names)),
        lines,
        place,
        even_odd=own.style.word("fill-rule", "nonzero") == "evenodd",
        clipped=own.clipped,
        flaw=flaw,
        remark=remark_on_paint(own.style),
    )
    note = f"{outline.mistake}; it is drawn up to there" if outline.mistake else ""
    return Drawn(shape, note=note)


def has_markers(style: Style) -> bool:
    """Return True if a path has markers at its points."""
    found = (style.get(name) for name in MARKERS)
    return any(value is not None and not is_none(value.text) for value in found)
