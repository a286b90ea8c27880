"""Remeshing: merging of fronts, new mesh, transfer of the fields."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np

from platefront.geometry.arrays import Floats
from platefront.geometry.front.junctions import edge_sizes
from platefront.geometry.front.outline import Outline
from platefront.geometry.lengths import UM, UM2
from platefront.solvers.balance.ledger import Ledger
from platefront.solvers.balance.step_record import Remeshing
from platefront.solvers.discretisation.pore_filling import PoreFilling
from platefront.solvers.discretisation.time_scheme import History, Level
from platefront.solvers.discretisation.transfer import carry_over
from platefront.solvers.errors import NotConvergedError
from platefront.solvers.evolution.front_renewal import renew_front
from platefront.solvers.evolution.potential_anew import potential_anew
from platefront.solvers.evolution.step.front_advance import supply_if_stripped
from platefront.solvers.front.front_transfer import (
    before_growth,
    carried_along,
    carried_values,
)
from platefront.solvers.front.metal_supply import Supply
from platefront.solvers.front.vertex_currents import VertexCurrents
from platefront.solvers.parallel import OnRoot, from_root
from platefront.solvers.state.film.film_transfer import carried_film
from platefront.solvers.state.film.films import SurfaceFilm
from platefront.solvers.state.first_state import series_cell
from platefront.solvers.state.plating_state import PlatingState

_WORN_BELOW = 0.4
"""Lowest triangle quality (1 is equilateral) without remeshing."""
_WORN_SHARE = 0.6
"""The same relative to the new mesh, where that is worse."""
_STRETCHED = 1.8
"""Longest front edge, in target sizes, without remeshing."""
_OVERLAP = 1e-7
"""Largest overlap of electrolyte and solids relative to the box, a tenth of the warning limit."""
_LEAST_OVERLAP = 1e-5
"""Largest overlap that is always accepted [µm²]."""


def mesh_is_worn(state: PlatingState) -> bool:
    """Return True if the mesh is too distorted, or the front too stretched, for further motion."""

    def quality_and_stretch() -> tuple[float, bool]:
        tracker, grading = state.tracker.value, state.problem.mesh.grading
        outline = tracker.outline
        sizes = edge_sizes(outline, grading.front, grading.near_junctions)
        stretched = bool((outline.lengths > _STRETCHED * sizes)[outline.is_front].any())
        # Vertices above the corners of the host have short edges and flat triangles from the start.
        # Another mesh of a front that none fits well would be no better, either.
        first = state.transport.first_quality
        relative = tracker.follows_host or first < _WORN_BELOW
        return min(_WORN_BELOW, _WORN_SHARE * first) if relative else _WORN_BELOW, stretched

    limit, stretched = from_root(state.comm, quality_and_stretch)
    return stretched or state.transport.domain.lowest_quality() < limit


def front_is_unsound(state: PlatingState) -> bool:
    """Return True if the front crosses itself or the host, which requires merging.

    A bridge of lithium stripped from both sides is finally cut: merging joins the two fronts. Where
    lithium spreads over bare host with facets finer than the front edges, its contact line may
    enter the host slightly: merging removes the overlap and corrects the area. Where a
    stripped front reaches the host, the new front gets vertices above its corners. Metal that is
    held back, because an edge would enter the host, is free again on a new mesh. A surface that had
    nothing to strip grows on a new mesh once it plates. A pocket whose wall is gone opens.
    """

    def unsound() -> bool:
        tracker, ledger = state.tracker.value, state.ledger.value
        outline = tracker.outline
        if not outline.is_simple or tracker.at_rest.plates(state.rates.value):
            return True
        if tracker.on_host and (tracker.misses_host or tracker.holds_most_metal):
            return True
        if tracker.reached(ledger.pockets):
            return True
        limit = max(_OVERLAP * ledger.cell(outline).area, _LEAST_OVERLAP)
        return ledger.overlap(outline) > limit

    return state.on_front(unsound).shared()


def remesh(state: PlatingState) -> None:
    """Renew front, mesh and fields at the present time.

    Raises:
        GeometryFailedError: no simple front or no mesh was found.
        NotConvergedError: no potential was found on the new mesh.
    """
    last = state.history.last
    before = state.tracker.map(lambda tracker: tracker.outline)
    renewed = renew_front(state)
    gained, filled = renewed.map(lambda made: (made.gained, made.filled)).shared()
    state.shift = before.map(partial(_carried_shift, state))
    state.film = before.map(partial(_carried_film, state))
    pores = before.map(lambda _: _carried_pores(state))
    state.filling = pores.map(lambda both: both[0])
    old, new = state.transport, state.new_transport()
    with state.timings.phase("transfer"):
        carried = carry_over(
            old,
            new,
            state.history.levels,
            last.total + gained,
            state.problem.section.period,
            filled,
        )
    state.transport = new
    levels = _with_solids(state, carried.levels, before)
    old.destroy()
    change = _change_of_rates(state, levels)
    resumed = _resume(state, levels)
    rates, state.rates = state.rates, state.currents()
    state.ledger.map(lambda ledger: _report_jump(state, ledger, rates.value))
    state.previous = _previous(state, change) if resumed else None
    state.deferred = before.map(
        lambda outline: _carried(state, state.deferred.value, outline, pores.value[1])
    )
    state.remeshings += 1
    state.fresh_mesh = True

    def book(remeshing: Remeshing) -> None:
        ledger = state.ledger.value
        ledger.transfer_correction += abs(carried.correction)
        ledger.remeshed.append(
            replace(
                remeshing,
                salt_correction=carried.correction,
                outside=carried.outside,
                farthest=carried.farthest * UM,
                resumed=resumed,
            )
        )

    renewed.map(lambda made: book(made.remeshing))


def _with_solids(state: PlatingState, levels: list[Level], before: OnRoot[Outline]) -> list[Level]:
    """Return levels on the new mesh with the potential of solids; that of the last one is set.

    The host and its mesh stay; drops in the deposit are interpolated along the old front.
    """
    solids = state.transport.forms.solids
    if solids is None:
        return levels
    old, new = before.value, state.tracker.value.outline
    carried = []
    for level, past in zip(levels, state.history.levels, strict=True):
        assert past.solids is not None  # as there are solids
        drops, host = np.split(past.solids, [len(old)])
        on_new = np.concatenate((carried_values(drops, old, new), host))
        carried.append(replace(level, solids=on_new))
    state.transport.set_potentials(carried[0])
    return carried


def _resume(state: PlatingState, levels: list[Level]) -> bool:
    """Repeat the last step on the new mesh, so that its solution goes on.

    The fields are then those of the new mesh, without the errors of a transfer, which would be
    mistaken for errors in time. Stripping is limited to the metal there is, as within a step: films
    on bare host may be stripped at a potential at which their law gives any current, and a current
    that the next step ends at once would be a jump. If there was no step, or it has no solution on
    the new mesh, the time scheme restarts.

    Returns:
        True if the step was repeated.
    """
    new, last = state.transport, levels[0]
    if len(levels) > 1:
        step = last.time - levels[1].time
        supply = _supply(state)
        if supply.map(lambda metal: metal is not None).shared():
            state.show(state.tracker.map(lambda tracker: tracker.outline), supply, step)
            if _repeated(state, levels, step):
                return True
            state.show_standing()
        if _repeated(state, levels, step):
            return True
    # Given overpotentials do not look at φ, but a counter electrode that dissolves does.
    if state.electrode_potential is not None or state.problem.counter.recedes:
        outline = state.tracker.map(lambda tracker: tracker.outline)
        potential_anew(state, series_cell(state.problem, outline, state.filling))
    state.history.restart(new.with_present(last))
    return False


def _supply(state: PlatingState) -> OnRoot[Supply | None]:
    """Return the metal of the front as for a step; None if nothing is stripped."""
    return state.currents().map(partial(supply_if_stripped, state))


def _repeated(state: PlatingState, levels: list[Level], step: float) -> bool:
    """Solve for the last step on the new mesh; without success its transferred end stays.

    Returns:
        True for success.
    """
    new, (last, older) = state.transport, levels[:2]
    new.guess(last.unknown.copy())
    try:
        level, _ = new.step(History.before(levels), step, last.coordinates)
    except NotConvergedError:
        new.set_potentials(last)
        new.forms.unknown.x.array[:] = last.unknown
        return False
    older = replace(older, unknown=level.unknown - (last.unknown - older.unknown))
    if level.solids is not None and last.solids is not None and older.solids is not None:
        older = replace(older, solids=level.solids - (last.solids - older.solids))
    state.history.replaced([level, older, *levels[2:]])
    return True


def _change_of_rates(state: PlatingState, levels: list[Level]) -> OnRoot[VertexCurrents] | None:
    """Return the change of the currents in the last step at the vertices of the new front [A/m].

    Both currents are those of interpolated fields, whose errors are nearly the same, with films as
    thick as they were and the limit by the metal that holds within a step. On the old front there
    are changes that do not go on, as in gaps that have closed since.
    """
    if state.previous is None or len(levels) < 2:
        return None
    domain, last, before = state.transport.domain, levels[0], levels[1]
    step, supply = last.time - before.time, _supply(state)
    state.show(state.tracker.map(lambda tracker: tracker.outline), supply, step)
    now = _currents_of(state, last)
    state.show(now.map(partial(_as_thick_before, state, step)), supply, step)
    older = _currents_of(state, before)
    state.show_standing()
    _set(state, last)
    shift = domain.gather(before.coordinates - last.coordinates)
    area = 0.5 * step * state.problem.metal.volume_per_charge / UM2

    def change(currents: VertexCurrents) -> VertexCurrents:
        tracker = state.tracker.value
        swept = area * (currents.plated + older.value.plated)
        moved = tracker.mesh.on_outline(shift.value)
        earlier = before_growth(older.value, tracker.outline, moved, swept)
        return currents.combined(1.0, earlier, -1.0)

    return now.map(change)


def _as_thick_before(state: PlatingState, step: float, currents: VertexCurrents) -> Outline:
    """Return the front with the thickness of deposit before a step with these currents."""
    outline = state.tracker.value.outline
    length = outline.growing_length
    density = np.divide(currents.plated, length, out=np.zeros(len(length)), where=length > 0.0)
    grown = step * state.problem.metal.volume_per_charge / UM * density  # A/m per µm
    return replace(outline, thickness_m=np.maximum(outline.thickness_m - grown, 0.0))


def _currents_of(state: PlatingState, level: Level) -> OnRoot[VertexCurrents]:
    _set(state, level)
    return state.currents()


def _set(state: PlatingState, level: Level) -> None:
    """Set the fields of a past level, on the mesh in its place then."""
    forms = state.transport.forms
    state.transport.domain.move_to(level.coordinates)
    forms.unknown.x.array[:] = level.unknown
    state.transport.set_potentials(level)


def _carried(
    state: PlatingState, currents: VertexCurrents | None, before: Outline, pores: Floats | None
) -> VertexCurrents | None:
    """Return currents or charges of the vertices of an old outline on the new one.

    Args:
        state: of the run, with the new outline.
        currents: on the old one.
        before: the old outline.
        pores: those in pores on the new mesh.
    """
    if currents is None:
        return None
    return carried_along(currents, before, state.tracker.value.outline, pores)


def _carried_pores(state: PlatingState) -> tuple[PoreFilling | None, Floats | None]:
    """Return the metal in pores, and the deferred charge in them, on the new mesh."""
    filling, deferred = state.filling.value, state.deferred.value
    if filling is None:
        return None, None
    mesh, period = state.tracker.value.mesh.mesh, state.problem.section.period
    sums = [] if deferred is None or deferred.pores is None else [deferred.pores]
    carried, others = filling.carried_to(mesh, state.hosts, sums, period)
    state.ledger.value.filled = carried.metal
    return carried, others[0] if others else None


def _carried_shift(state: PlatingState, before: Outline) -> Floats | None:
    """Return the capillary shift on the new front, interpolated along the old one.

    That of the new polyline would jump, as it has lost some of its curvature between the vertices.
    """
    shift = state.shift.value
    if shift is None:
        return None
    return carried_values(shift, before, state.tracker.value.outline)


def _carried_film(state: PlatingState, before: Outline) -> SurfaceFilm | None:
    """Return the films on the new front; enter the change of the metal in them."""
    films, film, account = state.films, state.film.value, state.ledger.value.film
    if films is None or film is None or account is None:
        return None
    outline = state.tracker.value.outline
    carried = carried_film(films, film, before, outline)
    account.carried += carried.change
    account.changed += abs(carried.error)
    return carried.film


def _previous(
    state: PlatingState, change: OnRoot[VertexCurrents] | None
) -> tuple[float, OnRoot[VertexCurrents]] | None:
    """Return the last step and the currents at its start, which extrapolate along the new front."""
    if state.previous is None or change is None:
        return None
    rates = state.rates
    older = change.map(lambda changed: rates.value.combined(1.0, changed, -1.0))
    return state.previous[0], older


def _report_jump(state: PlatingState, ledger: Ledger, before: VertexCurrents) -> None:
    after, unreported = state.rates.value, state.reported_steps != state.steps
    ledger.current.jump(before.total, after.total, unreported=unreported)
