"""Parts of the electrode potential at one instant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VoltageParts:
    """Parts of the electrode potential φ_s [V], means weighted by the current; negative in plating.

    Attributes:
        equilibrium: equilibrium potential of the front at c0.
        kinetic: overpotential of the reaction at the front.
        counter: the same at the counter electrode.
        capillary: shift of the equilibrium potential by the curvature of the front.
        nucleation: barrier of bare host.
        film, deposit: resistances of films and of the deposit.
        concentration: shifts of the equilibrium potentials by the concentration at both electrodes,
            and diffusion potential in the electrolyte.
        ohmic: resistance of the electrolyte, and of the matrix of porous hosts.
        electronic: resistance of host and deposit and of the contact between them.
        power: power that each surface of the front dissipates [W/m]: kinetic, nucleation, film,
            deposit, matrix.
    """

    equilibrium: float
    kinetic: float
    counter: float
    capillary: float
    nucleation: float
    film: float
    deposit: float
    concentration: float
    ohmic: float
    electronic: float
    power: Mapping[str, float]

    @property
    def total(self) -> float:
        """Sum of the parts [V]."""
        front = self.equilibrium + self.kinetic + self.nucleation + self.film + self.deposit
        bulk = self.concentration + self.ohmic + self.electronic
        return front + self.capillary + self.counter + bulk
