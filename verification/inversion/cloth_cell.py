"""One cell of a map: the cloth of the shipped cases at one potential, with its numbers changed."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from verification.shipped import ROOT

BASE = "cases/inverted_anode/one_potential_{orientation}.toml"
"""The case that a trial changes."""
SEPARATOR = 25.0
"""Thickness of the study's separator, Celgard 2500 [µm]."""


@dataclass(frozen=True, slots=True)
class ClothCell:
    """Numbers of a cell in which the trials of a map differ.

    Attributes:
        current: current per footprint, positive for plating [mA/cm²].
        barrier: nucleation barrier of the bare half [mV].
        exchange_current: exchange current density of both halves [A/m²].
        diffusivity: of the salt; the conductivity is proportional to it [1e-10 m²/s].
        gap: ion path from the cloth to the counter electrode [µm].
        capacity: charge passed, of the sign of the current [mAh/cm²].
        front_size: edge length of the mesh on the front [µm].
        facets: sides of the polygon that stands for a round fibre.
        orientation: side of the pre-deposited lithium.
        counter: `lithium`, a flat electrode with kinetics, or `reservoir`, c = c0 and φ = 0.
    """

    current: float = 1.0
    barrier: float = 100.0
    exchange_current: float = 1.0
    diffusivity: float = 2.93
    gap: float = 2.0 * SEPARATOR
    capacity: float = 1.0
    front_size: float = 2.2
    facets: int = 12
    orientation: Literal["inverted", "upright"] = "inverted"
    counter: Literal["lithium", "reservoir"] = "lithium"

    def case(self) -> dict[str, Any]:
        """Return the tables of the case file."""
        path = ROOT / BASE.format(orientation=self.orientation)
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        tables["section"]["gap"] = f"{self.gap:g} um"
        tables["section"]["collector"]["facets"] = self.facets
        tables["electrolyte"]["salt_diffusivity"] = f"{self.diffusivity:g}e-10 m^2/s"
        tables["control"]["current_density"] = f"{self.current:g} mA/cm^2"
        tables["counter"] = {"kind": self.counter}
        for surface in tables["surfaces"].values():
            surface["exchange_current_density"] = f"{self.exchange_current:g} A/m^2"
        tables["surfaces"]["bare"]["nucleation_barrier"] = f"{self.barrier:g} mV"
        tables["mesh"]["front_size"] = f"{self.front_size:g} um"
        tables["stop"] = {"capacity": f"{self.capacity:g} mAh/cm^2"}
        tables["output"] = {"figures": False}
        return tables

    def write(self, path: Path) -> None:
        """Write the case file."""
        path.write_text(text_of(self.case()), encoding="utf-8")


def text_of(tables: Mapping[str, Any]) -> str:
    """Return tables of texts, numbers and switches as TOML."""
    return "\n".join(_lines(tables, "")).strip() + "\n"


def _lines(table: Mapping[str, Any], header: str) -> Iterator[str]:
    if header:
        yield f"\n[{header}]"
    for key, value in table.items():
        if not isinstance(value, Mapping):
            # JSON's texts, numbers and switches are those of TOML
            yield f"{key} = {json.dumps(value, ensure_ascii=False)}"
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _lines(value, f"{header}.{key}" if header else key)
