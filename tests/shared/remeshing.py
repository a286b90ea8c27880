"""Runs that renew their mesh more often than they have to, or never, to be compared."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from platefront.geometry.arrays import Floats
from platefront.solvers.balance.step_record import Remeshing
from platefront.solvers.evolution import simulation
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.state.plating_state import PlatingState

_MESHES = 11
"""Number of different meshes, in turn."""


@dataclass(frozen=True)
class Outcome:
    """A run at its end.

    Attributes:
        charges, currents: of each surface [C/m], [A/m].
        steps: accepted steps.
        remeshings: all of them.
    """

    charges: Floats
    currents: Floats
    steps: int
    remeshings: list[Remeshing]


def vary_mesh(state: PlatingState) -> None:
    """Let the next mesh differ from the present one, but on the front."""

    def vary() -> None:
        tracker, mesh = state.tracker.value, state.problem.mesh
        share = 1.0 - 0.02 * ((state.remeshings + 1) % _MESHES)
        varied = mesh.model_copy(update={"growth": share * mesh.growth})
        tracker.problem = replace(state.problem, mesh=varied)

    state.on_front(vary)


def outcome(case: PlatingProblem, every: int | None, monkeypatch: pytest.MonkeyPatch) -> Outcome:
    """Run a case with another mesh after every so many steps, or always with the first mesh."""

    def is_due(state: PlatingState) -> bool:
        due = every is not None and state.steps % every == 0
        if due:
            vary_mesh(state)
        return due

    monkeypatch.setattr(simulation, "mesh_is_worn", is_due)
    run = Simulation(case)
    records = list(run.run())
    last = records[-1].surfaces.values()
    return Outcome(
        np.array([surface.charge for surface in last]),
        np.array([surface.current for surface in last]),
        run.state.steps,
        [remeshing for record in records for remeshing in record.remeshed],
    )
