"""Patchy films: closed two-patch solution, growth where resistance is least, random fields."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError
from scipy.optimize import brentq
from scipy.stats import spearmanr

from platefront.solvers.constants import thermal_voltage
from platefront.solvers.model.electrolyte.ohmic import Ohmic
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.film_pattern import (
    FILM_PATTERNS,
    FormulaPattern,
    RandomPattern,
)
from platefront.solvers.model.kinetics.linear import Linear
from platefront.solvers.model.kinetics.surface_state import SurfaceState
from platefront.solvers.model.scales import Scales
from tests.shared.cells import foil, problem, run

GOOD = Ohmic(conductivity=1e6)
WIDTH = 24.0
STEEP = "3 - 2*tanh(40*(x - 8))"  # 5 left of x = 8 µm, 1 right of it
FILM = 1e-3


def records(law: Any, **changes: Any) -> list[Any]:
    settings = {"electrolyte": GOOD, "mode": "fixed", "size": 0.1e-6, "largest": 2e-6} | changes
    return run(problem(foil(width=WIDTH, height=10.0), law, **settings))


def densities(record: Any) -> tuple[float, float]:
    """Current densities in the middles of both patches [A/m²]."""
    fields = record.fields().value
    middle = fields.points[fields.front].mean(axis=1)[:, 0]
    left = np.abs(middle - 4.0) < 2.0
    right = np.abs(middle - 16.0) < 4.0
    return float(fields.normal_current[left].mean()), float(fields.normal_current[right].mean())


def test_two_patches_share_the_current_by_their_resistances() -> None:
    """Linear kinetics: i_k = -φ_s/(1/g + R_k), and Σ i_k w_k is given."""
    law = Linear(
        conductance=800.0, film_resistance=FILM, film_pattern=FormulaPattern(formula=STEEP)
    )
    current = 60.0
    rho = [1.0 / 800.0 + 5.0 * FILM, 1.0 / 800.0 + FILM]
    share = [1.0 / 3.0, 2.0 / 3.0]
    driving = current / sum(part / r for part, r in zip(share, rho, strict=True))
    last = records(law, current=current, time=1.0)[-1]
    assert last.electrode_potential == pytest.approx(-driving, rel=1e-3)
    found = densities(last)
    # the step of the resistance lies within an edge of 0.1 µm
    assert found == pytest.approx([driving / r for r in rho], rel=1e-3)
    assert found[0] / found[1] == pytest.approx(rho[1] / rho[0], rel=1e-6)
    exact = [driving / r / current - 1.0 for r in rho]
    spread = math.sqrt(sum(part * off**2 for part, off in zip(share, exact, strict=True)))
    assert last.unevenness == pytest.approx(spread, rel=0.01)


def test_two_patches_with_butler_volmer_kinetics() -> None:
    """-φ_s = 2RT/F asinh(i_k/2i0) + R_k i_k on both."""
    law = ButlerVolmer(
        exchange_current_density=20.0,
        film_resistance=FILM,
        film_pattern=FormulaPattern(formula=STEEP),
    )
    volt, potential = thermal_voltage(298.15), -0.15

    def passed(resistance: float) -> float:
        def excess(i: float) -> float:
            return 2.0 * volt * math.asinh(i / 40.0) + resistance * i + potential

        return float(brentq(excess, 0.0, 1e4, xtol=1e-12))

    last = records(law, potential=potential, time=1.0)[-1]
    exact = [passed(5.0 * FILM), passed(FILM)]
    assert densities(last) == pytest.approx(exact, rel=1e-5)


def test_front_grows_fastest_where_the_resistance_is_least() -> None:
    pattern = RandomPattern(amplitude=0.6, correlation_length=2e-6, seed=4)
    law = ButlerVolmer(exchange_current_density=20.0, film_resistance=2e-3, film_pattern=pattern)
    last = records(law, current=20.0, mode="moving", size=0.2e-6, time=60.0)[-1]
    fields = last.fields().value
    on_front = np.unique(fields.front)
    x, height = fields.points[on_front].T
    factor = pattern.factor(x, np.zeros_like(x))
    order = spearmanr(height, factor).statistic
    assert order < -0.99
    assert abs(x[np.argmax(height)] - x[np.argmin(factor)]) < 0.5
    assert last.unevenness is not None and last.unevenness > 0.1


def test_random_field_has_mean_spread_and_correlation() -> None:
    """Over many seeds: mean 1, the given spread, a correlation of the logarithms by distance."""
    amplitude, length = 0.4, 3e-6
    values = np.array(
        [
            RandomPattern(amplitude=amplitude, correlation_length=length, seed=seed).factor(
                np.array([0.0, 3.0, 20.0]), np.array([5.0, 5.0, 5.0])
            )
            for seed in range(4000)
        ]
    )
    assert values.mean() == pytest.approx(1.0, abs=0.015)
    assert values.std() == pytest.approx(amplitude, abs=0.025)
    logs = np.log(values)
    near, far = (np.corrcoef(logs[:, 0], logs[:, other])[0, 1] for other in (1, 2))
    assert near == pytest.approx(math.exp(-0.5), abs=0.04)
    assert abs(far) < 0.05


def test_random_field_is_the_same_for_a_seed_and_repeats_after_its_period() -> None:
    given = {"amplitude": 0.5, "correlation_length": 2e-6, "seed": 7, "repeats_after": 24e-6}
    x, y = np.linspace(0.0, 24.0, 13), np.zeros(13)
    one, other = (RandomPattern(**given).factor(x, y) for _ in range(2))
    assert np.array_equal(one, other)
    assert one[0] == pytest.approx(one[-1], rel=1e-12)
    assert RandomPattern(**(given | {"seed": 8})).factor(x, y)[3] != one[3]


def test_where_no_place_is_meant_the_film_is_the_given_one() -> None:
    patchy = Linear(
        conductance=800.0, film_resistance=FILM, film_pattern=FormulaPattern(formula="0*x")
    )
    plain = Linear(conductance=800.0, film_resistance=FILM)
    state = SurfaceState(1.0, 0.1, 0.0, 0.0, 0.0)
    scales = Scales.of(GOOD)
    assert patchy.response(state, scales) == plain.response(state, scales)


@pytest.mark.parametrize("law", [Linear, ButlerVolmer])
def test_a_pattern_needs_a_film(law: Any) -> None:
    given = {"conductance": 1.0} if law is Linear else {}
    with pytest.raises(ValidationError, match="needs a film_resistance"):
        law(**given, film_pattern=FormulaPattern(formula="1"))


def test_formulas_are_checked() -> None:
    with pytest.raises(ValidationError, match='contains "c"; its variable is "x"'):
        FormulaPattern(formula="c")


def test_patterns_are_members_of_their_family() -> None:
    assert set(FILM_PATTERNS.members) == {"formula", "random"}
