"""Jump of the control: the potential anew, at the concentrations as they are.

Concentrations and front are continuous, currents and potential are not. The currents that follow
from the new control at the present concentrations are those from which the time scheme restarts.
"""

from __future__ import annotations

import numpy as np

from platefront.solvers.discretisation.initial_potential import find_potential
from platefront.solvers.evolution.potential_anew import potential_anew
from platefront.solvers.evolution.step.stepping import restore
from platefront.solvers.evolution.stopping import holds_next_to_nothing
from platefront.solvers.state.abrupt_start import empties_elements
from platefront.solvers.state.first_state import reverse_pulse, series_cell
from platefront.solvers.state.plating_state import PlatingState
from platefront.solvers.state.position import ProtocolPosition


def begin_next(state: PlatingState) -> int:
    """Begin the next step of the protocol; return the Newton iterations spent.

    Raises:
        NotConvergedError: no potential fits the new control.
    """
    last = state.position
    step = state.problem.protocol.steps[last.index + 1]
    state.position = ProtocolPosition(
        index=last.index + 1,
        step=step.begun(state.electrode_potential),
        time=state.time,
        capacity=state.capacity,
        pores_closed=state.ledger.map(lambda ledger: ledger.pores_closed).shared(),
    )
    return jump(state)


def jump(state: PlatingState) -> int:
    """Pass from the last value of the control to the present one; return the Newton iterations.

    Raises:
        NotConvergedError: no potential fits the present value.
    """
    outline = state.tracker.map(lambda tracker: tracker.outline)
    cell = series_cell(state.problem, outline, state.filling)
    state.reverse_pulse = reverse_pulse(state.control, cell, state.footprint)
    state.show_standing()
    state.drive(state.time)
    state.transport.newton.factored = False
    iterations = potential_anew(state, cell)
    _begin_from_here(state)
    return iterations


def stand_idle(state: PlatingState) -> int:
    """Pass no current under a control that would strip, as nothing is left; return the iterations.

    Raises:
        NotConvergedError: no potential fits the electrode at rest.
    """
    restore(state)
    state.transport.give_current(0.0)
    state.transport.newton.factored = False
    iterations = find_potential(state.transport)
    _begin_from_here(state)
    return iterations


def strips_nothing(state: PlatingState) -> bool:
    """Return True after a jump in vain to a given current that strips where no metal is left."""
    strips = state.control.gives_current and state.position.value(state.time) < 0.0
    return strips and holds_next_to_nothing(state)


def _begin_from_here(state: PlatingState) -> None:
    """Begin the time scheme from the present solution."""
    transport, last = state.transport, state.history.last
    state.history.restart(transport.with_present(last))
    state.rates = state.end_rates = state.currents()
    state.end_potential = state.electrode_potential
    state.end_voltage, state.end_solids = state.voltage(), state.solid_drops()
    state.previous, state.located, state.value_jumps = None, "", False
    state.last_step = np.inf
    outline = state.tracker.map(lambda tracker: tracker.outline)
    state.starts_abruptly = empties_elements(state.problem, outline, state.rates)
