"""Manufactured solutions on a moving domain: order in time of all transport models."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from verification.benchmarks.manufactured_time import DURATION, STEPS
from verification.finding import Benchmark, Verification
from verification.manufactured.exact_fields import Parabolas
from verification.manufactured.models import MODELS
from verification.manufactured.motion import Rise
from verification.manufactured.problem import ManufacturedProblem
from verification.manufactured.reporting import TIME_STEP, Plans, verification
from verification.manufactured.studies import OrderStudy, Stepping, order_in_time

RISE = Rise(DURATION, height=0.3, wave=0.2)
"""Motion of the nodes, with variable speed."""


def plans(stepping: Stepping) -> Mapping[str, Callable[[], OrderStudy]]:
    """Return studies of one stepping by model; ohmic solutions have no time derivative."""
    return {
        name: partial(
            order_in_time,
            ManufacturedProblem(model, Parabolas(DURATION), 2, RISE),
            DURATION,
            STEPS,
            stepping,
        )
        for name, model in MODELS.items()
        if not model.electrolyte.held and model.flow is None
    }


PLANS: Plans = {stepping.value: plans(stepping) for stepping in Stepping}
CEILINGS = {
    Stepping.EVEN.value: {"c L2": 8e-6, "c H1": 9e-6, "phi L2": 1.2e-6, "phi H1": 2.4e-6},
    Stepping.UNEVEN.value: {"c L2": 9e-6, "c H1": 1e-5, "phi L2": 1.2e-6, "phi H1": 2.5e-6},
    Stepping.EULER.value: {"c L2": 6e-4, "c H1": 7e-4, "phi L2": 1.1e-4, "phi H1": 2.2e-4},
}
"""Bounds of the errors with the shortest steps."""


def verify() -> Verification:
    """Run all studies."""
    return verification(PLANS, CEILINGS, TIME_STEP)


STATEMENT = """
Manufactured solutions as for the order in time, in a box whose bottom rises non-uniformly in space
and time. The program applies the same difference formula to ∫ c ψ, with test functions ψ that move
with the nodes, and to the nodes' positions; the sources contain the exact velocity. Quadratic
fields remain quadratic on moving straight-sided triangles, so that second-order elements represent
them exactly; on the inclined bottom only the quadrature error of the rate law's exponentials
remains, which is far below the errors in time.

Theory: order 2, and order 1 for backward Euler throughout."""

BENCHMARK = Benchmark(
    name="manufactured_moving_time",
    title="Manufactured solutions: order in time on a moving domain",
    statement=STATEMENT,
    cases=(),
    long=False,
    run=verify,
    not_verified="Steps more than twice as long as the one before.",
)
