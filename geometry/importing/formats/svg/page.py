"""ViewportSize of the page: length of a unit, and the viewport to which percentages refer."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from platefront.geometry.importing.formats.svg.css.cascade import Style
from platefront.geometry.importing.formats.svg.css.values import PIXELS, length
from platefront.geometry.importing.formats.svg.errors import SvgError
from platefront.geometry.importing.formats.svg.transforms import ViewportSize, transform_of
from platefront.geometry.importing.formats.svg.viewports import fitted, view_box

_PIXEL = 0.0254 / 96.0  # [m]
_REAL = re.compile(rf"(?<=[\d.])(?:{'|'.join(set(PIXELS) - {'px'})})\b", re.IGNORECASE)
_PERCENTAGE = re.compile(r"[+]?[\d.]+%")


@dataclass(frozen=True, slots=True)
class Page:
    """Page of a drawing.

    Attributes:
        unit: length of a user unit across [m]; None if the drawing does not state it.
        stretch: length of a user unit down, relative to that across.
        size: viewport of the outermost elements in user units.
    """

    unit: float | None
    stretch: float
    size: ViewportSize


def page_of(style: Style, box_text: str | None, aspect: str | None) -> Page:
    """Read the page from the outermost element.

    A size of which only one side is given has the proportions of the viewBox. Sizes in px state
    no length, because programs without units write them.

    Args:
        style: style of the element, with its width and height.
        box_text: its `viewBox`.
        aspect: its `preserveAspectRatio`.

    Raises:
        SvgError: a size or the viewBox is wrong.
    """
    if transform_of(style, (None, None)) != transform_of(Style({}), (None, None)):
        raise SvgError("a transform of the whole drawing is not read; transform a group in it")
    (width, real_width), (height, real_height) = (_side(style, key) for key in ("width", "height"))
    real = real_width or real_height
    box = view_box(box_text)
    if box is None:
        return Page(_PIXEL if real else None, 1.0, (width, height))
    if box.width == 0.0 or box.height == 0.0:
        raise SvgError("the viewBox has no area, so nothing is drawn")
    size = box.width, box.height
    if width is None and height is None:
        return Page(None, 1.0, size)
    if width is None or height is None:
        scale = width / box.width if width is not None else (height or 0.0) / box.height
        width, height = scale * box.width, scale * box.height
    fit = fitted(box, width, height, aspect)
    stretch = fit.d / fit.a
    if math.isclose(stretch, 1.0, rel_tol=1e-9):
        stretch = 1.0
    return Page(fit.a * _PIXEL if real else None, stretch, size)


def _side(style: Style, name: str) -> tuple[float | None, bool]:
    """Return a side of the page in px, and if a unit of length states it."""
    declared = style.get(name)
    text = declared.text if declared else "auto"
    if text.lower() == "auto" or not text or _PERCENTAGE.fullmatch(text):
        return None, False
    try:
        found = length(text, None, plain=declared is None or declared.plain)
    except SvgError as error:
        raise SvgError(f"{name} of the drawing: {error}") from None
    if found <= 0.0:
        raise SvgError(f'{name} of the drawing is "{text}", so nothing is drawn')
    return found, bool(_REAL.search(text))
