"""Linear sweep of the potential with reversible deposition of a metal from a supported ion.

The sweep E = E_eq - v t starts at the equilibrium potential of the ion at c0. The activity of the
metal is one, so that c_s/c0 = exp(-σt), σ = nFv/(RT). By superposition of potential steps, each of
Cottrell's current (Berzins, Delahay: J. Am. Chem. Soc. 75 (1953) 555),

    i = nF c0 √(Dσ) ψ(σt),   ψ(x) = (2/√π) ∫_0^√x exp(u² - x) du = (2/√π) F(√x)

with Dawson's integral F. Its maximum is ψ = 0.61050 at x = 0.85403, 0.854 RT/nF below E_eq. With a
reservoir at the distance L each step has the current of a finite length, with a = L √(σ/D):

    ψ_L(x) = (2/√π) ∫_0^√x exp(u² - x) [1 + 2 Σ_(k≥1) exp(-(k a/u)²)] du.

The peak is higher by 2.6e-3 at L = 2 √(D/σ), by 3.6e-6 at 3 √(D/σ), by 1e-9 at 4 √(D/σ). With an
exchange current density i0 it is lower, to first order in 1/Λ, Λ = i0/(nF c0 √(Dσ)). Ohmic
resistance is neglected.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.integrate import quad
from scipy.optimize import minimize_scalar
from scipy.special import dawsn

from platefront.solvers.constants import FARADAY, GAS_CONSTANT

BERZINS_DELAHAY = 0.6105
"""Published height of the peak, in nF c0 √(Dσ)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReversibleSweep:
    """Sweep towards negative potentials from equilibrium.

    Attributes:
        rate: v > 0 [V/s].
        diffusivity: D of the ion [m²/s].
        concentration: c0 [mol/m³].
        electrons: n.
        temperature: T [K].
        length: distance of the reservoir [m]; infinite without one.
    """

    rate: float
    diffusivity: float
    concentration: float = 1000.0
    electrons: int = 1
    temperature: float = 298.15
    length: float = math.inf

    @property
    def sigma(self) -> float:
        """σ = nFv/(RT) [1/s]."""
        return self.electrons * FARADAY * self.rate / (GAS_CONSTANT * self.temperature)

    @property
    def unit(self) -> float:
        """Unit of current density nF c0 √(Dσ) [A/m²]."""
        per_volume = self.electrons * FARADAY * self.concentration
        return per_volume * math.sqrt(self.diffusivity * self.sigma)

    @property
    def reach(self) -> float:
        """L √(σ/D)."""
        return self.length * math.sqrt(self.sigma / self.diffusivity)

    def current(self, time: float) -> float:
        """Return the current density [A/m²] at a time since E = E_eq [s]."""
        return self.unit * finite_wave(self.sigma * time, self.reach)

    def peak(self) -> tuple[float, float, float]:
        """Return time [s], potential against E_eq [V], and current density of the peak [A/m²]."""
        x, height = wave_peak(self.reach)
        time = x / self.sigma
        return time, -self.rate * time, self.unit * height

    def reversibility(self, exchange: float) -> float:
        """Return Λ = i0/(nF c0 √(Dσ)) of an exchange current density [A/m²]."""
        return exchange / self.unit


def wave(x: float) -> float:
    """Return ψ(x) of a semi-infinite electrolyte."""
    return 2.0 / math.sqrt(math.pi) * float(dawsn(math.sqrt(x)))


def finite_wave(x: float, reach: float = math.inf) -> float:
    """Return ψ_L(x) of a reservoir at a = L √(σ/D)."""
    root = math.sqrt(x)
    if reach > 6.1 * root:  # images below exp(-37)
        return wave(x)
    k = np.arange(1, 2 + math.ceil(6.1 * root / reach))

    def integrand(u: float) -> float:
        with np.errstate(divide="ignore"):
            images = np.exp(-((k * reach) ** 2) / np.float64(u) ** 2).sum()
        return math.exp(u * u - x) * (1.0 + 2.0 * float(images))

    integral = quad(integrand, 0.0, root, epsabs=0.0, epsrel=1e-12, limit=200)[0]
    return 2.0 / math.sqrt(math.pi) * float(integral)


def wave_peak(reach: float = math.inf) -> tuple[float, float]:
    """Return the position x and the height of the first maximum of ψ_L.

    Raises:
        ValueError: the reservoir is so near (a < 2) that there is no maximum below x = 4.
    """
    found = minimize_scalar(
        lambda x: -finite_wave(x, reach),
        bounds=(0.1, 4.0),
        method="bounded",
        options={"xatol": 1e-9},
    )
    if found.x > 3.99:
        raise ValueError(f"no peak: the reservoir is at {reach:g} diffusion lengths of the sweep")
    return float(found.x), -float(found.fun)
