"""Text of a case file with the values that it leaves to their defaults, comments kept."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from typing import Any

from platefront.case.model import Case
from platefront.case.positions import Path, Positions
from platefront.case.written import (
    KeyAndValue,
    entries,
    inner_tables,
    key_of,
    line_of,
    text_of,
    written,
)
from platefront.geometry.parameters import Parameters

_HEADING = "# defaults"
_TABLES_HEADING = "# Defaults of tables that are not given"


def annotated(source: str, case: Case) -> str | None:
    """Return the text of a case file, with all defaults and the paths of the resolved case.

    Each table is followed by the keys it does not give, with their descriptions; tables that are
    not given are added at the end. The caller checks that the text reads back to the case.

    Returns:
        The text; None if it is written in a way that cannot be added to.
    """
    text = source.replace("\r\n", "\n")
    if text and not text.endswith("\n"):
        text += "\n"
    try:
        document = tomllib.loads(text)
    except ValueError:
        return None
    notes = _Annotation(text, Positions(text))
    notes.table(case, document, ())
    return notes.text()


@dataclass(slots=True)
class _Annotation:
    """Changes of a text, collected before they are made.

    Attributes:
        source: the text.
        positions: positions of its keys and values.
        changes: start, end and replacement of parts of the text, in order of discovery.
        added: tables to be added at the end.
        impossible: True if something cannot be added.
    """

    source: str
    positions: Positions
    changes: list[tuple[int, int, str]] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    impossible: bool = False

    def table(self, parameters: Parameters, given: dict[str, Any], path: Path) -> None:
        """Collect the defaults of a table that is given, and of those within it."""
        missing = []
        for name, value, unit, description in entries(parameters):
            if name not in given:
                missing.append((name, value, unit, description))
            elif isinstance(value, str) and value != given[name]:
                self.replace((*path, name), text_of(value))
        if missing:
            self.add(path, missing)
        for name, inner in inner_tables(parameters):
            self.inner(inner, given.get(name), (*path, name))

    def inner(self, value: Parameters | dict[str, Any], given: Any, path: Path) -> None:
        """Collect the defaults of a table within another one, given or not."""
        if isinstance(value, dict):
            for key, item in value.items():
                if isinstance(item, Parameters):
                    self.inner(item, given.get(key) if given else None, (*path, key))
                elif not given or key not in given:
                    self.impossible = True
        elif given is not None:
            self.table(value, given, path)
        else:
            self.whole(value, path)

    def whole(self, parameters: Parameters, path: Path) -> None:
        """Add a table that is not given, and those within it."""
        lines = [f"[{'.'.join(key_of(str(part)) for part in path)}]"]
        lines += [line_of(*entry) for entry in entries(parameters)]
        self.added.append("\n".join(lines))
        for name, inner in inner_tables(parameters):
            self.inner(inner, None, (*path, name))

    def add(self, path: Path, missing: list[KeyAndValue]) -> None:
        """Add keys to a table: into its braces, or below its last line."""
        if (bounds := self.positions.bounds(path)) is not None:
            self.add_in_braces(bounds, missing)
            return
        block = self.positions.block(path)
        if block is None:
            self.impossible = True
            return
        header, end = block
        start = "".join(f"{key_of(str(part))}." for part in path[len(header) :])
        lines = [_HEADING, *(line_of(f"{start}{name}", *rest) for name, *rest in missing)]
        at = self.source.find("\n", end) + 1 if end else 0
        self.changes.append((at, at, "".join(f"{line}\n" for line in lines)))

    def add_in_braces(self, bounds: tuple[int, int], missing: list[KeyAndValue]) -> None:
        """Add keys to an inline table, which has no room for comments."""
        last = bounds[1] - len("}")
        inside = self.source[bounds[0] + len("{") : last]
        pairs = ", ".join(f"{name} = {written(value, unit)}" for name, value, unit, _ in missing)
        at = last - (len(inside) - len(inside.rstrip()))
        self.changes.append((at, at, f", {pairs}" if inside.strip() else f" {pairs}"))

    def replace(self, path: Path, value: str) -> None:
        """Replace a value."""
        bounds = self.positions.bounds(path)
        if bounds is None:
            self.impossible = True
        else:
            self.changes.append((*bounds, value))

    def text(self) -> str | None:
        """Return the text with all changes; None if one is impossible."""
        if self.impossible:
            return None
        parts, at = [], 0
        for start, end, replacement in sorted(self.changes, key=lambda change: change[:2]):
            parts += [self.source[at:start], replacement]
            at = end
        parts.append(self.source[at:])
        text = "".join(parts)
        if self.added:
            text += "\n" + "\n\n".join([_TABLES_HEADING, *self.added]) + "\n"
        return text
