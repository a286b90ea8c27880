"""Attributes on which it depends if an element is drawn."""

from __future__ import annotations

from xml.etree.ElementTree import Element

LANGUAGE = "en"
"""Language in which drawings are read."""


def objection(element: Element) -> str:
    """Return the condition of an element that does not hold, or an empty text."""
    languages = element.get("systemLanguage")
    if languages is not None:
        tags = [tag.strip().lower() for tag in languages.split(",")]
        if not any(tag == LANGUAGE or tag.startswith(f"{LANGUAGE}-") for tag in tags):
            return f'it is for the language "{languages}", and drawings are read in "{LANGUAGE}"'
    extensions = element.get("requiredExtensions")
    if extensions is not None:
        return f'it requires the extension "{extensions}"'
    return ""
