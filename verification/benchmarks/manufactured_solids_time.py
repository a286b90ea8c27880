"""Manufactured solutions with solids that resist: order in time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from verification.finding import Benchmark, Verification
from verification.manufactured.exact_fields import Parabolas, SlopeOfHost
from verification.manufactured.models import MODELS, solids
from verification.manufactured.problem import ManufacturedProblem
from verification.manufactured.rate_laws import Surfaces
from verification.manufactured.reporting import TIME_STEP, Plans, verification
from verification.manufactured.studies import OrderStudy, Stepping, order_in_time

DURATION = 0.01
"""Time scale of the fields [s]."""
STEPS = (8, 16, 32, 64)
_PROBLEM = ManufacturedProblem(
    MODELS["1:1 salt"],
    Parabolas(DURATION),
    2,
    surfaces=Surfaces.ORDERS_AND_FILM,
    solids=solids(SlopeOfHost(DURATION), wave=0.0),
)


def plans(stepping: Stepping) -> Mapping[str, Callable[[], OrderStudy]]:
    """Return the study of one stepping."""
    run = partial(order_in_time, _PROBLEM, DURATION, STEPS, stepping)
    return {"host and deposit that resist": run}


PLANS: Plans = {Stepping.EVEN.value: plans(Stepping.EVEN)}
CEILINGS = {
    Stepping.EVEN.value: {
        "c L2": 3.2e-4,
        "c H1": 2.5e-4,
        "phi L2": 3.4e-5,
        "phi H1": 5e-5,
        "h L2": 4.5e-6,
        "h H1": 7.8e-6,
        "w L2": 1.25e-5,
    },
}
"""Bounds of the errors with the shortest steps."""


def verify() -> Verification:
    """Run all studies."""
    return verification(PLANS, CEILINGS, TIME_STEP)


STATEMENT = """
Manufactured solutions as for solids in space, with fields that oscillate in time and are exact in
space: quadratic in the electrolyte, linear in the host, uniform along the front. Potentials in the
solids have no time derivative; they follow the concentration by the rate laws, in the same system
of equations.

Theory: order 2, for the potentials in solids, too."""

BENCHMARK = Benchmark(
    name="manufactured_solids_time",
    title="Manufactured solutions with solids that resist: order in time",
    statement=STATEMENT,
    cases=(),
    long=False,
    run=verify,
    not_verified="A deposit whose thickness grows: its network follows the front as in runs, whose "
    "order is tested in tests/solvers/mesh/electronic.",
)
