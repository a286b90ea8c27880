"""Reader of Gmsh geometries (`.geo`) and meshes (`.msh`)."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

from platefront.geometry.importing.drawing import Drawing, DrawingError, DrawnShape

_READER = "platefront.geometry.importing.formats.gmsh_model"


def read_gmsh(path: Path, name: str, tolerance: float, scale: float | None) -> Drawing:
    """Read the plane surfaces of a Gmsh model.

    Names are those of the physical groups, `physical N` and `surface N`. A surface of a mesh is
    the outline of its elements. The format has no unit of length. Arguments and errors as for
    `platefront.geometry.importing.formats.svg.read_svg`.

    Gmsh runs in a separate process: on a damaged file its parser may crash, corrupt the memory of
    the process, or continue with the remainder of a script after an error.
    """
    if path.suffix.lower() == ".geo":
        _check_script(path.read_bytes(), name)
    fine = tolerance / scale if scale is not None else 1.0
    command = [sys.executable, "-m", _READER, str(path), name, repr(fine)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    if done.returncode != 0:
        reason = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        said = f": {reason}" if done.returncode > 0 and reason else ""
        raise DrawingError(name, f"Gmsh cannot read the file (it crashed{said})")
    found: list[DrawnShape] | str = pickle.loads(done.stdout)
    if isinstance(found, str):
        where, _, message = found.partition(": ")
        raise DrawingError(where, message)
    return Drawing(name, tuple(found))


def _check_script(content: bytes, name: str) -> None:
    """Refuse scripts that are not text (Gmsh would read them in part) or that run programs."""
    if b"\0" in content:
        raise DrawingError(name, "the file is not a text file")
    if b"systemcall" in content.lower():
        raise DrawingError(name, "the file runs other programs (SystemCall), which is not allowed")
