"""Solution of a parameter file in the Battery Parameter eXchange format (BPX)."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from typing import Any, ClassVar, Literal, NamedTuple, Self

import numpy as np
from pydantic import model_validator

from platefront.geometry.parameters import input_file, option, quantity
from platefront.solvers.constants import GAS_CONSTANT
from platefront.solvers.model.electrolyte.solution.data_file import DataFileError, text_of
from platefront.solvers.model.electrolyte.solution.solution import SOLUTIONS, Solution, ValidRange
from platefront.solvers.model.functions.expressions import exp
from platefront.solvers.model.functions.formula import Formula, FormulaError
from platefront.solvers.model.functions.monotone_table import MonotoneTable
from platefront.solvers.model.misfit import Misfit, braced

_CONDUCTIVITY = "Conductivity [S.m-1]"
_DIFFUSIVITY = "Diffusivity [m2.s-1]"
_TRANSFERENCE = "Cation transference number"
_ENERGIES = {
    _CONDUCTIVITY: "Conductivity activation energy [J.mol-1]",
    _DIFFUSIVITY: "Diffusivity activation energy [J.mol-1]",
}
_REFERENCE = "Reference temperature [K]"


class _Property(NamedTuple):
    """Property at the reference temperature, and its activation energy over R [K]."""

    function: Callable[[Any], Any]
    activation: float


class _Content(NamedTuple):
    """Electrolyte of a file.

    Attributes:
        conductivity, diffusivity: properties of c [mol/m³].
        transference: cation transference number.
        reference: temperature of both [K].
    """

    conductivity: _Property
    diffusivity: _Property
    transference: float
    reference: float


@SOLUTIONS.register
class BpxSolution(Solution):
    """Electrolyte of a BPX file: conductivity, diffusivity, transference number.

    Functions of the file are read as formulas and never run; both follow Arrhenius' law where the
    file has activation energies. The format has no thermodynamic factor, and no range.
    """

    set: Literal["bpx"] = option("Solution.", "bpx")
    file: str = input_file("Path of the BPX file, relative to the folder of the case file.")
    sha256: str | None = option(
        "SHA-256 of the file, written into the resolved case; a changed file is refused.", None
    )
    concentrations: tuple[float, float] = quantity(
        "mol/m^3", "Lowest and highest concentration for which the file's functions are meant."
    )
    thermodynamic_factor: float = quantity(
        "1", "Thermodynamic factor 1 + dlnf/dlnc, constant.", 1.0, gt=0, le=10
    )
    temperatures: ClassVar[ValidRange] = ValidRange(200.0, 500.0)

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
    def source(self) -> str:
        """The file."""
        return self.file.rsplit("/", 1)[-1]

    def conductivity_at(self, c: Any, temperature: Any) -> Any:
        """Return the file's function, with Arrhenius' law."""
        return self._at(_content(self.file, self.sha256).conductivity, c, temperature)

    def diffusivity_at(self, c: Any, temperature: Any) -> Any:
        """Return the file's function, with Arrhenius' law."""
        return self._at(_content(self.file, self.sha256).diffusivity, c, temperature)

    def transference_at(self, c: Any, temperature: Any) -> Any:
        """Return the file's number."""
        return _content(self.file, self.sha256).transference

    def factor_at(self, c: Any, temperature: Any) -> Any:
        """Return the given constant."""
        return self.thermodynamic_factor

    def misfit(self) -> Misfit | None:
        """Return the reason why the file cannot be used."""
        try:
            content = _content(self.file, self.sha256)
        except DataFileError as error:
            return Misfit(f"cannot be used: {braced(str(error))}", at=("file",))
        c = np.linspace(*self.concentrations, 201)
        given = {_CONDUCTIVITY: content.conductivity, _DIFFUSIVITY: content.diffusivity}
        for name, one in given.items():
            with np.errstate(all="ignore"):
                found = np.asarray(one.function(c) * np.ones_like(c))
            if not (np.isfinite(found) & (found > 0.0)).all():
                at = c[~(np.isfinite(found) & (found > 0.0))][0] / 1000.0
                reason = f'is too wide: "{name}" of {self.source} is not positive at {at:.4g} mol/L'
                reason = braced(reason)
                return Misfit(reason, at=("concentrations",))
        return None

    def _at(self, one: _Property, c: Any, temperature: Any) -> Any:
        value = one.function(c)
        if not one.activation:
            return value
        reference = _content(self.file, self.sha256).reference
        return value * exp(one.activation * (1.0 / reference - 1.0 / temperature))


@lru_cache(maxsize=8)
def _content(file: str, sha256: str | None) -> _Content:
    """Return the electrolyte of a file.

    Raises:
        DataFileError: the file cannot be read, or is no BPX file with an electrolyte.
    """
    name = file.rsplit("/", 1)[-1]
    try:
        document = json.loads(text_of(file, sha256))
    except (ValueError, RecursionError) as error:
        if isinstance(error, DataFileError):
            raise
        raise DataFileError(f"{name} is not JSON: {error}") from None
    parts = document.get("Parameterisation") if isinstance(document, dict) else None
    table = parts.get("Electrolyte") if isinstance(parts, dict) else None
    if not isinstance(parts, dict) or not isinstance(table, dict):
        raise DataFileError(f'{name} has no "Parameterisation" with "Electrolyte": no BPX file')
    cell = parts.get("Cell")
    given = cell.get(_REFERENCE, 298.15) if isinstance(cell, dict) else 298.15
    reference = _number(name, _REFERENCE, given)
    if not 200.0 <= reference <= 500.0:
        raise DataFileError(f'{name}: "{_REFERENCE}" is {reference:g}')
    transference = _number(name, _TRANSFERENCE, table.get(_TRANSFERENCE))
    if transference > 1.0:
        raise DataFileError(f'{name}: "{_TRANSFERENCE}" is {transference:g}, above 1')
    return _Content(
        _property(name, table, _CONDUCTIVITY),
        _property(name, table, _DIFFUSIVITY),
        transference,
        reference,
    )


def _property(name: str, table: dict[str, Any], key: str) -> _Property:
    energy = _number(name, _ENERGIES[key], table.get(_ENERGIES[key], 0.0))
    return _Property(_function(name, key, table.get(key)), energy / GAS_CONSTANT)


def _function(name: str, key: str, given: Any) -> Callable[[Any], Any]:
    """Return a number, a formula of x or a table as a function of c [mol/m³]."""
    match given:
        case str():
            try:
                return Formula(given, "x")
            except FormulaError as error:
                raise DataFileError(f'{name}: "{key}" {error}') from None
        case {"x": list() as places, "y": list() as values}:
            x = [_number(name, key, place) for place in places]
            y = [_number(name, key, value) for value in values]
            if len(x) != len(y) or len(x) < 2 or any(b <= a for a, b in pairwise(x)):
                raise DataFileError(f'{name}: the table of "{key}" falls in x, or is uneven')
            largest = max(abs(value) for value in y) or 1.0
            found = MonotoneTable(x, [value / largest for value in y])
            return lambda c: largest * found(c)
        case _:
            constant = _number(name, key, given)
            return lambda c: constant


def _number(name: str, key: str, given: Any) -> float:
    if isinstance(given, int | float) and not isinstance(given, bool):
        try:
            number = float(given)
        except OverflowError:
            number = math.inf
        if math.isfinite(number):
            return number
    raise DataFileError(f'{name}: "{key}" is {"missing" if given is None else "no number"}')
