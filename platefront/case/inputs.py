"""Files that a case refers to: located relative to the case, copied to its results."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path as FilePath
from typing import Any

from platefront.case.model import Case
from platefront.case.problems import Problem
from platefront.case.tables import kind_of_field
from platefront.geometry.assembly.build import SectionParameters
from platefront.geometry.collectors.drawn import DrawnCollector
from platefront.geometry.importing.confined.formats import DRAWINGS
from platefront.geometry.importing.files import FileRefusedError, read_regular
from platefront.geometry.importing.reading import content_of, largest_size

_TABLE = ("section", "collector")  # the only table with a reference to a file
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
    table = _drawn_table(data)
    if table is None or not isinstance(table.get("file"), str):
        return []
    folder = case_file.parent
    path = (folder / table["file"]).absolute()
    given, table["file"] = _shortened(table["file"]), str(path)
    notes: tuple[tuple[str, str], ...]
    notes = (("help", "paths are relative to the folder of the case file"),)
    try:
        content = read_regular(path, largest_size(path), within=folder)
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
        return []
    return [Problem(reason, (*_TABLE, "file"), notes=notes)]


def keep_inputs(case: Case, folder: FilePath) -> Case:
    """Copy the files that a case refers to into a folder.

    Returns:
        The case with paths relative to that folder.
    """
    collector = case.section.collector
    if not isinstance(collector, DrawnCollector):
        return case
    source = FilePath(collector.file)
    name = _name_beside_results(source)
    target = folder / name
    if not (target.exists() and target.samefile(source)):
        content = content_of(source, largest_size(source))
        target.unlink(missing_ok=True)  # a link would be written through
        target.write_bytes(content)
    kept = collector.model_copy(update={"file": name})
    return case.model_copy(update={"section": case.section.model_copy(update={"collector": kept})})


def _name_beside_results(source: FilePath) -> str:
    """Return the name of the copy of a file, distinct from the names of results."""
    ending = source.suffix.lower()
    if ending == ".json":
        return f"{source.stem}.geojson"
    return source.name if ending in _KEPT_ENDINGS else f"{source.name}.input"


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _drawn_table(data: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the table of a collector that is read from a file; None for others."""
    around: Any = data.get(_TABLE[0])
    table = around.get(_TABLE[1]) if isinstance(around, dict) else None
    kind = kind_of_field(SectionParameters.model_fields["collector"]).table_of(table)
    return table if kind is not None and issubclass(kind, DrawnCollector) else None
