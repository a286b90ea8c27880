"""Reasons why a run cannot go on: they name the surface, the place and the limit."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.constants import COULOMB_PER_M2_PER_MAH_PER_CM2
from platefront.solvers.discretisation.limiting_current import limiting_current
from platefront.solvers.errors import (
    DeadEndError,
    ExponentError,
    LimitingCurrentError,
    NotConvergedError,
)
from platefront.solvers.mesh.domain import COUNTER_MARK
from platefront.solvers.model.control import Control
from platefront.solvers.model.functions.expressions import LARGEST
from platefront.solvers.newton.surface_nodes import SurfaceExtreme
from platefront.solvers.state.plating_state import PlatingState

_DEPLETED = 0.02
"""Concentration at a surface, in c0, below which depletion is the reason of a failure."""
_ENRICHED = 20.0
"""The same of accumulated salt."""
_HIGHEST = 2.0
"""Overpotential at which stripping has failed for want of metal [V]; no case may give a higher."""
_PER_MA_CM2 = 10.0


def place_in_run(state: PlatingState) -> str:
    """Return time and capacity of the present state, for messages."""
    plated = state.capacity / COULOMB_PER_M2_PER_MAH_PER_CM2
    return f"at t = {state.time:.6g} s ({plated:.4g} mAh/cm² plated)"


def surface_name(names: Sequence[str], mark: int) -> str:
    """Return the name of the boundary with a facet mark, for messages."""
    return "the counter electrode" if mark == COUNTER_MARK else f'surface "{names[mark - 1]}"'


def named(error: NotConvergedError, names: Sequence[str]) -> NotConvergedError:
    """Return an error whose message names the surface instead of its facet mark."""
    if not isinstance(error, ExponentError):
        return error
    return NotConvergedError(
        f"{_at(names, error.mark, error.place)} the rate law has an exponent of "
        f"{error.exponent:.4g}, beyond the {LARGEST:g} up to which it is computed: the potential "
        "is too far from equilibrium for so small an exchange current density"
    )


def want_of_metal(control: Control, last: StepRecord) -> DeadEndError | None:
    """Return the reason of a failure if the last metal passes a given current no more, or None.

    Its overpotential runs away before: a front that is stripped as fast as that fails in any way.

    Args:
        control: in force.
        last: record of the last step.
    """
    voltage = last.voltage
    if not control.gives_current or last.current >= 0.0 or voltage is None:
        return None
    if voltage.kinetic <= _HIGHEST:
        return None
    return DeadEndError(
        "no current fits: what is left of the lithium passes the given one only at an "
        f"overpotential of {voltage.kinetic:.3g} V, beyond the {_HIGHEST:g} V up to which one may "
        'be given. A limit such as until.potential_above = "1 V" ends a step before'
    )


def reason_of_failure(state: PlatingState, error: NotConvergedError) -> NotConvergedError:
    """Return the reason why no step is possible from the present state.

    Newton's method fails for want of a solution as for want of a guess; the state before it
    tells which. Called by all processes.
    """
    if state.problem.electrolyte.held:
        return named(error, state.names)
    lowest, highest = state.transport.extremes_at_surfaces()
    if lowest is not None and lowest.value < _DEPLETED:
        return _depleted(state, lowest, error)
    if highest is not None and highest.value > _ENRICHED:
        return NotConvergedError(
            f"{_at(state.names, highest.mark, highest.place)} the salt of the dissolving metal has "
            f"raised the concentration to {highest.value:.3g} times c0, for which the mesh is too "
            f"coarse or the driving force too large ({error})"
        )
    return named(error, state.names)


def _depleted(
    state: PlatingState, lowest: SurfaceExtreme, error: NotConvergedError
) -> NotConvergedError:
    at_counter = lowest.mark == COUNTER_MARK
    marks = [mark for mark, law in state.transport.forms.compiled.laws if law.reacts]
    sinks = [mark for mark in marks if (mark == COUNTER_MARK) == at_counter]
    reservoir = state.problem.counter.rate_law is None
    limit = limiting_current(state.transport, sinks, reservoir=reservoir)
    rates = state.rates.map(
        lambda now: (float(np.sum(now.surfaces)) + now.in_pores, float(np.sum(now.counter)))
    )
    drawn = rates.shared()[1 if at_counter else 0]
    text = (
        f"limiting current: {_at(state.names, lowest.mark, lowest.place)} the concentration has "
        f"fallen to {lowest.value:.2g} of c0. The current is "
        f"{_density(drawn / state.footprint)}"
    )
    if limit is not None:
        text += (
            f"; diffusion sustains {_density(limit / state.footprint)} in a steady state of this "
            "section"
        )
    if not state.control.gives_current:  # it could follow
        text += f" ({error})"
    return LimitingCurrentError(text)


def _density(current: float) -> str:
    return f"{current / _PER_MA_CM2:.4g} mA/cm²"


def _at(names: Sequence[str], mark: int, place: tuple[float, float]) -> str:
    return f"at {surface_name(names, mark)}, x = {place[0]:.4g} µm, y = {place[1]:.4g} µm,"
