"""Resolved case as TOML, with all defaults; reads back to an equal case."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator

from platefront.case.annotation import annotated
from platefront.case.model import Case
from platefront.case.quantities import convert
from platefront.case.written import entries, inner_tables, key_of, line_of, written
from platefront.geometry.parameters import Parameters


def dump_case(case: Case, source: str | None = None) -> str:
    """Return the resolved case as TOML text.

    Values that are not given and have no default (None) are left out. Every number reads back to
    the same float, in the customary unit where that is possible.

    Args:
        case: the case.
        source: text of its case file. The resolved case is then this text, comments included, with
            the values that it leaves to their defaults; otherwise the text is written anew.
    """
    if source is not None:
        text = annotated(source, case)
        if text is not None and _reads_back(text, case):
            return text
    return "\n".join(_table(case, "")).strip() + "\n"


def _reads_back(text: str, case: Case) -> bool:
    """True if a text gives exactly this case, to the last bit and the sign of zero."""
    try:
        data, problems = convert(tomllib.loads(text), Case)
        again = Case.model_validate_json(json.dumps(data), strict=True)
    except (ValueError, TypeError):
        return False
    return not problems and again == case and repr(again) == repr(case)


def _table(parameters: Parameters, header: str) -> Iterator[str]:
    if header:
        yield f"\n[{header}]"
    for entry in entries(parameters):
        yield line_of(*entry)
    for name, value in inner_tables(parameters):
        inner = f"{header}.{name}" if header else name
        if isinstance(value, Parameters):
            yield from _table(value, inner)
            continue
        plain = {key: item for key, item in value.items() if not isinstance(item, Parameters)}
        if plain:
            yield f"\n[{inner}]"
        for key, item in plain.items():
            yield f"{key_of(key)} = {written(item, None)}"
        for key, item in value.items():
            if isinstance(item, Parameters):
                yield from _table(item, f"{inner}.{key_of(key)}")
