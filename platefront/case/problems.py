"""Problems of a case file and their report to the user."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from platefront.case.positions import Path, Span
from platefront.case.quoting import printable, shortened

PROBLEMS_SHOWN = 10
"""Largest number of problems in a report; the others are counted."""
REPORT_LENGTH = 4_500
"""Number of characters of a report beyond which no further problem is shown."""
_MESSAGE_LENGTH = 600
_LINE_LENGTH = 160
_PLACE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Problem:
    """Single problem of a case file.

    Attributes:
        message: description of the problem, including the given value.
        path: path of the key in the parsed document; empty for the file as a whole.
        at_key: True to mark the key instead of its value.
        notes: (label, text) lines below the quoted line: `allowed`, `help`, `meaning`, `note`.
        span: position in the file, if it does not follow from `path`.
        origin: place that the value is from, if that is not the file.
    """

    message: str
    path: Path = ()
    at_key: bool = False
    notes: tuple[tuple[str, str], ...] = ()
    span: Span | None = field(default=None)
    origin: str | None = None


type Problems = Iterator[Problem]


class CaseError(Exception):
    """A case file is invalid; the text of the error is the complete report.

    Attributes:
        problems: all problems, in the order of the file.
    """

    def __init__(self, report: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(report)
        self.problems = tuple(problems)


def dotted(path: Path) -> str:
    """Format a path for messages: `surfaces.upper.law`, `output.times[2]`."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += f".{part}" if text else part
    return text


def last_key(path: Path) -> str:
    """Format the last key of a path with its indices: `law`, `times[2]`."""
    keys = [position for position, part in enumerate(path) if isinstance(part, str)]
    return dotted(path[keys[-1] :] if keys else path)


def choices(names: Iterable[str]) -> str:
    """Join names for a message."""
    return ", ".join(names)


def nearest(given: str, names: Iterable[str]) -> str | None:
    """Return the most similar of `names`; None if none is similar."""
    by_lower = {name.lower(): name for name in names}
    close = difflib.get_close_matches(given.lower(), by_lower, n=1, cutoff=0.55)
    return by_lower[close[0]] if close else None


def suggestion(given: str, names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return a `help` note with the most similar of `names`; empty if none is similar."""
    name = nearest(given, names)
    return (("help", f'did you mean "{name}"?'),) if name is not None else ()


def report(problems: Sequence[Problem], file: str, text: str, changes: Sequence[str] = ()) -> str:
    """Format all problems of a file: message, position, quoted line, notes.

    Args:
        problems: problems with their spans.
        file: name of the file as given by the user.
        text: content of the file, for quotation.
        changes: values that replace those of the file, as given.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    name = shortened(printable(file), _PLACE_LENGTH)
    parts: list[str] = []
    length = 0
    for problem in problems[:PROBLEMS_SHOWN]:
        part = _paragraph(problem, name, lines)
        length += len(part)
        if parts and length > REPORT_LENGTH:
            break
        parts.append(part)
    if more := len(problems) - len(parts):
        parts.append(f"… and {more} more")
    count = "1 error" if len(problems) == 1 else f"{len(problems)} errors"
    changed = shortened(f" with {' '.join(changes)}" if changes else "", _MESSAGE_LENGTH)
    return "\n\n".join([*parts, f"{count} in {name}{changed}; nothing was run or written."])


def _paragraph(problem: Problem, file: str, lines: Sequence[str]) -> str:
    span = problem.span
    place = file if span is None else f"{file}:{span.line}:{span.column}"
    if problem.origin is not None:
        place = f"from {problem.origin}"
    if problem.path:
        place += f"  ({shortened(printable(dotted(problem.path)), _PLACE_LENGTH)})"
    rows = [f"error: {_message(problem.message)}"]
    margin = " " * (len(str(span.line)) if span else 1)
    rows.append(f"{margin}--> {place}")
    if span is not None and span.line <= len(lines):
        quotation, column, length = _excerpt(lines[span.line - 1], span)
        rows.append(f"{margin} |")
        rows.append(f"{span.line} | {quotation}".rstrip())
        rows.append(f"{margin} | {' ' * column}{'^' * length}")
    rows += [f"{margin} = {label}: {_message(note)}" for label, note in problem.notes]
    return "\n".join(rows)


def _message(text: str) -> str:
    return shortened(printable(text), _MESSAGE_LENGTH)


def _excerpt(line: str, span: Span) -> tuple[str, int, int]:
    """Return the part of a line around a span, the span's first column in it and its length."""
    first = span.column - 1
    start = 0 if first + span.length <= _LINE_LENGTH else max(0, first - _LINE_LENGTH // 4)
    # Tabs are quoted as single spaces so that the underline is aligned.
    before, marked, after = (
        printable(part.replace("\t", " "))
        for part in (
            line[start:first],
            line[first : first + min(span.length, _LINE_LENGTH)],
            line[first + span.length : start + _LINE_LENGTH],
        )
    )
    head = f"…{before}" if start else before
    text = head + marked + after
    return shortened(text, 2 * _LINE_LENGTH), len(head), max(1, min(len(marked), _LINE_LENGTH))
