"""Patterns of a film on a surface: its resistance as a function of position.

A pattern multiplies the resistance `film_resistance` of its surface. It lies fixed in space:
lithium that grows carries the film of the place that it has reached.
"""

from __future__ import annotations

import math
from abc import abstractmethod
from functools import cached_property
from typing import Any, Literal, Self

import numpy as np
from pydantic import model_validator

from platefront.geometry.arrays import Floats
from platefront.geometry.family import Family
from platefront.geometry.parameters import Parameters, option, quantity
from platefront.solvers.model.functions.expressions import cos, exp
from platefront.solvers.model.functions.formula import Formula, FormulaError
from platefront.solvers.model.scales import LENGTH

_WAVES = 64
"""Number of waves of a random field."""


class FilmPattern(Parameters):
    """Resistance of a film relative to `film_resistance`, as a function of position."""

    kind: str

    @abstractmethod
    def factor(self, x: Any, y: Any) -> Any:
        """Return the relative resistance at a position [µm], a UFL expression or numbers."""

    @property
    def period(self) -> float | None:
        """Period along x [m]; None if there is none that is known."""
        return None


FILM_PATTERNS = Family(FilmPattern, key="kind")  # type: ignore[type-abstract]


@FILM_PATTERNS.register
class FormulaPattern(FilmPattern):
    """Resistance by a formula in x, the position along the electrode."""

    kind: Literal["formula"] = option("Kind of pattern.", "formula")
    formula: str = option(
        "Relative resistance as a formula in x, such as `1 + 0.5*cos(0.2*x)`; not negative."
    )
    unit: float = quantity("m", "Unit of x in the formula.", 1e-6, gt=0)

    @model_validator(mode="after")
    def _is_formula(self) -> Self:
        try:
            Formula(self.formula, "x")
        except FormulaError as error:
            raise ValueError(f'formula "{self.formula[:60]}" {error}') from None
        return self

    def factor(self, x: Any, y: Any) -> Any:
        """Return the formula's value."""
        return Formula(self.formula, "x")(x * (LENGTH / self.unit))


@FILM_PATTERNS.register
class RandomPattern(FilmPattern):
    """Random resistance with a given spread and correlation length, log-normal with mean 1.

    exp(s g - s²/2) with a Gaussian random field g of the plane, whose correlation falls as
    exp(-r²/2ℓ²): a sum of waves with random directions, lengths and phases. s² = ln(1 + a²) with
    the amplitude a, the standard deviation of the resistance over its mean.
    """

    kind: Literal["random"] = option("Kind of pattern.", "random")
    amplitude: float = quantity(
        "1", "Standard deviation of the resistance over its mean.", gt=0, le=3
    )
    correlation_length: float = quantity(
        "m", "Distance over which the resistance is alike.", gt=1e-9, le=1e-3
    )
    seed: int = option("Seed of the random field.", 0, ge=0)
    repeats_after: float | None = quantity(
        "m", "Period along x, the width of a section between periodic walls.", None, gt=0
    )

    @property
    def period(self) -> float | None:
        """As given."""
        return self.repeats_after

    def factor(self, x: Any, y: Any) -> Any:
        """Return exp(s g - s²/2)."""
        along, up, phase = self._waves
        spread = math.sqrt(math.log1p(self.amplitude**2))
        scale = spread * math.sqrt(2.0 / _WAVES)
        waves = np.column_stack((along, up, phase))
        field = _sum([cos(float(k) * x + float(m) * y + float(start)) for k, m, start in waves])
        return exp(scale * field - 0.5 * spread**2)

    @cached_property
    def _waves(self) -> tuple[Floats, Floats, Floats]:
        """Wave numbers along x and y [1/µm], and phases."""
        draw = np.random.default_rng(self.seed)
        along, up = draw.normal(scale=LENGTH / self.correlation_length, size=(2, _WAVES))
        if self.repeats_after is not None:
            least = 2.0 * math.pi * LENGTH / self.repeats_after
            along = least * np.round(along / least)
        return along, up, draw.uniform(0.0, 2.0 * math.pi, _WAVES)


def _sum(terms: list[Any]) -> Any:
    """Return the sum of many expressions without nesting them deeply."""
    while len(terms) > 1:
        pairs = [one + other for one, other in zip(terms[::2], terms[1::2], strict=False)]
        terms = pairs + terms[2 * len(pairs) :]
    return terms[0]
