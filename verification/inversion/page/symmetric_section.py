"""Section on the overpotential of a symmetric cell, divided into its parts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from verification.inversion.cloth_cell import SEPARATOR, ClothCell
from verification.inversion.data import ClothCells, Data
from verification.inversion.groups import cloth_of
from verification.inversion.outcome import PARTS
from verification.inversion.page.markdown import number, table
from verification.inversion.sets import SYMMETRIC_CAPACITY

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

    trial: ClothCell
    voltage: float
    parts: Mapping[str, float]


def cells_of(stored: ClothCells) -> list[SymmetricCell]:
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


def pairs_of(stored: ClothCells) -> Iterator[tuple[SymmetricCell, SymmetricCell]]:
    """Yield the inverted cell and the upright one of the same numbers."""
    cells = {cell.trial: cell for cell in cells_of(stored)}
    for trial, cell in cells.items():
        upright = cells.get(replace(trial, orientation="upright"))
        if trial.orientation == "inverted" and upright is not None:
            yield cell, upright


def symmetric_table(stored: ClothCells) -> str:
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


def symmetric_section(data: Data) -> Iterator[str]:
    """Yield the section on the symmetric cell."""
    first = [pair for pair in pairs_of(data.symmetric) if pair[0].trial.barrier > 0.0]
    given = [pair for pair in first if pair[0].trial.diffusivity == ClothCell().diffusivity]
    yield "## Overpotential of the first cycle of a symmetric cell"
    yield (
        f"At 0.25 mA/cm² the study finds about {STUDY['inverted']:g} mV with inverted electrodes, "
        f"{STUDY['upright']:g} mV with upright ones, and {STUDY_LATER:g} mV later. Two equal "
        "electrodes are computed as two half cells, one plated and one stripped, each from the "
        f"plane half-way between them (c = c0, φ = 0; {SEPARATOR:g} µm from the cloth), after "
        f"{SYMMETRIC_CAPACITY:g} mAh/cm², and divided by the parts of the potential "
        "([model.md](model.md#parts-of-the-electrode-potential)), in mV:"
    )
    yield symmetric_table(data.symmetric)
    yield from _reading(data, given)


def _reading(data: Data, given: list[tuple[SymmetricCell, SymmetricCell]]) -> Iterator[str]:
    levels = "; ".join(
        f"{inverted.voltage:.1f} and {upright.voltage:.1f} mV with "
        f"i0 = {inverted.trial.exchange_current:g} A/m²"
        for inverted, upright in given
    )
    differences = [inverted.voltage - upright.voltage for inverted, upright in given]
    parts = [{part: one.parts[part] - other.parts[part] for part in PARTS} for one, other in given]
    wanted = STUDY["inverted"] - STUDY["upright"]
    yield (
        f"**The level is that of an assumed number.** {levels} (inverted and upright): nearly all "
        "of it is the reaction, 2 · (2RT/F) asinh(i/(2 i0 s)). With the wetted length of this "
        f"cloth the study's upright cell asks for i0 = {needed_exchange_current(given[0][1]):.1f} "
        "A/m². The lines with 3 A/m² were computed for that reason: their level is a fit of i0, "
        "and tells nothing about the model."
    )
    yield (
        f"**The sign of the difference is that of the cell.** The inverted cell has the higher "
        f"voltage for either i0, by {min(differences):.2f} to {max(differences):.2f} mV "
        f"(electrolyte {parts[0]['ohmic']:.2f} mV, concentration {parts[0]['concentration']:.2f} "
        f"mV, reaction {parts[0]['kinetic']:.2f} mV), because its lithium is farther away. "
        f"The study's difference is {wanted:g} mV."
        + _poor(data)
        + " The barrier has no part in it while the lithiated half carries all current."
    )
    covered = [pair for pair in pairs_of(data.symmetric) if pair[0].trial.barrier == 0.0]
    if covered:
        (inverted, upright), *_ = covered
        i0 = inverted.trial.exchange_current
        first = next(one for one, _ in given if one.trial.exchange_current == i0)
        yield (
            f"**Later cycles.** If lithium covers all fibres (no barrier), the voltage at "
            f"i0 = {i0:g} A/m² falls from {first.voltage:.1f} to {inverted.voltage:.1f} mV "
            f"inverted and {upright.voltage:.1f} mV upright, for the wetted length is that of the "
            f"whole cloth. The study's {STUDY_LATER:g} mV for both would fit to a cloth that is "
            "covered in part."
        )


def _poor(data: Data) -> str:
    """State the difference with a poorer electrolyte."""
    for one, other in pairs_of(data.symmetric):
        if one.trial.diffusivity != ClothCell().diffusivity:
            ratio = one.trial.diffusivity / ClothCell().diffusivity
            return (
                f" It is inverse to the conductivity, {ratio:.2g} of which makes it "
                f"{one.voltage - other.voltage:.1f} mV."
            )
    return ""


def needed_exchange_current(cell: SymmetricCell) -> float:
    """Return the i0 [A/m²] with which the reaction alone would bring a cell to the study's level.

    All parts but the reaction are kept.
    """
    trial = cell.trial
    cloth = cloth_of(trial.diffusivity, trial.gap)
    reaction = STUDY[trial.orientation] - (cell.voltage - cell.parts["kinetic"])
    half = 0.5e-3 * reaction / cloth.thermal_voltage  # of one electrode, over RT/F
    return 10.0 * trial.current / (2.0 * cloth.lithiated * math.sinh(0.5 * half))
