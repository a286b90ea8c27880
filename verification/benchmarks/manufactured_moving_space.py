"""Manufactured solutions on a moving domain: orders in space of every transport model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from verification.finding import Benchmark, Verification
from verification.manufactured.exact_fields import Waves
from verification.manufactured.models import MODELS, suited
from verification.manufactured.motion import Rise
from verification.manufactured.problem import ManufacturedProblem
from verification.manufactured.reporting import EDGE_LENGTH, Plans, verification
from verification.manufactured.studies import OrderStudy, order_in_space

DURATION = 0.02
"""Time in which the fields change [s]."""
BEGIN = DURATION / 2.0
"""When studies begin: the bottom is uneven by then [s]."""
MARCH = DURATION / 8.0
"""How long they take [s]."""
RISE = Rise(DURATION, height=0.4)
STEPS = {1: (2, 4, 8, 16), 2: (2, 6, 16, 46)}
"""By order of the elements: Δt² falls as fast as the L² error does."""


def plans(order: int) -> Mapping[str, Callable[[], OrderStudy]]:
    """Studies of elements of one order by model."""
    fields = Waves(DURATION)
    return {
        name: partial(
            order_in_space,
            ManufacturedProblem(model, suited(model, fields), order, RISE),
            MARCH,
            STEPS[order],
            BEGIN,
        )
        for name, model in MODELS.items()
    }


def curved() -> Mapping[str, Callable[[], OrderStudy]]:
    """Studies of second-order elements with sources for the smooth curve."""
    fields, rise = Waves(DURATION), replace(RISE, slide=0.0)
    return {
        name: partial(
            order_in_space,
            ManufacturedProblem(model, suited(model, fields), 2, rise, curved=True),
            MARCH,
            STEPS[1],  # order 2 is all there is
            BEGIN,
        )
        for name, model in MODELS.items()
        if model.flow is None  # a flow between plates would cross a curve
    }


PLANS: Plans = {"P1": plans(1), "P2": plans(2), "P2, curved front": curved()}
CEILINGS = {
    "P1": {"c L2": 4.5e-5, "c H1": 3e-3, "phi L2": 1.4e-3, "phi H1": 0.08},
    "P2": {"c L2": 3e-7, "c H1": 4.5e-5, "phi L2": 1e-5, "phi H1": 1.6e-3},
    "P2, curved front": {"c L2": 1.7e-5, "c H1": 1e-4, "phi L2": 1e-3, "phi H1": 2.8e-3},
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
their error falls as fast as the smallest of these.

A last set takes the front for the smooth curve on which its vertices move: the sources have the
normal and the velocity of the curve. Straight edges miss it by O(h²), so that second-order elements
gain a better constant, but no order: 2. For gradients theory allows 3/2 on a front with uneven
edges (with edges 1.3 : 0.7 in turn the observed order falls towards it); on even edges, as here and
along a resampled front, errors of neighbouring edges cancel and 2 is left."""

BENCHMARK = Benchmark(
    name="manufactured_moving_space",
    title="Manufactured solutions: order in space on a moving domain",
    statement=STATEMENT,
    cases=(),
    long=False,
    run=verify,
    not_verified="Triangles with curved sides, which the program does not have.",
)
