"""Strong forms of the transport models: differential equations and fluxes, in SI units.

Implemented from the equations, independently of the program's weak forms. Lengths are in metres,
meshes in micrometres: `gradient` and `divergence` convert.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import ufl
from scipy import constants

from platefront.solvers.mesh.domain import UFL_MESH
from platefront.solvers.model.electrolyte.concentrated import Concentrated
from platefront.solvers.model.electrolyte.model import Electrolyte
from platefront.solvers.model.electrolyte.nernst_planck import NernstPlanck
from platefront.solvers.model.electrolyte.ohmic import Ohmic
from platefront.solvers.model.electrolyte.supported import Supported
from platefront.solvers.model.flow import Poiseuille
from verification.manufactured.box import HEIGHT

F = constants.value("Faraday constant")
R = constants.value("molar gas constant")
MICROMETRE = 1e-6


def gradient(field: Any) -> Any:
    """Return ∇ per metre on a mesh in micrometres."""
    return ufl.grad(field) / MICROMETRE


def divergence(flux: Any) -> Any:
    """Return ∇· per metre on a mesh in micrometres."""
    return ufl.div(flux) / MICROMETRE


def velocity_of(flow: Poiseuille | None) -> Any:
    """Return zero, or 6 v_mean (y/H)(1 - y/H) along x between y = 0 and y = H [m/s]."""
    if flow is None:
        return ufl.as_vector((0.0, 0.0))
    share = ufl.SpatialCoordinate(UFL_MESH)[1] / HEIGHT
    return ufl.as_vector((6.0 * flow.mean_velocity * share * (1.0 - share), 0.0))


class Rows(NamedTuple):
    """Terms of the two equations of the program: balance of the amount of c, and of charge."""

    amount: Any
    charge: Any


class StrongForm(Protocol):
    """Strong form of a transport model."""

    @property
    def electrolyte(self) -> Electrolyte:
        """Electrolyte model of the program."""

    @property
    def flow(self) -> Poiseuille | None:
        """Flow of the electrolyte; None at rest."""

    def sources(self, c: Any, phi: Any, change: Any) -> Rows:
        """Return the sources in the domain: amount [mol m⁻³ s⁻¹] and charge [A/m³].

        Args:
            c: concentration [mol/m³].
            phi: potential [V].
            change: ∂c/∂t at a fixed point [mol m⁻³ s⁻¹].
        """

    def surplus(self, c: Any, phi: Any, normal: Any, velocity: Any, current: Any) -> Rows:
        """Return the outward fluxes in excess of the rate law: [mol m⁻² s⁻¹] and [A/m²].

        Args:
            c: concentration [mol/m³].
            phi: potential [V].
            normal: outward normal of the electrolyte.
            velocity: velocity of the surface [m/s].
            current: i_n of the rate law at (c, φ), > 0 plating [A/m²].
        """


@dataclass(frozen=True, slots=True)
class BinarySalt:
    """Dilute binary salt: N± = -D±∇c± - z±D±(F/RT)c±∇φ + c±v, ∂c±/∂t + ∇·N± = 0, c± = ν±c.

    At a surface moving with w: (N₊ - c₊w)·n = i_n/(n_e F) and (N₋ - c₋w)·n = 0; n_e = z₊. The
    program solves the balance of the anions, per formula unit of salt, and that of the charge.
    """

    electrolyte: NernstPlanck
    flow: Poiseuille | None = None

    def _ions(self, c: Any, phi: Any) -> list[tuple[int, Any, Any]]:
        """Return charge number, concentration and flux of cation and anion."""
        salt = self.electrolyte
        ions = []
        for charge, stoichiometry, diffusivity in zip(
            (salt.cation_charge, salt.anion_charge),
            salt.stoichiometry,
            salt.ion_diffusivities,
            strict=True,
        ):
            own = stoichiometry * c
            mobility = charge * diffusivity * F / (R * salt.temperature)
            flux = -diffusivity * gradient(own) - mobility * own * gradient(phi)
            flux += own * velocity_of(self.flow)
            ions.append((charge, own, flux))
        return ions

    def sources(self, c: Any, phi: Any, change: Any) -> Rows:
        """Return ∂c±/∂t + ∇·N±, combined as in the program."""
        made = [
            (charge, stoichiometry * change + divergence(flux))
            for (charge, _, flux), stoichiometry in zip(
                self._ions(c, phi), self.electrolyte.stoichiometry, strict=True
            )
        ]
        anions = made[1][1] / self.electrolyte.stoichiometry[1]
        return Rows(anions, F * sum(charge * source for charge, source in made))

    def surplus(self, c: Any, phi: Any, normal: Any, velocity: Any, current: Any) -> Rows:
        """Return (N₋ - c₋w)·n per formula unit, and F Σ z (N - c w)·n - i_n."""
        leaving = [
            (charge, ufl.dot(flux - own * velocity, normal))
            for charge, own, flux in self._ions(c, phi)
        ]
        anions = leaving[1][1] / self.electrolyte.stoichiometry[1]
        return Rows(anions, F * sum(charge * out for charge, out in leaving) - current)


@dataclass(frozen=True, slots=True)
class ConcentratedSolution:
    """Concentrated binary salt, with Φ = φ + (RT/z₊F) ln(c/c0) against the plated metal.

    i = -κ∇Φ + κ (ν/ν₊)(1 - t₊) χ (RT/z₊F) ∇ln c, N₋ = -ν₋D∇c + t₋i/(z₋F) + c₋v,
    ∂c₋/∂t + ∇·N₋ = 0 and ∇·i = 0. At a surface moving with w: (N₋ - c₋w)·n = 0 and i·n = i_n, as
    the solution is electroneutral. The properties are given once more as functions of c [mol/m³].
    """

    electrolyte: Concentrated
    conductivity: Callable[[Any], Any]
    diffusivity: Callable[[Any], Any]
    transference: Callable[[Any], Any]
    factor: Callable[[Any], Any]
    flow: Poiseuille | None = None

    def _fluxes(self, c: Any, phi: Any) -> tuple[Any, Any]:
        """Return the fluxes of anions [mol m⁻² s⁻¹] and of charge [A/m²]."""
        salt = self.electrolyte
        (plus, minus), (z_plus, z_minus) = salt.solution.stoichiometry, salt.solution.charges
        volt = R * salt.temperature / (z_plus * F)
        against_metal = phi + volt * ufl.ln(c / salt.concentration)
        anions, kappa = 1.0 - self.transference(c), self.conductivity(c)
        weight = (plus + minus) / plus * anions * self.factor(c) * volt
        current = -kappa * gradient(against_metal) + kappa * weight * gradient(ufl.ln(c))
        flux = -minus * self.diffusivity(c) * gradient(c) + anions / (z_minus * F) * current
        return flux + minus * c * velocity_of(self.flow), current

    def sources(self, c: Any, phi: Any, change: Any) -> Rows:
        """Return ∂c/∂t + ∇·N₋/ν₋ and ∇·i."""
        flux, current = self._fluxes(c, phi)
        minus = self.electrolyte.solution.stoichiometry[1]
        return Rows(change + divergence(flux) / minus, divergence(current))

    def surplus(self, c: Any, phi: Any, normal: Any, velocity: Any, current: Any) -> Rows:
        """Return (N₋ - c₋w)·n per formula unit, and i·n - i_n."""
        flux, passed = self._fluxes(c, phi)
        minus = self.electrolyte.solution.stoichiometry[1]
        leaving = ufl.dot(flux - minus * c * velocity, normal) / minus
        return Rows(leaving, ufl.dot(passed, normal) - current)


@dataclass(frozen=True, slots=True)
class SupportedIon:
    """Reacting ion in supporting electrolyte: N = -D∇c + cv, ∂c/∂t + ∇·N = 0; J = -κ∇φ, ∇·J = 0.

    At a surface: (N - c w)·n = i_n/(z₊F) and J·n = i_n, because the solution is electroneutral.
    """

    electrolyte: Supported
    flow: Poiseuille | None = None

    def _fluxes(self, c: Any, phi: Any) -> tuple[Any, Any]:
        ion = self.electrolyte
        flux = -ion.ion_diffusivity * gradient(c) + c * velocity_of(self.flow)
        return flux, -ion.conductivity * gradient(phi)

    def sources(self, c: Any, phi: Any, change: Any) -> Rows:
        """Return ∂c/∂t + ∇·N and ∇·J."""
        ion, charge = self._fluxes(c, phi)
        return Rows(change + divergence(ion), divergence(charge))

    def surplus(self, c: Any, phi: Any, normal: Any, velocity: Any, current: Any) -> Rows:
        """Return (N - c w)·n - i_n/(z₊F) and J·n - i_n."""
        ion, charge = self._fluxes(c, phi)
        taken = current / (self.electrolyte.cation_charge * F)
        return Rows(ufl.dot(ion - c * velocity, normal) - taken, ufl.dot(charge, normal) - current)


@dataclass(frozen=True, slots=True)
class OhmicSolution:
    """Ohmic electrolyte: ∇·(κ∇φ) = 0, c = c0, with a balance of charge only."""

    electrolyte: Ohmic
    flow: None = None

    def sources(self, c: Any, phi: Any, change: Any) -> Rows:
        """Return ∇·J."""
        return Rows(0.0, divergence(-self.electrolyte.conductivity * gradient(phi)))

    def surplus(self, c: Any, phi: Any, normal: Any, velocity: Any, current: Any) -> Rows:
        """Return J·n - i_n."""
        charge = -self.electrolyte.conductivity * gradient(phi)
        return Rows(0.0, ufl.dot(charge, normal) - current)
