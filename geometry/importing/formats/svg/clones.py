"""Clones: the original of a `use`, and where it is shown."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from cssselect2 import ElementWrapper

from platefront.geometry.importing.formats.svg.css.values import length
from platefront.geometry.importing.formats.svg.document import Document
from platefront.geometry.importing.formats.svg.errors import SvgError
from platefront.geometry.importing.formats.svg.naming import names_of
from platefront.geometry.importing.formats.svg.surroundings import Surroundings
from platefront.geometry.importing.formats.svg.transforms import Affine

_XLINK = "{http://www.w3.org/1999/xlink}href"
_SHOWN = frozenset(
    [
        "a",
        "circle",
        "ellipse",
        "foreignObject",
        "g",
        "image",
        "line",
        "path",
        "polygon",
        "polyline",
        "rect",
        "svg",
        "switch",
        "symbol",
        "text",
        "use",
    ]
)


def instance_of(
    element: Element, own: Surroundings, document: Document, place: str
) -> tuple[ElementWrapper, Surroundings] | str:
    """Return the original of a clone and its surroundings, or the reason why there is none.

    Args:
        element: the `use`.
        own: its own state.
        document: the drawing.
        place: location of the clone.

    Raises:
        SvgError: the position is wrong.
    """
    address = (element.get("href") or element.get(_XLINK) or "").strip()
    if address and not address.startswith("#"):
        return f'its original is in another file, "{address[:60]}"'
    identity = address[1:]
    if identity not in document.originals:
        identity = unquote(identity)
    original = document.originals.get(identity) if identity else None
    if original is None:
        return "its original is not there"
    tag = document.tag(original.etree_element)
    if tag not in _SHOWN:
        return f"its original, a <{tag or original.local_name}>, is not drawn"
    if identity in own.originals or original is document.root:
        return "its original holds the clone itself"
    inner = own if own.hidden else own.moved(Affine.shift(_place(own, 0), _place(own, 1)))
    clone = own.clone or (element.get("id", "without id"), document.lines[element])
    inner = replace(inner, clone=clone, originals=(*own.originals, identity))
    return original, inner.inside(names_of(element), place)


def _place(own: Surroundings, axis: int) -> float:
    """Return x or y of a clone."""
    name = "xy"[axis]
    found = own.style.get(name)
    if found is None or found.text.lower() == "auto":
        return 0.0
    try:
        return length(found.text, own.size[axis], found.plain)
    except SvgError as error:
        raise SvgError(f"{name}: {error}") from None
