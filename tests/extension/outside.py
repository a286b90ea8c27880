"""A plugin: parts of a case that the package does not have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from platefront.geometry.parameters import option, quantity
from platefront.solvers.constants import FARADAY, thermal_voltage
from platefront.solvers.model.control import CONTROLS, Control
from platefront.solvers.model.control.control import Given
from platefront.solvers.model.counter import COUNTERS, Counter
from platefront.solvers.model.electrolyte.model import (
    ELECTROLYTES,
    BulkFluxes,
    BulkState,
    Electrolyte,
)
from platefront.solvers.model.functions.expressions import bounded_exp
from platefront.solvers.model.kinetics.linear import Linear
from platefront.solvers.model.kinetics.rate_law import RATE_LAWS, Onset, RateLaw
from platefront.solvers.model.kinetics.surface_state import SurfaceState
from platefront.solvers.model.metal import Metal
from platefront.solvers.model.scales import Scales


@RATE_LAWS.register
class OneWay(RateLaw):
    """Surface that plates irreversibly: i_n = i0 (c/c0) exp(-α_c Fη/RT), η = φ_s - φ - E_eq."""

    law: Literal["one_way"] = option("Rate law.", "one_way")
    exchange_current_density: float = quantity("A/m^2", "Current density i0 at η = 0.", gt=0)
    cathodic_transfer: float = quantity("1", "Cathodic transfer coefficient.", 0.5, gt=0)
    equilibrium_potential: float = quantity("V", "Equilibrium potential E_eq.", 0.0, ge=-5, le=5)

    @property
    def onset(self) -> Onset:
        """E_eq, where the current is i0."""
        return Onset(self.equilibrium_potential, self.equilibrium_potential)

    def constants(self, scales: Scales) -> Mapping[str, float]:
        """Dimensionless i0 and E_eq, and α_c."""
        return {
            "i0": self.exchange_current_density / scales.current_density,
            "cathodic": self.cathodic_transfer,
            "equilibrium": self.equilibrium_potential / scales.potential,
        }

    def current_density(self, state: SurfaceState, constant: Mapping[str, Any]) -> Any:
        """i0 c exp(-α_c η)."""
        eta = state.electrode_potential - state.potential - constant["equilibrium"]
        return constant["i0"] * state.concentration * bounded_exp(-constant["cathodic"] * eta)


@ELECTROLYTES.register
class CrowdedIon(Electrolyte):
    """Reacting ion in supporting electrolyte whose diffusivity varies: D (1 + s (c/c0 - 1))."""

    model: Literal["crowded_ion"] = option("Transport model.", "crowded_ion")
    concentration: float = quantity("mol/m^3", "Concentration c0.", 1000.0, gt=0)
    diffusivity: float = quantity("m^2/s", "Diffusivity D at c0.", gt=0)
    sensitivity: float = quantity("1", "Relative change s of D by c/c0.", ge=-1, le=1)
    conductivity: float = quantity("S/m", "Conductivity.", gt=0)
    cation_charge: int = option("Charge number.", 1, ge=1, le=4)
    temperature: float = quantity("K", "Temperature.", 298.15, gt=200, lt=500)

    @property
    def held(self) -> bool:
        """The ion moves."""
        return False

    @property
    def uptake(self) -> float:
        """1/z: c counts the ion that becomes metal."""
        return 1.0 / self.cation_charge

    @property
    def current_per_gradient(self) -> float:
        """z F D."""
        return self.cation_charge * FARADAY * self.diffusivity

    def constants(self) -> Mapping[str, float]:
        """s, and κ in F²Dc0/RT."""
        unit = FARADAY * self.diffusivity * self.concentration
        kappa = self.conductivity * thermal_voltage(self.temperature) / unit
        return {"kappa": kappa, "sensitivity": self.sensitivity}

    def fluxes(self, state: BulkState, constant: Mapping[str, Any]) -> BulkFluxes:
        """Fick's law with D(c), Ohm's law."""
        diffusivity = 1.0 + constant["sensitivity"] * (state.concentration - 1.0)
        return BulkFluxes(
            diffusivity * state.concentration_gradient,
            constant["kappa"] * state.potential_gradient,
        )


@COUNTERS.register
class ResistiveCounter(Counter):
    """Counter electrode of constant conductance."""

    kind: Literal["resistive"] = option("Kind of counter electrode.", "resistive")
    conductance: float = quantity("S/m^2", "Conductance of its reaction.", gt=0)
    recession: Literal["none"] = option("The plane stays in place.", "none")

    @property
    def rate_law(self) -> RateLaw:
        """Linear kinetics."""
        return Linear(conductance=self.conductance)

    def volume_per_charge(self, metal: Metal) -> float:
        """That of the dense metal."""
        return metal.dense_volume_per_charge


@CONTROLS.register
class CRate(Control):
    """Current that plates a capacity in a given time."""

    mode: Literal["c_rate"] = option("Control mode.", "c_rate")
    capacity: float = quantity("C/m^2", "Capacity per footprint.", gt=0)
    duration: float = quantity("s", "Time in which it is plated.", gt=0)
    gives: ClassVar[Given] = "current"

    def value_at(self, elapsed: float) -> float:
        """Capacity by duration."""
        return self.capacity / self.duration

    @property
    def direction(self) -> int:
        """It plates."""
        return 1

    @property
    def largest_current(self) -> float:
        """Capacity by duration."""
        return self.value_at(0.0)
