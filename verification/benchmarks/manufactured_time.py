"""Manufactured solutions on a fixed domain: order in time of all transport models."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from verification.finding import Benchmark, Verification
from verification.manufactured.exact_fields import Parabolas
from verification.manufactured.layer import Through
from verification.manufactured.models import LAYER, LAYERED, MODELS, ONE_TO_ONE
from verification.manufactured.problem import ManufacturedProblem
from verification.manufactured.rate_laws import Surfaces
from verification.manufactured.reporting import TIME_STEP, Plans, verification
from verification.manufactured.studies import OrderStudy, Stepping, order_in_time

DURATION = 0.01
"""Time scale of the fields [s]."""
STEPS = (32, 64, 128, 256)
STEPS_BETWEEN_ELECTRODES = (64, 128, 256, 512)
"""Numbers of steps without a reservoir, where the first-order error of the first step decays
slowly and order 2 appears later."""


def plans(stepping: Stepping) -> Mapping[str, Callable[[], OrderStudy]]:
    """Return studies of one stepping by model; ohmic solutions have no time derivative."""
    fields = Parabolas(DURATION)
    studies = {
        name: partial(
            order_in_time, ManufacturedProblem(model, fields, 2), DURATION, STEPS, stepping
        )
        for name, model in MODELS.items()
        if not model.electrolyte.held and model.flow is None
    }
    studies |= {
        name: partial(
            order_in_time,
            ManufacturedProblem(model, Through(fields, LAYER), 2, layer=LAYER),
            DURATION,
            STEPS,
            stepping,
        )
        for name, model in LAYERED.items()
        if not model.electrolyte.held
    }
    between = ManufacturedProblem(ONE_TO_ONE, fields, 2, surfaces=Surfaces.LITHIUM)
    studies["1:1 salt, two electrodes"] = partial(
        order_in_time, between, DURATION, STEPS_BETWEEN_ELECTRODES, stepping
    )
    return studies


PLANS: Plans = {stepping.value: plans(stepping) for stepping in Stepping}
CEILINGS = {
    Stepping.EVEN.value: {"c L2": 2.5e-5, "c H1": 2e-5, "phi L2": 8e-6, "phi H1": 4.2e-6},
    Stepping.UNEVEN.value: {"c L2": 2.5e-5, "c H1": 2e-5, "phi L2": 1e-5, "phi H1": 4.2e-6},
    Stepping.EULER.value: {"c L2": 2e-3, "c H1": 4e-4, "phi L2": 3e-3, "phi H1": 4e-4},
}
"""Bounds of the errors with the shortest steps."""


def verify() -> Verification:
    """Run all studies."""
    return verification(PLANS, CEILINGS, TIME_STEP)


STATEMENT = """
Manufactured solutions as for the order in space, with fields that oscillate in time and are
quadratic in y, so that second-order elements represent them exactly and only the error in time
remains. The start is as in every run: one step of backward Euler, then second-order backward
differences (BDF2) with variable coefficients. Steps are uniform, or alternately doubled and halved;
for comparison, backward Euler throughout. The ohmic solution has no time derivative and is omitted.

Theory: order 2, and order 1 for backward Euler throughout, for c with its time derivative and for
φ, which follows c. The orders are least-squares slopes over 32, 64, 128 and 256 steps; between two
electrodes, where without a reservoir the error of the first step decays slowly, over 64 to 512."""

BENCHMARK = Benchmark(
    name="manufactured_time",
    title="Manufactured solutions: order in time",
    statement=STATEMENT,
    cases=(),
    long=False,
    run=verify,
    not_verified="Steps more than twice as long as the one before.",
)
