"""Manufactured solutions on a fixed domain: orders in space of all transport models."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from verification.finding import Benchmark, Verification
from verification.manufactured.exact_fields import Waves
from verification.manufactured.layer import Through
from verification.manufactured.models import (
    LAYER,
    LAYERED,
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
"""Time scale of the fields, half of a diffusion time [s]."""
STEPS = (4, 4, 4, 4)
"""Number of steps, arbitrary because the fields are linear in time."""


def plans(order: int) -> Mapping[str, Callable[[], OrderStudy]]:
    """Return studies with elements of one order, by model."""
    fields = Waves(DURATION)
    problems = {
        name: ManufacturedProblem(model, suited(model, fields), order)
        for name, model in MODELS.items()
    }
    problems |= {
        name: ManufacturedProblem(model, Through(suited(model, fields), LAYER), order, layer=LAYER)
        for name, model in LAYERED.items()
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
"""Bounds of the errors on the finest mesh."""


def verify() -> Verification:
    """Run all studies."""
    return verification(PLANS, CEILINGS, EDGE_LENGTH)


STATEMENT = r"""
Smooth fields c(x, y, t) and φ(x, y, t) are chosen; the sources for which they are a solution follow
from the model's equations in strong form, in SI units, implemented independently of the program:

- binary salts: ∂c±/∂t + ∇·N± = S± with N± = -D±∇c± - z±D±(F/RT)c±∇φ; at a surface
  N₊·n - i_n/(n_e F) and N₋·n as given by the fields;
- concentrated salts: i = -κ∇Φ + κ(ν/ν₊)(1 - t₊)χ(RT/z₊F)∇ln c, N₋ = -ν₋D∇c + t₋i/(z₋F), with
  κ, D, t₊ and χ that vary with c; at a surface N₋·n and i·n - i_n;
- a supported ion: ∂c/∂t - ∇·(D∇c) = S, -∇·(κ∇φ) = Q; at a surface N·n - i_n/(z₊F) and J·n - i_n;
- an ohmic solution: -∇·(κ∇φ) = Q; at a surface J·n - i_n, or given φ at a surface in equilibrium
  (`reversible`);
- a porous layer across the box: ε ∂c/∂t + ∇·(f N) = S and ∇·(f J) = Q. Its fields are functions
  of x and of a stretched height s(y), s' ∝ 1/f: normal fluxes pass its faces, gradients jump;
- a salt in a flow between plates: additional fluxes c±v, c = c0 at the inlet, an open outlet.

The program is used unchanged apart from these sources: forms, rate laws (a given overpotential on
the left half of the bottom, Butler–Volmer on the right), Newton's method and time scheme are those
of every run. The box is 2 µm × 2 µm with an unstructured mesh, its triangles divided into four
three times; c and φ are sines and exponentials in space and linear in time, which the time scheme
integrates exactly. Errors are norms over the box of c/c0 and φF/RT, lengths in µm.

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
    "singular currents at corners and junctions of surfaces are not included.",
)
