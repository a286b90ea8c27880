"""Sets of runs from which docs/inversion.md is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

from verification.inversion.cloth_cell import ClothCell
from verification.inversion.line import HALF, Column, columns_of
from verification.inversion.outcome import RunOutcome
from verification.inversion.shipped_run import ShippedRun

CURRENTS = (0.25, 1.0, 5.0)
"""Rates of the study [mA/cm²]."""
EXCHANGE_CURRENTS = (0.1, 0.25, 1.0, 5.0, 20.0)
"""Range in which that of lithium in LiTFSI–DOL/DME may lie [A/m²]."""
BARRIERS = (5.0, 15.0, 30.0, 50.0, 75.0, 110.0, 150.0)
"""[mV]."""

MAP = [
    ClothCell(current=current, barrier=barrier, exchange_current=exchange)
    for exchange, current, barrier in product(EXCHANGE_CURRENTS, CURRENTS, BARRIERS)
]

POOR = 0.293
"""A tenth of the salt diffusivity, and with it of the conductivity [1e-10 m²/s]."""
LONG = 300.0
"""Ion path of the thickness of the cloth [µm]."""

PATH = [
    ClothCell(barrier=barrier, exchange_current=exchange, diffusivity=salt, gap=gap)
    for salt, gap, exchange, barriers in (
        (POOR, 50.0, 0.25, (75.0, 110.0, 150.0)),
        (POOR, 50.0, 1.0, (30.0, 50.0, 75.0, 110.0)),
        (2.93, LONG, 1.0, (30.0, 50.0, 75.0)),
    )
    for barrier in barriers
]
"""At 1 mA/cm²."""

MESH = [
    replace(cell, front_size=1.5, facets=24)
    for cell in (ClothCell(barrier=50.0), ClothCell(barrier=110.0, current=5.0))
]
"""Cells of the map next to the line on a finer mesh."""

PAIRS = [
    ShippedRun(f"{rate}_{orientation}")
    for rate, orientation in product(("usual", "fast", "slow"), ("inverted", "upright"))
]
"""The pairs at one potential and three rates."""

GIVEN = [ShippedRun(orientation) for orientation in ("inverted", "upright")]
"""The pair of two given overpotentials."""

BARRIER_PAIRS = [
    ShippedRun(f"{barrier}_{orientation}", 1.0)
    for barrier, orientation in product(("low_barrier", "one_potential"), ("inverted", "upright"))
]
"""The pairs with 30 and 100 mV, as shipped."""

SYMMETRIC_CAPACITY = 0.25
"""Charge after which the parts of the potential are read, an hour at 0.25 mA/cm² [mAh/cm²]."""
SYMMETRIC = [
    ClothCell(
        current=sign * 0.25,
        capacity=sign * SYMMETRIC_CAPACITY,
        barrier=barrier,
        exchange_current=exchange,
        diffusivity=salt,
        gap=25.0,
        orientation="inverted" if inverted else "upright",
        counter="reservoir",
    )
    for (exchange, salt, barrier), inverted, sign in product(
        (
            (1.0, 2.93, 100.0),
            (3.0, 2.93, 100.0),
            (3.0, POOR, 100.0),
            (3.0, 2.93, 0.0),
        ),
        (True, False),
        (1.0, -1.0),
    )
]

TRIALS: Mapping[str, Sequence[ClothCell]] = {
    "map": MAP,
    "path": PATH,
    "mesh": MESH,
    "symmetric": SYMMETRIC,
}
MAPS = ("map", "path")
"""Sets whose crossings are refined."""
REFINEMENTS = 2
"""How often: a crossing beyond the range of a column has the first cell beside it too far away."""
SHIPPED: Mapping[str, Sequence[ShippedRun]] = {
    "barriers": BARRIER_PAIRS,
    "pairs": PAIRS,
    "given": GIVEN,
}


NEAR = 0.05
"""Distance of a share from 1/2 that needs no cell beside it."""
LOWEST, HIGHEST = 1.0, 180.0
"""Barriers tried where the share does not pass 1/2 within the range of a column [mV]."""


def refined(stored: Mapping[ClothCell, RunOutcome]) -> Iterator[ClothCell]:
    """Yield a cell for each column, beside the barrier at which its share passes 1/2."""
    for column in columns_of(stored):
        if (barrier := _beside(column)) is not None:
            yield replace(column.trial, barrier=barrier)


def _beside(column: Column) -> float | None:
    """Return the whole barrier next to the crossing and between others, or beyond the range [mV].

    None for a column without finished cells, with a share that is near enough to 1/2, or with
    neighbours that leave nothing between.
    """
    crossing, distances = column.crossing, [abs(x - HALF) for x in column.shares.values()]
    if crossing is None:
        if not column.shares:
            return None
        return LOWEST if column.shares[min(column.shares)] >= HALF else HIGHEST
    if crossing.above - crossing.below < 2.0 or min(distances) < NEAR:
        return None
    return min(max(round(crossing.barrier), crossing.below + 1.0), crossing.above - 1.0)
