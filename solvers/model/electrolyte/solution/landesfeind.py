"""LiPF6 in three solvents over temperature, measured by Landesfeind and Gasteiger."""

from __future__ import annotations

from typing import Any, ClassVar, Literal, NamedTuple

from platefront.geometry.parameters import option
from platefront.solvers.model.electrolyte.solution.solution import SOLUTIONS, Solution, ValidRange
from platefront.solvers.model.functions.expressions import exp

_MOLAR = 1000.0
"""1 mol/L [mol/m³]."""

type Nine = tuple[float, float, float, float, float, float, float, float, float]


class Fit(NamedTuple):
    """Coefficients of one solvent, for c in mol/L and T in K.

    Attributes:
        conductivity: for mS/cm.
        diffusivity: for 1e-10 m²/s.
        transference, factor: polynomials of third order in c and T.
    """

    conductivity: tuple[float, float, float, float, float, float]
    diffusivity: tuple[float, float, float, float]
    transference: Nine
    factor: Nine


_FITS = {
    "EC:DMC 1:1": Fit(
        (7.98e-1, 2.28e2, -1.22, 5.09e-1, -4e-3, 3.79e-3),
        (1.47e3, 1.33, -1.69e3, -5.63e2),
        (-7.91, 2.45e-1, 5.28e-2, 6.98e-1, -1.08e-2, -8.21e-5, 7.43e-4, -2.22e-3, 3.07e-5),
        (-5.58, 7.17, 3.80e-2, 1.91, -6.65e-2, -5.08e-5, 1.1e-1, -6.10e-3, 1.51e-4),
    ),
    "EC:EMC 3:7": Fit(
        (5.21e-1, 2.28e2, -1.06, 3.53e-1, -3.59e-3, 1.48e-3),
        (1.01e3, 1.01, -1.56e3, -4.87e2),
        (-1.28e1, -6.12, 8.21e-2, 9.04e-1, 3.18e-2, -1.27e-4, 1.75e-2, -3.12e-3, -3.96e-5),
        (2.57e1, -4.51e1, -1.77e-1, 1.94, 2.95e-1, 3.08e-4, 2.59e-1, -9.46e-3, -4.54e-4),
    ),
    "EMC:FEC 19:1": Fit(
        (2.51e-2, 1.75e2, 1.23, 2.05e-1, -8.81e-2, 2.83e-3),
        (5.86e2, 1.33, -1.38e3, -5.82e2),
        (-1.22e1, -3.05, 8.38e-2, 1.78, 1.51e-3, -1.37e-4, -2.45e-2, -5.15e-3, 2.14e-5),
        (3.22, -1.01e1, -1.58e-2, 6.12, 2.96e-2, 2.42e-5, -2.22e-1, -1.57e-2, 6.30e-6),
    ),
}


@SOLUTIONS.register
class Landesfeind2019(Solution):
    """LiPF6 in one of three solvents, -10 to 50 °C, 0.1 to 3 mol/L.

    Fits of all four properties by J. Landesfeind and H. A. Gasteiger, J. Electrochem. Soc. 166,
    A3079 (2019); coefficients as in PyBaMM's parameter sets. Solvents by weight.
    """

    set: Literal["lipf6_landesfeind_2019"] = option("Solution.", "lipf6_landesfeind_2019")
    solvent: Literal["EC:DMC 1:1", "EC:EMC 3:7", "EMC:FEC 19:1"] = option("Solvent.", "EC:EMC 3:7")
    span: ClassVar[ValidRange] = ValidRange(100.0, 3000.0)
    temperatures: ClassVar[ValidRange] = ValidRange(263.15, 323.15)
    source: ClassVar[str] = (
        "J. Landesfeind, H. A. Gasteiger, J. Electrochem. Soc. 166, A3079 (2019)"
    )

    def conductivity_at(self, c: Any, temperature: Any) -> Any:
        """Return p1 (1 + T - p2) x [1 + p3 √x + p4 (1 + p5 e) x]/(1 + p6 e x⁴), e = exp(1000/T)."""
        p1, p2, p3, p4, p5, p6 = _FITS[self.solvent].conductivity
        x, e = c / _MOLAR, exp(1000.0 / temperature)
        fluid = 1.0 + p3 * x**0.5 + p4 * (1.0 + p5 * e) * x
        return 0.1 * p1 * (1.0 + temperature - p2) * x * fluid / (1.0 + p6 * e * x**4)

    def diffusivity_at(self, c: Any, temperature: Any) -> Any:
        """Return p1 exp(p2 x) exp(p3/T) exp(p4 x/T) 1e-10."""
        p1, p2, p3, p4 = _FITS[self.solvent].diffusivity
        x = c / _MOLAR
        return 1e-10 * p1 * exp(p2 * x + (p3 + p4 * x) / temperature)

    def transference_at(self, c: Any, temperature: Any) -> Any:
        """Return the polynomial of the fit."""
        return _polynomial(_FITS[self.solvent].transference, c / _MOLAR, temperature)

    def factor_at(self, c: Any, temperature: Any) -> Any:
        """Return the polynomial of the fit."""
        return _polynomial(_FITS[self.solvent].factor, c / _MOLAR, temperature)


def _polynomial(p: Nine, x: Any, t: Any) -> Any:
    """Return p1 + p2 x + p3 T + p4 x² + p5 xT + p6 T² + p7 x³ + p8 x²T + p9 xT²."""
    of_temperature = p[0] + p[2] * t + p[5] * t * t
    return of_temperature + x * (p[1] + p[4] * t + p[8] * t * t + x * (p[3] + p[7] * t + x * p[6]))
