"""Binary salt in a concentrated solution (Newman)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import numpy as np

from platefront.geometry.arrays import Floats
from platefront.geometry.parameters import option, quantity
from platefront.solvers.constants import FARADAY, thermal_voltage
from platefront.solvers.model.electrolyte.model import (
    ELECTROLYTES,
    BulkFluxes,
    BulkState,
    Electrolyte,
)
from platefront.solvers.model.electrolyte.solution.solution import SOLUTIONS, Solution
from platefront.solvers.model.estimate import Estimate
from platefront.solvers.model.functions.expressions import clamped, maximum
from platefront.solvers.model.misfit import Misfit


@ELECTROLYTES.register
class Concentrated(Electrolyte):
    """Binary salt in a concentrated solution, its properties functions of the concentration.

    With Φ the potential of a reference electrode of the plated metal,
    i = -κ∇Φ + κ (ν/ν₊)(1 - t₊) χ (RT/z₊F) ∇ln c and -N₋/ν₋ = D∇c + (1 - t₊) i/(z₊ν₊F), where χ is
    the thermodynamic factor and the solvent rests (J. Newman, Electrochemical Systems). The program
    solves for φ = Φ - (RT/z₊F) ln(c/c0), with which rate laws and dilute solutions have one form.
    """

    model: Literal["concentrated"] = option("Transport model.", "concentrated")
    solution: Annotated[Solution, SOLUTIONS] = option("Salt and solvent, with their properties.")
    concentration: float = quantity("mol/m^3", "Initial salt concentration c0.", 1000.0, gt=0)
    temperature: float = quantity("K", "Temperature T.", 298.15, gt=200, lt=500)

    @property
    def cation_charge(self) -> int:
        """z₊ of the salt."""
        return self.solution.charges[0]

    @property
    def held(self) -> bool:
        """False: the concentration is an unknown."""
        return False

    @property
    def diffusivity(self) -> float:
        """D at c0 [m²/s]."""
        return float(self.solution.diffusivity_at(*self._start))

    @property
    def conductivity(self) -> float:
        """κ at c0 [S/m]."""
        return float(self.solution.conductivity_at(*self._start))

    @property
    def uptake(self) -> float:
        """Zero: c is the concentration of the anions, which do not react."""
        return 0.0

    @property
    def current_per_gradient(self) -> float | None:
        """K = z₊ν₊FD/(1 - t₊) at c0 [A m²/mol]; None for a single-ion conductor."""
        carried = 1.0 - float(self.solution.transference_at(*self._start))
        return self._ions * FARADAY * self.diffusivity / carried if carried > 0.0 else None

    @property
    def properties_hold(self) -> tuple[float, float]:
        """Range of the solution."""
        return self.solution.span

    def current_per_gradient_at(self, c: Floats) -> Floats:
        """Return z₊ν₊FD/(1 - t₊) where the concentration is c [mol/m³]."""
        inside = clamped(c, *self.solution.span)
        carried = 1.0 - self.solution.transference_at(inside, self.temperature)
        diffusivity = self.solution.diffusivity_at(inside, self.temperature)
        return np.asarray(self._ions * FARADAY * diffusivity / carried * np.ones_like(c))

    @property
    def transport_properties(self) -> tuple[Estimate, ...]:
        """D, t₊ and χ at c0."""
        transference = float(self.solution.transference_at(*self._start))
        factor = float(self.solution.factor_at(*self._start))
        return (
            Estimate("D", self.diffusivity, "m^2/s", "Diffusivity of the salt at c0."),
            Estimate("t+", transference, "1", "Transference number of the cation at c0."),
            Estimate("chi", factor, "1", "Thermodynamic factor 1 + dlnf/dlnc at c0."),
        )

    @property
    def _start(self) -> tuple[float, float]:
        return self.concentration, self.temperature

    @property
    def _ions(self) -> int:
        """z₊ν₊: charge of the cations of a formula unit."""
        return self.solution.stoichiometry[0] * self.cation_charge

    def misfit(self) -> Misfit | None:
        """Return what is amiss with the solution, or that it is not for this case."""
        solution = self.solution
        if (misfit := solution.misfit()) is not None:
            return misfit._replace(at=("solution", *misfit.at))
        for value, span, unit, name in (
            (self.concentration, solution.span, "mol/m^3", "concentration"),
            (self.temperature, solution.temperatures, "K", "temperature"),
        ):
            if not span.holds(value):
                return Misfit(
                    f'is {{}}, but the properties of solution "{solution.set}" hold from '
                    "{} to {}",
                    numbers=((value, unit), (span.lowest, unit), (span.highest, unit)),
                    at=(name,),
                )
        return None

    def constants(self) -> Mapping[str, float]:
        """Return units, range, charges and the temperature."""
        flux = FARADAY * self.diffusivity * self.concentration
        plus, minus = self.solution.stoichiometry
        lowest, highest = self.solution.span
        return {
            "c0": self.concentration,
            "temperature": self.temperature,
            "lowest": lowest,
            "highest": highest,
            "per_diffusivity": 1.0 / self.diffusivity,
            "per_molar": thermal_voltage(self.temperature) * self.concentration / flux,
            "z_plus": float(self.cation_charge),
            "ions": float(self._ions),
            "share": (plus + minus) / plus,
        }

    def fluxes(self, state: BulkState, constant: Mapping[str, Any]) -> BulkFluxes:
        """Return anions -N₋/ν₋ = D∇c - (1 - t₊)(-J)/(z₊ν₊) and charge -J.

        -J = κ [∇φ + (1 - (ν/ν₊)(1 - t₊) χ) ∇c/(z₊c)]. Outside the range properties are those at its
        end, below it with κ in proportion to c.
        """
        k, temperature = constant, constant["temperature"]
        c = k["c0"] * state.concentration
        inside = clamped(c, k["lowest"], k["highest"])
        molar = self.solution.conductivity_at(inside, temperature) / maximum(inside, c)
        anions = 1.0 - self.solution.transference_at(inside, temperature)
        factor = self.solution.factor_at(inside, temperature)
        by_diffusion = (1.0 - k["share"] * anions * factor) / k["z_plus"]
        grad_c = state.concentration_gradient
        charge = (
            k["per_molar"]
            * molar
            * (state.concentration * state.potential_gradient + by_diffusion * grad_c)
        )
        diffusivity = k["per_diffusivity"] * self.solution.diffusivity_at(inside, temperature)
        return BulkFluxes(diffusivity * grad_c - anions / k["ions"] * charge, charge)
