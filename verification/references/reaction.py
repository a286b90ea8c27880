"""Electrode reactions solved for the potential: the potential difference that a current needs.

Butler–Volmer kinetics in the form of the program, with x = F/RT times the overpotential η:

    i' = i0 [ (c/c0)^γ exp(-α_c x) - exp(α_a x) ],   η = φ_s - φ - E_eq + η_nuc e^(-h/h_nuc) + i'ρ

i' vanishes at the Nernst potential x = γ ln(c/c0)/(α_a + α_c). Relative to it, u = x - Nernst,
both branches have the exchange current i0 (c/c0)^(γ α_a/(α_a + α_c)):

    i'/exchange = exp(-α_c u) - exp(α_a u)

which is solved for u. ρ = R_f + h/κ_d is a resistance in series. The potential of the electrode
against the solution beside it is the sum of its parts,

    φ_s - φ = E_eq + Nernst + u - η_nuc e^(-h/h_nuc) - i'R_f - i'h/κ_d.

On a surface that was bare at first, stripping fades with the last metal: the current density is
i = i' if i' > 0, else i' (1 - e^(-(h - 0.1 nm)/h_fade)). Linear kinetics: u = -i'/g without Nernst
part.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.linear import Linear

_LAST_FILM = 1e-10
"""Film of metal that stripping leaves [m]."""


@dataclass(frozen=True, slots=True)
class SurfaceParts:
    """Parts of the potential of an electrode against the solution beside it [V].

    Attributes:
        equilibrium: E_eq at c0.
        nernst: shift of the equilibrium by the concentration.
        kinetic: u, of the reaction alone; negative for plating.
        nucleation: of the barrier that is left; not positive.
        film: of the film's resistance; negative for plating.
        deposit: of the deposit's resistance; negative for plating.
    """

    equilibrium: float
    nernst: float
    kinetic: float
    nucleation: float
    film: float
    deposit: float

    @property
    def total(self) -> float:
        """φ_s - φ [V]."""
        return (
            self.equilibrium
            + self.nernst
            + self.kinetic
            + self.nucleation
            + self.film
            + self.deposit
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """Reaction at an electrode. A finite conductance selects linear kinetics.

    Attributes:
        volt: RT/F [V].
        exchange: i0 at c0 [A/m²].
        anodic, cathodic: α_a and α_c, with α_a + α_c = n_e.
        order: γ.
        conductance: g of linear kinetics [S/m²]; None for Butler–Volmer.
        equilibrium: E_eq at c0 [V].
        barrier, cover: η_nuc [V] and h_nuc [m], of plating; only on a surface that was bare.
        film: R_f [Ω m²].
        resistivity: 1/κ_d of the deposit [Ω m].
        bare: True if there was no metal at the start.
        fade: thickness over which stripping fades on such a surface [m].
    """

    volt: float
    exchange: float = 20.0
    anodic: float = 0.5
    cathodic: float = 0.5
    order: float = 1.0
    conductance: float | None = None
    equilibrium: float = 0.0
    barrier: float = 0.0
    cover: float = 1e-7
    film: float = 0.0
    resistivity: float = 0.0
    bare: bool = False
    fade: float = 1e-7

    def parts(self, concentration: float, thickness: float, current: float) -> SurfaceParts:
        """Return the parts of φ_s - φ at c/c0, deposit thickness [m] and i [A/m²]."""
        law = self._law_current(thickness, current)
        grown = max(thickness, 0.0)
        exposed = math.exp(-grown / self.cover) if self.bare and current > 0.0 else 0.0
        return SurfaceParts(
            equilibrium=self.equilibrium,
            nernst=self.nernst(concentration),
            kinetic=self._kinetic(concentration, law),
            nucleation=-self.barrier * exposed,
            film=-law * self.film,
            deposit=-law * self.resistivity * grown,
        )

    def potential(self, concentration: float, thickness: float, current: float) -> float:
        """Return φ_s - φ [V]."""
        return self.parts(concentration, thickness, current).total

    def slope(self, concentration: float, thickness: float, current: float) -> float:
        """Return d(φ_s - φ)/di [Ω m²]; negative."""
        law = self._law_current(thickness, current)
        series = self.film + self.resistivity * max(thickness, 0.0)
        if self.conductance is not None:
            reaction = 1.0 / self.conductance
        else:
            u = self._kinetic(concentration, law) / self.volt
            steep = self.cathodic * math.exp(-self.cathodic * u)
            steep += self.anodic * math.exp(self.anodic * u)
            reaction = self.volt / (self.exchange_at(concentration) * steep)
        return -(reaction + series) / (self.holding(thickness) if current < 0.0 else 1.0)

    def nernst(self, concentration: float) -> float:
        """Return γ (RT/F) ln(c/c0)/(α_a + α_c) [V]; zero for linear kinetics."""
        if self.conductance is not None or self.order == 0.0:
            return 0.0
        return self.order * self.volt * math.log(concentration) / (self.anodic + self.cathodic)

    def exchange_at(self, concentration: float) -> float:
        """Return i0 (c/c0)^(γ α_a/(α_a + α_c)) [A/m²]."""
        power = self.order * self.anodic / (self.anodic + self.cathodic)
        return float(self.exchange * concentration**power)

    def holding(self, thickness: float) -> float:
        """Return the factor of a stripping current; 1 where there was metal at the start."""
        if not self.bare:
            return 1.0
        return -math.expm1(-max(thickness - _LAST_FILM, 0.0) / self.fade)

    @property
    def scale(self) -> float:
        """Current density at which the reaction needs about RT/F [A/m²]."""
        return self.exchange if self.conductance is None else self.conductance * self.volt

    def _law_current(self, thickness: float, current: float) -> float:
        return current / self.holding(thickness) if current < 0.0 else current

    def _kinetic(self, concentration: float, law: float) -> float:
        if self.conductance is not None:
            return -law / self.conductance
        ratio = law / self.exchange_at(concentration)
        if ratio > 0.0:
            return -self.volt * _argument(ratio, self.cathodic, self.anodic)
        return self.volt * _argument(-ratio, self.anodic, self.cathodic)


def _argument(ratio: float, growing: float, fading: float) -> float:
    """Return w of exp(p w) - exp(-q w) = ratio ≥ 0, by Newton's method for logarithms."""
    if growing == fading:
        return math.asinh(0.5 * ratio) / growing
    w = math.log1p(ratio) / growing
    for _ in range(60):
        left = math.exp(-fading * w)
        excess = growing * w - math.log1p(ratio + math.expm1(-fading * w))
        step = excess / (growing + fading * left / (ratio + left))
        w = max(w - step, 0.0)
        if abs(step) <= 1e-16 * w:
            break
    return w


def reaction_of(law: object, temperature_volt: float, *, bare: bool = False) -> Reaction:
    """Return the reaction of a surface's law; `bare` if it starts without metal."""
    match law:
        case ButlerVolmer(stripping_order=0.0):
            return Reaction(
                volt=temperature_volt,
                exchange=law.exchange_current_density,
                anodic=law.anodic_transfer,
                cathodic=law.cathodic_transfer,
                order=law.reaction_order,
                equilibrium=law.equilibrium_potential,
                barrier=law.nucleation_barrier,
                cover=law.nucleation_thickness,
                film=law.film_resistance,
                resistivity=_inverse(law.deposit_conductivity),
                bare=bare,
                fade=law.nucleation_thickness,
            )
        case Linear():
            return Reaction(
                volt=temperature_volt,
                conductance=law.conductance,
                equilibrium=law.equilibrium_potential,
                film=law.film_resistance,
                resistivity=_inverse(law.deposit_conductivity),
                bare=bare,
                fade=1e-8,
            )
    raise TypeError(f"no reference for {law}")


def _inverse(conductivity: float | None) -> float:
    return 0.0 if conductivity is None else 1.0 / conductivity
