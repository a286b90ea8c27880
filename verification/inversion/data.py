"""Everything that is stored about the inversion, read from one folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from verification.inversion.cloth_cell import ClothCell
from verification.inversion.outcome import RunOutcome
from verification.inversion.shipped_run import ShippedRun
from verification.inversion.store import RunStore

type ClothCells = Mapping[ClothCell, RunOutcome]
type ShippedRuns = Mapping[ShippedRun, RunOutcome]


@dataclass(frozen=True, slots=True)
class Data:
    """Stored outcomes by set; `verification.inversion.sets` says what each is.

    Attributes:
        map, path, mesh, symmetric: sets of trials.
        pairs, barriers: sets of shipped cases; the pairs with that of two given overpotentials.
    """

    map: ClothCells
    path: ClothCells
    mesh: ClothCells
    symmetric: ClothCells
    pairs: ShippedRuns
    barriers: ShippedRuns

    @classmethod
    def read(cls, folder: Path) -> Data:
        """Read the CSV files of a folder; sets without a file are empty."""

        def trials(name: str) -> ClothCells:
            return RunStore(folder / f"{name}.csv", ClothCell).read()

        def runs(name: str) -> ShippedRuns:
            return RunStore(folder / f"{name}.csv", ShippedRun).read()

        return cls(
            map=trials("map"),
            path=trials("path"),
            mesh=trials("mesh"),
            symmetric=trials("symmetric"),
            pairs={**runs("given"), **runs("pairs")},
            barriers=runs("barriers"),
        )

    @property
    def cells(self) -> list[RunOutcome]:
        """Outcomes of all cells of the map, with those of the ion path."""
        return [*self.map.values(), *self.path.values()]

    @property
    def outcomes(self) -> list[RunOutcome]:
        """All outcomes."""
        trials = (self.map, self.path, self.mesh, self.symmetric)
        runs = (self.pairs, self.barriers)
        return [
            *chain.from_iterable(each.values() for each in trials),
            *chain.from_iterable(each.values() for each in runs),
        ]
