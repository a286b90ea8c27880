"""An abrupt start is tried from depleted surfaces, then from the state before it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from platefront.solvers.errors import NotConvergedError
from platefront.solvers.newton.depleted_guess import Depletion
from platefront.solvers.state.abrupt_start import solve_abruptly

DEPLETED = Depletion(1.0, 0.0)


def tried(successful: Depletion | None, *, ever: bool = True) -> list[Depletion | None]:
    """The guesses from which a solution is looked for, if one of them leads to it."""
    values, seen = np.arange(4.0), []

    def guess(given: Any, start: Depletion | None) -> None:
        np.testing.assert_array_equal(given, np.arange(4.0))
        given[:] = -1.0  # as a solution would
        seen.append(start)

    def solve() -> int:
        if ever and seen[-1] is successful:
            return 7
        raise NotConvergedError(f"not from {seen[-1]}")

    transport = cast(Any, SimpleNamespace(guess=guess))
    assert solve_abruptly(transport, values, (DEPLETED, None), solve) == 7
    return seen


def test_the_first_that_leads_to_a_solution_is_taken() -> None:
    assert tried(DEPLETED) == [DEPLETED]


def test_the_state_before_follows() -> None:
    assert tried(None) == [DEPLETED, None]


def test_without_any_the_error_is_that_of_the_last() -> None:
    with pytest.raises(NotConvergedError, match="not from None"):
        tried(None, ever=False)
