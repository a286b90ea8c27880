"""Manufactured solutions on a domain at rest: orders in space of every transport model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from verification.finding import Benchmark, Verification
from verification.manufactured.exact_fields import Waves
from verification.manufactured.models import (
    MODELS,
    OHMIC,
    ONE_TO_ONE,
    against_equilibrium,
    suited,
)
from verification.manufactured.problem import ManufacturedProblem
from verification.manufactured.rate_laws import Surfaces
from verification.manufactured.reporting import EDGE_LENGTH, Plans, verification
from verification.manufactured.studies import OrderStudy, order_in_space

DURATION = 0.02
"""Time in which the fields change; half of a diffusion time [s]."""
STEPS = (4, 4, 4, 4)
"""The fields are linear in time, so that the number of steps does not matter."""


def plans(order: int) -> Mapping[str, Callable[[], OrderStudy]]:
    """Studies of elements of one order by model."""
    fields = Waves(DURATION)
    problems = {
        name: ManufacturedProblem(model, suited(model, fields), order)
        for name, model in MODELS.items()
    }
    problems["1:1 salt, two electrodes"] = ManufacturedProblem(
        ONE_TO_ONE, fields, order, surfaces=Surfaces.LITHIUM
    )
    problems["ohmic, in equilibrium"] = ManufacturedProblem(
        OHMIC, against_equilibrium(DURATION), order, surfaces=Surfaces.REVERSIBLE
    )
    return {
        name: partial(order_in_space, problem, DURATION, STEPS)
        for name, problem in problems.items()
    }


PLANS: Plans = {"P1": plans(1), "P2": plans(2)}
CEILINGS = {
    "P1": {"c L2": 1.5e-4, "c H1": 1.2e-2, "phi L2": 1.8e-3, "phi H1": 0.11},
    "P2": {"c L2": 1e-6, "c H1": 1.5e-4, "phi L2": 1.4e-5, "phi H1": 2e-3},
}
"""Largest errors allowed on the finest mesh."""


def verify() -> Verification:
    """Run all studies."""
    return verification(PLANS, CEILINGS, EDGE_LENGTH)


STATEMENT = r"""
Smooth fields c(x, y, t) and φ(x, y, t) are chosen; the sources that make them a solution follow
from the model's equations in their strong form, in SI units, written down apart from the program:

- binary salts: ∂c±/∂t + ∇·N± = S± with N± = -D±∇c± - z±D±(F/RT)c±∇φ; at a surface
  N₊·n - i_n/(n_e F) and N₋·n as given by the fields;
- a supported ion: ∂c/∂t - ∇·(D∇c) = S, -∇·(κ∇φ) = Q; at a surface N·n - i_n/(z₊F) and J·n - i_n;
- an ohmic solution: -∇·(κ∇φ) = Q; at a surface J·n - i_n, or φ held where the surface is in
  equilibrium (`reversible`);
- a salt in a flow between plates: c±v more in the fluxes, c = c0 at the inlet, an open outlet.

The program solves with these sources as its only addition: its forms, rate laws (a given
overpotential on the left half of the bottom, Butler–Volmer on the right), Newton's method and time
scheme are those of every run. The box is 2 µm × 2 µm, unstructured, its triangles divided into
four three times; c and φ are sines and exponentials in space and linear in time, which the time
scheme integrates exactly. Errors are norms over the box of c/c0 and φF/RT, lengths in µm.

Theory for elements of order p: p + 1 for the fields and p for their gradients. The orders are
least-squares slopes over four meshes."""

BENCHMARK = Benchmark(
    name="manufactured_space",
    title="Manufactured solutions: order in space",
    statement=STATEMENT,
    cases=(),
    long=False,
    run=verify,
    not_verified="Nucleation, films and bare host in the rate laws; the fields are smooth, so that "
    "corners and junctions of surfaces, where currents are singular, are not part of it.",
)
