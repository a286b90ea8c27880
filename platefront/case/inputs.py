"""Files that a case refers to: located relative to the case, copied to its results."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from pathlib import Path as FilePath
from typing import Any

from platefront.case.model import Case
from platefront.case.problems import Problem
from platefront.case.tables import kind_of_field
from platefront.geometry.assembly.build import SectionParameters
from platefront.geometry.collectors.drawn import DrawnCollector

_TABLE = ("section", "collector")  # the only table with a reference to a file


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
    path = (case_file.parent / table["file"]).absolute()
    given, table["file"] = table["file"], str(path)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        reason = f'there is no file "{given}"'
    except IsADirectoryError:
        reason = f'"{given}" is a folder, not a file'
    except OSError as error:
        reason = f'"{given}" cannot be read: {error.strerror}'
    else:
        table.setdefault("sha256", hashlib.sha256(content).hexdigest())
        return []
    note = ("help", "paths are relative to the folder of the case file")
    return [Problem(reason, (*_TABLE, "file"), notes=(note,))]


def keep_inputs(case: Case, folder: FilePath) -> Case:
    """Copy the files that a case refers to into a folder.

    Returns:
        The case with paths relative to that folder.
    """
    collector = case.section.collector
    if not isinstance(collector, DrawnCollector):
        return case
    source = FilePath(collector.file)
    name = source.name if source.suffix.lower() != ".json" else f"{source.stem}.geojson"
    target = folder / name  # distinct from names of results, of which some end in .json
    if not (target.exists() and target.samefile(source)):
        shutil.copyfile(source, target)
    kept = collector.model_copy(update={"file": name})
    return case.model_copy(update={"section": case.section.model_copy(update={"collector": kept})})


def _drawn_table(data: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the table of a collector that is read from a file; None for others."""
    around: Any = data.get(_TABLE[0])
    table = around.get(_TABLE[1]) if isinstance(around, dict) else None
    kind = kind_of_field(SectionParameters.model_fields["collector"]).table_of(table)
    return table if kind is not None and issubclass(kind, DrawnCollector) else None
