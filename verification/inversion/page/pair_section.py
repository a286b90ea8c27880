"""Section on the pairs at 10, 20 and 30 mAh/cm²."""

from __future__ import annotations

from collections.abc import Iterator

from verification.inversion.data import Data, ShippedRuns
from verification.inversion.outcome import FINISHED, RunOutcome, State
from verification.inversion.page.markdown import number, table
from verification.inversion.shipped_run import CAPACITIES, FACETS, MESH, ShippedRun

READINGS = {
    "": "two given overpotentials",
    "slow_": "one potential, 0.25 mA/cm²",
    "usual_": "one potential, 1 mA/cm²",
    "fast_": "one potential, 5 mA/cm²",
}
"""Beginning of the names of cases → the reading of the study that they are."""


def pair_table(pairs: ShippedRuns) -> str:
    """Return the state of every pair after `CAPACITIES`, or where it ended before."""
    heads = [
        "reading", "cloth", "mAh/cm²", "share of the lower half", "charge on bare fibres",
        "mean on bare fibres [µm]", "thickest there [µm]", "lithium to counter [µm]",
        "potential [mV]",
    ]  # fmt: skip
    rows = []
    for prefix, reading in READINGS.items():
        for orientation in ("inverted", "upright"):
            outcome = pairs.get(ShippedRun(prefix + orientation))
            if outcome is not None:
                rows += [[reading, orientation, *row] for row in _rows(outcome)]
    return table(heads, rows, texts=2)


def _rows(outcome: RunOutcome) -> Iterator[list[str]]:
    for state in outcome.states:
        ended = state is outcome.end and outcome.kind != FINISHED
        potential = None if state.potential is None else 1e3 * state.potential
        yield [
            f"{state.capacity:.3g}" + (" (end)" if ended else ""),
            number(state.bottom_share, 3),
            number(state.bare_share, 3),
            number(state.bare_thickness, 2),
            number(state.bare_thickest, 1),
            number(state.gap, 1),
            number(potential, 1),
        ]


def state_at(data: Data, case: str, capacity: float) -> State | None:
    """Return the state of a pair's case at one of `CAPACITIES`.

    None if it ended before, or is not stored.
    """
    outcome = data.pairs.get(ShippedRun(case))
    for state in outcome.states if outcome else ():
        if abs(state.capacity - capacity) < 1e-6 * capacity:
            return state
    return None


def early_ends(pairs: ShippedRuns) -> list[str]:
    """Return a sentence for each case that ended before the last of `CAPACITIES`."""
    return [
        f"`{run.case}` ended at {outcome.end.capacity:.3g} mAh/cm²: {outcome.reason}."
        for run, outcome in pairs.items()
        if outcome.end.capacity < CAPACITIES[-1] * (1.0 - 1e-6)
    ]


def pair_section(data: Data) -> Iterator[str]:
    """Yield the section on the pairs."""
    yield "## The pairs to 30 mAh/cm²"
    yield (
        "Both readings of the study on the same cloth and one mesh (edges of "
        f"{MESH['front_size']} on the front, elements of order {MESH['order']}, fibres of {FACETS} "
        "sides). *Two given overpotentials* is `cases/inverted_anode/inverted.toml` and "
        "`upright.toml`, to 30 mAh/cm²; *one potential* are `slow_…`, `usual_…` and `fast_…` "
        "beside them, with i0 = 1 A/m² and a barrier of 100 mV, both assumed. Each pair differs "
        "in `orientation` alone."
    )
    yield pair_table(data.pairs)
    yield from early_ends(data.pairs)
    yield (
        "*Charge on bare fibres* is what grew on fibres that held no lithium at the start, and "
        "what grew over them from there; lithium that grows out of the lithiated half fills pores "
        "of the other half, too, and lowers the share of the lower half without any on bare fibres."
    )
