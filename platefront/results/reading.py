"""Reader of the results of a run that was finished, interrupted or killed."""

from __future__ import annotations

import io
import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pyvista

from platefront.geometry.lengths import UM_PER_M
from platefront.results.folder import NoResultsError, ResultsFolder
from platefront.results.tables.cycles import CYCLE_COLUMNS
from platefront.results.tables.depth_profile import DEPTH_BINS
from platefront.results.tables.events import REMESHING_COLUMNS
from platefront.results.tables.protocol import PROTOCOL_COLUMNS


@dataclass(frozen=True, slots=True)
class Frame:
    """Frame of a run: files of its fields, loaded on request.

    Attributes:
        time: time [s].
        capacity: plated capacity [mAh/cm²].
        files: collection name (`electrolyte`, `front`, `solids`) → VTU file.
    """

    time: float
    capacity: float
    files: dict[str, Path]

    def load(self, collection: str) -> pyvista.UnstructuredGrid:
        """Read the grid of one collection; coordinates in µm, arrays named with their units."""
        return pyvista.read(self.files[collection])


@dataclass(frozen=True, slots=True)
class RunResults:
    """Results of a run, from its folder.

    Attributes:
        path: the folder.
        title: of the case, or the name of the folder if it has none.
        summary: content of summary.json.
        history: rows of history.csv.
        protocol, cycles: rows of protocol.csv and cycles.csv, which early versions did not write.
        events: rows of events.csv.
        remeshings: rows of remeshings.csv, which early versions did not write.
        depth_profile: rows of depth_profile.csv, whole frames only.
        frames: frames in time order.
    """

    path: Path
    title: str
    summary: dict[str, Any]
    history: pd.DataFrame
    protocol: pd.DataFrame
    cycles: pd.DataFrame
    events: pd.DataFrame
    remeshings: pd.DataFrame
    depth_profile: pd.DataFrame
    frames: tuple[Frame, ...]

    @property
    def name(self) -> str:
        """Name of the run in tables and figures."""
        return self.path.resolve().name

    @property
    def surfaces(self) -> tuple[str, ...]:
        """Names of the surfaces, in the section's order."""
        start, end = "charge_", "_C_per_m"
        columns = (str(column) for column in self.history.columns)
        return tuple(
            column.removeprefix(start).removesuffix(end)
            for column in columns
            if column.startswith(start) and column.endswith(end)
        )


def read_results(path: Path) -> RunResults:
    """Read the results in a folder.

    Raises:
        NoResultsError: the folder is absent or was not written by platefront.
    """
    folder = ResultsFolder(path)
    if not path.is_dir():
        raise NoResultsError(f"there is no folder {path}.")
    if not folder.holds_results():
        raise NoResultsError(
            f"{path} does not hold results of platefront (no case.toml with a summary.json)."
        )
    return RunResults(
        path=path,
        title=_title(folder.case) or path.resolve().name,
        summary=json.loads(folder.summary.read_text(encoding="utf-8")),
        history=_table(folder.history),
        protocol=_later(folder.protocol, PROTOCOL_COLUMNS),
        cycles=_later(folder.cycles, CYCLE_COLUMNS),
        events=_in_metres(_table(folder.events)),
        remeshings=_later(folder.remeshings, REMESHING_COLUMNS),
        depth_profile=_whole_frames(_table(folder.depth_profile)),
        frames=_frames(folder.fields),
    )


def _title(case: Path) -> str:
    """Return the title of a case; empty if the file is not there or cannot be read."""
    try:
        title = tomllib.loads(case.read_text(encoding="utf-8")).get("title", "")
    except (OSError, ValueError):
        return ""
    return title if isinstance(title, str) else ""


def _later(path: Path, columns: Sequence[str]) -> pd.DataFrame:
    """Read a table that early versions did not write; without rows if it is not there."""
    return _table(path) if path.is_file() else pd.DataFrame(columns=list(columns))


def _table(path: Path) -> pd.DataFrame:
    """Read a table without an incomplete last line, as left by a crash of the machine."""
    if not path.is_file():
        raise NoResultsError(f"{path} is missing.")
    text = path.read_text(encoding="utf-8")
    whole = text[: text.rfind("\n") + 1]
    if not whole:
        raise NoResultsError(f"{path} is empty.")
    return pd.read_csv(io.StringIO(whole))


def _in_metres(events: pd.DataFrame) -> pd.DataFrame:
    """Convert the positions of events, which early versions wrote in micrometres."""
    for old, new in (("x_um", "x_m"), ("y_um", "y_m")):
        if old in events.columns:
            events[old] = events[old] / UM_PER_M
            events = events.rename(columns={old: new})
    return events


def _whole_frames(profile: pd.DataFrame) -> pd.DataFrame:
    return profile.iloc[: len(profile) // DEPTH_BINS * DEPTH_BINS]


def _frames(folder: Path) -> tuple[Frame, ...]:
    """Return the frames for which the files of all collections exist."""
    collections = {
        name: _collection(folder / f"{name}.pvd") for name in ("electrolyte", "front", "solids")
    }
    times = sorted(set.intersection(*(set(files) for files in collections.values())))
    frames = []
    for time in times:
        files = {name: collection[time] for name, collection in collections.items()}
        capacity = pyvista.read(files["front"]).field_data["capacity_mAh_per_cm2"][0]
        frames.append(Frame(time, float(capacity), files))
    return tuple(frames)


def _collection(pvd: Path) -> dict[float, Path]:
    """Return time [s] → VTU file of a PVD collection; empty if no frame was written yet."""
    if not pvd.is_file():
        return {}
    sets = ElementTree.parse(pvd).iter("DataSet")
    return {float(entry.attrib["timestep"]): pvd.parent / entry.attrib["file"] for entry in sets}
