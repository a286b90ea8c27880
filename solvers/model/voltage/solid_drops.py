"""Potential drops and powers in solids that resist, at one instant."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SolidDrops:
    """Drops of the electronic potential, and what they dissipate.

    Attributes:
        largest: largest |φ_s - E| on the front, E the potential of the terminal [V].
        terminal_current: current from the solids into the terminal, > 0 for plating [A/m].
        host, deposit, contact: power dissipated in each [W/m].
    """

    largest: float
    terminal_current: float
    host: float
    deposit: float
    contact: float

    @property
    def power(self) -> float:
        """All power [W/m]."""
        return self.host + self.deposit + self.contact
