"""Plated metal: volume per charge, surface energy."""

from __future__ import annotations

from platefront.geometry.parameters import Parameters, option, quantity
from platefront.solvers.constants import FARADAY


class Metal(Parameters):
    """Plated metal, by default lithium (handbook molar mass; density of the Xu2019 set)."""

    name: str = option("Name of the metal, used in legends and tables.", "lithium")
    molar_mass: float = quantity("kg/mol", "Molar mass M.", 6.941e-3, gt=0)
    density: float = quantity("kg/m^3", "Density of the dense metal.", 534.0, gt=0)
    electrons: int = option("Electrons per ion n_e; equals the cation charge.", 1, ge=1, le=4)
    porosity: float = quantity("1", "Pore fraction inside the deposit.", 0.0, ge=0, lt=0.95)
    surface_energy: float | None = quantity(
        "J/m^2",
        "Surface energy of the metal in the electrolyte, by which curved front has another "
        "equilibrium potential (about 0.5 J/m² for lithium); no capillarity if absent.",
        None,
        gt=0,
        le=1000,
    )

    @property
    def volume_per_charge(self) -> float:
        """Deposit volume per charge V_m/(n_e F (1 - porosity)) [m³/C]."""
        return self.dense_volume_per_charge / (1.0 - self.porosity)

    @property
    def dense_volume_per_charge(self) -> float:
        """Volume of dense metal per charge V_m/(n_e F) [m³/C]."""
        return self.molar_mass / self.density / (self.electrons * FARADAY)

    @property
    def shift_per_curvature(self) -> float | None:
        """Fall of the equilibrium potential per curvature, γ_s V_m/(n_e F) [V m]; None without.

        The chemical potential of the metal rises by γ_s V_m κ where it bulges into the electrolyte,
        κ > 0, so that it is in equilibrium at a lower potential. V_m is that of the dense metal.
        """
        if self.surface_energy is None:
            return None
        return self.surface_energy * self.dense_volume_per_charge
