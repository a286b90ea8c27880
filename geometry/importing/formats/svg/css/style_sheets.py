"""Rules of the style sheets of a drawing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import tinycss2
from cssselect2 import SelectorError, compile_selector_list

from platefront.geometry.importing.formats.svg.css.media import is_for_screens
from platefront.geometry.importing.formats.svg.css.properties import (
    ALIASES,
    MARKERS,
    WATCHED,
    is_valid,
)
from platefront.geometry.importing.formats.svg.css.values import shortened, trimmed
from platefront.geometry.importing.formats.svg.errors import SvgError

MOST_RULES = 2_000
"""Largest number of style rules in a drawing."""
_IGNORED = frozenset(
    [
        "charset",
        "font-face",
        "font-feature-values",
        "font-palette-values",
        "keyframes",
        "-webkit-keyframes",
        "page",
        "property",
        "counter-style",
        "color-profile",
        "view-transition",
    ]
)
"""Rules that no outline depends on; animations are not played."""
_DEPENDENT = (":lang", ":link", ":any-link")  # on more than cssselect2 knows of SVG


@dataclass(frozen=True, slots=True)
class Declared:
    """Value of a property.

    Attributes:
        text: the value as written.
        origin: `attribute`, `style attribute` or `style rule ".h" (line 4)`.
        plain: whether it is from an attribute, where lengths need no unit.
    """

    text: str
    origin: str
    plain: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """Selectors and declarations, each with its name and if it is important."""

    selectors: tuple[Any, ...]
    declarations: tuple[tuple[str, Declared, bool], ...]


def rules(text: str, line: int) -> list[Rule]:
    """Return the rules of a style sheet that apply to screens.

    Args:
        text: content of a `style` element.
        line: line on which it begins.

    Raises:
        SvgError: a rule is not read.
    """
    try:
        found = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
        return list(_rules(found, line, {}))
    except SvgError:
        raise
    except (ValueError, RecursionError) as error:  # long numbers, deep brackets
        raise SvgError(f"the style sheet (line {line}) cannot be read ({error})") from None


def _rules(nodes: Iterable[Any], line: int, namespaces: dict[str | None, str]) -> Iterator[Rule]:
    for node in nodes:
        at = line + node.source_line - 1
        if node.type == "qualified-rule":
            yield from _rule(node, at, line, namespaces)
        elif node.type == "at-rule":
            yield from _at_rule(node, at, line, namespaces)


def _at_rule(node: Any, at: int, line: int, namespaces: dict[str | None, str]) -> Iterator[Rule]:
    name, prelude = node.lower_at_keyword, trimmed(node.prelude)
    if name in _IGNORED:
        return
    if name == "namespace" and prelude:
        prefix = prelude[0].value if prelude[0].type == "ident" else None
        namespaces[prefix] = getattr(prelude[-1], "value", "")
        return
    if name != "media" or node.content is None:
        why = "style in other files is not read" if name == "import" else "it is not read"
        raise SvgError(f"the style sheet holds @{name} (line {at}): {why}")
    try:
        applies = is_for_screens(prelude)
    except SvgError as error:
        shown = shortened(tinycss2.serialize(prelude))
        raise SvgError(f"the style sheet holds @media {shown} (line {at}): {error}") from None
    if applies:
        inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
        yield from _rules(inner, line, namespaces)


def _rule(node: Any, at: int, line: int, namespaces: dict[str | None, str]) -> Iterator[Rule]:
    shown = shortened(tinycss2.serialize(node.prelude))
    origin = f'style rule "{shown}" (line {at})'
    found = tuple(declarations(node.content, origin))
    if not found:
        return
    try:
        selectors = tuple(compile_selector_list(trimmed(node.prelude), namespaces))
    except (SelectorError, NotImplementedError, RecursionError, MemoryError, SyntaxError):
        raise SvgError(f"the selector of the {origin} is not read") from None
    if any(word in tinycss2.serialize(node.prelude).lower() for word in _DEPENDENT):
        raise SvgError(f"the selector of the {origin} is not read")
    yield Rule(selectors, found)


def declarations(content: Any, origin: str) -> list[tuple[str, Declared, bool]]:
    """Return the valid declarations of the properties that are read: name, value, if important.

    Args:
        content: tokens of a rule, or text of a `style` attribute.
        origin: origin of the declarations, for messages.

    Raises:
        SvgError: a rule within a rule, or a text that cannot be read.
    """
    try:
        nodes = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
        return list(_declarations(nodes, origin))
    except SvgError:
        raise
    except (ValueError, RecursionError) as error:  # long numbers, deep brackets
        raise SvgError(f"the {origin} cannot be read ({error})") from None


def _declarations(nodes: Iterable[Any], origin: str) -> Iterator[tuple[str, Declared, bool]]:
    for node in nodes:
        if node.type in ("qualified-rule", "at-rule"):
            raise SvgError(f"the {origin} holds another rule, which is not read")
        if node.type != "declaration":
            continue
        kept = [token for token in node.value if token.type != "comment"]
        text = tinycss2.serialize(trimmed(kept))
        name = ALIASES.get(node.lower_name, node.lower_name)
        for each in MARKERS if name == "marker" else (name,):
            if each in WATCHED and is_valid(each, text, plain=False):
                yield each, Declared(text, origin), bool(node.important)
