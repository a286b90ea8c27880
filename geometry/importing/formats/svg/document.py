"""XML of an SVG drawing, within limits and without entities, with the line of every element."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from cssselect2 import ElementWrapper

from platefront.geometry.importing.drawing import DrawingError

SVG = "http://www.w3.org/2000/svg"
DEEPEST = 100
"""Largest number of elements within each other, clones included."""
MOST_ELEMENTS = 500_000
"""Largest number of elements in a file."""
_ENTITY = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z_:][\w:.-]*;")


@dataclass(frozen=True, slots=True)
class Document:
    """Elements of a drawing.

    Attributes:
        root: the outermost `svg` element.
        lines: element → line of its start tag.
        text_lines: `style` element → line on which its text begins.
        originals: id → first element with it.
    """

    root: ElementWrapper
    lines: Mapping[Element, int]
    text_lines: Mapping[Element, int]
    originals: Mapping[str, ElementWrapper]

    def tag(self, element: Element) -> str:
        """Return the local name of an element of SVG, or an empty text for any other."""
        space, _, local = element.tag.removeprefix("{").rpartition("}")
        # a file without a namespace is read as if it were SVG's
        return local if space in (SVG, self.root.namespace_url) else ""


def parse(data: bytes, name: str) -> Document:
    """Parse a file.

    Expat alone reads it, so that a declaration of an entity is refused before anything of it is
    expanded, and nothing is ever loaded from elsewhere.

    Args:
        data: content of the file.
        name: name of the file, for messages.

    Raises:
        DrawingError: no XML, no SVG, entities, an external style sheet, or beyond a limit.
    """
    builder = _Builder(name)
    try:
        builder.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise DrawingError(name, f"the file is not valid XML ({error})") from None
    except (ValueError, LookupError) as error:  # the encoding
        if isinstance(error, DrawingError):
            raise
        raise DrawingError(name, f"the file is not valid XML ({error})") from None
    if builder.external and (found := _ENTITY.search(data.replace(b"\0", b""))):
        raise DrawingError(
            name,
            f'the file refers to the entity "{found[0].decode()}" of another file, which is not '
            f"read; save it as plain SVG",
        )
    root = ElementWrapper.from_xml_root(builder.tree.close())
    originals: dict[str, ElementWrapper] = {}
    for element in root.iter_subtree():
        originals.setdefault(element.etree_element.get("id", ""), element)
    document = Document(root, builder.lines, builder.text_lines, originals)
    if document.tag(root.etree_element) != "svg":
        shown = root.local_name
        raise DrawingError(name, f"the file is no SVG drawing: its first element is <{shown}>")
    return document


class _Builder:
    """Handlers of expat, which build the tree and note the lines."""

    def __init__(self, name: str) -> None:
        self.tree = TreeBuilder()
        self.lines: dict[Element, int] = {}
        self.text_lines: dict[Element, int] = {}
        self.external = False
        self._name, self._depth = name, 0
        self._style: Element | None = None  # if its text comes next
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.ProcessingInstructionHandler = self._instruction

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._error(f"elements are nested more than {DEEPEST} deep")
        if len(self.lines) == MOST_ELEMENTS:
            raise self._error(f"the file holds more than {MOST_ELEMENTS} elements")
        full = dict(zip(map(_qualified, attributes), attributes.values(), strict=True))
        element = self.tree.start(_qualified(tag), full)
        self.lines[element] = self.parser.CurrentLineNumber
        self._style = element if tag.rpartition("}")[2] == "style" else None

    def _text(self, text: str) -> None:
        if self._style is not None:
            self.text_lines.setdefault(self._style, self.parser.CurrentLineNumber)
        self.tree.data(text)

    def _end(self, tag: str) -> None:
        self._depth -= 1
        self._style = None
        self.tree.end(_qualified(tag))

    def _doctype(self, name: str, system: str | None, public: str | None, inner: bool) -> None:
        if inner:
            raise self._error(
                "its DOCTYPE declares entities or other rules, which are not read; save the "
                "drawing as plain SVG"
            )
        self.external = system is not None

    def _instruction(self, target: str, data: str) -> None:
        if target == "xml-stylesheet":
            raise self._error(
                "the drawing takes its style from another file, which is not read; put the rules "
                "into a <style> element"
            )

    def _error(self, message: str) -> DrawingError:
        return DrawingError(self._name, message, f"line {self.parser.CurrentLineNumber}")


def _qualified(name: str) -> str:
    return "{" + name if "}" in name else name
