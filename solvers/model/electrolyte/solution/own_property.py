"""Properties that a case gives itself: a constant, a formula, a table, or a file with a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, Self

import numpy as np
from pydantic import model_validator

from platefront.geometry.parameters import Parameters, input_file, option, quantity
from platefront.solvers.model.electrolyte.solution.data_file import DataFileError, two_columns
from platefront.solvers.model.electrolyte.solution.solution import ValidRange
from platefront.solvers.model.functions.formula import Formula, FormulaError
from platefront.solvers.model.functions.monotone_table import MonotoneTable

_WAYS = ("value", "formula", "values", "file")
_ROUND_OFF = 1e-9
"""Part of a range by which a table may miss its ends."""


class PropertyError(ValueError):
    """A property that cannot be used; its message is a predicate: `is not positive …`."""


class OwnProperty(Parameters):
    """Property as a function of the concentration, in one of four ways.

    - `value`: a constant.
    - `formula`: in c, the concentration in units of `concentration_unit`; its result is in units of
      `unit`. It has + - * / ^, brackets, exp, log, sqrt, sin, cos, sinh, cosh and tanh.
    - `concentrations` with `values`: a table, interpolated without new extremes.
    - `file`: the same as a CSV file of two columns, in units of `concentration_unit` and `unit`.
    """

    value: float | None
    values: tuple[float, ...]
    unit: float
    formula: str | None = option("Formula in c, such as `3.329*c - 2.51*c^1.5`.", None)
    concentrations: tuple[float, ...] = quantity(
        "mol/m^3", "Concentrations of a table, rising.", ()
    )
    file: str | None = input_file(
        "Path of a CSV file with a table, relative to the folder of the case file.", None
    )
    sha256: str | None = option(
        "SHA-256 of the file, written into the resolved case; a changed file is refused.", None
    )
    concentration_unit: float = quantity(
        "mol/m^3", "Unit of c in `formula` and `file`.", 1000.0, gt=0
    )

    @model_validator(mode="after")
    def _in_one_way(self) -> Self:
        given = [way for way in _WAYS if getattr(self, way) not in (None, ())]
        if len(given) != 1:
            there = f"{' and '.join(given)} are given" if given else "nothing is given"
            raise ValueError(f"give one of {', '.join(_WAYS)}: {there}")
        if len(self.concentrations) != len(self.values):
            raise ValueError(
                f"concentrations has {len(self.concentrations)} numbers, values {len(self.values)}"
            )
        if self.values:
            _check_places(self.concentrations)
        if self.formula is not None:
            try:
                Formula(self.formula, "c")
            except FormulaError as error:
                raise ValueError(f'formula "{self.formula[:60]}" {error}') from None
        return self

    def function(self) -> Callable[[Any], Any]:
        """Return the property as a function of c [mol/m³], in its SI unit.

        Raises:
            PropertyError: a file cannot be used.
        """
        if self.value is not None:
            constant = self.value
            return lambda c: constant
        scale, per = self.unit, self.concentration_unit
        if self.formula is not None:
            formula = Formula(self.formula, "c")
            return lambda c: scale * formula(c / per)
        places, values, scale, per = self._table()
        largest = max(abs(value) for value in values) or 1.0
        table = MonotoneTable(places, [value / largest for value in values])
        return lambda c: scale * largest * table(c / per)

    def shortcoming(self, span: ValidRange, positive: bool, highest: float | None) -> str | None:
        """Return the reason why it cannot be used within a range of c [mol/m³]; None if it can.

        Args:
            span: range of c.
            positive: True if it must be.
            highest: value that it may have; None for any.
        """
        try:
            function = self.function()
            self._check_covered(span)
        except PropertyError as error:
            return str(error)
        c = np.linspace(span.lowest, span.highest, 201)
        with np.errstate(all="ignore"):
            found = np.asarray(function(c) * np.ones_like(c))
        above = np.zeros(len(c), dtype=bool) if highest is None else found > highest
        for bad, what in (
            (~np.isfinite(found), "has no finite value"),
            ((found <= 0.0) & positive, "is not positive"),
            (above, f"is above {highest}"),
        ):
            if bad.any():
                return f"{what} at c = {c[bad][0] / 1000.0:.4g} mol/L"
        return None

    def _table(self) -> tuple[Sequence[float], Sequence[float], float, float]:
        """Return places, values and the units of both."""
        if self.file is None:
            return [c / 1000.0 for c in self.concentrations], self.values, 1.0, 1000.0
        try:
            places, values = two_columns(self.file, self.sha256)
            _check_places(places)
        except DataFileError as error:
            raise PropertyError(f"cannot be read: {error}") from None
        except ValueError as error:
            name = self.file.rsplit("/", 1)[-1]
            raise PropertyError(f"cannot be used: {name}: {error}") from None
        return places, values, self.unit, self.concentration_unit

    def _check_covered(self, span: ValidRange) -> None:
        if self.file is None and not self.values:
            return
        places, _, _, per = self._table()
        room = _ROUND_OFF * span.highest
        if places[0] * per > span.lowest + room or places[-1] * per < span.highest - room:
            raise PropertyError(
                f"is a table from {places[0] * per / 1000.0:.4g} to "
                f"{places[-1] * per / 1000.0:.4g} mol/L, which does not cover the range"
            )


def _check_places(places: Sequence[float]) -> None:
    """Raise ValueError unless there are two at least, rising and not negative."""
    if len(places) < 2:
        raise ValueError("a table needs two concentrations at least")
    if places[0] < 0.0 or any(b <= a for a, b in pairwise(places)):
        raise ValueError("the concentrations of a table must rise from zero or more")


class OwnConductivity(OwnProperty):
    """Conductivity as a function of the concentration."""

    value: float | None = quantity("S/m", "The same at every concentration.", None, gt=0)
    values: tuple[float, ...] = quantity("S/m", "Values of a table.", ())
    unit: float = quantity("S/m", "Unit of what `formula` and `file` give.", 1.0, gt=0)


class OwnDiffusivity(OwnProperty):
    """Diffusivity of the salt as a function of the concentration."""

    value: float | None = quantity("m^2/s", "The same at every concentration.", None, gt=0)
    values: tuple[float, ...] = quantity("m^2/s", "Values of a table.", ())
    unit: float = quantity("m^2/s", "Unit of what `formula` and `file` give.", 1.0, gt=0)


class OwnNumber(OwnProperty):
    """Number without unit as a function of the concentration."""

    value: float | None = quantity("1", "The same at every concentration.", None)
    values: tuple[float, ...] = quantity("1", "Values of a table.", ())
    unit: float = quantity("1", "Unit of what `formula` and `file` give.", 1.0, gt=0)
