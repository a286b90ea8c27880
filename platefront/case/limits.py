"""Limits on the size of a case file, checked before anything is made of its content.

A case file is data from anywhere. The limits are far above those of any model, and keep reading and
the messages about it short: parsers recurse over nesting, compare keys and quote what they refuse.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from platefront.case.positions import Path, Span
from platefront.case.problems import Problem
from platefront.case.quoting import quoted

FILE_BYTES = 1_000_000
"""Largest size of a case file [bytes]."""
NESTING = 16
"""Largest number of tables and lists inside one another, and of parts of a dotted key."""
KEYS = 1_000
"""Largest number of keys and table headers of a case file."""
VALUES = 20_000
"""Largest number of values of a case file, those in lists counted one by one."""
KEY_LENGTH = 100
"""Largest number of characters of a key."""
TEXT_LENGTH = 10_000
"""Largest number of characters of a text."""
NUMBER_LENGTH = 100
"""Largest number of characters of a number, a date or a switch."""
LARGEST_INTEGER = 2**63 - 1
"""Largest integer of TOML."""

_PIECE = re.compile(
    r'(?P<text>"""(?:[^\\"]++|\\.|"(?!""))*+(?:"{3,5})?'
    r"|'''(?:[^']++|'(?!''))*+(?:'{3,5})?"
    r'|"(?:[^"\\\n]++|\\[^\n])*+"?'
    r"|'[^'\n]*'?)"
    r"|(?P<comment>#[^\n]*)"
    r"|(?P<blank>[ \t\r]+)"
    r"|(?P<sign>[\[\]{}=,.\n])"
    r"|(?P<word>[^\s\[\]{}=,.\"'#]+|.)",
    re.DOTALL,
)


def text_problem(text: str) -> Problem | None:
    """Return the first limit that the text of a case file exceeds, in one pass without recursion.

    The text may be anything: whether it is TOML is up to the parser.
    """
    if len(text) > FILE_BYTES:
        return Problem(f"the file is larger than {FILE_BYTES / 1e6:g} MB; this is no case file")
    count = _Count()
    for piece in _PIECE.finditer(text):
        kind, written = piece.lastgroup, piece[0]
        if kind == "sign":
            excess = count.excess_with(written)
        elif kind == "word" and len(written) > NUMBER_LENGTH:
            excess = f"{quoted(written)} is longer than {NUMBER_LENGTH} characters"
        elif kind == "text" and len(written) > TEXT_LENGTH:
            excess = f"a text is longer than {TEXT_LENGTH} characters"
        else:
            continue
        if excess:
            return _at(text, piece.start(), excess)
    return None


@dataclass(slots=True)
class _Count:
    """Counts of a pass over the text.

    Attributes:
        depth: tables and lists around the place.
        parts: points of the dotted key before the place.
        keys, values: keys and values so far.
    """

    depth: int = 0
    parts: int = 0
    keys: int = 0
    values: int = 0

    def excess_with(self, sign: str) -> str:
        """Count a sign; return the limit that is exceeded with it, or an empty text."""
        if sign == ".":
            self.parts += 1
        else:
            self.parts = 0
        if sign in "[{":
            self.depth += 1
            self.values += 1
        elif sign in "]}":
            self.depth = max(0, self.depth - 1)
        elif sign == "=":
            self.keys += 1
        elif sign == ",":
            self.values += 1
        if self.depth > NESTING or self.parts >= NESTING:
            return f"tables and lists are nested deeper than {NESTING}"
        if self.keys > KEYS:
            return f"the file has more than {KEYS} keys; this is no case file"
        if self.values > VALUES:
            return f"the file has more than {VALUES} values; this is no case file"
        return ""


def document_problems(document: dict[str, Any]) -> Iterator[Problem]:
    """Yield the keys and values of a parsed case file that exceed a limit.

    Of a value only the first problem is told; tables and lists are not nested deeper than
    `text_problem` allows.
    """
    for path, value in _entries(document, ()):
        key = path[-1]
        if isinstance(key, str) and len(key) > KEY_LENGTH:
            message = f"the key {quoted(key)} is longer than {KEY_LENGTH} characters"
            yield Problem(message, path, at_key=True)
        elif isinstance(value, int) and abs(value) > LARGEST_INTEGER:
            yield Problem(f"{quoted(str(value))} is too large for a whole number", path)
        elif isinstance(value, str) and "\0" in value:
            yield Problem("a text cannot contain a NUL character", path)


def _entries(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    """Yield every key, element and value below one, with its path."""
    if isinstance(value, dict):
        items: Any = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    else:
        return
    for key, item in items:
        yield (*path, key), item
        yield from _entries(item, (*path, key))


def _at(text: str, start: int, message: str) -> Problem:
    """Return a problem with a position in the text."""
    line = text.count("\n", 0, start) + 1
    return Problem(message, span=Span(line, start - text.rfind("\n", 0, start), 1))
