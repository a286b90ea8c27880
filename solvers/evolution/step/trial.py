"""Solved step that is not accepted yet, and how far it may be trusted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from platefront.solvers.discretisation.time_scheme import Level
from platefront.solvers.evolution.step.advance import Advance
from platefront.solvers.front.deferred_charge import deferred_by
from platefront.solvers.front.vertex_currents import VertexCurrents
from platefront.solvers.parallel import OnRoot
from platefront.solvers.state.plating_state import PlatingState

DEFERRED = 5e-7
"""Charge left to the next step, relative to the turnover."""
_MOST_DEFERRED = 1e-5
"""The same, beyond which a step is too long."""
_MOST_AT_LANDINGS = 2 * DEFERRED
"""The same where a step lands, after which there may be none to leave to."""
_START = 0.05
"""Part of the capacity of a step of the protocol at whose start this need not be met."""


@dataclass(frozen=True, slots=True)
class Trial:
    """Solved step that is not accepted yet.

    Attributes:
        step: length [s].
        level: fields at its end.
        advance: front at its end and charges passed.
        used: currents at its end with which the front was advanced [A/m].
        rates: currents at its end, on the advanced front [A/m].
        gap: charge of the difference of the currents at front and counter electrode [C/m].
        electronic_gap: the same at front and terminal; 0 where solids conduct perfectly.
        error: estimated local error over the tolerance; None without an estimate.
        capacity: charge plated per footprint at its end [C/m²].
        withheld: stripping without metal, relative to the turnover of charge.
        far: stripping that is passed by metal far away, likewise.
        iterations: Newton iterations.
        jumps: True if currents jump within it, as where metal ends.
    """

    step: float
    level: Level
    advance: OnRoot[Advance]
    used: OnRoot[VertexCurrents]
    rates: OnRoot[VertexCurrents]
    gap: float
    electronic_gap: float
    error: float | None
    capacity: float
    withheld: float
    far: float
    iterations: int
    jumps: bool = False


def charge_left(
    state: PlatingState,
    step: float,
    corrected: OnRoot[Advance],
    used: OnRoot[VertexCurrents],
    rates: OnRoot[VertexCurrents],
) -> float:
    """Return the charge that the step leaves to the next one, relative to the turnover."""
    ledger, end = state.ledger.value, state.position.step.stop.last_capacity
    advance = corrected.value
    of_pores = step * advance.weight_of_pores
    change = deferred_by(step * advance.weight, of_pores, used.value, rates.value).total
    wanted = 0.0 if end is None else _START * abs(end) * state.footprint
    own = float(np.abs(corrected.value.charges.everywhere).sum())
    return abs(change) / max(ledger.turnover + own, wanted, ledger.least_charge)


def error_with(error: float | None, left: float, *, lands: bool) -> float | None:
    """Return the larger of the time error and that of the charge left, over their tolerances."""
    if left <= DEFERRED:
        return error
    return max(error or 0.0, left / (_MOST_AT_LANDINGS if lands else _MOST_DEFERRED))


def shares_without_metal(state: PlatingState, corrected: Advance) -> tuple[float, float]:
    """Return stripping without metal, and by metal far away, relative to the turnover of charge."""
    ledger, own = state.ledger.value, float(np.abs(corrected.charges.everywhere).sum())
    whole = max(ledger.turnover + own, ledger.least_charge)
    return corrected.withheld / whole, corrected.far / whole
