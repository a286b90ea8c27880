"""LiTFSI in poly(ethylene oxide), measured by Edman and co-workers."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from platefront.geometry.parameters import option, quantity
from platefront.solvers.model.electrolyte.solution.solution import SOLUTIONS, Solution, ValidRange

_PER_METRE = 100.0
"""1 S/cm [S/m]."""


@SOLUTIONS.register
class Edman2000(Solution):
    """LiTFSI in poly(ethylene oxide) at 85 °C, 0.3 to 2.6 mol/L.

    Measurements of L. Edman et al., J. Phys. Chem. B 104, 3476 (2000), in the polynomials of
    Newman's program Dualfoil 5. Its conductivity is in S/cm, though the program takes it for S/m:
    the Nernst-Einstein relation gives 0.46 mS/cm at 1 mol/L, the polynomial 0.73. The program
    states no range; this one is where diffusivity, conductivity and transference number are well
    above zero. It has no thermodynamic factor, either; that is 1 unless it is given.
    """

    set: Literal["litfsi_peo_edman_2000"] = option("Solution.", "litfsi_peo_edman_2000")
    thermodynamic_factor: float = quantity(
        "1", "Thermodynamic factor 1 + dlnf/dlnc, constant.", 1.0, gt=0, le=10
    )
    span: ClassVar[ValidRange] = ValidRange(300.0, 2600.0)
    temperatures: ClassVar[ValidRange] = ValidRange(353.15, 363.15)
    source: ClassVar[str] = "L. Edman et al., J. Phys. Chem. B 104, 3476 (2000), as in Dualfoil 5"

    def conductivity_at(self, c: Any, temperature: Any) -> Any:
        """Return 6.53e-14 c³ - 5.73e-10 c² + 1.2e-6 c + 4.25e-5 in S/cm, c in mol/m³."""
        return _PER_METRE * (6.53e-14 * c**3 - 5.73e-10 * c**2 + 1.2e-6 * c + 4.25e-5)

    def diffusivity_at(self, c: Any, temperature: Any) -> Any:
        """Return -6.73e-19 c² + 4.92e-16 c + 5.5e-12, c in mol/m³."""
        return -6.73e-19 * c**2 + 4.92e-16 * c + 5.5e-12

    def transference_at(self, c: Any, temperature: Any) -> Any:
        """Return -5.05e-8 c² + 3.77e-4 c - 0.0834, c in mol/m³."""
        return -5.05e-8 * c**2 + 3.77e-4 * c - 0.0834

    def factor_at(self, c: Any, temperature: Any) -> Any:
        """Return the given constant."""
        return self.thermodynamic_factor
