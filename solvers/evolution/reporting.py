"""Turn the present state into a StepRecord."""

from __future__ import annotations

from dataclasses import replace
from typing import NoReturn

import numpy as np
import shapely

from platefront.solvers.balance.ledger import MICRO
from platefront.solvers.balance.step_record import Fields, StepRecord
from platefront.solvers.evolution.sampling import sample, surface_records
from platefront.solvers.evolution.state import PlatingState
from platefront.solvers.model.scales import LENGTH
from platefront.solvers.parallel import from_root

_COUNTS = 1e-7
"""Deposit thinner than this [m] does not count as lithium that approaches the counter electrode."""


def gap_to_counter(state: PlatingState) -> float:
    """Smallest distance from lithium to the counter electrode [m].

    A film thinner than 0.1 µm does not count as lithium yet. Without any: from the farthest point
    of the front, where it would start.
    """

    def measure() -> float:
        outline = state.front()[0].outline
        lithium = (outline.thickness > _COUNTS) | (outline.bare < 0.5)
        lithium &= outline.front_points
        counted = lithium if lithium.any() else outline.front_points
        distance = shapely.distance(shapely.points(outline.places[counted]), outline.counter_line)
        return float(distance.min() if lithium.any() else distance.max()) * LENGTH

    return from_root(state.comm, measure)


def record(state: PlatingState, step: float, iterations: int) -> StepRecord:
    """Describe the present state.

    Args:
        state: of the run; its list of events is emptied.
        step: length of the step that led here [s].
        iterations: Newton iterations it took.
    """
    lowest = state.transport.smallest_concentration()
    gap = gap_to_counter(state)
    last, ledger = state.history.last, state.ledger
    unknowns = 2 * state.transport.forms.space.dofmap.index_map.size_global
    events, state.events = tuple(state.events), []
    remeshed, ledger.remeshed = tuple(ledger.remeshed), []

    def describe() -> StepRecord:
        tracker, rates = state.front()
        outline = tracker.outline
        deposit_area = ledger.deposit(outline).area
        received = last.exchange
        if state.problem.electrolyte.held:  # by whatever it takes, remeshing included
            received = last.total + ledger.pocket_salt - ledger.initial_salt
        stock = ledger.stock(
            outline, last.total, received, deposit_area, state.moving, state.scales.salt
        )
        return StepRecord(
            step=state.steps,
            time=last.time,
            time_step=step,
            surfaces=surface_records(state.names, outline, rates, ledger.charge),
            current=float(np.sum(rates)) / state.footprint,
            capacity=state.capacity,
            electrode_potential=state.electrode_potential,
            bottom_share=ledger.bottom_share,
            thirds=ledger.thirds,
            gap_to_counter=gap,
            trapped_area=ledger.trapped_area * MICRO,
            electrolyte_area=outline.area * MICRO,
            deposit_area=deposit_area * MICRO,
            min_concentration=lowest,
            stock=stock,
            books=stock.books,
            corrections=ledger.corrections,
            events=events,
            remeshed=remeshed,
            remeshings=state.remeshings,
            newton_iterations=iterations,
            unknowns=unknowns,
            fields=_not_attached,
        )

    shared: StepRecord = state.comm.bcast(state.on_front(describe), root=0)
    return replace(shared, fields=lambda: _fields(state))


def _not_attached() -> NoReturn:
    raise RuntimeError("fields are attached on every rank after the record has been shared")


def _fields(state: PlatingState) -> Fields | None:
    """Nodal fields, gathered on rank 0 (None elsewhere)."""
    c, phi = state.transport.vertex_values()
    points = state.transport.domain.gather_points()
    if state.tracker is None or c is None or phi is None or points is None:
        return None
    _, rates = state.front()
    return sample(state.tracker, state.ledger, points, c, phi, rates, state.problem.electrolyte)
