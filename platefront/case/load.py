"""Read a case file: syntax, units, values, combinations; every problem of a step at once."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path as FilePath
from typing import Annotated, Any

from pydantic import TypeAdapter

from platefront.case.checks import CHECKS, check_tables
from platefront.case.inputs import locate_inputs
from platefront.case.mesh_checks import MESH_CHECKS
from platefront.case.messages import validate
from platefront.case.model import Case
from platefront.case.plugins import load_installed_plugins
from platefront.case.positions import Path, Positions
from platefront.case.problems import CaseError, Problem, report
from platefront.case.quantities import convert
from platefront.case.syntax import syntax_problem


def load_case(path: FilePath, *, resolved: bool = True) -> Case:
    """Read and check a case file.

    Args:
        path: the file.
        resolved: whether to refuse a mesh that is too coarse for the section.

    Raises:
        CaseError: the file cannot be read or is no valid case; its text is the full report.
        PluginError: an installed plugin cannot be used.
    """
    text = _read(path)
    return parse_case(text, str(path), resolved=resolved)


def parse_case(text: str, file: str, *, resolved: bool = True) -> Case:
    """Read and check the text of a case file called `file`, from whose folder paths are taken.

    Args:
        text: the text.
        file: name of the file.
        resolved: as for `load_case`.

    Raises:
        CaseError: as for `load_case`.
        PluginError: an installed plugin cannot be used.
    """
    load_installed_plugins()
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problem = syntax_problem(str(error), text)
        raise CaseError(report([problem], file, text), [problem]) from None
    data, problems = convert(document, Case)
    problems += locate_inputs(data, FilePath(file))
    known = {problem.path for problem in problems}
    problems += [p for p in validate(data, Case) if not _within(p.path, known)]
    tables = _valid_tables(data, {p.path[0] for p in problems if p.path})
    problems += check_tables(tables, CHECKS)
    if resolved:
        problems += check_tables(tables, MESH_CHECKS)
    if problems:
        positions = Positions(text)
        located = [_located(problem, positions) for problem in problems]
        located.sort(key=lambda p: (p.span is None, p.span.line if p.span else 0))
        raise CaseError(report(located, file, text), located)
    return Case.model_validate(data)


def _read(path: FilePath) -> str:
    def refuse(reason: str) -> CaseError:
        problem = Problem(reason)
        return CaseError(report([problem], str(path), ""), [problem])

    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise refuse("there is no such file") from None
    except IsADirectoryError:
        raise refuse("this is a folder, not a case file") from None
    except OSError as error:
        raise refuse(f"the file cannot be read: {error.strerror}") from None
    try:
        # Editors on Windows put a byte order mark first; it is harmless.
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise refuse(f"line {line} is not UTF-8; save the file with UTF-8 encoding") from None


def _within(path: Path, known: set[Path]) -> bool:
    return any(path[: len(start)] == start for start in known)


def _valid_tables(data: dict[str, Any], bad: set[str | int]) -> dict[str, Any]:
    """The tables without a problem of their own, as objects, defaults included."""
    tables: dict[str, Any] = {}
    for name, field in Case.model_fields.items():
        if name in bad:
            continue
        if name in data:
            tables[name] = _table_adapter(name).validate_python(data[name])
        elif not field.is_required():
            tables[name] = field.default
    return tables


@cache
def _table_adapter(name: str) -> TypeAdapter[Any]:
    """Validator of one table of a case; making one takes longer than using it."""
    field = Case.model_fields[name]
    annotated: Any = Annotated[field.annotation, field]
    return TypeAdapter(annotated)


def _located(problem: Problem, positions: Positions) -> Problem:
    """Find the problem's place, or that of the nearest table around it."""
    path = problem.path
    span = positions.key(path) if problem.at_key else positions.value(path)
    while span is None and path:
        span = positions.key(path)
        path = path[:-1]
    return replace(problem, span=span)
