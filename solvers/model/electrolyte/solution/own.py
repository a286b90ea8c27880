"""Solution whose properties the case gives."""

from __future__ import annotations

from typing import Any, ClassVar, Literal, Self

from pydantic import model_validator

from platefront.geometry.parameters import option, quantity
from platefront.solvers.model.electrolyte.solution.own_property import (
    OwnConductivity,
    OwnDiffusivity,
    OwnNumber,
    OwnProperty,
)
from platefront.solvers.model.electrolyte.solution.solution import SOLUTIONS, Solution, ValidRange
from platefront.solvers.model.misfit import Misfit, braced

_IDEAL = OwnNumber(value=1.0)


@SOLUTIONS.register
class OwnSolution(Solution):
    """Properties given in the case: constants, formulas, tables or files, each in its table.

    They hold in the range `concentrations` and at the temperature of the case. A transference
    number of 1 makes a single-ion conductor.
    """

    set: Literal["own"] = option("Solution.", "own")
    concentrations: tuple[float, float] = quantity(
        "mol/m^3", "Lowest and highest concentration for which the properties hold."
    )
    conductivity: OwnConductivity = option("Conductivity kappa of the solution.")
    diffusivity: OwnDiffusivity = option("Diffusivity D of the salt.")
    transference_number: OwnNumber = option("Transference number t+ of the cation, up to 1.")
    thermodynamic_factor: OwnNumber = option(
        "Thermodynamic factor 1 + dlnf/dlnc; 1 if absent.", _IDEAL
    )
    cation_charge: int = option("Charge number z+ of the cation.", 1, ge=1, le=4)
    anion_charge: int = option("Charge number z- of the anion.", -1, ge=-4, le=-1)
    temperatures: ClassVar[ValidRange] = ValidRange(0.0, float("inf"))
    source: ClassVar[str] = "the case"

    @model_validator(mode="after")
    def _range_rises(self) -> Self:
        lowest, highest = self.concentrations
        if not 0.0 < lowest < highest:
            raise ValueError("concentrations must rise from above zero")
        return self

    @property
    def span(self) -> ValidRange:
        """The given range."""
        return ValidRange(*self.concentrations)

    @property
    def charges(self) -> tuple[int, int]:
        """As given."""
        return self.cation_charge, self.anion_charge

    def conductivity_at(self, c: Any, temperature: Any) -> Any:
        """Return what the case gives."""
        return self.conductivity.function()(c)

    def diffusivity_at(self, c: Any, temperature: Any) -> Any:
        """Return what the case gives."""
        return self.diffusivity.function()(c)

    def transference_at(self, c: Any, temperature: Any) -> Any:
        """Return what the case gives."""
        return self.transference_number.function()(c)

    def factor_at(self, c: Any, temperature: Any) -> Any:
        """Return what the case gives."""
        return self.thermodynamic_factor.function()(c)

    def misfit(self) -> Misfit | None:
        """Return the first property that cannot be used within the range."""
        given: tuple[tuple[str, OwnProperty, bool, float | None], ...] = (
            ("conductivity", self.conductivity, True, None),
            ("diffusivity", self.diffusivity, True, None),
            ("transference_number", self.transference_number, False, 1.0),
            ("thermodynamic_factor", self.thermodynamic_factor, True, None),
        )
        for name, one, positive, highest in given:
            reason = one.shortcoming(self.span, positive=positive, highest=highest)
            if reason is not None:
                return Misfit(braced(reason), at=(name,))
        return None
