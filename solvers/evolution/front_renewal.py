"""A new front and its mesh: fronts that merge, pockets that close and open, lithium that dies."""

from __future__ import annotations

from dataclasses import dataclass

from platefront.geometry.front.topology.merging import Merging
from platefront.geometry.lengths import UM2
from platefront.solvers.balance.ledger import Ledger
from platefront.solvers.balance.merging_events import (
    contact_events,
    merging_events,
    opening_event,
)
from platefront.solvers.balance.step_record import Event, Remeshing
from platefront.solvers.discretisation.old_cells import Filled
from platefront.solvers.discretisation.vertex_values import vertex_values
from platefront.solvers.front.front_tracker import FrontTracker
from platefront.solvers.parallel import OnRoot
from platefront.solvers.state.plating_state import PlatingState


@dataclass(frozen=True, slots=True)
class Renewal:
    """Changes by a new front.

    Attributes:
        gained: salt of the pockets that opened, less that of those that closed [c0 L²].
        filled: pockets that opened.
        remeshing: the changes, before the fields are transferred.
    """

    gained: float
    filled: list[Filled]
    remeshing: Remeshing


def renew_front(state: PlatingState) -> OnRoot[Renewal]:
    """Renew front and mesh at the present time (collective).

    Raises:
        FrontError: no simple front was found.
    """
    values = vertex_values(state.transport)
    points = state.transport.domain.gather_points()
    last = state.history.last

    def renew() -> Renewal:
        tracker, ledger = state.tracker.value, state.ledger.value
        concentration, _ = values.value
        with state.timings.phase("geometry"):
            tracker.let_slide(state.rates.value)
            reached = tracker.reached(ledger.pockets)
            opened = [(ledger.pockets[index], ledger.pocket_salts[index]) for index in reached]
            opening = tracker.solids.opening(ledger.pockets, reached)
            if opening is not None:
                tracker.enclose([p for n, p in enumerate(ledger.pockets) if n not in reached])
            merging = tracker.merged(opening)
            events, salts = merging_events(
                merging,
                last.time,
                concentration,
                points.value,
                tracker.mesh.mesh.triangles,
                state.scales.concentration,
                state.problem.section.period,
            )
        events += [
            opening_event(pocket, last.time, salt * state.scales.salt) for pocket, salt in opened
        ]
        ledger.merge(tracker.outline, merging, salts, reached)
        if merging.pockets:
            tracker.enclose(ledger.pockets)
        with state.timings.phase("meshing"):
            events += _renew_contact(tracker, ledger, merging, last.time)
        ledger.add_events(events)
        trapped = sum(salts)
        return Renewal(
            gained=sum(salt for _, salt in opened) - trapped,
            filled=[Filled(pocket, salt / pocket.area) for pocket, salt in opened],
            remeshing=_remeshing(merging, last.time, trapped * state.scales.salt),
        )

    return state.on_front(renew)


def _renew_contact(
    tracker: FrontTracker, ledger: Ledger, merging: Merging, time: float
) -> list[Event]:
    """Mesh the new front, with dead lithium marked; return what died or lives again."""
    contact = tracker.solids.contact
    living, dead = contact.split(ledger.deposit(merging.outline))
    events = contact_events(ledger.dead, dead, time)
    ledger.dead = dead
    apart = contact.pockets_apart(ledger.pockets, living)
    tracker.renew(contact.marked(merging.outline, [*dead, *apart]))
    return events


def _remeshing(merging: Merging, time: float, trapped: float) -> Remeshing:
    """Return the changes of shapes, with the trapped salt [mol/m]."""
    return Remeshing(
        time=time,
        merges=len(merging.filled),
        pockets=len(merging.pockets),
        filled_area=sum(piece.area for piece in merging.filled) * UM2,
        moved_area=merging.moved_area * UM2,
        trapped_area=sum(pocket.area for pocket in merging.pockets) * UM2,
        trapped_salt=trapped,
        salt_correction=0.0,
        outside=0,
        farthest=0.0,
        resumed=False,
    )
