"""Reference scales that make the equations dimensionless."""

from __future__ import annotations

from dataclasses import dataclass

from platefront.geometry.lengths import UM
from platefront.solvers.constants import FARADAY, thermal_voltage
from platefront.solvers.model.electrolyte.model import Electrolyte

LENGTH = UM
"""Reference length L, the unit of mesh coordinates [m]."""


@dataclass(frozen=True, slots=True)
class Scales:
    """Units in which the discrete problem is solved; all unknowns are of order one.

    Attributes:
        concentration: c0 [mol/m³].
        potential: RT/F [V].
        diffusivity: the model's D [m²/s], that of the salt or of the ion.
    """

    concentration: float
    potential: float
    diffusivity: float

    @classmethod
    def of(cls, electrolyte: Electrolyte) -> Scales:
        """The scales that go with an electrolyte."""
        return cls(
            electrolyte.concentration,
            thermal_voltage(electrolyte.temperature),
            electrolyte.diffusivity,
        )

    @property
    def time(self) -> float:
        """L²/D [s]."""
        return LENGTH**2 / self.diffusivity

    @property
    def current_density(self) -> float:
        """F D c0/L [A/m²]."""
        return FARADAY * self.diffusivity * self.concentration / LENGTH

    @property
    def current(self) -> float:
        """Current per metre of depth, F D c0 [A/m]."""
        return self.current_density * LENGTH

    @property
    def salt(self) -> float:
        """Amount of what c counts per metre of depth, c0 L² [mol/m]."""
        return self.concentration * LENGTH**2
