"""Manufactured solutions with a porous host whose pores fill: order in time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from verification.finding import Benchmark, Verification
from verification.manufactured.exact_fields import ParabolaOfMatrix, Parabolas
from verification.manufactured.layer import Through
from verification.manufactured.models import HOST, MODELS, resisting
from verification.manufactured.problem import ManufacturedProblem
from verification.manufactured.reporting import TIME_STEP, Plans, verification
from verification.manufactured.studies import OrderStudy, Stepping, order_in_time

DURATION = 0.01
"""Time scale of the fields [s]."""
STEPS = {Stepping.EVEN: (8, 16, 32, 64), Stepping.UNEVEN: (12, 24, 48, 96)}
"""Numbers of steps."""
_FILLING = replace(HOST, grown=0.1, duration=DURATION)
HOSTS = {
    "1:1 salt, matrix that resists": (
        MODELS["1:1 salt"],
        resisting(_FILLING, ParabolaOfMatrix(DURATION)),
    ),
    "supported ion, one potential": (MODELS["supported ion"], _FILLING),
}
"""Models and hosts by name."""


def plans(stepping: Stepping, name: str) -> Mapping[str, Callable[[], OrderStudy]]:
    """Return the study of one stepping with one of the hosts."""
    model, host = HOSTS[name]
    problem = ManufacturedProblem(model, Through(Parabolas(DURATION), host), 2, layer=host)
    return {name: partial(order_in_time, problem, DURATION, STEPS[stepping], stepping)}


PLANS: Plans = {
    stepping.value: plans(stepping, name) for stepping, name in zip(STEPS, HOSTS, strict=True)
}
CEILINGS = {
    Stepping.EVEN.value: {
        "c L2": 1.3e-4,
        "c H1": 1.2e-4,
        "phi L2": 2.4e-5,
        "phi H1": 4.7e-5,
        "w L2": 3.7e-6,
        "w H1": 6e-6,
        "s L2": 8.2e-6,
    },
    Stepping.UNEVEN.value: {
        "c L2": 6.2e-5,
        "c H1": 5.7e-5,
        "phi L2": 2.4e-5,
        "phi H1": 2.7e-5,
        "s L2": 5.3e-6,
    },
}
"""Bounds of the errors with the shortest steps."""


def verify() -> Verification:
    """Run all studies."""
    return verification(PLANS, CEILINGS, TIME_STEP)


STATEMENT = """
Manufactured solutions as for hosts in space, with fields that are quadratic in y and oscillate in
time. The pores fill from 20 % to 28 % of the volume, with a rate that varies:
ds/dt - a i_n V_m/(n_e F (1 - ε_d)) = G. Porosity ε, transport f = ε^b and walls a change with the
metal, so that the exact fields change with f, too. The metal of a step is that of extrapolated
currents, with which the fields are solved, then that of the trapezoidal rule, with which they are
solved again, as in every run; s is an unknown of each triangle and follows the currents that the
program finds.

Steps are even with a matrix that resists, alternately doubled and halved with one potential.

Theory: order 2 of all fields and of the metal."""

BENCHMARK = Benchmark(
    name="manufactured_hosts_time",
    title="Manufactured solutions in porous hosts: order in time",
    statement=STATEMENT,
    cases=(),
    long=False,
    run=verify,
    not_verified="Pores that close, and new meshes; the step itself is repeated from the parts of "
    "the program, whose own is tested in tests/solvers/model/electrolyte/test_pores_that_fill.py.",
)
