"""Reading of an SVG drawing, with the conventions of Inkscape."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from platefront.geometry.importing.drawing import Drawing, DrawingError
from platefront.geometry.importing.formats.svg.css.cascade import Cascade, Style
from platefront.geometry.importing.formats.svg.css.media import is_for_screens
from platefront.geometry.importing.formats.svg.css.style_sheets import MOST_RULES, Rule, rules
from platefront.geometry.importing.formats.svg.document import Document, parse
from platefront.geometry.importing.formats.svg.errors import SvgError
from platefront.geometry.importing.formats.svg.page import Page, page_of
from platefront.geometry.importing.formats.svg.rendering import Rendering
from platefront.geometry.importing.formats.svg.surroundings import Surroundings
from platefront.geometry.importing.formats.svg.transforms import Affine

_XHTML_STYLE = "{http://www.w3.org/1999/xhtml}style"


def read_svg(path: Path, name: str, tolerance: float, scale: float | None) -> Drawing:
    """Read the visible elements: paths and basic shapes with their style and transforms.

    Coordinates are in user units (viewBox), y downwards; where the page stretches them, those
    down are in units across. Their length follows from the size of the page if that is given in
    mm, cm, in, pt, pc or Q.

    Args:
        path: the file.
        name: name of the file, for messages.
        tolerance: largest deviation of polylines from curves [m].
        scale: length of one unit of the file [m]; None for the unit stated in the file.

    Raises:
        DrawingError: the file is not an SVG drawing, or holds what is not read; the text states
            the place.
    """
    document = parse(path.read_bytes(), name)
    root = document.root
    element = root.etree_element
    try:
        cascade = Cascade(_rules(document))
        style = Style(cascade.declared(root))
        page = page_of(style, element.get("viewBox"), element.get("preserveAspectRatio"))
        _check_scale(page, scale)
        outside = Surroundings(Affine(d=page.stretch), page.size, Style({}))
        around = outside.entered(element, style).inside((), "the drawing")
    except SvgError as error:
        raise DrawingError(name, str(error)) from None
    length = scale or page.unit
    rendering = Rendering(document, cascade, name, tolerance / length if length else 1.0)
    for child in root.iter_children():
        rendering.visit(child, around)
    return Drawing(
        name,
        tuple(rendering.shapes),
        page.unit,
        y_down=True,
        notes=tuple(rendering.notes),
        left_out=rendering.left_out,
    )


def _rules(document: Document) -> Iterator[Rule]:
    """Yield the rules of all style sheets that apply to screens."""
    count = 0
    for node in document.root.iter_subtree():
        element = node.etree_element
        if document.tag(element) != "style" and element.tag != _XHTML_STYLE:
            continue
        if element.get("type", "text/css").strip().lower() not in ("", "text/css"):
            continue
        line = document.text_lines.get(element, document.lines[element])
        try:
            applies = is_for_screens(element.get("media", ""))
        except SvgError as error:
            raise SvgError(f"style sheet (line {document.lines[element]}): {error}") from None
        if not applies:
            continue
        for rule in rules("".join(element.itertext()), line):
            count += 1
            if count > MOST_RULES:
                raise SvgError(f"the drawing holds more than {MOST_RULES} style rules")
            yield rule


def _check_scale(page: Page, scale: float | None) -> None:
    if scale is not None and page.stretch != 1.0:
        raise SvgError(
            f"the page stretches the drawing, so that a unit down is {page.stretch:.6g} times one "
            f"across: scale cannot be the length of both; leave scale out, or correct width, "
            f"height, viewBox or preserveAspectRatio"
        )
