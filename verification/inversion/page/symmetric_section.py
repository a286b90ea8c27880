"""Section on the overpotential of a symmetric cell, divided into its parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from verification.inversion.data import Trials
from verification.inversion.outcome import PARTS
from verification.inversion.page.markdown import number, table
from verification.inversion.trial import Trial

STUDY = {"inverted": 17.0, "upright": 14.5}
"""Overpotentials of the study's first cycle at 0.25 mA/cm² [mV]."""
STUDY_LATER = 11.0
"""Overpotential of both in later cycles [mV]."""
_SHOWN = {name: name for name in PARTS if name != "counter"} | {"kinetic": "reaction"}


@dataclass(frozen=True, slots=True)
class SymmetricCell:
    """Two equal electrodes with a plane of c = c0 and φ = 0 half-way between them.

    Attributes:
        trial: the electrode that plates.
        voltage: of the cell, from the electrode that is stripped to the one that plates [mV].
        parts: parts of it by name [mV].
    """

    trial: Trial
    voltage: float
    parts: Mapping[str, float]


def cells_of(stored: Trials) -> list[SymmetricCell]:
    """Join each electrode that plates with the same one stripped, where both runs finished."""
    cells = []
    for trial, plating in stored.items():
        partner = replace(trial, current=-trial.current, capacity=-trial.capacity)
        stripping = stored.get(partner)
        if trial.current < 0.0 or stripping is None:
            continue
        if not (plating.counts and stripping.counts):
            continue
        positive, negative = stripping.end, plating.end
        cells.append(
            SymmetricCell(
                trial,
                1e3 * ((positive.potential or 0.0) - (negative.potential or 0.0)),
                {
                    part: 1e3 * ((positive.parts[part] or 0.0) - (negative.parts[part] or 0.0))
                    for part in PARTS
                },
            )
        )
    return cells


def pairs_of(stored: Trials) -> Iterator[tuple[SymmetricCell, SymmetricCell]]:
    """Yield the inverted cell and the upright one of the same numbers."""
    cells = {cell.trial: cell for cell in cells_of(stored)}
    for trial, cell in cells.items():
        upright = cells.get(replace(trial, orientation="upright"))
        if trial.orientation == "inverted" and upright is not None:
            yield cell, upright


def symmetric_table(stored: Trials) -> str:
    """Return voltages and their parts, and the difference of inverted and upright."""
    heads = [
        "i0 [A/m²]", "D [m²/s]", "barrier [mV]", "", "cell [mV]",
        *(_SHOWN[part] for part in PARTS if part in _SHOWN),
    ]  # fmt: skip
    rows = [["", "", "", f"study, {name}", number(x, 1), *[""] * 4] for name, x in STUDY.items()]
    rows.append(["", "", "", "study, later", number(STUDY_LATER, 1), *[""] * 4])
    for inverted, upright in pairs_of(stored):
        trial = inverted.trial
        numbers = [
            f"{trial.exchange_current:g}",
            f"{trial.diffusivity:g}e-10",
            f"{trial.barrier:g}",
        ]
        rows.append([*numbers, "inverted", *_numbers(inverted.voltage, inverted.parts)])
        rows.append(["", "", "", "upright", *_numbers(upright.voltage, upright.parts)])
        less = {part: inverted.parts[part] - upright.parts[part] for part in PARTS}
        row = _numbers(inverted.voltage - upright.voltage, less)
        rows.append(["", "", "", "*difference*", *row])
    return table(heads, rows, texts=4)


def _numbers(voltage: float, parts: Mapping[str, float]) -> list[str]:
    return [number(voltage, 2), *(number(parts[part], 2) for part in PARTS if part in _SHOWN)]
