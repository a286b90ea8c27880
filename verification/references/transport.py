"""Transport between planar electrodes: the few numbers that one dimension needs.

In one dimension the current density is uniform. With plating current i > 0 at y = 0, charges z₊
and z₋, ζ = z₊ν₊ = |z₋|ν₋ equivalents per formula unit, and salt concentration c, the Nernst–Planck
equations of a binary salt in electroneutral solution reduce to (Newman, Electrochemical Systems,
chapter 11)

    c_t = D c_yy,   flux of salt = -D c_y + a i,   a = (1 - t₊)/(ζF)
    φ_y = i/κ - β (RT/F) c_y/c,   κ = κ0 c/c0,   β = t₊/z₊ - t₋/|z₋|
    D = (z₊ + |z₋|) D₊D₋/(z₊D₊ + |z₋|D₋),   t₊ = z₊D₊/(z₊D₊ + |z₋|D₋)
    κ0 = F² c0 ζ (z₊D₊ + |z₋|D₋)/(RT)

The salt does not pass an electrode that only the cation passes: D c_y = a i there. One ion in
supporting electrolyte follows the same equations with a = 1/(z₊F), β = 0 and constant κ; its flux
at an electrode is i/(z₊F). In an ohmic electrolyte c = c0.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd

from platefront.solvers.constants import FARADAY, GAS_CONSTANT
from platefront.solvers.model.electrolyte.nernst_planck import NernstPlanck
from platefront.solvers.model.electrolyte.ohmic import Ohmic
from platefront.solvers.model.electrolyte.supported import Supported


@dataclass(frozen=True, slots=True)
class PlanarTransport:
    """Transport properties in one dimension.

    Attributes:
        concentration: c0 [mol/m³].
        diffusivity: D [m²/s].
        consumption: a, concentration gradient times D per current density at electrodes [mol/C].
        conductivity: κ0 at c0 [S/m].
        junction: β, coefficient of the diffusion potential [1].
        temperature: T [K].
        proportional: True if κ is proportional to c, False if it is constant.
        held: True if c = c0 everywhere.
    """

    concentration: float
    diffusivity: float
    consumption: float
    conductivity: float
    junction: float
    temperature: float
    proportional: bool
    held: bool = False

    @property
    def volt(self) -> float:
        """Thermal voltage RT/F [V]."""
        return GAS_CONSTANT * self.temperature / FARADAY

    def slope(self, current: float) -> float:
        """Return the slope of c/c0 at a fixed electrode, a i/(D c0) [1/m]."""
        return self.consumption * current / (self.diffusivity * self.concentration)

    def limiting_current(self, length: float) -> float:
        """Return the steady current density of a linear profile from 0 to c0 [A/m²]."""
        return self.diffusivity * self.concentration / (self.consumption * length)


def binary_salt(
    diffusivity: float,
    transference: float,
    concentration: float = 1000.0,
    temperature: float = 298.15,
    charges: tuple[int, int] = (1, -1),
) -> PlanarTransport:
    """Return the transport of a binary salt from D [m²/s], t₊, c0 [mol/m³], T [K] and (z₊, z₋)."""
    plus, minus = charges[0], -charges[1]
    equivalents = plus * minus // gcd(plus, minus)
    share = diffusivity / (plus + minus)
    d_plus, d_minus = minus * share / (1.0 - transference), plus * share / transference
    mobility = equivalents * (plus * d_plus + minus * d_minus)
    return PlanarTransport(
        concentration=concentration,
        diffusivity=diffusivity,
        consumption=(1.0 - transference) / (equivalents * FARADAY),
        conductivity=FARADAY**2 * concentration * mobility / (GAS_CONSTANT * temperature),
        junction=transference / plus - (1.0 - transference) / minus,
        temperature=temperature,
        proportional=True,
    )


def supported_ion(
    diffusivity: float,
    conductivity: float,
    concentration: float = 1000.0,
    temperature: float = 298.15,
    charge: int = 1,
) -> PlanarTransport:
    """Return the transport of one ion in supporting electrolyte of constant κ [S/m]."""
    return PlanarTransport(
        concentration=concentration,
        diffusivity=diffusivity,
        consumption=1.0 / (charge * FARADAY),
        conductivity=conductivity,
        junction=0.0,
        temperature=temperature,
        proportional=False,
    )


def transport_of(model: object) -> PlanarTransport:
    """Return the transport of a case's electrolyte."""
    match model:
        case NernstPlanck():
            return _of_ions(model)
        case Supported():
            return supported_ion(
                model.ion_diffusivity,
                model.conductivity,
                model.concentration,
                model.temperature,
                model.cation_charge,
            )
        case Ohmic():
            return PlanarTransport(
                model.concentration,
                1.0,
                0.0,
                model.conductivity,
                0.0,
                model.temperature,
                False,
                True,
            )
    raise TypeError(f"no reference for {model}")


def _of_ions(model: NernstPlanck) -> PlanarTransport:
    plus, minus = model.cation_charge, -model.anion_charge
    if model.salt_diffusivity is not None and model.transference_number is not None:
        diffusivity, transference = model.salt_diffusivity, model.transference_number
    else:
        assert model.cation_diffusivity is not None and model.anion_diffusivity is not None
        moved = plus * model.cation_diffusivity + minus * model.anion_diffusivity
        transference = plus * model.cation_diffusivity / moved
        diffusivity = (plus + minus) * model.cation_diffusivity * model.anion_diffusivity / moved
    return binary_salt(
        diffusivity, transference, model.concentration, model.temperature, (plus, -minus)
    )
