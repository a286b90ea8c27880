"""Sweeps from Python: from a case file and values of its keys to a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path

import pandas as pd

from platefront.case.changes import changes_of
from platefront.results.folder import NoResultsError
from platefront.sweeping.combination import Design
from platefront.sweeping.folder import SweepFolder
from platefront.sweeping.request import SweepRequest, swept


def sweep(  # noqa: PLR0913 - an argument for each option
    case: str | PathLike[str],
    over: Mapping[str, str | Sequence[object]],
    output: str | PathLike[str],
    *,
    design: str = "grid",
    samples: int | None = None,
    seed: int = 0,
    changes: Mapping[str, object] | None = None,
    jobs: int | None = None,
    dask: str | None = None,
    retry: bool = False,
    force: bool = False,
) -> pd.DataFrame:
    """Run a case over values of its keys, as `platefront sweep` does; return the table.

    The same call again goes on where a sweep stopped. A cell that fails is a row with its reason.

    Args:
        case: path of the case file.
        over: key → its values: a list, or text as after `--over KEY=`.
        output: folder of the sweep.
        design: combination of several keys: `grid`, `zip` or `latin`.
        samples: number of cells of a Latin hypercube.
        seed: seed of its random numbers.
        changes: values of all cells in place of those of the file.
        jobs: cells at a time on this machine; one each processor by default.
        dask: address of a Dask scheduler.
        retry: whether to run failed cells anew.
        force: whether to replace a sweep over other values.

    Raises:
        SweepError: keys, values and design do not go together.
        CaseError: no cell has a valid case.
        ResultsFolderError: the folder is in use or not one of this sweep.
    """
    request = SweepRequest(
        over=[f"{key}={_values(values)}" for key, values in over.items()],
        design=Design(design),
        samples=samples,
        seed=seed,
        changes=[change.given for change in changes_of(changes or {})],
        output=Path(output),
        force=force,
        retry=retry,
        jobs=jobs,
        dask=dask,
    )
    table, _ = swept(Path(case), request, lambda line: None)
    return table


def read_sweep(folder: str | PathLike[str]) -> pd.DataFrame:
    """Read the table of a sweep, finished or not.

    Raises:
        NoResultsError: the folder holds no sweep.
    """
    place = SweepFolder(Path(folder))
    if place.read_plan() is None or not place.table.is_file():
        raise NoResultsError(f"{folder} holds no sweep of platefront.")
    table = pd.read_csv(place.table)
    return table.astype({"exit_code": "Int64"})


def _values(values: str | Sequence[object]) -> str:
    if isinstance(values, str):
        return values
    (change,) = changes_of({"values": list(values)})
    return change.value
