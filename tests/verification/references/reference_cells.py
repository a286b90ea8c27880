"""Cells of the tests of the references."""

from __future__ import annotations

from verification.references.cell_1d import OneDimensionalCell
from verification.references.interruption import CurrentSteps
from verification.references.reaction import Reaction
from verification.references.transport import binary_salt, supported_ion

GAP = 60e-6
SALT = binary_salt(2.93e-10, 0.4)
CONDUCTING = supported_ion(2.93e-10, 1e10)  # no ohmic drop
LITHIUM = Reaction(volt=SALT.volt)
VOLUME = 6.941e-3 / 534.0 / 96485.33212  # of lithium, m³/C
CELLS = {
    "conserved": OneDimensionalCell(gap=GAP, transport=SALT, front=LITHIUM, counter=LITHIUM),
    "reservoir": OneDimensionalCell(gap=GAP, transport=SALT, front=LITHIUM),
}
"""Fixed front with both kinds of counter electrode."""


def series(cell: OneDimensionalCell, *changes: tuple[float, float]) -> CurrentSteps:
    """The same cell in closed form; changes are (time [s], current density [A/m²])."""
    return CurrentSteps(
        gap=cell.gap,
        transport=cell.transport,
        front=cell.front,
        counter=cell.counter,
        changes=changes,
    )
