"""Start of a run: front and mesh of the section, potential at the first moment."""

from __future__ import annotations

from functools import partial

import numpy as np
from mpi4py import MPI

from platefront.solvers.balance.film_account import FilmAccount
from platefront.solvers.balance.ledger import Ledger
from platefront.solvers.discretisation.initial_potential import find_potential, first_potentials
from platefront.solvers.discretisation.pore_filling import PoreFilling
from platefront.solvers.discretisation.time_scheme import History
from platefront.solvers.forms.unknowns import CONCENTRATION, POTENTIAL
from platefront.solvers.front.front_tracker import FrontTracker
from platefront.solvers.front.vertex_currents import counter_volume_per_charge
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.parallel import on_root
from platefront.solvers.state.abrupt_start import empties_elements
from platefront.solvers.state.first_state import reverse_pulse, series_cell
from platefront.solvers.state.plating_state import PlatingState
from platefront.solvers.state.position import ProtocolPosition
from platefront.solvers.state.step_control import StepControl
from platefront.solvers.timing import Timings


def start(problem: PlatingProblem, comm: MPI.Intracomm, timings: Timings) -> PlatingState:
    """Trace and mesh the section, find the initial potential; return the state.

    Raises:
        GeometryFailedError: the section cannot be meshed.
        NotConvergedError: no initial potential was found.
    """
    state = PlatingState(problem, comm, timings, ProtocolPosition.at_start(problem.protocol))
    with timings.phase("geometry"):
        front = state.on_front(lambda: _front_and_books(problem))
    state.tracker = front.map(lambda both: both[0])
    state.ledger = front.map(lambda both: both[1])
    outline = state.tracker.map(lambda tracker: tracker.outline)
    state.filling = state.tracker.map(
        lambda tracker: PoreFilling.none_on(tracker.mesh.mesh, state.hosts)
        if len(state.hosts)
        else None
    )
    cell = series_cell(problem, outline, state.filling)
    first = cell.under(state.control)
    state.reverse_pulse = reverse_pulse(state.control, cell, state.footprint)
    state.shift = outline.map(state.first_shift)
    state.film = outline.map(state.first_film)
    state.transport = state.transport_from(0.0, first.electrode)
    unknown = state.transport.forms.unknown.x.array
    unknowns = state.transport.forms.unknowns
    unknowns.of(CONCENTRATION, unknown)[:] = 1.0
    unknowns.of(POTENTIAL, unknown)[:] = first_potentials(state.transport, first)
    state.initial_iterations = find_potential(state.transport)
    level = state.transport.level(0.0, 0.0)
    state.history = History(level)
    state.ledger.map(lambda ledger: ledger.open(level.total))
    if state.films is not None:
        state.ledger.map(partial(_open_film_account, state))
    state.rates = state.end_rates = state.currents()
    state.end_potential = state.electrode_potential
    state.end_voltage, state.end_solids = state.voltage(), state.solid_drops()
    state.deferred = on_root(comm, lambda: None)
    state.starts_abruptly = empties_elements(problem, outline, state.rates)
    state.step_control = StepControl(problem.time, first_step(state))
    return state


def _open_film_account(state: PlatingState, ledger: Ledger) -> None:
    """Enter the metal in the films of the start."""
    films, film = state.films, state.film.value
    assert films is not None
    assert film is not None
    ledger.film = FilmAccount(films.content(film, state.tracker.value.outline))


def first_step(state: PlatingState) -> float:
    """Return the length of the first time step under a control [s].

    It is the given one, or a tenth of the time salt takes to diffuse across a front edge. After an
    abrupt start it is all of it: in less the depletion would stay within the elements at the front,
    which cannot keep concentrations positive then.
    """
    problem = state.problem
    if problem.time.first_step is not None:
        return problem.time.first_step
    share = 1.0 if state.starts_abruptly else 0.1
    return share * problem.mesh.front_size**2 / state.scales.diffusivity


def _front_and_books(problem: PlatingProblem) -> tuple[FrontTracker, Ledger]:
    """Front, mesh and balances of the initial section."""
    ledger = Ledger(
        problem.section,
        problem.metal.volume_per_charge,
        np.zeros(len(problem.electrode)),
        porous=problem.hosts.span,
        counter_volume_per_charge=counter_volume_per_charge(problem),
    )
    return FrontTracker.start(problem, ledger), ledger
