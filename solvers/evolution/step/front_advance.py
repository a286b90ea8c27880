"""Advance of the front in a time step, with stripping limited to the metal there is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from platefront.geometry.arrays import Floats
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.recession import recede
from platefront.geometry.lengths import UM2
from platefront.solvers.evolution.step.advance import Advance
from platefront.solvers.evolution.step.displacement import displaced, stripped_front
from platefront.solvers.evolution.step.exhaustion import after_exhaustion, before_exhaustion, beside
from platefront.solvers.front.deferred_charge import with_gap
from platefront.solvers.front.metal_supply import Supply
from platefront.solvers.front.vertex_currents import (
    VertexCurrents,
    counter_volume_per_charge,
    dissolved_charge,
)
from platefront.solvers.state.film.film_growth import FilmGrowth
from platefront.solvers.state.film.films import SurfaceFilm
from platefront.solvers.state.plating_state import PlatingState

_MOST = 0.25
"""Share of the metal of a vertex from which a step counts as using it up."""
_ROUND_OFF = 1e-12
"""Round-off of charges, relative."""
_LITTLE = 1e-2
"""Charge of earlier steps, relative to that of a step, that hardly changes its motion."""


def supply_if_stripped(state: PlatingState, rates: VertexCurrents) -> Supply | None:
    """Measure the metal if any vertex is stripped, or a film may consume it.

    None saves that where there is none.
    """
    tracker, plated = state.tracker.value, rates.plated
    stripped = (plated < -_ROUND_OFF * np.abs(plated).sum()).any()
    if not (stripped or tracker.at_rest.idle or state.films is not None):
        return None
    supply = tracker.supply()
    at_ends = tracker.at_rest.ends(tracker.outline)
    if at_ends.any():
        supply = supply.reduced(np.where(at_ends, 0.0, 1.0))
    # Given overpotentials are not of one electrode: beside a surface that is stripped, film on one
    # that plates ends and comes back at once, however short the step is.
    return supply if state.control.gives_overpotentials else supply.beside(rates)


def predict(state: PlatingState, step: float, supply: Supply | None) -> Advance:
    """Charges by extrapolated currents, and the resulting front.

    The capillary shift is found from where the currents at the start would lead: that with
    extrapolated ones is not stable.
    """
    rates = state.rates.value
    if state.starts_abruptly:
        advance = _advance(state, step, rates.combined(0.0, rates, 0.0), supply)
        return with_shift(state, step, rates, advance)
    if state.previous is None:
        advance = _advance(state, step, rates.combined(step, rates, 0.0), supply)
        return with_shift(state, step, rates, advance)
    last_step, older = state.previous
    slope = 0.5 * step**2 / last_step
    advance = _advance(state, step, rates.combined(step + slope, older.value, -slope), supply)
    if state.capillarity is None:
        return advance
    started = advance.charges.combined(1.0, rates.combined(slope, older.value, -slope), -1.0)
    return with_shift(state, step, rates, advance, displaced(state, started, None))


def with_shift(
    state: PlatingState,
    step: float,
    rates: VertexCurrents,
    advance: Advance,
    led_to: Outline | None = None,
) -> Advance:
    """Return an advance with the capillary shift for the solution on it.

    Args:
        state: before the step.
        step: length of the step [s].
        rates: currents by which the front was advanced.
        advance: by these currents.
        led_to: front that they lead to, if it is another one.
    """
    if state.capillarity is None or rates.shift is None:
        return advance
    outline = advance.outline if led_to is None else led_to
    response = state.response.value
    shift = state.capillarity.approached(outline, rates.shift, response, step)
    return replace(advance, shift=shift)


def correct(
    state: PlatingState, step: float, rates: VertexCurrents, supply: Supply | None
) -> Advance:
    """Charges by the trapezoidal rule, and the resulting front.

    Where metal ends in the step, the current at its end is that of the metal (`metal_supply`), and
    alone gives the charge (backward Euler). Not so for a given current, which goes on elsewhere:
    there the charge without metal is passed by neighbours.
    """
    if supply is None:
        supply = supply_if_stripped(state, rates)  # stripping begins in this step
    last = 1.0 if state.starts_abruptly else 0.5
    weight = np.full(len(state.tracker.value.outline), last)
    in_pores = ((1.0 - last) * step, last * step)
    charges = state.rates.value.combined((1.0 - weight) * step, rates, weight * step, in_pores)
    if supply is not None and not state.control.gives_current:
        weight[-charges.plated > (1.0 + _ROUND_OFF) * supply.charge] = 1.0
        charges = state.rates.value.combined((1.0 - weight) * step, rates, weight * step, in_pores)
    advance = _advance(state, step, charges, supply)
    return replace(advance, weight=weight, weight_of_pores=last)


def _advance(
    state: PlatingState, step: float, charges: VertexCurrents, supply: Supply | None
) -> Advance:
    outline = state.tracker.value.outline
    ledger, rates = state.ledger.value, state.rates.value
    share = _share_of_gap(state, step, charges)
    # A new mesh since the last report makes the step start from another current than is reported.
    anew = 0.5 * step * (ledger.current.reported - rates.total)
    charges, spread = with_gap(
        charges, state.deferred.value, share * ledger.current_gap + anew, rates, share
    )
    even = state.problem.front.growth == "even"
    if even:
        charges = charges.evened(outline)
    asked, far = charges, 0.0
    growth: FilmGrowth | None = None
    if supply is None:
        moved = displaced(state, charges, None)
    else:
        charges, moved, supply, far, growth = stripped_front(
            state, step, charges, supply, even=even
        )
        spread = abs(spread) + far
    lost = None if growth is None else growth.lost
    dissolved: Floats = np.zeros(len(outline))
    volume = counter_volume_per_charge(state.problem)
    if state.moving and volume is not None:
        dissolved = dissolved_charge(state.problem, outline, charges)
        moved = recede(moved, np.asarray(dissolved * (volume / UM2), dtype=np.float64))
    during = moved
    exhausted: NDArray[np.bool_] = np.zeros(len(outline), dtype=bool)
    if supply is not None:
        consumed = charges.less(lost)
        emptied = supply.emptied(consumed)
        taken = supply.taken(consumed)
        ended = (supply.depth == 0.0) & (charges.plated <= 0.0)
        # Beside bare host a film that another surface's plating renews does not end.
        exhausted = beside(outline, taken > _MOST)
        exhausted |= beside(outline, ended) & (supply.arriving == 0.0)
        during = before_exhaustion(moved, outline, np.clip(taken / _MOST - 1.0, 0.0, 1.0))
        moved = after_exhaustion(moved, outline, emptied)
        state.tracker.value.on_host |= bool((supply.depth[emptied] > 0.0).any())
    withheld = float(charges.plated.sum() - asked.plated.sum())
    filling = state.filling.value
    if filling is not None and charges.pores is not None:
        filling = filling.after(charges.pores, state.problem.metal.volume_per_charge)
    return Advance(
        charges,
        float(dissolved.sum()),
        moved,
        during,
        supply,
        exhausted,
        withheld,
        np.full(len(outline), 0.5),
        far,
        spread,
        filling=filling,
        film=_film_on(state, growth, moved),
        lost=lost,
    )


def _film_on(state: PlatingState, growth: FilmGrowth | None, moved: Outline) -> SurfaceFilm | None:
    """Return the films that have grown, on the moved front."""
    before = state.film.value
    if growth is None or before is None or state.films is None:
        return before
    return growth.on(state.films, moved, before)


def _share_of_gap(state: PlatingState, step: float, charges: VertexCurrents) -> float:
    """Share of the charge left by earlier steps that a step passes.

    All of it, unless the step is so much shorter than the last one that this would move the front
    noticeably farther than its own charge does.
    """
    deferred = state.deferred.value
    left = abs(state.ledger.value.current_gap)
    left += 0.0 if deferred is None else float(np.abs(deferred.everywhere).sum())
    own = _LITTLE * float(np.abs(charges.everywhere).sum())
    return 1.0 if own >= left else min(1.0, max(2.0 * step / state.last_step, own / left))
