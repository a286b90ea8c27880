"""Steps that end at a given capacity."""

from __future__ import annotations

from platefront.solvers.evolution.state import PlatingState
from platefront.solvers.evolution.stepping import Trial, restore, try_step
from platefront.solvers.model.landings import LANDED

_JUST_MISSED = 0.02
"""Share of the charge of a step that is not left for a step of its own."""
_ATTEMPTS = 6


def landed(state: PlatingState, step: float, target: float) -> Trial:
    """A trial step; one that hits the wanted capacity if that passes or just misses it.

    The charge of a step is nearly proportional to its length, which is corrected by the secant
    through the last accepted state.

    Args:
        state: of the run.
        step: length to begin with [s].
        target: capacity not to be passed [C/m²]; infinite if there is none.

    Raises:
        NotConvergedError: Newton's method failed.
        MeshBrokenError: the mesh folds over in front of the deposit.
    """
    trial = try_step(state, step)
    for _ in range(_ATTEMPTS):
        missing = target - trial.capacity
        gained = trial.capacity - state.capacity
        just_missed = abs(missing) < _JUST_MISSED * abs(gained)
        if abs(missing) <= LANDED * target or not (just_missed or missing < 0):
            break
        restore(state)
        trial = try_step(state, trial.step * (1.0 + missing / gained))
    return trial
