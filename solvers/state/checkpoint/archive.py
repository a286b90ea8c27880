"""File of a checkpoint: NumPy's archive of arrays with a tree in JSON, complete or not there."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from platefront.solvers.state.checkpoint.encoding import Decoder, Encoder, UnknownDataError

VERSION = 6
"""Version of the content; files of another one are refused."""
_PROGRAM = "platefront checkpoint"
_TREE = "tree"


class CheckpointError(Exception):
    """A checkpoint cannot be used; the message says why."""


def write_archive(path: Path, content: Mapping[str, Any], encoder: Encoder) -> None:
    """Write a checkpoint. The file of that name stays as it is until the new one is complete.

    Raises:
        OSError: it cannot be written.
    """
    tree = encoder.encode(dict(content))
    head = {"program": _PROGRAM, "version": VERSION, "arrays": len(encoder.arrays), _TREE: tree}
    text = np.frombuffer(json.dumps(head).encode(), dtype=np.uint8)
    arrays = {str(number): array for number, array in enumerate(encoder.arrays)}
    temporary = path.with_name(f"{path.name}.new")
    with temporary.open("wb") as file:
        np.savez(file, allow_pickle=False, **{_TREE: text}, **arrays)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    _sync_folder(path.parent)


def read_archive(path: Path, classes: Mapping[str, type]) -> dict[str, Any]:
    """Read a checkpoint.

    Raises:
        CheckpointError: there is none, it is damaged, of another program or another version.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            head = _head(archive, path)
            arrays: list[NDArray[Any]] = [archive[str(n)] for n in range(int(head["arrays"]))]
        content = Decoder(classes, arrays).decode(head[_TREE])
    except FileNotFoundError:
        raise CheckpointError(f"there is no checkpoint {path}") from None
    except OSError as error:
        raise CheckpointError(f"{path} cannot be read: {error.strerror or error}") from None
    except UnknownDataError:
        raise CheckpointError(f"{path} is no checkpoint of this version") from None
    except CheckpointError:
        raise
    except Exception:  # whatever damaged bytes lead to
        raise CheckpointError(f"{path} is damaged, or no checkpoint") from None
    assert isinstance(content, dict)
    return content


def _head(archive: Any, path: Path) -> dict[str, Any]:
    head = json.loads(archive[_TREE].tobytes())
    if not isinstance(head, dict) or head.get("program") != _PROGRAM:
        raise CheckpointError(f"{path} is no checkpoint of platefront")
    version = head.get("version")
    if version != VERSION:
        newer = isinstance(version, int) and version > VERSION
        raise CheckpointError(
            f"{path} is of version {version} of the format, {'newer' if newer else 'other'} than "
            f"{VERSION}, which this platefront reads"
        )
    return head


def _sync_folder(folder: Path) -> None:
    """Make the new name last, where the system can."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError:
        pass
    finally:
        os.close(descriptor)
