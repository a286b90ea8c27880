"""Location of the end of a step of the protocol within a time step."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from platefront.solvers.discretisation.pore_filling import share_of_pores
from platefront.solvers.discretisation.vertex_values import extreme_concentrations
from platefront.solvers.evolution.reporting import gap_of, gap_to_regions
from platefront.solvers.evolution.step.trial import Trial
from platefront.solvers.model.stopping.criterion import Criterion
from platefront.solvers.model.stopping.status import RunStatus
from platefront.solvers.state.plating_state import PlatingState

_LAST = 1e-12
"""Width of the bracket, relative to the first length beyond the end, at which a margin that jumps
counts as located: a potential jumps where a film ends, perhaps at the very start of the step."""


@dataclass(slots=True)
class EndSearch:
    """Root finding for the length of a time step that ends where a criterion's margin vanishes.

    The margin is the least of all criteria, so the first end that comes is found. Illinois' variant
    of the false position keeps the root in a bracket.

    Attributes:
        criteria: those in force.
        before: status at the start of the time step.
    """

    criteria: Sequence[Criterion]
    before: RunStatus
    _near: tuple[float, float] = (0.0, math.inf)
    _far: tuple[float, float] | None = None
    _kept: int = 0
    _first: float = 0.0

    def __post_init__(self) -> None:
        """Begin with the start of the step."""
        self.restart()

    def restart(self) -> None:
        """Forget the tried lengths, for a length between them has no solution."""
        self._near, self._far, self._kept = (0.0, self._margin(self.before)), None, 0
        self._first = 0.0

    def next_length(self, step: float, status: RunStatus) -> float | None:
        """Return the length of the time step to try next [s]; None if the tried one will do.

        Args:
            step: length that was tried [s].
            status: at its end.
        """
        margin = self._margin(status)
        if (self._far is None and margin >= -1.0) or abs(margin) <= 1.0:
            return None
        if margin < 0.0:
            self._first = self._first or step
            self._far = step, margin
            self._kept = min(self._kept, 0) - 1
        else:
            self._near = step, margin
            self._kept = max(self._kept, 0) + 1
        assert self._far is not None
        (low, above), (high, below) = self._near, self._far
        if high - low <= max(_LAST * max(high, self._first), self.before.resolution):
            return None
        # the end that stays is weighed down, so that it moves as well
        above = above / 2.0 ** max(0, -self._kept - 1)
        below = below / 2.0 ** max(0, self._kept - 1)
        share = above / (above - below) if math.isfinite(above) else 0.5
        return low + min(max(share, 1e-3), 1.0 - 1e-3) * (high - low)

    def reason(self, status: RunStatus) -> str:
        """Return the reason of the criterion that ends the step here; empty if none does."""
        met = [c for c in self.criteria if c.margin(status) is not None and c.reason(status)]
        return met[0].reason(status) if met else ""

    def _margin(self, status: RunStatus) -> float:
        margins = (criterion.margin(status) for criterion in self.criteria)
        return min((m for m in margins if m is not None), default=math.inf)


def status_after(state: PlatingState, trial: Trial, before: RunStatus) -> RunStatus:
    """Return what criteria with a margin read of a solved time step that is not accepted yet.

    Args:
        state: of the run, its fields those of the trial.
        trial: the time step.
        before: status at its start.
    """
    current = trial.rates.map(lambda rates: rates.total).shared()
    return replace(
        before,
        time=before.time + trial.step,
        time_step=trial.step,
        capacity=trial.capacity - state.position.capacity,
        current=current / state.footprint,
        electrode_potential=state.electrode_potential,
        gap_to_counter=trial.advance.map(lambda advance: gap_of(advance.outline)).shared(),
        gap_to_layer=trial.advance.map(
            lambda advance: gap_to_regions(state.problem.regions_ahead, advance.outline)
        ).shared(),
        share_of_pores=share_of_pores(
            state.hosts, trial.advance.map(lambda advance: advance.filling)
        ),
        min_concentration=extreme_concentrations(state.transport)[0],
    )
