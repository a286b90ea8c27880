"""Observations of the study beside both readings of it, each judged by stored numbers."""

from __future__ import annotations

from collections.abc import Callable

from verification.inversion.data import Data
from verification.inversion.page.markdown import number, table
from verification.inversion.page.pair_section import state_at
from verification.inversion.page.symmetric_section import (
    STUDY,
    STUDY_LATER,
    SymmetricCell,
    pairs_of,
)
from verification.inversion.trial import SEPARATOR

FREE = 0.1
"""Mean thickness of lithium below which fibres count as free of it [µm]."""
GAP = 2.0 * SEPARATOR
"""Distance from the cloth to the counter plane [µm]."""
READINGS = {
    "two given overpotentials": "",
    "one potential, 0.25 mA/cm²": "slow_",
    "1 mA/cm²": "usual_",
    "5 mA/cm²": "fast_",
}
"""Heading → beginning of the names of cases."""


def observations(data: Data) -> str:
    """Return the table of observations, with a column for each reading."""
    rows = [
        [
            "inverted, most lithium goes to the lower half (10 mAh/cm²)",
            *_verdicts(data, lower_half),
        ],
        ["upright, most lithium goes to the upper half (10 mAh/cm²)", *_verdicts(data, upper_half)],
        ["inverted, the top is free of lithium at 30 mAh/cm²", *_verdicts(data, free_top)],
        ["upright, the top is covered at 20 mAh/cm²", *_verdicts(data, covered_top)],
        [
            f"first cycle at 0.25 mA/cm²: inverted {STUDY['inverted']:g} mV, "
            f"upright {STUDY['upright']:g} mV",
            "not asked: given",
            symmetric_verdict(data),
            "–",
            "–",
        ],
        [f"later {STUDY_LATER:g} mV for both", "not asked: given", later_verdict(data), "–", "–"],
    ]
    return table(["observation of the study", *READINGS], rows, texts=len(READINGS) + 1)


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
        return "the run ends before"
    return f"{_yes(state.bare_thickness < FREE)}: {number(state.bare_thickness, 2)} µm on average"


def covered_top(data: Data, prefix: str) -> str:
    """Judge how far lithium has grown over the upper face of the upright cloth."""
    state = state_at(data, f"{prefix}upright", 20.0)
    if state is None:
        return "yes: the run ends before, at the counter plane"
    over = GAP - state.gap
    return f"{_yes(over > 1.0)}: {over:.0f} µm above it"


def symmetric_verdict(data: Data) -> str:
    """State the difference of the two cells, as far as the model has it."""
    differences = [one.voltage - other.voltage for one, other in first_cycle(data)]
    study = STUDY["inverted"] - STUDY["upright"]
    return (
        f"sign yes, size no: {min(differences):.1f} mV of {study:g} mV for any i0; "
        "the level follows i0"
    )


def later_verdict(data: Data) -> str:
    """State the fall of the voltage once the bare half carries current, too."""
    covered = [pair for pair in pairs_of(data.symmetric) if pair[0].trial.barrier == 0.0]
    (inverted, _), *_ = covered
    same = next(
        one
        for one, _ in first_cycle(data)
        if one.trial.exchange_current == inverted.trial.exchange_current
    )
    return (
        f"if lithium then covers all fibres: {same.voltage:.1f} → {inverted.voltage:.1f} mV "
        f"at i0 = {inverted.trial.exchange_current:g} A/m²"
    )


def first_cycle(data: Data) -> list[tuple[SymmetricCell, SymmetricCell]]:
    """Return the pairs of symmetric cells with a barrier, in the study's electrolyte."""
    return [
        pair
        for pair in pairs_of(data.symmetric)
        if pair[0].trial.barrier > 0.0 and pair[0].trial.diffusivity > 1.0
    ]


def _verdicts(data: Data, judge: Callable[[Data, str], str]) -> list[str]:
    return [judge(data, prefix) for prefix in READINGS.values()]


def _yes(true: bool) -> str:
    return "yes" if true else "**no**"
