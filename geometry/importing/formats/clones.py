"""Expansion of clones in an SVG drawing, and removal of elements that are not rendered."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from xml.etree import ElementTree as ET

SVG = "{http://www.w3.org/2000/svg}"
CLONE, CLIPPED = "of-clone", "clipped"
"""Attributes added to elements: clone of origin; clipped or masked."""
_HREF = ("href", "{http://www.w3.org/1999/xlink}href")
_UNSEEN = {f"{SVG}{tag}" for tag in ("clipPath", "flowRoot", "marker", "mask", "pattern", "symbol")}
_CLIPS = ("clip-path", "mask")


def write_out_clones(root: ET.Element) -> list[str]:
    """Replace every `use` by a group with a copy of its original.

    The group keeps the clone's id, label, style and position; it may precede its original.
    Clipped or masked elements and their descendants get the attribute `clipped`. Elements that
    are not rendered themselves (such as `defs`) are removed.

    Args:
        root: the `svg` element, modified in place.

    Returns:
        Ids of clones whose original is not in the file.
    """
    originals = {found.get("id", ""): deepcopy(found) for found in root.iter() if found.get("id")}
    orphans = list(_written_out(root, originals, ()))
    for parent in root.iter():
        for child in list(parent):
            if child.tag in _UNSEEN:
                parent.remove(child)
        if _is_clipped(parent):
            parent.set(CLIPPED, "yes")
    return orphans


def _written_out(
    parent: ET.Element, originals: dict[str, ET.Element], within: tuple[str, ...]
) -> Iterator[str]:
    """Expand the clones below `parent`, itself `within` the originals of these clones."""
    for child in parent:
        inside = within
        if child.tag == f"{SVG}use":
            shown = next((child.get(key, "")[1:] for key in _HREF if key in child.attrib), "")
            if shown not in originals or shown in within:
                yield child.get("id", "without id")
            else:
                inside = (*within, shown)
                child.append(_copy(originals[shown]))
            _as_group(child)
            if not within:
                child.set(CLONE, child.get("id", "without id"))
        yield from _written_out(child, originals, inside)


def _copy(original: ET.Element) -> ET.Element:
    copy = deepcopy(original)
    if copy.tag == f"{SVG}symbol":
        copy.tag = f"{SVG}g"
    return copy


def _as_group(clone: ET.Element) -> None:
    """Turn a `use` into a group, its position included in the transform."""
    clone.tag = f"{SVG}g"
    x, y = clone.attrib.pop("x", "0"), clone.attrib.pop("y", "0")
    clone.set("transform", f"{clone.get('transform', '')} translate({x},{y})".strip())


def _is_clipped(element: ET.Element) -> bool:
    styles = [part.split(":", 1) for part in element.get("style", "").split(";") if ":" in part]
    found = {key.strip(): value.strip() for key, value in styles}
    return any(found.get(key, element.get(key, "none")) != "none" for key in _CLIPS)
