"""Files of numbers that a case refers to: read as text, unchanged since the case was resolved."""

from __future__ import annotations

import hashlib
import math
from pathlib import Path

from platefront.geometry.importing.files import FileRefusedError, read_regular

LARGEST = 1_000_000
"""Largest size of a file of numbers [bytes]."""


class DataFileError(ValueError):
    """A file that cannot be used; its message is a sentence that names it."""


def text_of(file: str, sha256: str | None) -> str:
    """Return the text of a file.

    Args:
        file: its path.
        sha256: of its content when the case was resolved; None before.

    Raises:
        DataFileError: it cannot be read, or has changed.
    """
    path = Path(file)
    try:
        content = read_regular(path, LARGEST)
    except FileRefusedError as error:
        raise DataFileError(f"{path.name} {error}") from None
    except OSError as error:
        raise DataFileError(f"{path.name}: {error.strerror}") from None
    if sha256 is not None and hashlib.sha256(content).hexdigest() != sha256:
        raise DataFileError(
            f"{path.name} has changed since this case was resolved; to use it as it is now, delete "
            "the key sha256"
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DataFileError(f"{path.name} is not UTF-8 text") from None


def two_columns(file: str, sha256: str | None) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the two columns of a table; a first line with letters is a heading.

    Columns are separated by semicolons or tabs, and numbers may then have decimal commas; or by
    commas or blanks. Empty lines and those that begin with # do not count.

    Raises:
        DataFileError: it cannot be read, or a line has not two numbers.
    """
    name = Path(file).name
    rows: list[tuple[float, float]] = []
    heading = True
    for number, line in enumerate(text_of(file, sha256).splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = _two_numbers(line)
        if found is None and not (heading and any(sign.isalpha() for sign in line)):
            raise DataFileError(f"{name}, line {number}: these are not two numbers: {line[:40]}")
        heading = False
        if found is not None:
            rows.append(found)
    if len(rows) < 2:
        raise DataFileError(f"{name} has {len(rows)} lines with two numbers; two are needed")
    places, values = zip(*rows, strict=True)
    return places, values


def _two_numbers(line: str) -> tuple[float, float] | None:
    """Return the numbers of a line with two columns; None if it is none."""
    for separator in (";", "\t"):
        if separator in line:
            fields = [part.strip().replace(",", ".") for part in line.split(separator)]
            break
    else:
        fields = line.split(",") if "," in line else line.split()
    fields = [part.strip() for part in fields]
    if len(fields) != 2:
        return None
    try:
        first, second = float(fields[0]), float(fields[1])
    except ValueError:
        return None
    return (first, second) if math.isfinite(first) and math.isfinite(second) else None
