"""Manufactured solutions with solids that resist: order in space."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from verification.finding import Benchmark, Verification
from verification.manufactured.exact_fields import WaveOfHost, Waves
from verification.manufactured.models import MODELS, solids
from verification.manufactured.problem import ManufacturedProblem
from verification.manufactured.rate_laws import Surfaces
from verification.manufactured.reporting import EDGE_LENGTH, Plans, verification
from verification.manufactured.studies import OrderStudy, order_in_space

DURATION = 0.02
"""Time scale of the fields [s]."""
STEPS = (4, 4, 4, 4)
"""Number of steps, arbitrary because the fields are linear in time."""


def plans(order: int) -> Mapping[str, Callable[[], OrderStudy]]:
    """Return studies with elements of one order in the electrolyte."""
    problem = ManufacturedProblem(
        MODELS["1:1 salt"],
        Waves(DURATION),
        order,
        surfaces=Surfaces.ORDERS_AND_FILM,
        solids=solids(WaveOfHost(DURATION), wave=0.3),
    )
    return {"host and deposit that resist": partial(order_in_space, problem, DURATION, STEPS)}


PLANS: Plans = {"P1": plans(1), "P2": plans(2)}
_OF_SOLIDS = {"h L2": 3e-4, "h H1": 0.018, "w L2": 3.6e-4}
CEILINGS = {
    "P1": {"c L2": 1.2e-4, "c H1": 0.01, "phi L2": 1.4e-3, "phi H1": 0.09, **_OF_SOLIDS},
    "P2": {"c H1": 8.5e-5, "phi H1": 1.8e-3, **_OF_SOLIDS},
}
"""Bounds of the errors on the finest mesh."""


def verify() -> Verification:
    """Run all studies."""
    return verification(PLANS, CEILINGS, EDGE_LENGTH)


STATEMENT = r"""
Manufactured solutions as for the order in space, above a host with a mesh of its own and a deposit,
both of which resist. The potential h(x, y, t) in the host is chosen as well; it determines the
potential w of the front, and sources, from the strong form in SI units:

- in the host -∇·(σ_h ∇h) = Q, h = 0 at the terminal; the current density i_h = σ_h ∂h/∂y passes
  its top;
- across deposit and contact w = h + (r_c + δ/σ_d) i_h;
- along the deposit i_n + G = i_h - ∂/∂x (σ_d δ ∂w/∂x), with a thickness δ(x) that varies;
- i_n by Butler–Volmer at φ_s = E + w, on the left with orders of the reaction, on the right behind
  a film.

Electrolyte, host and deposit conduct about equally well. The program is used unchanged: the network
of host and deposit, its rows in Newton's method, the limit of the current that may begin or end in
the solids.

Theory: as without solids, and for h and w, which are linear, 2 in L² and 1 for ∇h. With P2 in the
electrolyte the errors of w dominate those of c and φ in L² on fine meshes only, so that these have
no order to be compared."""

BENCHMARK = Benchmark(
    name="manufactured_solids_space",
    title="Manufactured solutions with solids that resist: order in space",
    statement=STATEMENT,
    cases=(),
    long=False,
    run=verify,
    not_verified="Meshes of front and host that do not match: currents enter the host at the feet "
    "of the front's vertices, so that where its edges are shorter than those of the front the "
    "potential of the front is too high at the feet, by the order of i h/σ_h, of first order in "
    "the edge length h. Edges of 0.625 times the front's have an error of w of 1.2e-3 RT/F on the "
    "finest mesh here, equal ones 3.2e-4. Curved fronts are in the tests of layers and rings.",
)
