"""Shipped cases of the inverted anode, run to 30 mAh/cm²."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from verification.inversion.cloth_cell import text_of
from verification.shipped import ROOT

CAPACITIES = (10.0, 20.0, 30.0)
"""Charges after which the study looks at its cloth [mAh/cm²]."""

MESH = {"front_size": "2.2 um", "order": 1}
FACETS = 12
"""Mesh of the pairs of three rates; cases with an earlier end are shipped with finer ones."""


@dataclass(frozen=True, slots=True)
class ShippedRun:
    """A case of cases/inverted_anode, with another end.

    Attributes:
        case: name of the case file, without ending.
        capacity: charge at the end [mAh/cm²].
    """

    case: str
    capacity: float = CAPACITIES[-1]

    def write(self, path: Path) -> None:
        """Write the case file, on the mesh of all runs and without figures."""
        source = ROOT / "cases" / "inverted_anode" / f"{self.case}.toml"
        tables = tomllib.loads(source.read_text(encoding="utf-8"))
        tables["mesh"] |= MESH
        tables["section"]["collector"]["facets"] = FACETS
        tables["stop"]["capacity"] = f"{self.capacity:g} mAh/cm^2"
        tables["output"]["figures"] = False
        path.write_text(text_of(tables), encoding="utf-8")
