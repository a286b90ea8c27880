"""Walk through a drawing: which elements are drawn, where, and what is left out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from xml.etree.ElementTree import Element

from cssselect2 import ElementWrapper

from platefront.geometry.importing.drawing import DrawingError, DrawnShape
from platefront.geometry.importing.formats.svg.clones import instance_of
from platefront.geometry.importing.formats.svg.conditions import objection
from platefront.geometry.importing.formats.svg.css.cascade import Cascade, Style
from platefront.geometry.importing.formats.svg.css.style_sheets import Declared
from platefront.geometry.importing.formats.svg.document import DEEPEST, Document
from platefront.geometry.importing.formats.svg.errors import SvgError
from platefront.geometry.importing.formats.svg.naming import names_of
from platefront.geometry.importing.formats.svg.objects import drawn, has_markers
from platefront.geometry.importing.formats.svg.outlines.shapes import SHAPES
from platefront.geometry.importing.formats.svg.surroundings import Surroundings
from platefront.geometry.importing.inventory import LeftOut

MOST_VISITS = 100_000
"""Largest number of elements, those of clones included."""
MOST_POINTS = 2_000_000
"""Largest number of corners of all outlines, those of curves included."""
_UNDRAWN = frozenset(
    [
        "clipPath",
        "color-profile",
        "cursor",
        "defs",
        "desc",
        "filter",
        "font",
        "font-face",
        "glyph",
        "linearGradient",
        "marker",
        "mask",
        "metadata",
        "missing-glyph",
        "pattern",
        "radialGradient",
        "hatch",
        "mesh",
        "meshgradient",
        "solidcolor",
        "style",
        "symbol",
        "title",
        "view",
    ]
)
_ANIMATIONS = frozenset(
    ["animate", "animateColor", "animateMotion", "animateTransform", "discard", "set"]
)
_WITHOUT_OUTLINE = frozenset(
    ["audio", "canvas", "flowRoot", "foreignObject", "iframe", "image", "text", "video"]
)
_SHEET = "{http://www.w3.org/1999/xhtml}link"


class Rendering:
    """Objects of a drawing as they are met.

    Args:
        document: the drawing.
        cascade: style of its elements.
        file: name of the file, for messages.
        tolerance: largest distance of curves from their chords, in units of the drawing.
    """

    def __init__(self, document: Document, cascade: Cascade, file: str, tolerance: float) -> None:
        self.shapes: list[DrawnShape] = []
        self.notes: list[str] = []
        self._left_out: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._document, self._cascade = document, cascade
        self._file, self._tolerance = file, tolerance
        self._visits = self._points = 0

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """Objects that are not among the shapes."""
        return tuple(
            LeftOut(kind, reason, tuple(places))
            for (kind, reason), places in self._left_out.items()
        )

    def visit(self, node: ElementWrapper, around: Surroundings) -> None:
        """Take an element with all in it.

        Raises:
            DrawingError: a value is wrong or not read; the text states the element.
        """
        element = node.etree_element
        tag = self._document.tag(element)
        if tag in _UNDRAWN:
            return
        place = around.place(tag or node.local_name, element, self._document.lines[element])
        self._visits += 1
        try:
            if self._visits > MOST_VISITS:
                raise SvgError(f"with its clones, the drawing holds over {MOST_VISITS} elements")
            if around.depth > DEEPEST:
                raise SvgError(f"with clones, elements are nested more than {DEEPEST} deep")
            self._visit(node, tag, around, place)
        except SvgError as error:
            raise DrawingError(self._file, str(error), place) from None

    def _visit(self, node: ElementWrapper, tag: str, around: Surroundings, place: str) -> None:
        element = node.etree_element
        if tag in _ANIMATIONS:
            self._leave_out(tag, around.hidden or "animations are not played", place)
            return
        if tag == "script":
            self._leave_out(tag, "scripts are not run", place)
            return
        if element.tag == _SHEET and "stylesheet" in element.get("rel", ""):
            raise SvgError("style in other files is not read; put the rules into a <style> element")
        style = around.style
        if not around.hidden:
            style = Style(self._cascade.declared(node), around.style)
        own = around.entered(element, style)
        if tag in SHAPES:
            self._shape(node, tag, own, place)
        elif tag in _WITHOUT_OUTLINE:
            self._leave_out(tag, own.hidden or "no outline", place)
        elif tag == "switch":
            self._switch(node, own.inside(names_of(element), place))
        elif tag == "use":
            self._clone(element, own, place)
        else:
            if tag == "svg":
                own = own.framed(element, place, *_sides(own.style))
            elif tag not in ("g", "a") and not own.hidden:
                own = replace(
                    own, hidden=f"within <{node.local_name}>, which is not drawn", is_own=False
                )
            own = own.inside(names_of(element), place)
            for child in node.iter_children():
                self.visit(child, own)

    def _switch(self, node: ElementWrapper, around: Surroundings) -> None:
        """Take the first child of which all conditions hold."""
        taken = False
        for child in node.iter_children():
            tag = self._document.tag(child.etree_element)
            if not tag or tag in _UNDRAWN or around.hidden:
                self.visit(child, around)
                continue
            against = "an earlier one is taken" if taken else objection(child.etree_element)
            taken = taken or not against
            hidden = f"alternative in <switch> that is not taken: {against}" if against else ""
            self.visit(child, replace(around, hidden=hidden))

    def _clone(self, element: Element, own: Surroundings, place: str) -> None:
        """Take the original of a `use` in its place."""
        instance = instance_of(element, own, self._document, place)
        if isinstance(instance, str):
            self._leave_out("use", own.hidden or instance, place)
            return
        original, inner = instance
        if not own.hidden:
            self._cascade.check_clones(original)
        if self._document.tag(original.etree_element) not in ("symbol", "svg"):
            self.visit(original, inner)
            return
        style = Style(self._cascade.declared(original), inner.style)
        framed = inner.entered(original.etree_element, style)
        sides = [one or other for one, other in zip(_sides(own.style), _sides(style), strict=True)]
        framed = framed.framed(original.etree_element, place, *sides)
        framed = framed.inside(names_of(original.etree_element), place)
        for child in original.iter_children():
            self.visit(child, framed)

    def _shape(self, node: ElementWrapper, tag: str, own: Surroundings, place: str) -> None:
        for child in node.iter_children():
            if self._document.tag(child.etree_element) in _ANIMATIONS:
                self.visit(child, own)
        found = drawn(tag, node.etree_element, own, place, self._tolerance)
        if found.note:
            self.notes.append(f"{place}: {found.note}")
        if found.shape is None:
            self._leave_out(tag, found.reason, place)
            return
        self._points += sum(len(line.points) for line in found.shape.lines)
        if self._points > MOST_POINTS:
            raise SvgError(f"the outlines up to here have more than {MOST_POINTS} corners")
        if has_markers(own.style) and tag not in ("circle", "ellipse", "rect"):
            self._leave_out("marker", "no outline", place)
        self.shapes.append(found.shape)

    def _leave_out(self, kind: str, reason: str, place: str) -> None:
        self._left_out[kind, reason].append(place)


def _sides(style: Style) -> tuple[Declared | None, Declared | None]:
    """Return width and height, None where they are not set."""
    width, height = (style.get(name) for name in ("width", "height"))
    return width, height
