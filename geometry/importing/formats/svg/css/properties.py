"""Properties that decide what is drawn, and where; their valid values."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from tinycss2 import color3, color4

from platefront.geometry.importing.formats.svg.css.values import Token, length, number, tokens
from platefront.geometry.importing.formats.svg.errors import SvgError

INHERITED = frozenset(
    [
        "color",
        "fill",
        "fill-rule",
        "marker-end",
        "marker-mid",
        "marker-start",
        "stroke",
        "stroke-width",
        "visibility",
    ]
)
GLOBAL = frozenset(["inherit", "initial", "revert", "revert-layer", "unset"])
"""Keywords that every property has."""
ALIASES = {
    "-webkit-clip-path": "clip-path",
    "-webkit-filter": "filter",
    "-webkit-mask": "mask",
    "-webkit-mask-image": "mask",
    "-webkit-opacity": "opacity",
    "-webkit-transform": "transform",
    "-webkit-transform-origin": "transform-origin",
    "mask-image": "mask",
}
"""Other name → property; longhands of which all that matters is if there is a value."""
MARKERS = ("marker-start", "marker-mid", "marker-end")
PAINTS = frozenset(["color", "fill", "stroke", "stroke-width"])
"""Properties on which no outline depends."""
NOT_READ = {
    "all": (),
    "clip": ("auto",),
    "content-visibility": ("visible", "auto"),
    "offset-path": ("none",),
    "rotate": ("none",),
    "scale": ("none",),
    "translate": ("none",),
    "zoom": ("1", "100%", "normal"),
}
"""Property that changes a drawing, but is not read → values that change nothing."""
SUBSTITUTION = re.compile(r"\b(?:var|env|attr|if)\(", re.IGNORECASE)

_DISPLAY = frozenset(
    [
        "none",
        "contents",
        "block",
        "inline",
        "flow",
        "flow-root",
        "table",
        "flex",
        "grid",
        "ruby",
        "math",
        "list-item",
        "inline-block",
        "inline-table",
        "inline-flex",
        "inline-grid",
        "run-in",
        "compact",
        "marker",
        "table-row-group",
        "table-cell",
        "table-header-group",
        "table-footer-group",
        "table-row",
        "table-column-group",
        "table-column",
        "table-caption",
    ]
)
_TRANSFORMS = frozenset(
    [
        "matrix",
        "matrix3d",
        "perspective",
        "rotate",
        "rotate3d",
        "rotatex",
        "rotatey",
        "rotatez",
        "scale",
        "scale3d",
        "scalex",
        "scaley",
        "scalez",
        "skew",
        "skewx",
        "skewy",
        "translate",
        "translate3d",
        "translatex",
        "translatey",
        "translatez",
    ]
)
_CLIP_BOXES = frozenset(
    ["border-box", "padding-box", "content-box", "margin-box", "fill-box", "stroke-box", "view-box"]
)


def is_valid(name: str, text: str, plain: bool) -> bool:
    """Return True if a value is one of its property; invalid ones are passed over in a cascade.

    Args:
        name: the property.
        text: the value, keywords in any case.
        plain: whether it is from an attribute, where lengths need no unit.
    """
    if text.lower() in GLOBAL or SUBSTITUTION.search(text):
        return True
    return _is_valid(name, text, plain)


@lru_cache(maxsize=4096)
def _is_valid(name: str, text: str, plain: bool) -> bool:
    try:
        return bool(_VALID.get(name, _anything)(text, plain))
    except SvgError:
        return False


def is_none(text: str) -> bool:
    """Return True for the keyword `none`."""
    return text.lower() == "none"


def colour(text: str) -> str | None:
    """Return a colour as `#rrggbb`, or None if the text is no plain colour."""
    try:
        values = tokens(text)
    except SvgError:
        return None
    found = color3.parse_color(values[0]) if values else None
    if found is None and values:
        other = color4.parse_color(values[0])
        found = other if getattr(other, "space", None) == "srgb" else None
    if found is None or isinstance(found, str):
        return None
    return "#" + "".join(f"{round(255 * min(max(share, 0), 1)):02x}" for share in tuple(found)[:3])


def _keywords(*words: str) -> Callable[[str, bool], bool]:
    return lambda text, plain: text.lower() in words


def _anything(text: str, plain: bool) -> bool:
    return bool(text)


def _display(text: str, plain: bool) -> bool:
    return bool(text) and _DISPLAY.issuperset(text.lower().split())


def _opacity(text: str, plain: bool) -> bool:
    values = tokens(text)
    return len(values) == 1 and number(values[0], text) is not None


def _paint(text: str, plain: bool) -> bool:
    values = tokens(text)
    if not values:
        return False
    first = values[0]
    word = first.lower_value if first.type == "ident" else ""
    named = word in ("none", "currentcolor", "context-fill", "context-stroke")
    return named or _is_address(first) or colour(text) is not None


def _is_address(token: Token) -> bool:
    return token.type == "url" or (token.type == "function" and token.lower_name in ("url", "src"))


def _reference(text: str, plain: bool) -> bool:
    values = tokens(text)
    if any(token.type in ("url", "function") for token in values):
        return True
    words = {token.lower_value if token.type == "ident" else "" for token in values}
    return words == {"none"} or bool(words & _CLIP_BOXES)


def _transform(text: str, plain: bool) -> bool:
    if plain:
        return True  # a mistake in an attribute is refused where it is read
    values = [token for token in tokens(text) if token.type != "whitespace"]
    known = all(t.type == "function" and t.lower_name in _TRANSFORMS for t in values)
    return is_none(text) or (bool(values) and known)


def _length(text: str, plain: bool) -> bool:
    if plain or text.lower() == "auto":
        return True  # a mistake in an attribute is refused where it is read
    values = tokens(text)
    if len(values) == 1 and values[0].type in ("dimension", "function"):
        return True  # units that are not read are refused where they are read
    length(text, 1.0, plain=False)
    return True


def _path(text: str, plain: bool) -> bool:
    values = tokens(text) if not plain else ()
    named = len(values) == 1 and values[0].type == "function" and values[0].lower_name == "path"
    return plain or is_none(text) or named


_VALID: dict[str, Callable[[str, bool], bool]] = {
    "display": _display,
    "visibility": _keywords("visible", "hidden", "collapse"),
    "opacity": _opacity,
    "fill-rule": _keywords("nonzero", "evenodd"),
    "overflow": _keywords("visible", "hidden", "scroll", "auto", "clip"),
    "transform-box": _keywords(
        "view-box", "fill-box", "stroke-box", "content-box", "border-box", "margin-box"
    ),
    "transform-origin": _anything,
    "transform": _transform,
    "d": _path,
    **dict.fromkeys(("fill", "stroke", "color"), _paint),
    **dict.fromkeys(("clip-path", "mask", "filter", *MARKERS), _reference),
    **dict.fromkeys(("cx", "cy", "r", "rx", "ry", "x", "y", "width", "height"), _length),
    "stroke-width": _length,
    **dict.fromkeys(NOT_READ, _anything),
}
WATCHED = frozenset(_VALID)
"""Properties that are read; all others change nothing about outlines."""
