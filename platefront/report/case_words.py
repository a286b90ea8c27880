"""Cases of a report in words: protocol, and the keys in which they differ."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from platefront.case.load import load_case
from platefront.case.problems import CaseError
from platefront.results.folder import ResultsFolder
from platefront.results.reading import RunResults
from platefront.running.protocol_words import StepRow, protocol_rows, total_duration

_ABSENT = "–"
_TEXTS = {"title", "description"}
"""Keys whose values are shown elsewhere."""


@dataclass(frozen=True, slots=True)
class CaseWords:
    """Case of a run in words.

    Attributes:
        text: of the case file, with all defaults.
        description: of the case.
        protocol: rows of its protocol.
        duration: estimated duration of the protocol.
        objection: why there is no protocol in words; empty if there is.
    """

    text: str
    description: str
    protocol: list[StepRow]
    duration: str
    objection: str


def case_words(run: RunResults) -> CaseWords:
    """Return the case of a run in words.

    A case that this version of the program refuses is shown by its text alone.
    """
    file = ResultsFolder(run.path).case
    text = file.read_text(encoding="utf-8")
    description = str(_values(text).get("description", ""))
    try:
        steps = load_case(file, resolved=False).planned_steps
    except CaseError:
        return CaseWords(text, description, [], "", "this version refuses the case")
    return CaseWords(text, description, list(protocol_rows(steps)), total_duration(steps), "")


@dataclass(frozen=True, slots=True)
class Difference:
    """Key in which cases differ, with the value in each of them."""

    key: str
    values: list[str]


def differences(cases: Sequence[CaseWords]) -> list[Difference]:
    """Return the keys in which cases differ, in the order in which they first appear."""
    flat = [dict(_flattened(_values(case.text))) for case in cases]
    keys = dict.fromkeys(key for values in flat for key in values)
    rows = ((key, [values.get(key, _ABSENT) for values in flat]) for key in keys)
    return [Difference(key, values) for key, values in rows if len(set(values)) > 1]


def _values(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return {}


def _flattened(values: Mapping[str, Any], start: str = "") -> Iterator[tuple[str, str]]:
    for key, value in values.items():
        name = f"{start}{key}"
        if name in _TEXTS:
            continue
        match value:
            case dict():
                yield from _flattened(value, f"{name}.")
            case list() if value and all(isinstance(item, dict) for item in value):
                for number, item in enumerate(value, 1):
                    yield from _flattened(item, f"{name}[{number}].")
            case bool():
                yield name, "true" if value else "false"
            case _:
                yield name, str(value)
