"""Manufactured solutions with a porous host: orders in space, with one and with two potentials."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from verification.finding import Benchmark, Verification
from verification.manufactured.exact_fields import WaveOfMatrix, Waves
from verification.manufactured.layer import Through
from verification.manufactured.models import HOST, MODELS, resisting
from verification.manufactured.problem import ManufacturedProblem
from verification.manufactured.reporting import EDGE_LENGTH, Plans, verification
from verification.manufactured.studies import OrderStudy, order_in_space

DURATION = 0.02
"""Time scale of the fields [s]."""
STEPS = (4, 4, 4, 4)
"""Number of steps, arbitrary because the fields are linear in time."""
HOSTS = {
    "1:1 salt, matrix that resists": (
        MODELS["1:1 salt"],
        resisting(HOST, WaveOfMatrix(DURATION)),
    ),
    "supported ion, one potential": (MODELS["supported ion"], HOST),
}
"""Models and hosts by name."""


def plans(order: int) -> Mapping[str, Callable[[], OrderStudy]]:
    """Return studies with elements of one order, by model and host."""
    return {
        name: partial(
            order_in_space,
            ManufacturedProblem(model, Through(Waves(DURATION), host), order, layer=host),
            DURATION,
            STEPS,
        )
        for name, (model, host) in HOSTS.items()
    }


PLANS: Plans = {"P1": plans(1), "P2": plans(2)}
CEILINGS = {
    "P1": {
        "c L2": 1.8e-4,
        "c H1": 1.6e-2,
        "phi L2": 1.3e-3,
        "phi H1": 0.09,
        "w L2": 4.5e-4,
        "w H1": 0.032,
    },
    "P2": {
        "c L2": 7e-7,
        "c H1": 1.05e-4,
        "phi L2": 9e-6,
        "phi H1": 1.6e-3,
        "w L2": 1.8e-6,
        "w H1": 3e-4,
    },
}
"""Bounds of the errors on the finest mesh."""


def verify() -> Verification:
    """Run all studies."""
    return verification(PLANS, CEILINGS, EDGE_LENGTH)


STATEMENT = r"""
Manufactured solutions as for the order in space, in a box whose lower half is a porous host on the
electrode. Its sources follow from the strong form in SI units, implemented independently of the
program:

- in the host ∂(ε c)/∂t + f ∇·N + u a i_n = S and f ∇·J + a i_n = Q, with i_n by Butler–Volmer at
  φ_s = E + w, beyond a nucleation barrier that the metal on the walls lowers;
- in its matrix -σ ∇²w - a i_n = M, with w = 0 on the electrode and ∂w/∂n = 0 elsewhere; or w = 0
  everywhere, where the matrix has one potential.

Metal fills 20 % of the volume and stays as it is: ε = ε0 - s, f = ε^b, a follows a power of the
room that is left, and h = s/a0. Above the host there is free electrolyte, to which normal fluxes
pass. At the electrode f N·n and f J·n - i_n are given by the fields.

Theory for elements of order p: p + 1 for the fields and p for their gradients."""

BENCHMARK = Benchmark(
    name="manufactured_hosts_space",
    title="Manufactured solutions in porous hosts: order in space",
    statement=STATEMENT,
    cases=(),
    long=False,
    run=verify,
    not_verified="Metal that differs from place to place, pores that close, walls that strip.",
)
