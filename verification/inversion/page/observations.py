"""Observations of the study beside both readings of it, each judged by stored numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from verification.inversion.cloth_cell import SEPARATOR, ClothCell
from verification.inversion.data import Data
from verification.inversion.page.markdown import number, table
from verification.inversion.page.pair_section import state_at
from verification.inversion.page.symmetric_section import (
    STUDY,
    STUDY_LATER,
    SymmetricCell,
    pairs_of,
)
from verification.inversion.shipped_run import ShippedRun

FREE = 0.1
"""Mean thickness of lithium below which fibres count as free of it [µm]."""
GAP = 2.0 * SEPARATOR
"""Distance from the cloth to the counter plane [µm]."""
READINGS = {
    "two given overpotentials": "",
    "one potential, 0.25 mA/cm²": "slow_",
    "one potential, 1 mA/cm²": "usual_",
    "one potential, 5 mA/cm²": "fast_",
}
"""Heading → beginning of the names of cases."""


def stored_readings(data: Data) -> list[str]:
    """Return the readings whose inverted cloth is stored."""
    return [
        name for name, prefix in READINGS.items() if ShippedRun(f"{prefix}inverted") in data.pairs
    ]


def observations(data: Data, readings: Sequence[str]) -> str:
    """Return the table of observations, with a column for each of some readings."""
    first = (
        f"first cycle at 0.25 mA/cm²: inverted {STUDY['inverted']:g} mV, "
        f"upright {STUDY['upright']:g} mV"
    )
    judges: dict[str, Callable[[Data, str], str]] = {
        "inverted, most lithium goes to the lower half (10 mAh/cm²)": lower_half,
        "upright, most lithium goes to the upper half (10 mAh/cm²)": upper_half,
        "inverted, the top is free of lithium at 30 mAh/cm²": free_top,
        "upright, the top is covered at 20 mAh/cm²": covered_top,
        first: first_cycle,
        f"later {STUDY_LATER:g} mV for both": later_cycles,
    }
    rows = [
        [observation, *(judge(data, READINGS[reading]) for reading in readings)]
        for observation, judge in judges.items()
    ]
    return table(["observation of the study", *readings], rows, texts=len(readings) + 1)


def lower_half(data: Data, prefix: str) -> str:
    """Judge the share of the lower half of the inverted cloth."""
    state = state_at(data, f"{prefix}inverted", 10.0)
    share = state.bottom_share if state else None
    return "–" if share is None else f"{_yes(share > 0.5)}: {share:.2f}"


def upper_half(data: Data, prefix: str) -> str:
    """Judge the share of the upper half of the upright cloth."""
    state = state_at(data, f"{prefix}upright", 10.0)
    share = state.bottom_share if state else None
    return "–" if share is None else f"{_yes(share < 0.5)}: {1.0 - share:.2f}"


def free_top(data: Data, prefix: str) -> str:
    """Judge the lithium on the bare fibres of the inverted cloth."""
    state = state_at(data, f"{prefix}inverted", 30.0)
    if state is None:
        return "–"
    return f"{_yes(state.bare_thickness < FREE)}: {number(state.bare_thickness, 2)} µm on average"


def covered_top(data: Data, prefix: str) -> str:
    """Judge how far lithium has grown over the upper face of the upright cloth."""
    state = state_at(data, f"{prefix}upright", 20.0)
    if state is None:
        return "–"
    over = GAP - state.gap
    return f"{_yes(over > 1.0)}: {over:.0f} µm above it"


def first_cycle(data: Data, prefix: str) -> str:
    """State the difference of the two symmetric cells, as far as the model has it."""
    if not prefix:
        return "overpotentials are given"
    differences = [one.voltage - other.voltage for one, other in with_barrier(data)]
    study = STUDY["inverted"] - STUDY["upright"]
    return f"the sign, and {min(differences):.1f} of {study:g} mV; the level is that of i0"


def later_cycles(data: Data, prefix: str) -> str:
    """State the fall of the voltage once lithium covers the bare half, too."""
    if not prefix:
        return "overpotentials are given"
    (covered, _), *_ = [p for p in pairs_of(data.symmetric) if p[0].trial.barrier == 0.0]
    i0 = covered.trial.exchange_current
    same = next(one for one, _ in with_barrier(data) if one.trial.exchange_current == i0)
    return (
        f"once lithium covers all fibres: {same.voltage:.1f} to {covered.voltage:.1f} mV "
        f"(i0 = {i0:g} A/m²)"
    )


def with_barrier(data: Data) -> list[tuple[SymmetricCell, SymmetricCell]]:
    """Return the pairs of symmetric cells with a barrier, in the study's electrolyte."""
    return [
        pair
        for pair in pairs_of(data.symmetric)
        if pair[0].trial.barrier > 0.0 and pair[0].trial.diffusivity == ClothCell().diffusivity
    ]


def _yes(true: bool) -> str:
    return "yes" if true else "**no**"


def observation_section(data: Data) -> Iterator[str]:
    """Yield the section on the study's observations."""
    yield "## Observations of the study, and the readings that explain them"
    yield observations(data, stored_readings(data))
    yield (
        "Observations are those of Li et al. 2022. Lithium on bare fibres counts as none below "
        f"{FREE:g} µm on average; the current at which the study plated to 30 mAh/cm² is not "
        "stated in it."
    )
