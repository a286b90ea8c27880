"""Names of objects, their place in the file, and notes on how they are painted."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from platefront.geometry.importing.formats.svg.css.cascade import Style
from platefront.geometry.importing.formats.svg.css.properties import colour, is_none
from platefront.geometry.importing.formats.svg.css.values import shortened

_LABEL = "{http://www.inkscape.org/namespaces/inkscape}label"


def names_of(element: Element) -> tuple[str, ...]:
    """Return label and id of an element."""
    found = (element.get(_LABEL), element.get("id"))
    return tuple(dict.fromkeys(name for name in found if name))


def colour_of(style: Style) -> str | None:
    """Return the colour that fills an object as `#rrggbb`, None if there is none or no such."""
    fill = style.get("fill")
    if fill is not None and fill.text.lower() == "currentcolor":
        fill = style.get("color")
    return colour(fill.text) if fill is not None else None


def place_of(
    tag: str, element: Element, above: tuple[str, ...], clone: str, line: int | None
) -> str:
    """Return the location of an element: `path "p12" in "fibres" (line 14)`.

    Args:
        tag: local name of the element.
        element: the element.
        above: names of the layers and groups around it.
        clone: id of the clone that shows it, empty if it is not shown by one.
        line: line of the clone or the element.
    """
    identity = element.get("id") or element.get(_LABEL)
    text = f'{tag} "{shortened(identity)}"' if identity else f"{tag} without id"
    if clone:
        text += f', by clone "{shortened(clone)}",'
    if above:
        text += f' in "{shortened(above[0])}"'
    return text if line is None else f"{text} (line {line})"


def remark_on_paint(style: Style) -> str:
    """Return how an object differs from its filled region; empty if it does not."""
    fill = style.get("fill")
    if fill is not None and is_none(fill.text):
        stroke = style.get("stroke")
        if stroke is None or is_none(stroke.text):
            return "drawn without fill and stroke; the region inside its outline was taken"
        width = style.get("stroke-width")
        shown = width.text if width else "1"
        return (
            f"drawn as a line of width {shown} without fill; the region inside its centre line "
            f"was taken"
        )
    return ""
