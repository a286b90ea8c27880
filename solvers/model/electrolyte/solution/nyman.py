"""LiPF6 in EC:EMC 3:7, measured by Nyman, Behm and Lindbergh."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from platefront.geometry.parameters import option, quantity
from platefront.solvers.model.electrolyte.solution.solution import SOLUTIONS, Solution, ValidRange

_MOLAR = 1000.0
"""1 mol/L [mol/m³]."""


@SOLUTIONS.register
class Nyman2008(Solution):
    """LiPF6 in EC:EMC 3:7 by weight at 25 °C, 0.2 to 2 mol/L.

    Conductivity, diffusivity and transference number are the polynomials of A. Nyman, M. Behm and
    G. Lindbergh, Electrochim. Acta 53, 6356 (2008). Their thermodynamic factor is in no source that
    was at hand; it is 1 as in the parameter sets of Chen et al. (2020) unless it is given.
    """

    set: Literal["lipf6_ec_emc_nyman_2008"] = option("Solution.", "lipf6_ec_emc_nyman_2008")
    thermodynamic_factor: float = quantity(
        "1", "Thermodynamic factor 1 + dlnf/dlnc, constant.", 1.0, gt=0, le=10
    )
    span: ClassVar[ValidRange] = ValidRange(200.0, 2000.0)
    temperatures: ClassVar[ValidRange] = ValidRange(293.15, 303.15)
    source: ClassVar[str] = "A. Nyman et al., Electrochim. Acta 53, 6356 (2008)"

    def conductivity_at(self, c: Any, temperature: Any) -> Any:
        """Return 0.1297 x³ - 2.51 x^1.5 + 3.329 x, x in mol/L."""
        x = c / _MOLAR
        return 0.1297 * x**3 - 2.51 * x**1.5 + 3.329 * x

    def diffusivity_at(self, c: Any, temperature: Any) -> Any:
        """Return (8.794 x² - 39.72 x + 48.62) 1e-11, x in mol/L."""
        x = c / _MOLAR
        return 8.794e-11 * x**2 - 3.972e-10 * x + 4.862e-10

    def transference_at(self, c: Any, temperature: Any) -> Any:
        """Return -0.1287 x³ + 0.4106 x² - 0.4717 x + 0.4492, x in mol/L."""
        x = c / _MOLAR
        return -0.1287 * x**3 + 0.4106 * x**2 - 0.4717 * x + 0.4492

    def factor_at(self, c: Any, temperature: Any) -> Any:
        """Return the given constant."""
        return self.thermodynamic_factor
