"""State of a run in a checkpoint: what is kept, and a state made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from mpi4py import MPI

from platefront.geometry.front.outline import Outline
from platefront.geometry.mesh.front_mesh import FrontMesh
from platefront.geometry.mesh.triangulation import TriangleMesh
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.regions import ElectrolyteRegion
from platefront.solvers.balance.books import Books, Corrections, Dissolved, FilmStock, Stock
from platefront.solvers.balance.charge_by_height import ChargeByHeight
from platefront.solvers.balance.current_integral import CurrentIntegral
from platefront.solvers.balance.film_account import FilmAccount
from platefront.solvers.balance.ledger import Ledger
from platefront.solvers.balance.step_record import (
    Event,
    FilmRecord,
    RegionRecord,
    Remeshing,
    StepRecord,
    SurfaceRecord,
)
from platefront.solvers.discretisation.pore_filling import PoreFilling
from platefront.solvers.discretisation.time_scheme import History, Level
from platefront.solvers.front.contact import Contact
from platefront.solvers.front.front_tracker import FrontTracker
from platefront.solvers.front.ground import Ground
from platefront.solvers.front.idle_surfaces import IdleSurfaces
from platefront.solvers.front.solids import Solids
from platefront.solvers.front.vertex_currents import VertexCurrents
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.model.voltage.parts import VoltageParts
from platefront.solvers.model.voltage.solid_drops import SolidDrops
from platefront.solvers.newton.factor_memory import newton_memory, recall_newton
from platefront.solvers.parallel import OnRoot, gathered
from platefront.solvers.state.checkpoint.archive import CheckpointError
from platefront.solvers.state.film.films import SurfaceFilm
from platefront.solvers.state.first_state import reverse_pulse, series_cell
from platefront.solvers.state.plating_state import PlatingState
from platefront.solvers.state.position import ProtocolPosition
from platefront.solvers.state.step_control import StepControl
from platefront.solvers.timing import Timings

CLASSES: dict[str, type] = {
    kind.__name__: kind
    for kind in (
        Books,
        ChargeByHeight,
        Contact,
        Corrections,
        CrossSection,
        ElectrolyteRegion,
        CurrentIntegral,
        Dissolved,
        Event,
        FilmAccount,
        FilmRecord,
        FilmStock,
        FrontMesh,
        Ground,
        IdleSurfaces,
        Ledger,
        Level,
        Outline,
        PoreFilling,
        Remeshing,
        SolidDrops,
        Solids,
        Stock,
        StepRecord,
        SurfaceFilm,
        RegionRecord,
        SurfaceRecord,
        TriangleMesh,
        VoltageParts,
        VertexCurrents,
    )
}
"""Data classes of a run."""
LEFT_OUT: dict[type, frozenset[str]] = {
    Ground: frozenset({"_edges", "_corner_tree"}),
    Ledger: frozenset({"_shape", "_union"}),
    StepRecord: frozenset({"fields"}),
}
"""Fields that are caches, or no data."""
_TRACKER = (
    "solids",
    "mesh",
    "outline",
    "inert",
    "at_rest",
    "free",
    "on_host",
    "follows_host",
    "_tried",
    "_metal_at_first",
)
_COUNTS = (
    "end_potential",
    "end_voltage",
    "end_solids",
    "last_step",
    "capacity",
    "steps",
    "reported_steps",
    "remeshings",
    "fresh_mesh",
    "starts_abruptly",
    "went_too_far",
    "located",
    "value_jumps",
    "initial_iterations",
)
_CONTROL = ("step", "_shortest", "_last", "_resolved")


@dataclass(frozen=True, slots=True)
class SavedRun:
    """State of a run as data, on rank 0.

    Attributes:
        whole: parts that are on rank 0 in a run.
        parts: what each process holds, in order.
    """

    whole: OnRoot[dict[str, Any]]
    parts: OnRoot[list[dict[str, Any]]]


def saved_run(state: PlatingState, last: StepRecord) -> SavedRun:
    """Return the state and the last record of a run (collective)."""
    position, transport = state.position, state.transport

    def whole() -> dict[str, Any]:
        previous = state.previous
        return {
            "filling": state.filling.value,
            "tracker": {name: getattr(state.tracker.value, name) for name in _TRACKER},
            "ledger": state.ledger.value,
            "rates": state.rates.value,
            "end_rates": state.end_rates.value,
            "previous": None if previous is None else (previous[0], previous[1].value),
            "deferred": state.deferred.value,
            "film": state.film.value,
            "position": {
                "index": position.index,
                "potential": getattr(position.step.control, "start_potential", None),
                "time": position.time,
                "capacity": position.capacity,
                "pores_closed": position.pores_closed,
            },
            "counts": {name: getattr(state, name) for name in _COUNTS},
            "control": {name: getattr(state.step_control, name) for name in _CONTROL},
            "is_last_step": position.index + 1 == len(state.problem.protocol.steps),
            "last": last,
        }

    own = {
        "levels": list(state.history.levels),
        "history": state.history.memory(),
        "newton": newton_memory(transport.newton),
        "pulse": None if state.reverse_pulse is None else state.reverse_pulse.memory(),
    }
    return SavedRun(state.tracker.map(lambda _: whole()), gathered(state.comm, own))


def restored(
    problem: PlatingProblem,
    comm: MPI.Intracomm,
    timings: Timings,
    saved: SavedRun,
    *,
    anew: bool = False,
) -> tuple[PlatingState, StepRecord]:
    """Return the state of a saved run, and its last record (collective).

    Args:
        problem: the same problem; with another protocol if that is to begin.
        comm: communicator of all processes.
        timings: record of wall times.
        saved: the run.
        anew: True to begin the protocol of the problem in the state of the run, False to go on
            where the run was.

    Raises:
        CheckpointError: the run was saved by another number of processes.
    """
    count = saved.parts.map(len).shared()
    if count != comm.size:
        raise CheckpointError(
            f"the checkpoint is of a run on {count} processes; it goes on on as many, not on "
            f"{comm.size}"
        )
    own: dict[str, Any] = comm.scatter(saved.parts.otherwise([]) or None, root=0)
    where, counts, control, last = saved.whole.map(
        lambda whole: (whole["position"], whole["counts"], whole["control"], whole["last"])
    ).shared()
    if anew:
        before = {"potential": counts["end_potential"], "time": last.time}
        where |= {"index": 0, "capacity": last.capacity, **before}
        where["pores_closed"] = last.pores_closed
    state = PlatingState(problem, comm, timings, _position(problem, where))
    for name in _COUNTS:
        setattr(state, name, counts[name])
    whole = saved.whole
    state.tracker = whole.map(lambda kept: FrontTracker(problem=problem, **kept["tracker"]))
    state.filling = whole.map(lambda kept: kept["filling"])
    state.ledger = whole.map(lambda kept: kept["ledger"])
    state.rates = whole.map(lambda kept: kept["rates"])
    state.shift = state.rates.map(lambda rates: rates.shift)
    state.film = whole.map(lambda kept: kept["film"])
    state.end_rates = whole.map(lambda kept: kept["end_rates"])
    state.deferred = whole.map(lambda kept: kept["deferred"])
    if (length := whole.map(lambda kept: (kept["previous"] or (None,))[0]).shared()) is not None:
        state.previous = (length, whole.map(lambda kept: kept["previous"][1]))
    state.step_control = StepControl(problem.time, control["step"])
    for name in _CONTROL:
        setattr(state.step_control, name, control[name])
    _restore_fields(state, own, factors=not anew)
    return state, last


def _position(problem: PlatingProblem, where: dict[str, Any]) -> ProtocolPosition:
    steps = problem.protocol.steps
    if not where["index"] < len(steps):
        raise CheckpointError("the checkpoint is of a longer protocol")
    return ProtocolPosition(
        index=where["index"],
        step=steps[where["index"]].begun(where["potential"]),
        time=where["time"],
        capacity=where["capacity"],
        pores_closed=where["pores_closed"],
    )


def _restore_fields(state: PlatingState, own: dict[str, Any], *, factors: bool) -> None:
    """Set up the fields of this process as they were, with the factors of Newton's method."""
    levels: list[Level] = own["levels"]
    last = levels[0]
    outline = state.tracker.map(lambda tracker: tracker.outline)
    cell = series_cell(state.problem, outline, state.filling)
    state.reverse_pulse = reverse_pulse(state.control, cell, state.footprint)
    state.history = History.recalled(levels, own["history"])
    transport = state.transport = state.transport_from(last.time, 0.0)
    if transport.forms.unknown.x.array.shape != last.unknown.shape:
        raise CheckpointError("the checkpoint is of another discretisation")
    transport.domain.move_to(np.asarray(last.coordinates))
    transport.forms.unknown.x.array[:] = last.unknown
    transport.set_potentials(last)
    state.show_standing()
    if not factors:
        return
    recall_newton(transport.newton, own["newton"])
    if state.reverse_pulse is not None:
        state.reverse_pulse.recall(own["pulse"], transport)
