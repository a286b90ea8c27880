"""State that an element takes over from what is around it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from platefront.geometry.importing.formats.svg.conditions import objection
from platefront.geometry.importing.formats.svg.css.cascade import Style
from platefront.geometry.importing.formats.svg.css.style_sheets import Declared
from platefront.geometry.importing.formats.svg.css.values import LARGEST, length
from platefront.geometry.importing.formats.svg.errors import SvgError
from platefront.geometry.importing.formats.svg.naming import place_of
from platefront.geometry.importing.formats.svg.transforms import Affine, ViewportSize, transform_of
from platefront.geometry.importing.formats.svg.viewports import Window, fitted, view_box
from platefront.geometry.importing.formats.svg.visibility import (
    check_read,
    flaw_of,
    hidden_by,
    is_clipped,
)

_NOT_OF_SYMBOLS = ("refX", "refY", "x", "y")
_UNMOVED = Affine()
_FLAT = 1e-24  # determinant below which nothing is seen


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Surroundings of an element, or the element with them.

    Attributes:
        matrix: coordinates here → those of the drawing.
        size: viewport to which percentages refer.
        style: style to inherit from.
        names: names of layers and groups, from the outermost.
        hidden: reason why nothing here is drawn; empty if it is drawn.
        is_own: whether `hidden` is about the element itself, not about one around it.
        clipped: whether a clip or mask is set.
        flaw: reason why outlines are not what is seen; empty if they are.
        windows: viewports that cut off what is outside.
        clone: id of the clone that shows this, and its line; None if there is none.
        originals: ids of the originals of the clones around.
        depth: number of elements around.
    """

    matrix: Affine
    size: ViewportSize
    style: Style
    names: tuple[str, ...] = ()
    hidden: str = ""
    is_own: bool = False
    clipped: bool = False
    flaw: str = ""
    windows: tuple[Window, ...] = ()
    clone: tuple[str, int] | None = None
    originals: tuple[str, ...] = ()
    depth: int = 0

    def place(self, tag: str, element: Element, line: int) -> str:
        """Return the location of an element in the file."""
        clone, at = self.clone or ("", line)
        return place_of(tag, element, self.names, clone, at)

    def entered(self, element: Element, style: Style) -> Surroundings:
        """Return the element's own state: its style, transform, clip, and if it is drawn.

        Raises:
            SvgError: a property or the transform is not read.
        """
        if self.hidden:
            return replace(self, depth=self.depth + 1)
        hidden = objection(element) or hidden_by(style)
        if hidden:
            return replace(self, depth=self.depth + 1, style=style, hidden=hidden, is_own=True)
        check_read(style)
        return replace(
            self,
            depth=self.depth + 1,
            style=style,
            clipped=self.clipped or is_clipped(style),
            flaw=self.flaw or flaw_of(style),
        ).moved(transform_of(style, self.size))

    def moved(self, transform: Affine) -> Surroundings:
        """Return the state in coordinates that are moved.

        Raises:
            SvgError: coordinates are beyond all limits.
        """
        if transform == _UNMOVED:
            return self
        matrix = self.matrix @ transform
        values = (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)
        if not max(map(abs, values)) <= LARGEST or not math.isfinite(matrix.determinant):
            raise SvgError("the transform moves or enlarges beyond the largest coordinate")
        if abs(matrix.determinant) < _FLAT and not self.hidden:
            return replace(self, hidden="the transform leaves no area", is_own=True)
        return replace(self, matrix=matrix)

    def inside(self, names: tuple[str, ...], place: str) -> Surroundings:
        """Return the state for the children of a group."""
        hidden = f"{self.hidden} of {place}" if self.is_own else self.hidden
        return replace(self, names=(*self.names, *names), hidden=hidden, is_own=False)

    def framed(
        self, element: Element, place: str, width: Declared | None, height: Declared | None
    ) -> Surroundings:
        """Return the state inside a viewport: a nested `svg`, or a `symbol` shown by a clone.

        Args:
            element: the element with the viewBox.
            place: its location in the file.
            width: width, None for all of the viewport around.
            height: height.

        Raises:
            SvgError: a length or the viewBox is wrong.
        """
        if self.hidden:
            return self
        given = _NOT_OF_SYMBOLS if element.tag.endswith("symbol") else ()
        if found := next((name for name in given if element.get(name)), None):
            raise SvgError(f"{found} of a symbol is not read; move what is in it instead")
        box = view_box(element.get("viewBox"))
        x, y = (self._length(name, axis, self.style.get(name)) for axis, name in enumerate("xy"))
        sides = [
            # without a viewBox nothing depends on a size that the drawing does not state
            LARGEST
            if declared is None and box is None and self.size[axis] is None
            else self._length(name, axis, declared, "100%")
            for axis, (name, declared) in enumerate((("width", width), ("height", height)))
        ]
        if min(sides) < 0.0:
            raise SvgError("its width or height is negative")
        if min(sides) == 0.0 or (box is not None and min(box.width, box.height) == 0.0):
            return replace(self, hidden="the viewport has no area", is_own=True)
        framed = self.moved(Affine.shift(x, y))
        if self.style.word("overflow", "hidden") not in ("visible", "auto"):
            window = Window(place, framed.matrix, *sides)
            framed = replace(framed, windows=(*framed.windows, window))
        if box is None:
            return replace(framed, size=(sides[0], sides[1]))
        fit = fitted(box, sides[0], sides[1], element.get("preserveAspectRatio"))
        return replace(framed.moved(fit), size=(box.width, box.height))

    def _length(self, name: str, axis: int, declared: Declared | None, initial: str = "0") -> float:
        if declared is not None and not declared.plain:
            raise SvgError(
                f"{name} is set by the {declared.origin}, which viewers read in different ways "
                f"here; make it an attribute"
            )
        text = declared.text if declared else "auto"
        try:
            return length(initial if text.lower() == "auto" else text, self.size[axis])
        except SvgError as error:
            raise SvgError(f"{name}: {error}") from None
