"""Cascade and inheritance: the style of each element."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from cssselect2 import ElementWrapper, Matcher

from platefront.geometry.importing.formats.svg.css.properties import (
    GLOBAL,
    INHERITED,
    PAINTS,
    SUBSTITUTION,
    WATCHED,
    is_valid,
)
from platefront.geometry.importing.formats.svg.css.style_sheets import (
    Declared,
    Rule,
    declarations,
)
from platefront.geometry.importing.formats.svg.css.values import tokens
from platefront.geometry.importing.formats.svg.errors import SvgError

_INLINE = "style attribute"


@dataclass(frozen=True, slots=True)
class Style:
    """Style of an element.

    Attributes:
        own: property → value that wins for the element itself.
        parent: style of the element that it inherits from.
    """

    own: Mapping[str, Declared]
    parent: Style | None = None

    def get(self, name: str) -> Declared | None:
        """Return the value of a property, or None for its initial value.

        Raises:
            SvgError: the value depends on others (`var()`), which is not read except for paint.
        """
        found = self.own.get(name)
        word = found.text.lower() if found else "unset"
        substituted = found and name not in PAINTS and SUBSTITUTION.search(found.text)
        if substituted or word == "revert-layer":
            shown = f"{name}: {found.text}" if found else name
            raise SvgError(f'"{shown}" ({found.origin if found else ""}) is not read')
        if word not in GLOBAL:
            return found
        if word == "inherit" or (word in ("unset", "revert") and name in INHERITED):
            return self.parent.get(name) if self.parent else None
        return None

    def word(self, name: str, initial: str) -> str:
        """Return the value of a property in small letters."""
        found = self.get(name)
        return found.text.lower() if found else initial


class Cascade:
    """Order of precedence: attributes, rules, style attributes; important ones after these.

    Args:
        rules: rules of all style sheets, in the file's order.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._matcher, self._rules = Matcher(), 0
        for rule in rules:
            self._rules += 1
            for selector in rule.selectors:
                self._matcher.add_selector(selector, rule)

    def declared(self, element: ElementWrapper) -> dict[str, Declared]:
        """Return property → value that wins for an element.

        Raises:
            SvgError: its style attribute cannot be read.
        """
        own = element.etree_element
        found = {
            name: declared
            for name, text in own.items()
            if name in WATCHED and (declared := _of_attribute(name, text))
        }
        sheets = [each for rule in self._matching(element) for each in rule.declarations]
        inline = _of_style(own.get("style", ""))
        for important in (False, True):
            for group in (sheets, inline):
                found.update((name, value) for name, value, rank in group if rank == important)
        return found

    def check_clones(self, original: ElementWrapper) -> None:
        """Refuse an original of clones that the rules do not see as its clones.

        A rule may select an element by what is around it. Viewers differ in whether a clone then
        looks like its original.

        Raises:
            SvgError: there is such a rule.
        """
        if not self._rules:
            return
        alone = ElementWrapper.from_xml_root(original.etree_element)
        for one, other in zip(original.iter_subtree(), alone.iter_subtree(), strict=True):
            first, second = self._matching(one), self._matching(other)
            for rule in (*first, *second):
                if (rule in first) == (rule in second):
                    continue
                for name, value, _ in rule.declarations:
                    if name not in PAINTS:
                        raise SvgError(
                            f"the {value.origin} selects an object by what is around it, which "
                            f"clones do not share; set {name} on the object itself"
                        )

    def _matching(self, element: ElementWrapper) -> list[Rule]:
        """Return the rules for an element, the strongest last."""
        if not self._rules:
            return []
        found = self._matcher.match(element)
        return [rule for _, _, pseudo, rule in found if pseudo is None]


@lru_cache(maxsize=4096)
def _of_style(text: str) -> tuple[tuple[str, Declared, bool], ...]:
    return tuple(declarations(text, _INLINE)) if text else ()


def _of_attribute(name: str, text: str) -> Declared | None:
    """Return the value of an attribute that is a property, None for an invalid one."""
    if name in ("d", "transform"):
        return Declared(text.strip(), "attribute", plain=True)
    if "/*" in text or "\\" in text:
        kept = tokens(text)
        text = "".join(token.serialize() for token in kept)
    text = text.strip()
    return Declared(text, "attribute", plain=True) if is_valid(name, text, plain=True) else None
