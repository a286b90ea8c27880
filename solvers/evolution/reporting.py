"""Record of the present state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray

from platefront.geometry.arrays import Floats
from platefront.geometry.front.outline import Outline
from platefront.geometry.lengths import UM, UM2
from platefront.geometry.section.regions import ElectrolyteRegion
from platefront.solvers.balance.step_record import RegionRecord, StepRecord, SurfaceRecord
from platefront.solvers.discretisation.pore_filling import share_of_pores
from platefront.solvers.discretisation.region_contents import region_states
from platefront.solvers.discretisation.vertex_values import extreme_concentrations
from platefront.solvers.evolution.film_reporting import film_content, film_record
from platefront.solvers.evolution.sampling import sample
from platefront.solvers.parallel import from_root
from platefront.solvers.state.plating_state import PlatingState

NO_CURRENT = 1e-9
"""Negligible current, in units of F D c0 [A/m]."""


def gap_to_counter(state: PlatingState) -> float:
    """Return the smallest distance between the electrode and the counter electrode [m].

    The electrode is its reacting surfaces with all metal on them. Bare parts of them count, so that
    the distance does not jump as they are covered; inert surfaces count where they hold metal.
    Without a reacting surface it is the distance of the front.
    """
    return from_root(state.comm, lambda: gap_of(state.tracker.value.outline))


def gap_of(outline: Outline) -> float:
    """Return the gap of a front to the counter electrode [m], as `gap_to_counter` does."""
    points = shapely.points(outline.places[_electrode(outline)])
    return float(shapely.distance(points, outline.counter_line).min()) * UM


def gap_to_regions(regions: Sequence[ElectrolyteRegion], outline: Outline) -> float | None:
    """Return the gap of a front to the nearest region of the electrolyte [m]; None without any."""
    if not regions:
        return None
    electrode = _electrode(outline)
    points = outline.places[electrode]
    lines: NDArray[np.object_] = np.empty(0, dtype=object)
    if any(region.area is not None for region in regions):
        lines = outline.segments[electrode & electrode[outline.following]]
    return min(region.clearance(points, lines) for region in regions) * UM


def _electrode(outline: Outline) -> NDArray[np.bool_]:
    """(n,) True for the vertices that count as the electrode."""
    electrode = outline.grows | outline.grows[outline.preceding]
    electrode |= outline.front_points & (outline.bare < 0.5)
    return np.asarray(electrode if electrode.any() else outline.front_points)


def record(state: PlatingState, step: float, iterations: int) -> StepRecord:
    """Return the record of the present state.

    Args:
        state: of the run; its unreported events and remeshings are reported.
        step: length of the last step [s].
        iterations: Newton iterations of the last step.
    """
    lowest, highest = extreme_concentrations(state.transport)
    regions = _region_records(state)
    filled = share_of_pores(state.hosts, state.filling)
    gap = gap_to_counter(state)
    voltage, solids = state.end_voltage, state.end_solids
    last = state.history.last
    forms = state.transport.forms
    unknowns = forms.unknowns.count * forms.space.dofmap.index_map.size_global

    def describe() -> StepRecord:
        tracker = state.tracker.value
        currents = state.end_rates.value  # of the step, before a new mesh
        rates = currents.surfaces
        outline, ledger = tracker.outline, state.ledger.value
        events, remeshed = ledger.untold()
        total = float(np.sum(rates)) + currents.in_pores
        ledger.current.add(total, step)
        metal_left = None
        if (
            -total > NO_CURRENT * state.scales.current
            and ledger.stripped.total > ledger.least_charge
        ):
            on_front = tracker.supply().area[outline.front_points]
            metal_left = ledger.share_left(float(on_front.sum()) + state.metal_in_pores())
        deposit_area = ledger.deposit(outline).area
        received = last.exchange
        if state.problem.electrolyte.held:  # by whatever it takes, remeshing included
            received = last.total + ledger.pocket_salt - ledger.initial_salt
        stock = ledger.stock(
            outline,
            last.total,
            received,
            deposit_area,
            state.moving,
            state.scales.salt,
            film_content(state),
        )
        return StepRecord(
            step=state.steps,
            time=last.time,
            time_step=step,
            surfaces={
                **_surface_records(state.names, outline, rates, ledger.charge),
                **_host_records(state, currents.pores, ledger.charge),
            },
            current=total / state.footprint,
            capacity=state.capacity,
            footprint=state.footprint,
            electrode_potential=state.end_potential,
            voltage=voltage,
            solids=solids,
            plated=ledger.plated.significant(ledger.turnover),
            stripped=ledger.stripped.significant(ledger.turnover),
            metal_left=metal_left,
            gap_to_counter=gap,
            gap_to_layer=gap_to_regions(state.problem.regions_ahead, outline),
            room_left=None if state.room is None else state.room.left(outline),
            trapped_area=ledger.trapped_area * UM2,
            electrolyte_area=outline.area * UM2,
            deposit_area=deposit_area * UM2,
            dead_area=ledger.dead_area * UM2,
            dead_capacity=ledger.dead_area * UM2 / ledger.volume_per_charge / state.footprint,
            min_concentration=lowest,
            max_concentration=highest,
            pores_closed=ledger.pores_closed,
            cycle=state.position.step.cycle,
            protocol_step=state.position.step.number,
            mode=state.control.mode,
            roughness=_roughness(outline),
            unevenness=_unevenness(
                outline, state.rates.value.plated, NO_CURRENT * state.scales.current
            ),
            stock=stock,
            books=stock.books,
            corrections=ledger.corrections,
            events=events,
            remeshed=remeshed,
            remeshings=state.remeshings,
            regions=regions,
            share_of_pores=filled,
            newton_iterations=iterations,
            unknowns=unknowns,
            film=film_record(state),
        )

    shared = state.on_front(describe).shared()
    state.reported_steps = state.steps
    return replace(shared, fields=lambda: sample(state))


def _region_records(state: PlatingState) -> dict[str, RegionRecord]:
    """Return the record of each region by name; empty for electrolyte of one region."""
    c0, salt = state.scales.concentration, state.scales.salt
    return {
        name: RegionRecord(UM2 * r.pores, salt * r.salt, c0 * r.lowest, c0 * r.highest)
        for name, r in region_states(state.transport).items()
    }


def _host_records(
    state: PlatingState, currents: Floats | None, charge: Floats
) -> Mapping[str, SurfaceRecord]:
    """Return the record of the walls of each porous host, as of one more surface.

    Args:
        state: of the run.
        currents: (m,) in the pores of each triangle [A/m]; None without hosts.
        charge: (surfaces,) charge plated so far, that in hosts last [C/m].
    """
    filling, hosts = state.filling.value, state.hosts
    if filling is None or currents is None:
        return {}
    film = UM * filling.pores(hosts, counted=not state.moving).film
    areas = filling.by_host(filling.areas, hosts)
    means = filling.by_host(np.asarray(film * filling.areas), hosts) / areas
    rows = zip(
        hosts.names,
        hosts.regions,
        filling.by_host(currents, hosts),
        charge[-len(hosts) :],
        areas * [matrix.specific_area for matrix in hosts.matrices],
        means,
        strict=True,
    )
    return {
        name: SurfaceRecord(
            current=float(current),
            charge=float(passed),
            length=UM2 * float(walls),
            thickness_mean=float(mean),
            thickness_max=float(film[filling.region == number].max()),
        )
        for name, number, current, passed, walls, mean in rows
    }


def _roughness(outline: Outline) -> float:
    """Return the standard deviation of the thickness along the front that grows [m]."""
    ends = np.flatnonzero(outline.grows)
    lengths = outline.lengths[ends]
    if not lengths.sum() > 0.0:
        return 0.0
    thickness = 0.5 * (outline.thickness_m[ends] + outline.thickness_m[outline.following[ends]])
    mean = np.average(thickness, weights=lengths)
    return float(np.sqrt(np.average((thickness - mean) ** 2, weights=lengths)))


def _unevenness(outline: Outline, plated: Floats, nothing: float) -> float | None:
    """Return the standard deviation of the current density along the front over its mean.

    Args:
        outline: the front.
        plated: (n,) current by vertex [A/m].
        nothing: total current that is none [A/m].
    """
    length = outline.growing_length
    front, total = length > 0.0, float(plated.sum())
    if abs(total) <= nothing or not front.any():
        return None
    whole = float(length[front].sum())
    density = plated[front] / length[front] * (whole / total)
    return float(np.sqrt(np.average((density - 1.0) ** 2, weights=length[front])))


def _surface_records(
    names: Sequence[str], outline: Outline, rates: Sequence[Floats], charge: Floats
) -> Mapping[str, SurfaceRecord]:
    """Return the record of each named surface.

    Args:
        names: surface names, those of porous hosts last.
        outline: the front.
        rates: for each surface, (n,) current by vertex [A/m].
        charge: (surfaces,) charge plated so far [C/m].
    """
    records = {}
    grown = 0.5 * (outline.thickness_m + outline.thickness_m[outline.following])
    for index, name in enumerate(names[: len(rates)]):
        here = outline.tag == index
        length = float(outline.lengths[here].sum())
        ends = np.flatnonzero(here & outline.grows)
        weighted = float((grown[ends] * outline.lengths[ends]).sum())
        thickest = outline.thickness_m[np.concatenate((ends, outline.following[ends]))]
        records[name] = SurfaceRecord(
            current=float(rates[index].sum()),
            charge=float(charge[index]),
            length=UM * length,
            thickness_mean=weighted / length if length else 0.0,
            thickness_max=float(thickest.max(initial=0.0)),
        )
    return records
