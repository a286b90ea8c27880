"""Linear kinetics: a current proportional to the overpotential."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import model_validator

from platefront.geometry.parameters import option, quantity
from platefront.solvers.model.kinetics.film import (
    check_pattern,
    has_resistance,
    resistance,
    resistance_constants,
    resistive_drops,
)
from platefront.solvers.model.kinetics.film_pattern import FILM_PATTERNS, FilmPattern
from platefront.solvers.model.kinetics.growing_film.growing_film import FILM_GROWTHS, GrowingFilm
from platefront.solvers.model.kinetics.rate_law import RATE_LAWS, Onset, RateLaw
from platefront.solvers.model.kinetics.surface_state import SurfaceState, strip_no_host
from platefront.solvers.model.scales import Scales


@RATE_LAWS.register
class Linear(RateLaw):
    """Surface with a current proportional to its overpotential, independent of concentration.

    i_n = -g η, η = φ_s - φ - E_eq + i_n (R_f + ρ_f δ + h/κ_d) with the thickness δ of a growing
    film and the local deposit thickness h. Negative η plates. Butler–Volmer kinetics near
    equilibrium have g = (α_a + α_c) i0 F/RT.
    """

    law: Literal["linear"] = option("Rate law.", "linear")
    conductance: float = quantity("S/m^2", "Conductance g = -di/deta of the reaction.", gt=0)
    equilibrium_potential: float = quantity(
        "V", "Equilibrium potential E_eq against the reference.", 0.0, ge=-5, le=5
    )
    film_resistance: float = quantity(
        "ohm*m^2", "Resistance R_f of a film on the surface.", 0.0, ge=0
    )
    film_pattern: Annotated[FilmPattern, FILM_PATTERNS] | None = option(
        "Resistance of the film by position, relative to `film_resistance`, if it varies.", None
    )
    film: Annotated[GrowingFilm, FILM_GROWTHS] | None = option(
        "Film that grows on lithium, consumes it and may break, in series with that of "
        "`film_resistance`.",
        None,
    )
    deposit_conductivity: float | None = quantity(
        "S/m",
        "Conductivity of the deposit; its resistance is neglected if absent.",
        None,
        gt=0,
    )

    @model_validator(mode="after")
    def _pattern_has_film(self) -> Self:
        check_pattern(self)
        return self

    @property
    def onset(self) -> Onset:
        """E_eq for plating and stripping."""
        return Onset(self.equilibrium_potential, self.equilibrium_potential)

    def constants(self, scales: Scales) -> Mapping[str, float]:
        """Return dimensionless conductance, potential and resistances."""
        unit = scales.current_density / scales.potential
        return {
            "conductance": self.conductance / unit,
            "equilibrium": self.equilibrium_potential / scales.potential,
            **resistance_constants(self, scales),
        }

    def current_density(self, state: SurfaceState, constant: Mapping[str, Any]) -> Any:
        """Return -g η, without stripping of bare host."""
        driving = state.electrode_potential - state.potential - constant["equilibrium"]
        conductance = constant["conductance"]
        if has_resistance(self):
            conductance = conductance / (1.0 + conductance * resistance(self, state, constant))
        return strip_no_host(-conductance * driving, state)

    def drops(
        self, state: SurfaceState, constant: Mapping[str, Any], current: Any
    ) -> Mapping[str, Any]:
        """Return E_eq and resistances."""
        return {
            "equilibrium": constant["equilibrium"],
            **resistive_drops(self, state, constant, current),
        }
