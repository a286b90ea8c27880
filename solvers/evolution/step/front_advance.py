"""Advance of the front in a time step, with stripping limited to the metal there is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from platefront.geometry.arrays import Floats
from platefront.geometry.front.motion import advance, thickened
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.recession import recede
from platefront.geometry.front.sliding import stuck_vertices
from platefront.geometry.lengths import UM2
from platefront.solvers.evolution.step.stripping_limit import inside_host, within_supply
from platefront.solvers.front.deferred_charge import with_gap
from platefront.solvers.front.mesh_broken import MeshBrokenError
from platefront.solvers.front.metal_supply import Supply
from platefront.solvers.front.vertex_currents import (
    VertexCurrents,
    counter_volume_per_charge,
    dissolved_charge,
)
from platefront.solvers.front.walls import beyond_walls
from platefront.solvers.model.kinetics.surface_state import RESIDUE
from platefront.solvers.state.plating_state import PlatingState

_PINNINGS = 8
"""Largest number of passes in which vertices that would enter the host or pass a wall are held."""
_MOST = 0.25
"""Share of the metal of a vertex from which a step counts as using it up."""
_THIN = 0.1
"""Depth of metal that may stay below an edge that would cut into the host, in edge sizes."""
_ROUND_OFF = 1e-12
"""Round-off of charges, relative."""
_LITTLE = 1e-2
"""Charge of earlier steps, relative to that of a step, that hardly changes its motion."""


@dataclass(frozen=True, slots=True)
class Advance:
    """Displaced front and the charges of its displacement."""

    charges: VertexCurrents
    dissolved: float
    """Charge of the dissolution of a receding counter electrode [C/m]."""
    outline: Outline
    during: Outline
    """The same front for the rate laws, where metal that the step exhausts is still there."""
    supply: Supply | None
    """Metal at the start of the step; None where nothing is stripped."""
    exhausted: NDArray[np.bool_]
    """(n,) True for vertices beside which metal ends in the step, or has ended."""
    withheld: float
    """Stripping that the fields carry, but for which there is no metal [C/m]."""
    weight: Floats
    """(n,) weight of the currents at the end of the step in its charge."""
    far: float
    """Stripping that is passed by metal far from where the fields carry it [C/m]."""
    spread: float
    """Charge of changes of the reported current by new meshes, and of stripping for which there was
    no metal near [C/m]."""
    shift: Floats | None = None
    """(n,) capillary shift with which the fields are solved on this front [V]; None without."""


def supply_if_stripped(state: PlatingState, rates: VertexCurrents) -> Supply | None:
    """Measure the metal if any vertex is stripped; None saves that where there is none."""
    tracker, plated = state.tracker.value, rates.plated
    stripped = (plated < -_ROUND_OFF * np.abs(plated).sum()).any()
    if not (stripped or tracker.at_rest.idle):
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
    return with_shift(state, step, rates, advance, _displaced(state, started, None))


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
    weight = np.full(len(state.tracker.value.outline), 1.0 if state.starts_abruptly else 0.5)
    charges = state.rates.value.combined((1.0 - weight) * step, rates, weight * step)
    if supply is not None and not state.control.gives_current:
        weight[-charges.plated > (1.0 + _ROUND_OFF) * supply.charge] = 1.0
        charges = state.rates.value.combined((1.0 - weight) * step, rates, weight * step)
    return replace(_advance(state, step, charges, supply), weight=weight)


def _advance(
    state: PlatingState, step: float, charges: VertexCurrents, supply: Supply | None
) -> Advance:
    outline = state.tracker.value.outline
    ledger, rates = state.ledger.value, state.rates.value
    share = _share_of_gap(state, step, charges)
    # A new mesh since the last report makes the step start from another current than is reported.
    anew = 0.5 * step * (ledger.current.reported - float(rates.plated.sum()))
    charges, spread = with_gap(
        charges, state.deferred.value, share * ledger.current_gap + anew, rates, share
    )
    even = state.problem.front.growth == "even"
    if even:
        charges = charges.evened(outline)
    asked, far = charges, 0.0
    if supply is None:
        moved = _displaced(state, charges, None)
    else:
        charges, moved, supply, far = _stripped(state, charges, supply, even=even)
        spread = abs(spread) + far
    dissolved: Floats = np.zeros(len(outline))
    volume = counter_volume_per_charge(state.problem)
    if state.moving and volume is not None:
        dissolved = dissolved_charge(state.problem, outline, charges)
        moved = recede(moved, np.asarray(dissolved * (volume / UM2), dtype=np.float64))
    during = moved
    exhausted: NDArray[np.bool_] = np.zeros(len(outline), dtype=bool)
    if supply is not None:
        emptied = supply.emptied(charges)
        taken = supply.taken(charges)
        ended = (supply.depth == 0.0) & (charges.plated <= 0.0)
        # Beside bare host a film that another surface's plating renews does not end.
        exhausted = _beside(outline, taken > _MOST)
        exhausted |= _beside(outline, ended) & (supply.arriving == 0.0)
        during = _before_exhaustion(moved, outline, np.clip(taken / _MOST - 1.0, 0.0, 1.0))
        moved = _after_exhaustion(moved, outline, emptied)
        state.tracker.value.on_host |= bool((supply.depth[emptied] > 0.0).any())
    withheld = float(charges.plated.sum() - asked.plated.sum())
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
    )


def _share_of_gap(state: PlatingState, step: float, charges: VertexCurrents) -> float:
    """Share of the charge left by earlier steps that a step passes.

    All of it, unless the step is so much shorter than the last one that this would move the front
    noticeably farther than its own charge does.
    """
    deferred = state.deferred.value
    left = abs(state.ledger.value.current_gap)
    left += 0.0 if deferred is None else float(np.abs(deferred.plated).sum())
    own = _LITTLE * float(np.abs(charges.plated).sum())
    return 1.0 if own >= left else min(1.0, max(2.0 * step / state.last_step, own / left))


def _displaced(state: PlatingState, charges: VertexCurrents, supply: Supply | None) -> Outline:
    """Return the front after charges [C/m], displaced or, if it is fixed, thickened."""
    outline = state.tracker.value.outline
    swept = charges.plated * (state.problem.metal.volume_per_charge / UM2)
    if not state.moving:
        return thickened(outline, swept)
    guided = None if supply is None else supply.guided
    if state.room is not None:
        aside = state.room.guided(outline)
        guided = aside if guided is None else guided.beside(aside)
    return advance(outline, swept, guided=guided)


def _stripped(
    state: PlatingState, charges: VertexCurrents, supply: Supply, *, even: bool
) -> tuple[VertexCurrents, Outline, Supply, float]:
    """Return charges within the supply of metal, and the front after them, outside the host.

    Vertices whose edges would enter the host, or that would pass a wall, as the tip of a crevice
    does that undercuts metal, are held back, as are those that have no way to retreat. The supply
    left is returned, too, and the charge that was passed far away. At the host they are held back
    on a fresh mesh only, where a new mesh would help otherwise.

    Raises:
        MeshBrokenError: front vertices above the corners of the host would help.
    """
    control = state.control
    within = partial(
        within_supply,
        charges,
        even=even,
        passed_on=control.pulses is None,
        steady=control.gives_current,
    )
    allowed, far = within(supply)
    moved = _displaced(state, allowed, supply)
    for _ in range(_PINNINGS if state.moving else 0):
        tracker = state.tracker.value
        pinned = beyond_walls(moved, state.problem.section) & (allowed.plated < 0.0)
        at_host = inside_host(state, allowed, moved)
        if at_host is not None:
            tracker.on_host = True
            thick = supply.depth[at_host] > _THIN * state.problem.mesh.grading.front
            if not state.fresh_mesh and (thick.any() or not tracker.follows_host):
                raise MeshBrokenError("the front cannot follow the host")
            pinned |= at_host
        swept = allowed.plated * (state.problem.metal.volume_per_charge / UM2)
        stuck = stuck_vertices(tracker.outline, swept, moved)
        if not (pinned | stuck).any():
            break
        held = tracker.hold(pinned, stuck)
        depth = np.where(supply.depth > 0.0, held.depth, 0.0)
        supply = replace(held, depth=depth, arriving=supply.arriving)
        allowed, far = within(supply)
        moved = _displaced(state, allowed, supply)
    return allowed, moved, supply, far


def _beside(outline: Outline, ends: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return True for given vertices and their neighbours."""
    return np.asarray(ends | ends[outline.preceding] | ends[outline.following])


def _before_exhaustion(moved: Outline, outline: Outline, share: Floats) -> Outline:
    """Return a moved front with thickness and bareness of the start where metal is used up.

    The rate laws of the step would see bare host there, which is never stripped.

    Args:
        moved: the front at the end of the step.
        outline: the front at its start.
        share: (n,) weight of the start, 1 where all metal is taken.
    """

    def between(start: Floats, end: Floats) -> Floats:
        return np.where(share > 0.0, share * start + (1.0 - share) * end, end)

    return replace(
        moved,
        thickness_m=between(outline.thickness_m, moved.thickness_m),
        bare=between(outline.bare, moved.bare),
    )


def _after_exhaustion(moved: Outline, outline: Outline, emptied: NDArray[np.intp]) -> Outline:
    """Return a moved front that is bare host with a residual film where all metal is gone."""
    if not len(emptied):
        return moved
    bare, thickness = moved.bare.copy(), moved.thickness_m.copy()
    # Host that was bare all along has no film, however little round-off would strip.
    film = np.where(outline.bare[emptied] < 1.0, RESIDUE, outline.thickness_m[emptied])
    bare[emptied], thickness[emptied] = 1.0, np.minimum(film, RESIDUE)
    return replace(moved, bare=bare, thickness_m=thickness)
