"""Marcus–Hush–Chidsey kinetics from the electrode potential, with nucleation barrier."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from platefront.geometry.parameters import option, quantity
from platefront.solvers.constants import ELEMENTARY_CHARGE, thermal_voltage
from platefront.solvers.model.control import Control
from platefront.solvers.model.electrolyte.model import Electrolyte
from platefront.solvers.model.functions.expressions import bounded_exp, exp, ln, maximum, minimum
from platefront.solvers.model.kinetics.activity import LOWEST
from platefront.solvers.model.kinetics.marcus import LARGEST, coefficients, reach, width
from platefront.solvers.model.kinetics.nucleation import (
    held_back,
    none_within,
    nucleation_constants,
)
from platefront.solvers.model.kinetics.rate_law import RATE_LAWS, Onset, RateLaw
from platefront.solvers.model.kinetics.surface_state import SurfaceState, strip_no_host
from platefront.solvers.model.misfit import Misfit
from platefront.solvers.model.scales import Scales


@RATE_LAWS.register
class MarcusHushChidsey(RateLaw):
    """Surface of a metal whose reaction is limited by the reorganisation of the ion's shell.

    i_n = i0 [ (c/c0) k_red(η) - k_ox(η) ] / k(0), k_red and k_ox the integrals of Marcus, Hush and
    Chidsey (see `kinetics/marcus.py`), η = φ_s - φ - E_eq + η_nuc (1 - θ) as in `butler_volmer`.
    Near equilibrium it is Butler–Volmer kinetics with α_a = α_c = 1/2; beyond the reorganisation
    energy, |Fη| > λ, the rate constants no longer grow. For one electron.
    """

    law: Literal["marcus_hush_chidsey"] = option("Rate law.", "marcus_hush_chidsey")
    exchange_current_density: float = quantity(
        "A/m^2", "Exchange current density i0 at c0.", 20.0, gt=0
    )
    reorganisation_energy: float = quantity(
        "J",
        'Reorganisation energy lambda of one ion, as "0.3 eV".',
        gt=0.01 * ELEMENTARY_CHARGE,
        le=1.0 * ELEMENTARY_CHARGE,
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

    @property
    def onset(self) -> Onset:
        """E_eq; bare host plates only beyond the nucleation barrier."""
        equilibrium = self.equilibrium_potential
        return Onset(equilibrium - self.nucleation_barrier, equilibrium)

    @property
    def tells_bare_host(self) -> bool:
        """True with a nucleation barrier, which lithium does not have."""
        return self.nucleation_barrier > 0.0

    def misfit(self, electrolyte: Electrolyte, control: Control) -> Misfit | None:
        """Return a reason for ions of several electrons, and for cold that makes λ/kT too large."""
        if electrolyte.cation_charge != 1:
            return Misfit(
                "has a law of one electron, but electrolyte.cation_charge is "
                f"{electrolyte.cation_charge}",
                'use law = "butler_volmer"',
            )
        thermal = ELEMENTARY_CHARGE * thermal_voltage(electrolyte.temperature)
        if self.reorganisation_energy > LARGEST * thermal:
            return Misfit(
                f"has a reorganisation energy of more than {LARGEST:g} kT at "
                "electrolyte.temperature = {}",
                "lower the reorganisation energy",
                ((electrolyte.temperature, "K"),),
            )
        return None

    def constants(self, scales: Scales) -> Mapping[str, float]:
        """Return dimensionless i0, potentials, and the polynomial of the rate integral."""
        reorganisation = self.reorganisation_energy / (ELEMENTARY_CHARGE * scales.potential)
        polynomial = coefficients(reorganisation)
        return {
            "i0": self.exchange_current_density / scales.current_density,
            "equilibrium": self.equilibrium_potential / scales.potential,
            "width": width(reorganisation),
            "reach": reach(reorganisation),
            **{f"power_{number}": value for number, value in enumerate(polynomial)},
            **nucleation_constants(self.nucleation_barrier, self.nucleation_thickness, scales),
        }

    def current_density(self, state: SurfaceState, constant: Mapping[str, Any]) -> Any:
        """Return the kinetics with nucleation barrier, without stripping of bare host."""
        eta = state.electrode_potential - state.potential - constant["equilibrium"]
        if not self.nucleation_barrier:
            return strip_no_host(self._free(eta, state, constant), state, constant["cover"])
        driving = eta - self._nernst(state)
        current = self._free(eta - held_back(driving, state, constant), state, constant)
        current = none_within(current, driving, state, constant)
        return strip_no_host(current, state, constant["cover"])

    def drops(
        self, state: SurfaceState, constant: Mapping[str, Any], current: Any
    ) -> Mapping[str, Any]:
        """Return E_eq, its Nernst shift ln(c/c0), and the barrier."""
        nernst = self._nernst(state)
        driving = state.electrode_potential - state.potential - constant["equilibrium"] - nernst
        return {
            "equilibrium": constant["equilibrium"],
            "nernst": nernst,
            "nucleation": held_back(driving, state, constant),
        }

    @staticmethod
    def _nernst(state: SurfaceState) -> Any:
        """Return ln(c/c0), the overpotential at which there is no current."""
        return ln(maximum(state.concentration, LOWEST))

    @staticmethod
    def _free(eta: Any, state: SurfaceState, constant: Mapping[str, Any]) -> Any:
        """Return i0 [ (c/c0)/(1 + exp η) - 1/(1 + exp -η) ] 2 E(η)/E(0)."""
        square = minimum(eta**2, constant["reach"] ** 2)
        at = 2.0 * square / (square + constant["width"] ** 2) - 1.0
        powers = [value for name, value in constant.items() if name.startswith("power_")]
        grown = powers[-1]
        for power in reversed(powers[:-1]):
            grown = power + at * grown
        reduced = state.concentration / (1.0 + bounded_exp(eta))
        oxidised = 1.0 / (1.0 + bounded_exp(-eta))
        return constant["i0"] * (reduced - oxidised) * exp(grown)
