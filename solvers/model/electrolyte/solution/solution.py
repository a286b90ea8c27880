"""Base and family of the solutions: properties of a salt in its solvent over concentration."""

from __future__ import annotations

from abc import abstractmethod
from math import gcd
from typing import TYPE_CHECKING, Any, NamedTuple

from platefront.geometry.family import Family
from platefront.geometry.parameters import Parameters
from platefront.solvers.model.misfit import Misfit


class ValidRange(NamedTuple):
    """Range of a quantity in which properties hold.

    Attributes:
        lowest, highest: its ends.
    """

    lowest: float
    highest: float

    def holds(self, value: float) -> bool:
        """True for a value within the range."""
        return self.lowest <= value <= self.highest


class Solution(Parameters):
    """Binary salt in a solvent: properties as functions of concentration and temperature.

    The functions take c [mol/m³], positive, and T [K] as numbers, arrays or UFL expressions, and
    are written with those of `model.functions.expressions`. They are asked for values within `span`
    alone.
    """

    set: str

    if TYPE_CHECKING:  # parameters of some, derived properties of others

        @property
        def span(self) -> ValidRange:
            """Range of c for which the properties were measured [mol/m³]."""

        @property
        def temperatures(self) -> ValidRange:
            """Range of T for which they were measured [K]."""

        @property
        def source(self) -> str:
            """Publication of the measurement."""

    @property
    def charges(self) -> tuple[int, int]:
        """Charge numbers z₊ of the cation and z₋ of the anion."""
        return 1, -1

    @property
    def stoichiometry(self) -> tuple[int, int]:
        """Ions per formula unit (ν₊, ν₋), the smallest with ν₊z₊ + ν₋z₋ = 0."""
        plus, minus = self.charges
        common = gcd(plus, minus)
        return -minus // common, plus // common

    @abstractmethod
    def conductivity_at(self, c: Any, temperature: Any) -> Any:
        """Return κ [S/m]."""

    @abstractmethod
    def diffusivity_at(self, c: Any, temperature: Any) -> Any:
        """Return the salt's diffusivity D in -N = D ∇c [m²/s]."""

    @abstractmethod
    def transference_at(self, c: Any, temperature: Any) -> Any:
        """Return t₊ of the cation against the solvent [1]."""

    @abstractmethod
    def factor_at(self, c: Any, temperature: Any) -> Any:
        """Return 1 + d ln f±/d ln c [1]."""

    def misfit(self) -> Misfit | None:
        """Return the reason why the properties cannot be used, such as a file; None if they can."""
        return None


SOLUTIONS = Family(
    Solution,  # type: ignore[type-abstract]
    key="set",
    facts=("span", "temperatures", "source"),
)
