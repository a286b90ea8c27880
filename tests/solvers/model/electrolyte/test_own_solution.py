"""Properties that a case gives: four ways, one meaning; what cannot be meant is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from platefront.solvers.model.electrolyte.concentrated import Concentrated
from platefront.solvers.model.electrolyte.solution.own import OwnSolution
from platefront.solvers.model.electrolyte.solution.own_property import (
    OwnConductivity,
    OwnDiffusivity,
    OwnNumber,
)

PLACES = [100.0, 500.0, 1000.0, 2000.0]
VALUES = [0.3, 0.75, 0.9, 0.6]


def solution(**changes: Any) -> OwnSolution:
    given = {
        "concentrations": (100.0, 2000.0),
        "conductivity": OwnConductivity(value=1.0),
        "diffusivity": OwnDiffusivity(value=3e-10),
        "transference_number": OwnNumber(value=0.3),
    }
    return OwnSolution(**(given | changes))


def test_table_in_the_case_and_in_a_file_are_the_same(tmp_path: Path) -> None:
    file = tmp_path / "kappa.csv"
    rows = "\n".join(f"{c / 1000};{10 * v}" for c, v in zip(PLACES, VALUES, strict=True))
    file.write_text(f"# Bruggeman's\nc [mol/L]; kappa [mS/cm]\n\n{rows}\n", encoding="utf-8")
    inline = OwnConductivity(concentrations=tuple(PLACES), values=tuple(VALUES)).function()
    read = OwnConductivity(file=str(file), unit=0.1).function()
    c = np.linspace(100.0, 2000.0, 77)
    assert inline(np.array(PLACES)) == pytest.approx(VALUES, rel=1e-14)
    assert read(c) == pytest.approx(inline(c), rel=1e-13)


@pytest.mark.parametrize(
    "text",
    [
        "0.1,0.25\n2,1.5\n",
        "0,1;0,25\n2;1,5\n",
        "c;kappa\n0.1; 0.25\n2;1.5\n",
        "0,1\t0,25\n2\t1,5\n",
        "c kappa\n0.1 0.25\n2  1.5\n",
        "\ufeffc,kappa\r\n0.1,0.25\r\n2,1.5\r\n",
        "# 0.05,9\n0.1,2.5e-1\n\n2,1.5\n",
    ],
)
def test_tables_of_all_kinds_are_read_alike(tmp_path: Path, text: str) -> None:
    file = tmp_path / "table.csv"
    file.write_text(text, encoding="utf-8", newline="")
    found = OwnConductivity(file=str(file)).function()
    assert found(np.array([100.0, 2000.0])) == pytest.approx([0.25, 1.5], rel=1e-12)


def test_formula_is_in_units() -> None:
    given = OwnConductivity(formula="9*c", unit=0.1, concentration_unit=500.0).function()
    assert given(1000.0) == pytest.approx(0.1 * 9 * 2)


def test_constant_stays_one() -> None:
    assert OwnDiffusivity(value=2e-10).function()(123.0) == 2e-10


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({}, "give one of value, formula, values, file: nothing is given"),
        ({"value": 1.0, "formula": "c"}, "value and formula are given"),
        ({"formula": "import os"}, 'formula "import os" is not a formula'),
        ({"values": (1.0, 2.0), "concentrations": (1.0,)}, "concentrations has 1 numbers"),
        ({"values": (1.0,), "concentrations": (1.0,)}, "two concentrations at least"),
        ({"values": (1.0, 2.0), "concentrations": (2.0, 1.0)}, "must rise"),
    ],
)
def test_what_cannot_be_meant_is_refused(given: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        OwnConductivity(**given)
    assert reason in str(refusal.value)


@pytest.mark.parametrize(
    ("changes", "at", "reason"),
    [
        (
            {"conductivity": OwnConductivity(formula="1 - c")},
            "conductivity",
            "is not positive at c = 1.002 mol/L",
        ),
        (
            {"conductivity": OwnConductivity(formula="1/(c - 1.05)^2 + log(c - 0.5)")},
            "conductivity",
            "has no finite value at c = 0.1 mol/L",
        ),
        (
            {"diffusivity": OwnDiffusivity(concentrations=(200.0, 2000.0), values=(1e-10, 2e-10))},
            "diffusivity",
            "is a table from 0.2 to 2 mol/L, which does not cover the range",
        ),
        (
            {"transference_number": OwnNumber(formula="0.4 + 0.5*c")},
            "transference_number",
            "is above 1.0 at c = 1.202 mol/L",
        ),
        (
            {"thermodynamic_factor": OwnNumber(value=-1.0)},
            "thermodynamic_factor",
            "is not positive",
        ),
        (
            {"conductivity": OwnConductivity(file="/nowhere/{x}.csv")},
            "conductivity",
            "cannot be read: {x}.csv: No such file",
        ),
    ],
)
def test_property_that_fails_within_the_range_is_refused(
    changes: dict[str, Any], at: str, reason: str
) -> None:
    misfit = Concentrated(solution=solution(**changes)).misfit()
    assert misfit is not None
    assert misfit.at == ("solution", at)
    assert reason in misfit.reason.format()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("c,k\n0.1,1\n", "has 1 lines with two numbers; two are needed"),
        ("c,k\n0.1,1\n0.2\n", "line 3: these are not two numbers: 0.2"),
        ("0.1,1\n0.2,inf\n", "line 2: these are not two numbers: 0.2,inf"),
        ("0,1,1,5\n0,2,1,7\n", "line 1: these are not two numbers: 0,1,1,5"),
        ("0.1,1,7\n0.2,2,8\n", "line 1: these are not two numbers"),
        ("0.2,1\n0.1,2\n", "must rise"),
        ("0.1,1\n0.5,2\n", "does not cover the range"),
    ],
)
def test_file_that_is_no_table_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    file = tmp_path / "table.csv"
    file.write_text(text, encoding="utf-8")
    misfit = solution(conductivity=OwnConductivity(file=str(file))).misfit()
    assert misfit is not None
    assert "table" in misfit.reason
    assert reason in misfit.reason


def test_changed_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text("0.1,1\n2,2\n", encoding="utf-8")
    misfit = solution(conductivity=OwnConductivity(file=str(file), sha256="0" * 64)).misfit()
    assert misfit is not None
    assert "has changed since this case was resolved" in misfit.reason


def test_range_must_rise() -> None:
    with pytest.raises(ValidationError, match="must rise from above zero"):
        solution(concentrations=(0.0, 1000.0))
