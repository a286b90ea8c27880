"""Messages for syntax errors of TOML, with suggested corrections."""

from __future__ import annotations

import re
from collections.abc import Sequence

from platefront.case.positions import Span
from platefront.case.problems import Problem
from platefront.case.quoting import shortened

_LONGEST_CORRECTED = 200
"""Largest number of characters of a line that is parsed for a correction."""

# Message of tomllib → message to the user.
_REASONS = {
    "Cannot overwrite a value": "this key is given twice",
    "Cannot mutate immutable namespace": "this table is closed already and cannot be added to",
    "Expected '=' after a key in a key/value pair": "expected key = value",
    "Invalid value": "this is no value",
    "Invalid statement": "expected key = value or a [table]",
    "Unterminated string": "the closing quote is missing",
    "Illegal character '\\n'": "the closing quote is missing",
    "Unclosed array": "the closing ] of a list is missing",
    "Unclosed inline table": "the closing } of a table is missing",
    "Expected newline or end of document after a statement": "expected the end of the line here",
    "Expected ']' at the end of a table declaration": "the closing ] of a table header is missing",
}
_PLACE = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)
_TWICE = re.compile(r"Cannot declare \((.*)\) twice")
_PAIR = re.compile(r"\s*(?P<key>[\w.\"'-]+)\s*=\s*(?P<value>[^#]*?)\s*(?:#.*)?$")
_COLON = re.compile(r"\s*(?P<key>[\w-]+)\s*:\s*(?P<value>[^#=]+?)\s*(?:#.*)?")
_SWITCHES = {
    **dict.fromkeys(("true", "yes", "on"), "true"),
    **dict.fromkeys(("false", "no", "off"), "false"),
}

type Notes = tuple[tuple[str, str], ...]


def syntax_problem(complaint: str, text: str) -> Problem:
    """Return the problem for the message of a `tomllib.TOMLDecodeError` about `text`."""
    lines = text.replace("\r\n", "\n").split("\n")
    if len(lines) > 1 and not lines[-1]:
        lines.pop()  # the line end of the last line
    found = _PLACE.fullmatch(complaint)
    reason = found[1] if found else complaint
    at_end = found is None or found[2] is None
    line = len(lines) if found is None or at_end else int(found[2])
    column = len(lines[-1]) + 1 if found is None or at_end else int(found[3])
    line = min(line, len(lines))
    quoted = lines[line - 1]
    if twice := _TWICE.fullmatch(reason):
        name = ".".join(re.findall(r"'([^']*)'", twice[1]))
        return _twice(f"the table [{name}] stands twice", lines, line)
    if reason == "Cannot overwrite a value":
        return _twice(_REASONS[reason], lines, line)
    said = _REASONS.get(reason, reason[:1].lower() + reason[1:])
    if at_end:
        said = "the file ends in the middle of a value: is a closing bracket or quote missing?"
    span = Span(line, column, 1)
    said = shortened(said)
    return Problem(f"not valid TOML: {said}", span=span, notes=_instead(quoted))


def _instead(line: str) -> Notes:
    """Return a note with the probable correction of a line."""
    if len(line) > _LONGEST_CORRECTED:
        return ()
    if colon := _COLON.fullmatch(line):
        return (("help", f"write {colon['key']} = {colon['value']}"),)
    pair = _PAIR.fullmatch(line)
    if pair is None:
        return ()
    key, value = pair["key"], pair["value"]
    if switch := _SWITCHES.get(value.lower()):
        return (("help", f"write {key} = {switch}"),)
    if value and value[0] not in "\"'[{":
        return (("help", f'text and quantities stand in quotes: {key} = "{value}"'),)
    return ()


def _twice(said: str, lines: Sequence[str], line: int) -> Problem:
    """Return a problem at the second of two lines that names the first."""
    quoted = lines[line - 1]
    start = _start_of(quoted)
    before = [
        number for number, text in enumerate(lines[: line - 1], 1) if _start_of(text) == start
    ]
    notes: Notes = (("help", f"the first one is in line {before[-1]}"),) if before else ()
    column = len(quoted) - len(quoted.lstrip()) + 1
    return Problem(f"not valid TOML: {said}", span=Span(line, column, len(start)), notes=notes)


def _start_of(line: str) -> str:
    """Return the table header or key of a line."""
    return re.split(r"(?<=\])|\s*=|#", line.strip()[:_LONGEST_CORRECTED])[0]
