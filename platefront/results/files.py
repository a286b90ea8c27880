"""Atomic writing: whole files by rename, table rows by one append."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

type CsvValue = str | int | float | None


def replace_file(path: Path, write: Callable[[Path], None]) -> None:
    """Write a file under a temporary name, then rename it.

    Readers see the old file or the new one, never a part, even if the run is killed. The temporary
    name keeps the suffix, from which some writers derive the format. After an error, such as that
    of a full disk, the part is removed.
    """
    temporary = path.with_name(f".{path.stem}.part{path.suffix}")
    try:
        write(temporary)
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def replace_text(path: Path, text: str) -> None:
    """Write a text file atomically (see `replace_file`)."""
    replace_file(path, lambda temporary: _write_text(temporary, text))


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


class CsvLog:
    """CSV file that is extended by complete rows without buffering.

    Rows of one `append` are passed to the system in a single call on a descriptor opened for
    appending, so that a killed run leaves every finished step.
    """

    def __init__(self, path: Path, columns: Sequence[str], size: int | None = None) -> None:
        """Begin a file with its header, or go on with one.

        Args:
            path: of the file.
            columns: names in the header.
            size: bytes of a file that is there, after which rows are appended; what follows them is
                removed. None to begin a file.

        Raises:
            OSError: the file cannot be written, or the one that is there is shorter.
        """
        self.columns = tuple(columns)
        begun = os.O_CREAT | os.O_TRUNC if size is None else 0
        self._descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | begun, 0o666)
        if size is None:
            self._write([",".join(self.columns)])
            return
        if self.size < size:
            self.close()
            raise OSError(errno.ENODATA, "the file is shorter than at the checkpoint", str(path))
        os.ftruncate(self._descriptor, size)

    @property
    def size(self) -> int:
        """Bytes written so far."""
        return os.fstat(self._descriptor).st_size

    def sync(self) -> None:
        """Wait until the rows are on the disk."""
        os.fsync(self._descriptor)

    def append(self, rows: Iterable[Sequence[CsvValue]]) -> None:
        """Append rows of the length of the header."""
        lines = []
        for row in rows:
            if len(row) != len(self.columns):
                raise ValueError(f"{len(row)} cells for {len(self.columns)} columns")
            lines.append(",".join(map(csv_cell, row)))
        self._write(lines)

    def close(self) -> None:
        """Close the file, if it is open."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _write(self, lines: Sequence[str]) -> None:
        data = "".join(f"{line}\n" for line in lines).encode()
        while data:  # once, unless the disk is full, which the second call reports
            data = data[os.write(self._descriptor, data) :]


def csv_cell(value: CsvValue) -> str:
    """Format a cell: numbers to 12 digits, missing values empty, commas quoted."""
    if value is None:
        return ""
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"' if set(value) & set(',"\n') else value
    if isinstance(value, int):
        return str(value)
    return format(value, ".12g")
