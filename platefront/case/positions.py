"""Positions of keys and values in a TOML text.

`tomllib` provides no positions. This scanner reads a text that `tomllib` has accepted, so it does
not check the syntax.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from dataclasses import dataclass

type Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_SPACES = re.compile(r"[ \t]*")
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:\\.|[^"\\])*"|'[^']*'""")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}' r"|'''.*?'{3,5}" r'|"(?:\\.|[^"\\])*"' r"|'[^']*'",
    re.DOTALL,
)
_PLAIN = re.compile(r"[^,\]}#\n]+")


@dataclass(frozen=True, slots=True)
class Span:
    """Range of characters in one line.

    Attributes:
        line: line number, from 1.
        column: column of the first character, from 1.
        length: number of characters, at least 1; a value over several lines ends with its first.
    """

    line: int
    column: int
    length: int


class Positions:
    """Positions of every key and value of a TOML text.

    Paths are as in the parsed document: keys, and indices within arrays.
    """

    def __init__(self, text: str) -> None:
        scanner = _Scanner(text.replace("\r\n", "\n"))
        scanner.document()
        self._text = scanner.text
        self._keys = scanner.keys
        self._values = scanner.values
        self._ends = scanner.ends
        self._dotted = {
            path: (table, scanner.ends[table]) for path, table in scanner.dotted.items()
        }
        self._line_ends = [found.start() for found in re.finditer("\n", scanner.text)]

    def key(self, path: Path) -> Span | None:
        """Return the position of the first key or table header for `path`."""
        return self._span(self._keys.get(path))

    def value(self, path: Path) -> Span | None:
        """Return the position of the value of `path`; None for a table with a header."""
        return self._span(self._values.get(path))

    def source(self, path: Path) -> str | None:
        """Return the source text of a value, possibly of several lines."""
        bounds = self._values.get(path)
        return None if bounds is None else self._text[bounds[0] : bounds[1]]

    def bounds(self, path: Path) -> tuple[int, int] | None:
        """Return the half-open range of characters of a value; None for a table with a header."""
        return self._values.get(path)

    def block(self, path: Path) -> tuple[Path, int] | None:
        """Return the place at which keys of a table may be added.

        Returns:
            Path of the header above that place, and the end of the last pair or header before it;
            None for a table that has neither a header nor a dotted key.
        """
        return (path, self._ends[path]) if path in self._ends else self._dotted.get(path)

    def _span(self, bounds: tuple[int, int] | None) -> Span | None:
        if bounds is None:
            return None
        start, end = bounds
        line = bisect_left(self._line_ends, start)
        line_start = self._line_ends[line - 1] + 1 if line else 0
        line_end = self._text.find("\n", start, end)
        length = (end if line_end < 0 else line_end) - start
        return Span(line + 1, start - line_start + 1, max(length, 1))


class _Scanner:
    """Cursor over the text; records half-open character ranges by path."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.keys: dict[Path, tuple[int, int]] = {}
        self.values: dict[Path, tuple[int, int]] = {}
        self.last_index: dict[Path, int] = {}  # of arrays of tables
        self.ends: dict[Path, int] = {(): 0}  # of the last pair below each header
        self.dotted: dict[Path, Path] = {}  # tables of dotted keys → header above the key

    def document(self) -> None:
        table: Path = ()
        while self._blank() < len(self.text):
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table, in_braces=False)
            self.ends[table] = self.at

    def _header(self) -> Path:
        brackets = 2 if self.text.startswith("[[", self.at) else 1
        self.at += brackets
        path: Path = ()
        parts = self._dotted_key()
        for position, (name, bounds) in enumerate(parts):
            path += (name,)
            self.keys.setdefault(path, bounds)
            last = position == len(parts) - 1
            if last and brackets == 2:
                self.last_index[path] = self.last_index.get(path, -1) + 1
            if path in self.last_index:
                path += (self.last_index[path],)
                self.keys.setdefault(path, bounds)
        self._skip(_SPACES)
        self.at += brackets
        return path

    def _pair(self, table: Path, *, in_braces: bool) -> None:
        """Read `key = value` inside `table`."""
        path = table
        parts = self._dotted_key()
        for position, (name, bounds) in enumerate(parts):
            path += (name,)
            self.keys.setdefault(path, bounds)
            if position < len(parts) - 1 and not in_braces:
                self.dotted.setdefault(path, table)
        self._skip(_SPACES)
        self.at += len("=")
        self._skip(_SPACES)
        self._value(path)

    def _dotted_key(self) -> list[tuple[str, tuple[int, int]]]:
        parts = []
        while True:
            self._skip(_SPACES)
            start = self.at
            written = self._skip(_KEY)
            name = tomllib.loads(f"k = {written}")["k"] if written[0] in "\"'" else written
            parts.append((name, (start, self.at)))
            self._skip(_SPACES)
            if not self.text.startswith(".", self.at):
                return parts
            self.at += len(".")

    def _value(self, path: Path) -> None:
        start = self.at
        match self.text[start]:
            case '"' | "'":
                self._skip(_STRING)
            case "[":
                self._array(path)
            case "{":
                self._inline_table(path)
            case _:
                self.at = start + len(self._skip(_PLAIN).rstrip())
        self.values[path] = (start, self.at)

    def _array(self, path: Path) -> None:
        self.at += len("[")
        index = 0
        while self.text[self._blank()] != "]":
            self._value((*path, index))
            index += 1
            if self.text[self._blank()] == ",":
                self.at += len(",")
        self.at += len("]")

    def _inline_table(self, path: Path) -> None:
        self.at += len("{")
        while self.text[self._blank()] != "}":
            self._pair(path, in_braces=True)
            if self.text[self._blank()] == ",":
                self.at += len(",")
        self.at += len("}")

    def _blank(self) -> int:
        """Skip spaces, line ends and comments; return the new position."""
        self._skip(_BLANK)
        return self.at

    def _skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        if found is None:
            raise AssertionError(
                f"no {pattern.pattern} at character {self.at} of a valid TOML text"
            )
        self.at = found.end()
        return found[0]
