"""Changes of a case file from the command line: `--set KEY=VALUE`.

A change is made in the text of the case, whose comments and line ends stay, so that the case kept
with the results is the changed one. Lines in messages are those of the file as it is on the disk.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from platefront.case.limits import text_problem
from platefront.case.positions import Path, Positions
from platefront.case.problems import CaseError, dotted
from platefront.case.quoting import printable, quoted, shortened
from platefront.case.written import key_of, text_of, written

OPTION = "--set"
_SHOWN = 120
"""Largest number of characters of a change in a message."""
_PART = re.compile(
    r"""(?P<name>[A-Za-z0-9_-]+|"(?:\\.|[^"\\])*"|'[^']*')(?P<indices>(?:\[\d{1,6}\])*)(?:\.|\Z)"""
)
_NAME = "value"


@dataclass(frozen=True, slots=True)
class Change:
    """New value of a key of a case.

    Attributes:
        given: the change as given, `KEY=VALUE`.
        path: path of the key in the document.
        value: the value in the syntax of a case file.
    """

    given: str
    path: Path
    value: str

    @property
    def origin(self) -> str:
        """Place of the change in messages, as the file is that of other values."""
        return f"{OPTION} {shortened(printable(self.given), _SHOWN)}"

    def concerns(self, path: Path) -> bool:
        """True if a path is that of the changed value or within it."""
        return path[: len(self.path)] == self.path


def read_changes(given: Iterable[str]) -> tuple[Change, ...]:
    """Read changes as given, later ones of the same key last.

    Raises:
        CaseError: one is not of the form `KEY=VALUE`.
    """
    return tuple(_read(text) for text in given)


def changes_of(values: Mapping[str, object]) -> tuple[Change, ...]:
    """Return changes of keys: texts as after `KEY=`, numbers, switches and lists.

    Raises:
        CaseError: a key or a value is of another form.
    """
    texts = {
        key: value if isinstance(value, str) else written(_fixed(value), None)
        for key, value in values.items()
    }
    return read_changes(f"{key}={text}" for key, text in texts.items())


def _fixed(value: object) -> object:
    return tuple(map(_fixed, value)) if isinstance(value, list | tuple) else value


def _read(given: str) -> Change:
    key, sign, value = given.partition("=")
    shown = f"{OPTION} {shortened(printable(given), _SHOWN)}"
    if not sign or not value.strip():
        raise CaseError(f'{shown}: expected KEY=VALUE, for example {OPTION} section.gap="50 um"')
    path = path_of_key(key)
    if path is None:
        raise CaseError(
            f"{shown}: {quoted(key)} is no key; write the tables and the key with points between "
            "them, and entries of a list by their number from 0, for example "
            "protocol[0].current_density"
        )
    try:
        return Change(given, path, value_text(value))
    except ValueError as error:
        raise CaseError(f"{shown}: {error}") from None


def path_of_key(key: str) -> Path | None:
    """Return the path of a dotted key, `protocol[0].mode`; None if it is not one."""
    key, path, at = key.strip(), [], 0
    while at < len(key):
        found = _PART.match(key, at)
        if found is None:
            return None
        name = found["name"]
        path.append(tomllib.loads(f"k = {name}")["k"] if name[0] in "\"'" else name)
        path += [int(index) for index in re.findall(r"\d+", found["indices"])]
        at = found.end()
    return tuple(path) if path and not key.endswith(".") else None


def value_text(given: str) -> str:
    """Return a value in the syntax of a case file; text without quotes is put in quotes.

    Raises:
        ValueError: it begins like a list, a table or a text and is none; it is too long.
    """
    given = given.strip()
    line = f"{_NAME} = {given}"
    if (excess := text_problem(line)) is not None:
        raise ValueError(excess.message)
    try:
        document = tomllib.loads(line)
    except ValueError as error:
        if given[0] in "[{\"'":
            raise ValueError(f"{quoted(given)} is no value: {error}") from None
        return text_of(given)
    source = Positions(line).source((_NAME,)) if list(document) == [_NAME] else None
    return text_of(given) if source is None or "\n" in source else source


def with_changes(text: str, changes: Sequence[Change]) -> str:
    """Return the text of a case file with changes.

    Args:
        text: a text that `tomllib` reads.
        changes: made one after the other.

    Raises:
        CaseError: a key stands in no table of the file, or is a table itself.
    """
    for change in changes:
        text = _changed(text.replace("\r\n", "\n"), change)
    return text


def _changed(text: str, change: Change) -> str:
    positions = Positions(text)
    path, value = change.path, change.value
    if (bounds := positions.bounds(path)) is not None:
        return _checked(text[: bounds[0]] + value + text[bounds[1] :], change)
    if positions.key(path) is not None or positions.block(path) is not None:
        raise _refused(change, f"{dotted(path)} is a table; set the keys in it one by one")
    for end in range(len(path) - 1, 0, -1):
        if (bounds := positions.bounds(path[:end])) is not None:
            return _in_braces(text, bounds, end, change)
    if isinstance(path[-1], int):
        raise _refused(change, f"the file has no entry {dotted(path)}")
    pair = f"{key_of(path[-1])} = {value}\n"
    if (block := positions.block(path[:-1])) is not None:
        header, last = block
        start = "".join(f"{key_of(str(part))}." for part in path[len(header) : -1])
        at = text.find("\n", last) + 1 if last else 0
        if last and not at:
            text, at = f"{text}\n", len(text) + 1
        return _checked(f"{text[:at]}{start}{pair}{text[at:]}", change)
    if any(isinstance(part, int) for part in path):
        raise _refused(change, f"the file has no table {dotted(path[:-1])}")
    header_line = f"[{'.'.join(key_of(str(part)) for part in path[:-1])}]"
    return _checked(f"{text.rstrip()}\n\n{header_line}\n{pair}", change)


def _in_braces(text: str, bounds: tuple[int, int], end: int, change: Change) -> str:
    """Add a key to an inline table whose path is the first parts of the key's."""
    first, last = bounds
    rest = change.path[end:]
    if text[first] != "{" or any(isinstance(part, int) for part in rest):
        what = "has no such entry" if text[first] == "[" else "is no table"
        raise _refused(change, f"{dotted(change.path[:end])} {what} in the file")
    inside = text[first + 1 : last - 1].rstrip()
    pair = f"{'.'.join(key_of(str(part)) for part in rest)} = {change.value}"
    joined = f"{inside}, {pair} " if inside else f" {pair} "
    return _checked(f"{text[:first]}{{{joined}}}{text[last:]}", change)


def _checked(text: str, change: Change) -> str:
    """Return a changed text if it still is a document."""
    try:
        tomllib.loads(text)
    except ValueError:
        raise _refused(change, "the file is written so that this key cannot be added") from None
    return text


def _refused(change: Change, reason: str) -> CaseError:
    return CaseError(f"{change.origin}: {reason}; nothing was run or written.")
