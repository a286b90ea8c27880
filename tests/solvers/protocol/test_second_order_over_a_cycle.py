"""Second order in time over plating, rest and stripping, though both jumps restart the scheme."""

from __future__ import annotations

import numpy as np
import pytest

from platefront.solvers.model.counter import LithiumCounter
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.metal import Metal
from tests.shared.cells import foil, problem, run
from tests.solvers.protocol.steps import current, ends_of, potential, protocol, rest

LAW = ButlerVolmer(exchange_current_density=20.0)
CYCLE = protocol(
    potential(-0.25, time=4.0), rest(2.0), potential(0.2, time=4.0), current(200.0, time=1.0)
)
"""Given potentials, so that errors of the concentration are errors of the charge."""
FIRST, LONGEST, TOLERANCE = 4e-4, 0.2, 8e-3


def numbers(level: float) -> np.ndarray:
    """Charges and potentials at the ends of the steps, with time steps divided by `level`.

    As in a study of convergence: tolerance and first step by its square.
    """
    case = problem(
        foil(2.0, 40.0, layer=4.0),
        LAW,
        protocol=CYCLE,
        counter=LithiumCounter(),
        metal=Metal(density=100.0),
        size=2e-6,
        largest=4e-6,
        courant=0.2 / level,
        tolerance=TOLERANCE / level**2,
        first_step=FIRST / level**2,
        largest_step=LONGEST / level,
    )
    ends = ends_of(run(case))
    plated, rested, stripped, again = ends
    return np.array(
        [
            plated.capacity,
            rested.electrode_potential,
            stripped.capacity,
            again.electrode_potential,
            again.min_concentration,
        ],
        dtype=float,
    )


@pytest.mark.slow
def test_second_order_over_plating_rest_and_stripping() -> None:
    names = "charge plated", "rest potential", "charge left", "last potential", "concentration"
    coarse, middle, fine = (numbers(level) for level in (1.0, 2.0, 4.0))
    first, second = np.abs(coarse - middle), np.abs(middle - fine)
    for name, *changes in zip(names, first, second, strict=True):
        rate = float(np.log2(changes[0] / changes[1]))
        told = f"{name}: observed rate {rate:.2f} from changes {changes}"
        print(told)
        assert 1.6 < rate < 3.0, told
