"""Numbers of another program for a cell between lithium electrodes, stored with their script."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

_FILE = Path(__file__).with_name("pybamm_cell.json")
"""Made by `pybamm_cell.py` beside it."""


@dataclass(frozen=True, slots=True)
class StoredState:
    """Cell at one instant.

    Attributes:
        current: plating current density [A/m²].
        time: since the start of the plating or of the relaxation [s].
        at_front, at_counter: concentration at the electrodes [mol/m³].
        potential: of the front's electrode against the counter electrode [V].
    """

    current: float
    time: float
    at_front: float
    at_counter: float
    potential: float


def stored_cell(solution: str) -> tuple[list[StoredState], list[StoredState]]:
    """Return the states of plating and of relaxation in a solution by its name in cases."""
    rows = json.loads(_FILE.read_text(encoding="utf-8"))["cells"][solution]
    states = [StoredState(*row) for row in rows]
    return [s for s in states if s.current], [s for s in states if not s.current]


def stored_with() -> str:
    """Return name and version of the program that made the numbers."""
    return str(json.loads(_FILE.read_text(encoding="utf-8"))["made_with"])
