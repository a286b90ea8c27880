"""Manufactured solutions with every rate law that has a potential: order in space."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from verification.finding import Benchmark, Verification
from verification.manufactured.exact_fields import Waves
from verification.manufactured.models import MODELS
from verification.manufactured.problem import ManufacturedProblem
from verification.manufactured.rate_laws import Surfaces
from verification.manufactured.reporting import EDGE_LENGTH, Plans, verification
from verification.manufactured.studies import OrderStudy, order_in_space

DURATION = 0.02
"""Time scale of the fields [s]."""
STEPS = (4, 4, 4, 4)
"""Number of steps, arbitrary because the fields are linear in time."""
LAWS = {
    "orders of reaction, film": Surfaces.ORDERS_AND_FILM,
    "Tafel, Marcus–Hush–Chidsey": Surfaces.TAFEL_AND_MARCUS,
}
"""Surfaces by the names of their laws, on the left and on the right."""


def plans(order: int) -> Mapping[str, Callable[[], OrderStudy]]:
    """Return studies with elements of one order, by laws."""
    return {
        name: partial(
            order_in_space,
            ManufacturedProblem(MODELS["1:1 salt"], Waves(DURATION), order, surfaces=surfaces),
            DURATION,
            STEPS,
        )
        for name, surfaces in LAWS.items()
    }


PLANS: Plans = {"P1": plans(1), "P2": plans(2)}
CEILINGS = {
    "P1": {"c L2": 1.2e-4, "c H1": 0.01, "phi L2": 1.4e-3, "phi H1": 0.09},
    "P2": {"c L2": 5.5e-7, "c H1": 8.5e-5, "phi L2": 1.2e-5, "phi H1": 1.8e-3},
}
"""Bounds of the errors on the finest mesh."""


def verify() -> Verification:
    """Run all studies."""
    return verification(PLANS, CEILINGS, EDGE_LENGTH)


STATEMENT = r"""
Manufactured solutions as for the order in space, of a 1:1 salt above surfaces with further rate
laws. Their current densities in the sources are formulas in SI units, implemented independently of
the program:

- `butler_volmer` with the orders γ = 0.8 of plating and δ = 0.3 of stripping;
- `butler_volmer` behind a film, i = i_n(η), η = φ_s - φ - E_eq + i R_f, solved by Newton's method
  from i = 0, where the program takes Halley's from a bound;
- `tafel` with γ = 0.7;
- `marcus_hush_chidsey` with λ = 0.1 eV, by the trapezoidal rule for its integral, where the program
  has a polynomial.

Theory: as for the order in space."""

BENCHMARK = Benchmark(
    name="manufactured_kinetics",
    title="Manufactured solutions with further rate laws",
    statement=STATEMENT,
    cases=(),
    long=False,
    run=verify,
    not_verified="Films that grow and capillarity, which have closed solutions "
    "(tests/solvers/front/film, tests/solvers/evolution/test_capillary_front.py).",
)
