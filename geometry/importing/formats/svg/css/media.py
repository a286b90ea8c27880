"""Media for which rules of style are meant."""

from __future__ import annotations

from platefront.geometry.importing.formats.svg.css.values import Tokens, tokens
from platefront.geometry.importing.formats.svg.errors import SvgError

_SEEN = frozenset(("all", "screen"))
_OTHER = frozenset(
    ["print", "speech", "aural", "braille", "embossed", "handheld", "projection", "tty", "tv"],
)


def is_for_screens(query: str | Tokens) -> bool:
    """Return True if a list of media queries holds on screens.

    Raises:
        SvgError: that depends on the device: its size, resolution or preferences.
    """
    values = tokens(query) if isinstance(query, str) else query
    queries: list[list[str]] = [[]]
    for token in values:
        if token.type == "ident":
            queries[-1].append(token.lower_value)
        elif token == ",":
            queries.append([])
        elif token.type != "whitespace":
            queries[-1].append("(")
    if queries == [[]]:
        return True
    found = [_holds(words) for words in queries]  # all, to meet those that are not read
    return any(found)


def _holds(words: list[str]) -> bool:
    inverted = words[:1] == ["not"]
    rest = words[1:] if words[:1] in (["not"], ["only"]) else words
    kind, condition = (rest[0], rest[1:]) if rest else ("", [])
    known = kind in _SEEN | _OTHER
    if not condition and known:
        return (kind in _SEEN) != inverted
    if condition[:1] == ["and"] and kind in _OTHER:
        return inverted
    raise SvgError("media other than all, screen and print are not read")
