"""Files that a case refers to: located relative to the case, copied to its results."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path as FilePath
from typing import Any

from pydantic.fields import FieldInfo

from platefront.case.model import Case
from platefront.case.positions import Path
from platefront.case.problems import Problem
from platefront.case.tables import Kind, kind_of_field
from platefront.geometry.importing.confined.formats import DRAWINGS
from platefront.geometry.importing.files import FileRefusedError, read_regular
from platefront.geometry.importing.reading import content_of, largest_size
from platefront.geometry.parameters import INPUT_FILE, Parameters
from platefront.solvers.model.electrolyte.solution.data_file import LARGEST

_KEPT_ENDINGS = {*DRAWINGS, ".png", ".tif", ".tiff"}  # no result has one of them
_LONGEST = 120  # characters of a path that are shown


def locate_inputs(data: dict[str, Any], case_file: FilePath) -> list[Problem]:
    """Make paths absolute and add the SHA-256 of their files, in place.

    Args:
        data: tables of the case.
        case_file: case file, to whose folder paths are relative.

    Returns:
        A problem for each file that cannot be read.
    """
    found = (
        _located(table, name, path, case_file.parent, drawing=drawing)
        for table, name, path, drawing in _references(data, Kind(table=Case), ())
    )
    return [problem for problem in found if problem is not None]


def _located(
    table: dict[str, Any], name: str, at: Path, folder: FilePath, *, drawing: bool
) -> Problem | None:
    """Make the path at one key absolute and add its file's SHA-256, or return what is amiss."""
    path = (folder / table[name]).absolute()
    given, table[name] = _shortened(table[name]), str(path)
    notes: tuple[tuple[str, str], ...]
    notes = (("help", "paths are relative to the folder of the case file"),)
    try:
        content = read_regular(path, _largest(path, drawing=drawing), within=folder)
    except FileNotFoundError:
        reason = f'there is no file "{given}"'
    except IsADirectoryError:
        reason = f'"{given}" is a folder, not a file'
    except FileRefusedError as error:
        reason = f'"{given}" {error}'
        notes = (("allowed", "a regular file in the folder of the case file or below it"), *notes)
    except OSError as error:
        reason = f'"{given}" cannot be read: {error.strerror}'
    else:
        table.setdefault("sha256", hashlib.sha256(content).hexdigest())
        return None
    return Problem(reason, (*at, name), notes=notes)


def keep_inputs(case: Case, folder: FilePath) -> Case:
    """Copy the files that a case refers to into a folder.

    Returns:
        The case with paths relative to that folder.

    Raises:
        DrawingError: one of them cannot be read any more.
    """
    taken: dict[str, FilePath] = {}

    def copied(path: str, drawing: bool) -> str:
        return _copied(FilePath(path), folder, taken, drawing=drawing)

    return _with_paths(case, copied)


def placeless(case: Case) -> Case:
    """Return the case without the paths of files, which are then known by their content alone."""
    return _with_paths(case, lambda path, drawing: "")


def _with_paths[Table: Parameters](parameters: Table, path: Callable[[str, bool], str]) -> Table:
    """Return a table with other paths of files, in it and in those within it.

    Args:
        parameters: the table.
        path: takes a path and whether it is that of a drawing, and returns the other one.
    """
    changes: dict[str, Any] = {}
    for name, field in type(parameters).model_fields.items():
        value, drawing = getattr(parameters, name), _drawing(field)
        if isinstance(value, Parameters):
            inner = _with_paths(value, path)
            if inner is not value:
                changes[name] = inner
        elif drawing is not None and value is not None:
            changes[name] = path(value, drawing)
    return parameters.model_copy(update=changes) if changes else parameters


def _copied(
    source: FilePath, folder: FilePath, taken: dict[str, FilePath], *, drawing: bool
) -> str:
    """Copy a file; return the name of the copy, which no other file and no result has."""
    wanted = _name_beside_results(source, drawing=drawing)
    name, count = wanted, 1
    while taken.setdefault(name, source) != source:
        count += 1
        name = f"{count}_{wanted}"
    target = folder / name
    if not (target.exists() and target.samefile(source)):
        content = content_of(source, _largest(source, drawing=drawing))
        target.unlink(missing_ok=True)  # a link would be written through
        target.write_bytes(content)
    return name


def _name_beside_results(source: FilePath, *, drawing: bool) -> str:
    """Return the name of the copy of a file, distinct from the names of results."""
    ending = source.suffix.lower()
    if not drawing:
        return source.name if ending == ".input" else f"{source.name}.input"
    if ending == ".json":
        return f"{source.stem}.geojson"
    return source.name if ending in _KEPT_ENDINGS else f"{source.name}.input"


def _largest(path: FilePath, *, drawing: bool) -> int:
    return largest_size(path) if drawing else LARGEST


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _drawing(field: FieldInfo) -> bool | None:
    """Return whether a field is the path of a drawing, or of another file; None if of none."""
    extra = field.json_schema_extra
    drawing = extra.get(INPUT_FILE) if isinstance(extra, dict) else None
    return drawing if isinstance(drawing, bool) else None


def _references(
    value: Any, kind: Kind, path: Path
) -> Iterator[tuple[dict[str, Any], str, Path, bool]]:
    """Yield table, key, path of the table and kind of every path of a file in the case's data."""
    table = kind.table_of(value) if isinstance(value, Mapping) else None
    if table is None or not isinstance(value, dict):
        return
    for name, field in table.model_fields.items():
        if name not in value:
            continue
        drawing = _drawing(field)
        if drawing is None:
            yield from _references(value[name], kind_of_field(field), (*path, name))
        elif isinstance(value[name], str):
            yield value, name, path, drawing
