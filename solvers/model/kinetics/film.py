"""Resistance of a film and of the deposit in series with a rate law.

A current density i_n > 0 (plating) flows from the electrolyte through the film and the deposit into
the collector. The ohmic drop reduces the overpotential of the reaction:
η = φ_s - φ - E_eq + i_n (R_f + ρ_f δ + h/κ_d), with δ the thickness of a growing film and h the
local deposit thickness grown since the start.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Protocol

from platefront.solvers.model.functions.expressions import (
    LARGEST,
    at_least,
    bounded_exp,
    conditional,
    exp,
    greater,
    less,
    ln,
    maximum,
    minimum,
)
from platefront.solvers.model.kinetics.film_pattern import FilmPattern
from platefront.solvers.model.kinetics.growing_film.growing_film import GrowingFilm
from platefront.solvers.model.kinetics.rate_law import RateLaw
from platefront.solvers.model.kinetics.surface_state import SurfaceState
from platefront.solvers.model.scales import LENGTH, Scales

_ITERATIONS = 6
_TINY = 1e-290
"""Lower limit of a denominator without resistance."""


class Resistive(Protocol):
    """Rate law with the parameters of a series resistance."""

    @property
    def film_resistance(self) -> float:
        """R_f [Ω m²]."""

    @property
    def film_pattern(self) -> FilmPattern | None:
        """R_f by position, relative to `film_resistance`; None if it is the same everywhere."""

    @property
    def film(self) -> GrowingFilm | None:
        """Film that grows, in series with the one of `film_resistance`; None without one."""

    @property
    def deposit_conductivity(self) -> float | None:
        """κ_d [S/m]; None neglects the deposit's resistance."""


def growing_film(law: RateLaw) -> GrowingFilm | None:
    """Return the film that grows on a surface with this law; None without one."""
    film = getattr(law, "film", None)
    return film if isinstance(film, GrowingFilm) else None


def check_pattern(law: Resistive) -> None:
    """Refuse a pattern without a film.

    Raises:
        ValueError: there is one.
    """
    if law.film_pattern is not None and not law.film_resistance:
        raise ValueError("film_pattern needs a film_resistance, which it multiplies")


def has_resistance(law: Resistive) -> bool:
    """True if there is a resistance in series with the reaction."""
    given = law.film_resistance > 0.0 or law.deposit_conductivity is not None
    return given or law.film is not None


def resistance_constants(law: Resistive, scales: Scales) -> dict[str, float]:
    """Return R_f, and the resistances per micrometre of deposit and growing film.

    In (RT/F)/(F D c0/L).
    """
    if not has_resistance(law):
        return {}
    unit = scales.potential / scales.current_density
    grown = 0.0 if law.deposit_conductivity is None else LENGTH / law.deposit_conductivity
    growing = {} if law.film is None else {"growing": LENGTH * law.film.resistivity / unit}
    return {"film": law.film_resistance / unit, "deposit": grown / unit, **growing}


def resistance(law: Resistive, state: SurfaceState, constant: Mapping[str, Any]) -> Any:
    """Return R_f + ρ_f δ + h/κ_d at a point of the front, dimensionless."""
    grown = constant["deposit"] * maximum(state.thickness, 0.0)
    return _film(law, state, constant) + grown


def _film(law: Resistive, state: SurfaceState, constant: Mapping[str, Any]) -> Any:
    """Return R_f + ρ_f δ at a point of the front, dimensionless."""
    given = constant["film"]
    if law.film_pattern is not None and state.place is not None:
        given = given * law.film_pattern.factor(*state.place)
    if law.film is None:
        return given
    return given + constant["growing"] * (law.film.initial if state.film is None else state.film)


def resistive_drops(
    law: Resistive, state: SurfaceState, constant: Mapping[str, Any], current: Any
) -> dict[str, Any]:
    """Return the parts of φ_s - φ in film and deposit at a plating current, dimensionless."""
    if not has_resistance(law):
        return {}
    grown = constant["deposit"] * maximum(state.thickness, 0.0)
    return {"film": -_film(law, state, constant) * current, "deposit": -grown * current}


def balanced(driving: Any, strength: Any, anodic: Any, cathodic: Any) -> Any:
    """Compute the stripping current of Butler–Volmer kinetics with a series resistance, in i0.

    Solves v + K [exp(α_a v) - exp(-α_c v)] = y for v, the overpotential of the reaction, and
    returns the bracket. Dimensionless: y is the driving force relative to the Nernst potential,
    K = ρ i0 the ohmic drop at the exchange current; exponentials are bounded as everywhere.

    v has the sign of y. With w = |v|, Y = |y| and p, q the coefficients of the growing and the
    decaying exponential, H(w) = w + K [exp(p w) - exp(-q w)] - Y has a slope of at least one, and
    its root is neither above Y nor above ln(1 + Y/K)/p, the roots of its parts. Halley's method
    starts from the smaller of the two, where H is at most a few times its parts: six iterations
    leave a residual below 1e-13 of the potentials for all α from 0.05 to 4, Y to 1e4 and any K ≥ 0
    (five are sufficient, as a test shows). The derivative of the last step is that of the implicit
    function, so Newton's method for the fields uses the exact derivative.
    """
    strips = at_least(driving, 0.0)
    sign = conditional(strips, 1.0, -1.0)
    growing = conditional(strips, anodic, cathodic)
    fading = conditional(strips, cathodic, anodic)
    total = sign * driving
    start = ln(1.0 + total / (strength + _TINY)) / growing
    # Beyond this driving force the bounded exponential is a straight line: H is one, too.
    straight = strength * math.exp(LARGEST)
    w = conditional(less(total, straight), minimum(total, start), total)
    for _ in range(_ITERATIONS):
        w = maximum(0.0, w)  # the last step is not limited, for its derivative
        up, down = bounded_exp(growing * w), exp(-fading * w)
        bent = conditional(greater(growing * w, LARGEST), 0.0, up)
        slope_up = exp(minimum(growing * w, LARGEST))
        excess = w + strength * (up - down) - total
        slope = 1.0 + strength * (growing * slope_up + fading * down)
        curvature = strength * (growing**2 * bent - fading**2 * down)
        newton = excess / slope  # quotients, as squares would overflow
        w -= newton / (1.0 - 0.5 * newton * (curvature / slope))
    # With a large resistance v is so small that the bracket is a small difference.
    apart = bounded_exp(growing * w) - exp(-fading * w)
    return sign * conditional(greater(strength, 1.0), (total - w) / (strength + _TINY), apart)
