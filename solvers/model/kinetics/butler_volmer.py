"""Butler–Volmer kinetics from the electrode potential, with nucleation barrier and film."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import model_validator

from platefront.geometry.parameters import option, quantity
from platefront.solvers.model.functions.expressions import (
    bounded_exp,
    exp,
    ln,
    maximum,
)
from platefront.solvers.model.kinetics.activity import LOWEST, activity
from platefront.solvers.model.kinetics.film import (
    balanced,
    check_pattern,
    has_resistance,
    resistance,
    resistance_constants,
    resistive_drops,
)
from platefront.solvers.model.kinetics.film_pattern import FILM_PATTERNS, FilmPattern
from platefront.solvers.model.kinetics.growing_film.growing_film import FILM_GROWTHS, GrowingFilm
from platefront.solvers.model.kinetics.nucleation import (
    held_back,
    none_within,
    nucleation_constants,
)
from platefront.solvers.model.kinetics.rate_law import RATE_LAWS, Onset, RateLaw
from platefront.solvers.model.kinetics.surface_state import SurfaceState, strip_no_host
from platefront.solvers.model.scales import Scales


@RATE_LAWS.register
class ButlerVolmer(RateLaw):
    """Surface driven by the electrode potential, with nucleation barrier and film.

    η = φ_s - φ - E_eq + η_nuc (1 - θ) + i_n (R_f + ρ_f δ + h/κ_d), θ = 1 - exp(-h/h_nuc) with the
    local deposit thickness h and the thickness δ of a growing film,
    i_n = i0 [ (c/c0)^γ exp(-α_c Fη/RT) - (c/c0)^δ exp(α_a Fη/RT) ]. Negative η plates;
    α_a + α_c = n_e. The barrier hinders plating alone: without it lithium is stripped, and between
    the two there is no current.
    """

    law: Literal["butler_volmer"] = option("Rate law.", "butler_volmer")
    exchange_current_density: float = quantity(
        "A/m^2", "Exchange current density i0 at c0.", 20.0, gt=0
    )
    anodic_transfer: float = quantity("1", "Anodic transfer coefficient.", 0.5, gt=0)
    cathodic_transfer: float = quantity("1", "Cathodic transfer coefficient.", 0.5, gt=0)
    reaction_order: float = quantity("1", "Order gamma of plating in the cation.", 1.0, ge=0, le=4)
    stripping_order: float = quantity(
        "1", "Order delta of stripping in the cation.", 0.0, ge=-4, le=4
    )
    equilibrium_potential: float = quantity(
        "V", "Equilibrium potential E_eq at c0 against the reference.", 0.0, ge=-5, le=5
    )
    nucleation_barrier: float = quantity(
        "V",
        "Nucleation barrier of bare host against plating; vanishes as lithium covers it.",
        0.0,
        ge=0,
        le=2,
    )
    nucleation_thickness: float = quantity(
        "m", "Deposit thickness over which the barrier vanishes.", 1e-7, gt=0, le=1e-5
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
        """E_eq; bare host plates only beyond the nucleation barrier."""
        equilibrium = self.equilibrium_potential
        return Onset(equilibrium - self.nucleation_barrier, equilibrium)

    @property
    def tells_bare_host(self) -> bool:
        """True with a nucleation barrier, which lithium does not have."""
        return self.nucleation_barrier > 0.0

    @property
    def transfer_coefficients(self) -> Mapping[str, float]:
        """α_a and α_c."""
        return {
            "anodic_transfer": self.anodic_transfer,
            "cathodic_transfer": self.cathodic_transfer,
        }

    def constants(self, scales: Scales) -> Mapping[str, float]:
        """Return dimensionless parameters, and the nucleation thickness [µm]."""
        return {
            "i0": self.exchange_current_density / scales.current_density,
            "anodic": self.anodic_transfer,
            "cathodic": self.cathodic_transfer,
            "equilibrium": self.equilibrium_potential / scales.potential,
            **nucleation_constants(self.nucleation_barrier, self.nucleation_thickness, scales),
            "order": self.reaction_order,
            "back": self.stripping_order,
            **resistance_constants(self, scales),
        }

    def current_density(self, state: SurfaceState, constant: Mapping[str, Any]) -> Any:
        """Return Butler–Volmer kinetics with nucleation barrier, without stripping of bare host."""
        eta = state.electrode_potential - state.potential - constant["equilibrium"]
        law = self._behind_resistance if has_resistance(self) else self._free
        if not self.nucleation_barrier:
            return strip_no_host(law(eta, state, constant), state, constant["cover"])
        driving = eta - self._nernst(state, constant)
        current = law(eta - held_back(driving, state, constant), state, constant)
        current = none_within(current, driving, state, constant)
        return strip_no_host(current, state, constant["cover"])

    def drops(
        self, state: SurfaceState, constant: Mapping[str, Any], current: Any
    ) -> Mapping[str, Any]:
        """Return E_eq, its Nernst shift, barrier and resistances."""
        nernst = self._nernst(state, constant)
        driving = state.electrode_potential - state.potential - constant["equilibrium"] - nernst
        return {
            "equilibrium": constant["equilibrium"],
            "nernst": nernst,
            "nucleation": held_back(driving, state, constant),
            **resistive_drops(self, state, constant, current),
        }

    def _nernst(self, state: SurfaceState, constant: Mapping[str, Any]) -> Any:
        """Return (γ - δ) ln(c/c0)/(α_a + α_c), the driving force at which there is no current."""
        order = constant["order"]
        if self.stripping_order:
            order = order - constant["back"]
        c = maximum(state.concentration, LOWEST)
        return order * ln(c) / (constant["anodic"] + constant["cathodic"])

    def _free(self, eta: Any, state: SurfaceState, constant: Mapping[str, Any]) -> Any:
        """Return i0 [ (c/c0)^γ exp(-α_c η) - (c/c0)^δ exp(α_a η) ]."""
        plating = activity(state, self.reaction_order, constant["order"])
        stripping = activity(state, self.stripping_order, constant["back"])
        return constant["i0"] * (
            plating * bounded_exp(-constant["cathodic"] * eta)
            - stripping * bounded_exp(constant["anodic"] * eta)
        )

    def _behind_resistance(
        self, driving: Any, state: SurfaceState, constant: Mapping[str, Any]
    ) -> Any:
        """Solve i = f(driving + i ρ), with f the law without resistance.

        Relative to the Nernst potential (γ - δ) ln(c/c0)/(α_a + α_c), where f vanishes, both
        branches have the exchange current i0 (c/c0)^((γ α_a + δ α_c)/(α_a + α_c)).
        """
        anodic, cathodic = constant["anodic"], constant["cathodic"]
        nernst = self._nernst(state, constant)
        stripping = activity(state, self.stripping_order, constant["back"])
        exchange = constant["i0"] * stripping * exp(anodic * nernst)
        strength = exchange * resistance(self, state, constant)
        return -exchange * balanced(driving - nernst, strength, anodic, cathodic)
