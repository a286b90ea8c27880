"""Manufactured solutions on a moving domain: orders in space of every transport model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from platefront.verification.finding import Benchmark, Verification
from platefront.verification.manufactured.exact_fields import Waves
from platefront.verification.manufactured.models import MODELS, suited
from platefront.verification.manufactured.motion import Rise
from platefront.verification.manufactured.problem import ManufacturedProblem
from platefront.verification.manufactured.reporting import EDGE_LENGTH, Plans, verification
from platefront.verification.manufactured.studies import Study, order_in_space

DURATION = 0.02
"""Time in which the fields change [s]."""
RISE = Rise(DURATION, height=0.4, wave=0.0)
STEPS = {1: (2, 4, 8, 16), 2: (2, 6, 16, 46)}
"""Time steps in an eighth of the duration: Δt² falls as fast as the L² error does."""


def plans(order: int) -> Mapping[str, Callable[[], Study]]:
    """Studies of elements of one order by model."""
    fields = Waves(DURATION)
    return {
        name: partial(
            order_in_space,
            ManufacturedProblem(model, suited(model, fields), order, RISE),
            DURATION / 8.0,
            STEPS[order],
        )
        for name, model in MODELS.items()
    }


PLANS: Plans = {"P1": plans(1), "P2": plans(2)}
CEILINGS = {
    "P1": {"c L2": 1.5e-4, "c H1": 9e-3, "phi L2": 1.1e-3, "phi H1": 0.07},
    "P2": {"c L2": 8e-7, "c H1": 1.2e-4, "phi L2": 9e-6, "phi H1": 1.4e-3},
}
"""Largest errors allowed on the finest mesh."""


def verify() -> Verification:
    """Run all studies."""
    return verification(PLANS, CEILINGS, EDGE_LENGTH)


STATEMENT = """
Manufactured solutions as for the order in space, in a box whose bottom rises unevenly while its
nodes also slide along it; the top stays. At the bottom, which moves with velocity w, the sources
hold what the fields say of

- binary salts: (N₊ - c₊w)·n - i_n/(n_e F) and (N₋ - c₋w)·n;
- a supported ion: (N - c w)·n - i_n/(z₊F) and J·n - i_n.

w in the sources is the exact velocity of the prescribed motion; the program takes the backward
difference (BDF2) of the nodes' positions, the same that it applies to ∫ c ψ. Between nodes both are
linear: the domain is the polygon whose vertices move as prescribed, and the exact solution is one
on that polygon. Theory is then the same as at rest, p + 1 for the fields and p for their gradients,
for straight-sided triangles of second order, too. Time steps are refined with the mesh so that
their error falls as fast as the smallest of these."""

BENCHMARK = Benchmark(
    name="manufactured_moving_space",
    title="Manufactured solutions: order in space on a moving domain",
    statement=STATEMENT,
    cases=(),
    long=False,
    run=verify,
    not_verified="How far the polygon is from a front that is meant to be curved: straight edges "
    "miss it by O(h²), which bounds the order of second-order elements there.",
)
