"""Second order in time away from changes of the front's topology, also over new meshes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from platefront.solvers.evolution.remeshing import remesh
from platefront.solvers.evolution.reporting import record
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.evolution.step.stepping import accept, try_step
from platefront.solvers.model.kinetics.overpotential import GivenOverpotential
from platefront.solvers.model.metal import Metal
from platefront.solvers.model.problem import PlatingProblem
from tests.shared.cells import foil, problem
from tests.shared.remeshing import vary_mesh

LAW = GivenOverpotential(overpotential=-0.2, exchange_current_density=20.0)


def march(
    case: PlatingProblem, duration: float, steps: int, meshes: int = 0
) -> tuple[float, float]:
    """Run a case to its end by error control, then on in equal steps.

    Args:
        case: with its end.
        duration: of all further steps [s].
        steps: their number, a multiple of `meshes`.
        meshes: number of new meshes at equal intervals.

    Returns:
        Current [A/m²] and capacity [C/m²] at the end.
    """
    simulation = Simulation(case)
    for _ in simulation.run():
        pass
    state = simulation.state
    assert state.remeshings == 0
    for step in range(steps):
        if meshes and step % (steps // meshes) == 0:
            vary_mesh(state)
            remesh(state)
            assert not state.history.restarted
        trial = try_step(state, duration / steps)
        accept(state, trial)
        record(state, trial.step, trial.iterations)
    assert state.remeshings == meshes
    return float(np.sum(state.front()[1])) / state.footprint, state.capacity


def observed_order(counts: Sequence[int], errors: Sequence[float]) -> float:
    """Slope of log error on log step."""
    return float(-np.polyfit(np.log(counts), np.log(errors), 1)[0])


FIXED = problem(
    foil(1.0, 40.0), LAW, mode="fixed", tolerance=1e-4, time=0.3, largest_step=0.1, size=1e-6
)
MOVING = problem(
    foil(1.0, 40.0, layer=2.0),
    LAW,
    metal=Metal(density=100.0),
    tolerance=1e-4,
    time=0.3,
    largest_step=0.1,
    size=1e-6,
    courant=0.25,
)


@pytest.mark.parametrize(
    ("case", "duration", "meshes"),
    [
        pytest.param(FIXED, 3.2, 0, id="fixed front"),
        pytest.param(MOVING, 9.6, 0, id="moving front"),
        pytest.param(MOVING, 9.6, 16, id="moving front, new meshes"),
    ],
)
@pytest.mark.slow
def test_second_order(case: PlatingProblem, duration: float, meshes: int) -> None:
    counts = [32, 64, 128]
    finest = np.array(march(case, duration, 512, meshes))
    results = np.array([march(case, duration, count, meshes) for count in counts])
    errors = np.abs(results / finest - 1.0)
    for name, error in zip(("current", "capacity"), errors.T, strict=True):
        order = observed_order(counts, error)
        assert error[0] < 0.03, f"{name}: error {error[0]:.1e} in {counts[0]} steps"
        assert error[-1] > 1e-9, f"{name}: error {error[-1]:.1e} too small to tell an order"
        assert 1.8 < order < 3.0, f"{name}: order {order:.2f} from errors {error}"
