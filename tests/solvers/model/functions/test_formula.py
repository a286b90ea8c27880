"""Formulas: arithmetic of one variable, and nothing else."""

from __future__ import annotations

import math

import numpy as np
import pytest
import ufl

from platefront.solvers.mesh.domain import UFL_MESH
from platefront.solvers.model.functions.formula import Formula, FormulaError


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("3.329*c - 2.51*c^1.5 + 0.1297*c**3", 3.329 * 2 - 2.51 * 2**1.5 + 0.1297 * 8),
        ("2", 2.0),
        ("-c^2", -4.0),
        ("2^3^2", 512.0),
        ("(1 + c)/(4 - c)*1e-10", 1.5e-10),
        ("exp(-c) + log(c) + sqrt(c)", math.exp(-2) + math.log(2) + math.sqrt(2)),
        ("tanh(c) - sinh(c)/cosh(c)", 0.0),
        (" +c ", 2.0),
    ],
)
def test_value_is_that_of_the_arithmetic(text: str, exact: float) -> None:
    formula = Formula(text, "c")
    assert formula(2.0) == pytest.approx(exact, rel=1e-14, abs=1e-15)
    assert formula(np.array([2.0, 2.0])) == pytest.approx([exact, exact], rel=1e-14, abs=1e-15)
    expression = ufl.as_ufl(formula(ufl.variable(ufl.as_ufl(2.0) + 0.0 * ufl.Constant(UFL_MESH))))
    assert expression.ufl_shape == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is not a formula"),
        ("2*(c", "is not a formula"),
        ("c c", "is not a formula"),
        ("2*x", 'contains "x"; its variable is "c"'),
        ("abs(c)", 'contains "abs"; the functions are exp, log'),
        ("__import__('os').system('true')", "which is no arithmetic"),
        ("c.real", "contains c.real, which is no arithmetic"),
        ("[c][0]", "which is no arithmetic"),
        ("c if c > 1 else 2", "which is no arithmetic"),
        ("exp(c, 2)", "which is no arithmetic"),
        ("True*c", "which is no arithmetic"),
        ("2j*c", "which is no arithmetic"),
        ("c % 2", "which is no arithmetic"),
        ("1e999", "too large"),
        ("9" * 400, "too large"),
        ("(" * 300 + "c" + ")" * 300, "is not a formula"),
        ("-" * 100 + "c", "more than 60 operations"),
        ("c+" * 1500 + "c", "longer than 2000"),
    ],
)
def test_what_is_no_arithmetic_is_refused(text: str, reason: str) -> None:
    with pytest.raises(FormulaError) as refusal:
        Formula(text, "c")
    assert reason in str(refusal.value)


@pytest.mark.parametrize(
    "text",
    [
        "9^9^9^9^9",
        "c + 1/0",
        "(-8)^(1/3)*c",
        "0^-1",
        "exp(1e5)",
        "log(0 - 1)",
        "c/(c - c)",
        "sqrt(-c)",
    ],
)
def test_what_has_no_value_is_not_finite(text: str) -> None:
    """Not an error, not a complex number, and no integer that fills the memory."""
    for x in (2.0, np.array([1.0, 2.0])):
        assert not np.isfinite(Formula(text, "c")(x)).any()
