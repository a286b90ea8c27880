"""Manufactured solutions on a moving domain: orders in space of all transport models."""

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
"""Time scale of the fields [s]."""
BEGIN = DURATION / 2.0
"""Start of the studies, with a curved bottom [s]."""
MARCH = DURATION / 8.0
"""Duration of the studies [s]."""
RISE = Rise(DURATION, height=0.4)
STEPS = {1: (2, 4, 8, 16), 2: (2, 6, 16, 46)}
"""Numbers of steps by order of the elements: Δt² decreases like the L² error."""


def plans(order: int) -> Mapping[str, Callable[[], OrderStudy]]:
    """Return studies with elements of one order, by model."""
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
    """Return studies of second-order elements with sources for the smooth curve."""
    fields, rise = Waves(DURATION), replace(RISE, slide=0.0)
    return {
        name: partial(
            order_in_space,
            ManufacturedProblem(model, suited(model, fields), 2, rise, curved=True),
            MARCH,
            STEPS[1],  # the order is limited to 2
            BEGIN,
        )
        for name, model in MODELS.items()
        if model.flow is None  # a flow between plates would intersect the curve
    }


PLANS: Plans = {"P1": plans(1), "P2": plans(2), "P2, curved front": curved()}
CEILINGS = {
    "P1": {"c L2": 4.5e-5, "c H1": 3e-3, "phi L2": 1.4e-3, "phi H1": 0.08},
    "P2": {"c L2": 3e-7, "c H1": 4.5e-5, "phi L2": 1e-5, "phi H1": 1.6e-3},
    "P2, curved front": {"c L2": 1.7e-5, "c H1": 1e-4, "phi L2": 1e-3, "phi H1": 2.8e-3},
}
"""Bounds of the errors on the finest mesh."""


def verify() -> Verification:
    """Run all studies."""
    return verification(PLANS, CEILINGS, EDGE_LENGTH)


STATEMENT = """
Manufactured solutions as for the order in space, in a box whose bottom rises non-uniformly while
its nodes also slide along it; the top is fixed. At the bottom, which moves with velocity w, the
sources contain the values for the exact fields of

- binary salts: (N₊ - c₊w)·n - i_n/(n_e F) and (N₋ - c₋w)·n;
- concentrated salts: (N₋ - c₋w)·n and i·n - i_n;
- a supported ion: (N - c w)·n - i_n/(z₊F) and J·n - i_n.

w in the sources is the exact velocity of the prescribed motion; the program uses the backward
difference (BDF2) of the nodes' positions, the same as for ∫ c ψ. Between nodes both are linear: the
domain is the polygon with the prescribed motion of its vertices, and the exact solution is defined
on that polygon. Theoretical orders are then those of a fixed domain, p + 1 for the fields and p for
their gradients, for straight-sided triangles of second order, too. Time steps are refined with the
mesh so that their error decreases like the smallest of these.

In the last set the exact front is the smooth curve on which its vertices move: the sources contain
the normal and the velocity of the curve. Straight edges deviate from it by O(h²), so that
second-order elements have a smaller constant, but order 2. For gradients theory gives 3/2 on a
front with non-uniform edges (with alternating edges 1.3 : 0.7 the observed order decreases towards
it); with uniform edges, as here and along a resampled front, the errors of neighbouring edges
cancel and the order is 2."""

BENCHMARK = Benchmark(
    name="manufactured_moving_space",
    title="Manufactured solutions: order in space on a moving domain",
    statement=STATEMENT,
    cases=(),
    long=False,
    run=verify,
    not_verified="Triangles with curved sides, which the program does not use.",
)
