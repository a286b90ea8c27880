"""Read a case file: syntax, units, values, combinations; every problem of a step at once."""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path as FilePath
from typing import Annotated, Any

from pydantic import TypeAdapter

from platefront.case.changes import Change, with_changes
from platefront.case.checks import CHECKS, check_tables
from platefront.case.inputs import locate_inputs
from platefront.case.limits import FILE_BYTES, document_problems, text_problem
from platefront.case.mesh_checks import MESH_CHECKS
from platefront.case.messages import validate
from platefront.case.model import Case
from platefront.case.place_names import PlaceNames
from platefront.case.plugins import load_installed_plugins
from platefront.case.positions import Path, Positions
from platefront.case.problems import CaseError, Problem, report
from platefront.case.quantities import convert
from platefront.case.syntax import syntax_problem


def load_case(path: FilePath, *, resolved: bool = True, changes: Sequence[Change] = ()) -> Case:
    """Read and check a case file.

    Args:
        path: the file.
        resolved: whether to refuse a mesh that is too coarse for the section.
        changes: values that replace those of the file.

    Raises:
        CaseError: the file cannot be read or is no valid case; its text is the full report.
        PluginError: an installed plugin cannot be used.
    """
    return parse_case(text_of_case(path), str(path), resolved=resolved, changes=changes)


def parse_case(
    text: str, file: str, *, resolved: bool = True, changes: Sequence[Change] = ()
) -> Case:
    """Read and check the text of a case file called `file`, from whose folder paths are taken.

    Args:
        text: the text.
        file: name of the file.
        resolved: as for `load_case`.
        changes: as for `load_case`.

    Raises:
        CaseError: as for `load_case`.
        PluginError: an installed plugin cannot be used.
    """
    load_installed_plugins()
    source = _Source(file, text, tuple(changes))
    document = source.document()
    data, problems = convert(document, Case)
    problems += locate_inputs(data, FilePath(file))
    known = {problem.path for problem in problems}
    problems += [p for p in validate(data, Case) if not _within(p.path, known)]
    tables = _valid_tables(data, {p.path[0] for p in problems if p.path})
    places = PlaceNames.of(tables)
    if places.states:
        tables["surfaces"] = places.by_state(tables["surfaces"])
        data["surfaces"] = places.by_state(data["surfaces"])
    problems += places.as_written(check_tables(tables, CHECKS))
    if resolved:
        problems += places.as_written(check_tables(tables, MESH_CHECKS))
    if problems:
        raise source.refused(source.in_order(problems))
    return Case.model_validate(data).with_notes(places.notes)


def source_of(path: FilePath, changes: Sequence[Change] = ()) -> str | None:
    """Return the text of a case file with changes; None if it cannot be read any more."""
    try:
        return with_changes(text_of_case(path), changes)
    except (CaseError, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class _Source:
    """Text of a case, and the changes to it."""

    file: str
    text: str
    changes: tuple[Change, ...] = ()

    def document(self) -> dict[str, Any]:
        """Return the parsed document with the changes, within the limits on its size."""
        document = self._parsed(self.text)
        return self._parsed(with_changes(self.text, self.changes)) if self.changes else document

    def _parsed(self, text: str) -> dict[str, Any]:
        if (excess := text_problem(text)) is not None:
            raise self.refused([excess])
        try:
            document = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, ValueError) as error:
            raise self.refused([syntax_problem(str(error), text)]) from None
        if excesses := list(document_problems(document)):
            raise self.refused(self.in_order(excesses))
        return document

    def refused(self, problems: list[Problem]) -> CaseError:
        changes = [change.origin for change in self.changes]
        return CaseError(report(problems, self.file, self.text, changes), problems)

    def in_order(self, problems: list[Problem]) -> list[Problem]:
        """Return the problems with their positions, in the order of the file.

        Those of changes and of tables that are missing come last, in the order of the tables.
        """
        positions = Positions(self.text)
        located = [self._located(problem, positions) for problem in problems]
        tables = {name: number for number, name in enumerate(Case.model_fields)}

        def place(problem: Problem) -> tuple[bool, int]:
            if problem.span is not None:
                return False, problem.span.line
            return True, tables.get(str(problem.path[0]), 0) if problem.path else 0

        return sorted(located, key=place)

    def _located(self, problem: Problem, positions: Positions) -> Problem:
        """Find the problem's place: a change, or that of the nearest table around it."""
        path = problem.path
        for change in reversed(self.changes):
            is_new = path and positions.key(path) is None and change.path[: len(path)] == path
            if change.concerns(path) or is_new:
                return replace(problem, origin=change.origin)
        span = positions.key(path) if problem.at_key else positions.value(path)
        while span is None and path:
            span = positions.key(path)
            path = path[:-1]
        return replace(problem, span=span)


def text_of_case(path: FilePath) -> str:
    """Return the text of a case file.

    Raises:
        CaseError: the file cannot be read.
    """

    def refuse(reason: str) -> CaseError:
        return _Source(str(path), "").refused([Problem(reason)])

    try:
        content = _regular_file(path)
    except _NotRegularError:
        raise refuse("this is no regular file, but a pipe, a device or a socket") from None
    except FileNotFoundError:
        raise refuse("there is no such file") from None
    except IsADirectoryError:
        raise refuse("this is a folder, not a case file") from None
    except OSError as error:
        raise refuse(f"the file cannot be read: {error.strerror}") from None
    if len(content) > FILE_BYTES:
        raise refuse(f"the file is larger than {FILE_BYTES / 1e6:g} MB; this is no case file")
    try:
        # Editors on Windows put a byte order mark first; it is harmless.
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise refuse(f"line {line} is not UTF-8; save the file with UTF-8 encoding") from None


class _NotRegularError(Exception):
    """A path names something that has no end or no content."""


def _regular_file(path: FilePath) -> bytes:
    """Return the content of a regular file, up to one byte more than a case file may have.

    Opening does not wait: a named pipe without a writer would keep the program for ever.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        mode = os.fstat(descriptor).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(path)
        if not stat.S_ISREG(mode):
            raise _NotRegularError
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read(FILE_BYTES + 1)
    finally:
        os.close(descriptor)


def _within(path: Path, known: set[Path]) -> bool:
    return any(path[:end] in known for end in range(len(path) + 1))


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
