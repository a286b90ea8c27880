"""Section with the answer: property of the cell, or of assumed numbers."""

from __future__ import annotations

from collections.abc import Iterator

from verification.inversion.cloth_cell import ClothCell
from verification.inversion.data import ClothCells, Data
from verification.inversion.groups import cloth_of, groups_of
from verification.inversion.page.map_section import judged
from verification.inversion.page.markdown import number, table
from verification.inversion.sets import CURRENTS, EXCHANGE_CURRENTS


def summary_section(data: Data) -> Iterator[str]:
    """Yield the section."""
    verdicts = judged(data.map)
    usual = groups_of(ClothCell())
    unit = 1e3 * cloth_of(ClothCell().diffusivity, ClothCell().gap).thermal_voltage
    yield "## The answer: a property of the cell, or of assumed numbers?"
    yield (
        "At one electrode potential the bare half stays free of lithium if its nucleation barrier "
        "exceeds what the lithiated half needs to carry the current, η, and the drop Δφ in the "
        f"electrolyte between the halves. This holds in {sum(verdicts.values())} of "
        f"{len(verdicts)} cells of the map below."
    )
    yield (
        "- **Of the cell**, known or drawn: the wetted lengths of the two halves, thickness and "
        "ion path of the cloth, salt and diffusivity. They decide that the ion path matters little "
        f"(Δφ = {number(usual.drop * unit, 1)} mV at 1 mA/cm², Wagner number "
        f"{usual.wagner:.0f}), so that lithium goes where lithium lies on whichever side that is.\n"
        "- **Assumed**: the barrier η_nuc of bare carbon and the exchange current density i0 of "
        "lithium, neither of which is known for 1 M LiTFSI in DOL/DME on carbon. Between the "
        f"values tried the outcome is any: at each rate the share of the lower half runs from "
        f"{_extremes(data.map)}.\n"
        "- **So the study's finding is no prediction of this model.** Turned round, it is a bound: "
        "the lithium-free top says that η_nuc exceeds η + Δφ at the rate that was plated with "
        "(wetted length of the start):"
    )
    yield _bounds()


def _extremes(stored: ClothCells) -> str:
    shares = {
        current: [
            outcome.end.bottom_share or 0.0
            for trial, outcome in stored.items()
            if trial.current == current and outcome.counts
        ]
        for current in CURRENTS
    }
    return ", ".join(
        f"{min(values):.2f} to {max(values):.2f} ({current:g} mA/cm²)"
        for current, values in shares.items()
    )


def _bounds() -> str:
    heads = ["η + Δφ [mV] with i0 =", *(f"{exchange:g} A/m²" for exchange in EXCHANGE_CURRENTS)]
    rows = []
    for current in CURRENTS:
        cells = []
        for exchange in EXCHANGE_CURRENTS:
            trial = ClothCell(current=current, exchange_current=exchange)
            unit = 1e3 * cloth_of(trial.diffusivity, trial.gap).thermal_voltage
            cells.append(number(groups_of(trial).needed * unit, 0))
        rows.append([f"{current:g} mA/cm²", *cells])
    return table(heads, rows)
