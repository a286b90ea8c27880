"""Formulas of one variable, as text: parsed into arithmetic, never run as code.

The notation is that of most languages: `+ - * /`, `^` or `**` for powers, brackets, numbers, and
the functions `exp`, `log` (natural), `sqrt`, `sinh`, `cosh`, `tanh`, `sin`, `cos`.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

import numpy as np
import ufl

from platefront.solvers.model.functions.expressions import symbolic

LONGEST = 2000
"""Largest number of characters of a formula."""
_DEEPEST = 60
"""Largest number of brackets, signs and functions inside one another."""

_OPERATORS: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
_SIGNS: Mapping[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
}
_FUNCTIONS: Mapping[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    "exp": (ufl.exp, np.exp),
    "log": (ufl.ln, np.log),
    "sqrt": (ufl.sqrt, np.sqrt),
    "sinh": (ufl.sinh, np.sinh),
    "cosh": (ufl.cosh, np.cosh),
    "tanh": (ufl.tanh, np.tanh),
    "sin": (ufl.sin, np.sin),
    "cos": (ufl.cos, np.cos),
}


class FormulaError(ValueError):
    """A text that is no formula; its message is a predicate: `has no value …`."""


@dataclass(frozen=True, slots=True)
class Formula:
    """Formula of one variable.

    Attributes:
        text: as written.
        variable: name of the variable.
    """

    text: str
    variable: str

    def __post_init__(self) -> None:
        """Parse the text.

        Raises:
            FormulaError: it is no formula of this variable.
        """
        _parsed(self.text, self.variable)

    def __call__(self, x: Any) -> Any:
        """Value at x, a UFL expression or numbers; of numbers an array of their shape.

        What has no value is not a number, or infinite.
        """
        tree = _parsed(self.text, self.variable)
        if symbolic(x):
            return _value(tree, x)
        with np.errstate(all="ignore"):
            return _value(tree, x) * np.ones_like(x)


@lru_cache(maxsize=64)
def _parsed(text: str, variable: str) -> ast.expr:
    """Return the syntax tree of a formula, which has nothing but what `_value` knows.

    Raises:
        FormulaError: there is something else in it.
    """
    if len(text) > LONGEST:
        raise FormulaError(f"is longer than {LONGEST} characters")
    try:
        tree = ast.parse(text.strip().replace("^", "**"), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise FormulaError("is not a formula: brackets, signs or numbers are amiss") from None
    _check(tree, variable, 0)
    return tree


def _check(node: ast.expr, variable: str, depth: int) -> None:
    if depth > _DEEPEST:
        raise FormulaError(f"has more than {_DEEPEST} operations inside one another")
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            _check_number(number)
        case ast.Name(id=name):
            if name != variable:
                raise FormulaError(f'contains "{name}"; its variable is "{variable}"')
        case ast.UnaryOp(op=sign, operand=operand) if type(sign) in _SIGNS:
            _check(operand, variable, depth + 1)
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _OPERATORS:
            _check(left, variable, depth + 1)
            _check(right, variable, depth + 1)
        case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]):
            if name not in _FUNCTIONS:
                known = ", ".join(_FUNCTIONS)
                raise FormulaError(f'contains "{name}"; the functions are {known}')
            _check(argument, variable, depth + 1)
        case _:
            raise FormulaError(f"contains {ast.unparse(node)[:40]}, which is no arithmetic")


def _check_number(number: float) -> None:
    try:
        finite = np.isfinite(float(number))
    except OverflowError:
        finite = False
    if not finite:
        raise FormulaError("contains a number that is too large")


def _value(node: ast.expr, x: Any) -> Any:
    match node:
        case ast.Constant(value=number):
            return float(cast("float", number))
        case ast.UnaryOp(op=sign, operand=operand):
            return _SIGNS[type(sign)](_value(operand, x))
        case ast.BinOp(left=left, op=sign, right=right):
            return _combined(_OPERATORS[type(sign)], _value(left, x), _value(right, x))
        case ast.Call(func=ast.Name(id=name), args=[argument]):
            inner = _value(argument, x)
            if symbolic(inner):
                return _FUNCTIONS[name][0](inner)
            with np.errstate(all="ignore"):
                return _FUNCTIONS[name][1](inner)
        case _:
            return x


def _combined(sign: Callable[[Any, Any], Any], left: Any, right: Any) -> Any:
    """Return the value of two operands; of plain numbers that have none, not a number."""
    if not (isinstance(left, float) and isinstance(right, float)):
        return sign(left, right)
    try:
        value = sign(float(left), float(right))
    except ArithmeticError:
        return np.nan
    return value if isinstance(value, float) else np.nan  # a root of a negative number is complex
