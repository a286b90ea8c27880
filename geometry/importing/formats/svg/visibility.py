"""Properties by which an object is not seen, or not as its outline."""

from __future__ import annotations

from platefront.geometry.importing.formats.svg.css.cascade import Style
from platefront.geometry.importing.formats.svg.css.properties import NOT_READ, is_none
from platefront.geometry.importing.formats.svg.css.style_sheets import Declared
from platefront.geometry.importing.formats.svg.css.values import number, shortened, tokens
from platefront.geometry.importing.formats.svg.errors import SvgError


def hidden_by(style: Style) -> str:
    """Return the value that hides an element with all in it, or an empty text."""
    display = style.get("display")
    if display is not None and is_none(display.text):
        return _shown("display", display)
    opacity = style.get("opacity")
    if opacity is not None and number(tokens(opacity.text)[0], opacity.text) <= 0.0:
        return _shown("opacity", opacity)
    return ""


def invisible_by(style: Style) -> str:
    """Return the value that hides a shape, not what is in the same group; or an empty text."""
    found = style.get("visibility")
    hidden = found is not None and found.text.lower() != "visible"
    return _shown("visibility", found) if found is not None and hidden else ""


def is_clipped(style: Style) -> bool:
    """Return True if a clip or mask is set."""
    found = (style.get(name) for name in ("clip-path", "mask"))
    return any(value is not None and not is_none(value.text) for value in found)


def flaw_of(style: Style) -> str:
    """Return why an element is not seen as its outline, or an empty text."""
    found = style.get("filter")
    if found is None or is_none(found.text):
        return ""
    return (
        f"a filter changes what is seen of this object ({_shown('filter', found)}), but outlines "
        f"are read without it; remove the filter"
    )


def check_read(style: Style) -> None:
    """Refuse properties that move or hide an element, but are not read.

    Raises:
        SvgError: there is one.
    """
    for name in NOT_READ.keys() & style.own.keys():
        found = style.own[name] if name == "all" else style.get(name)
        if found is not None and found.text.lower() not in NOT_READ[name]:
            raise SvgError(f'"{_shown(name, found)}" is not read')


def _shown(name: str, declared: Declared) -> str:
    return f"{name}: {shortened(declared.text.lower())} ({declared.origin})"
