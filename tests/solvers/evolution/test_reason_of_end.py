"""A run that can go no further has ended by itself only where next to no metal is left."""

from __future__ import annotations

from dataclasses import replace

import pytest

from platefront.solvers.errors import GeometryFailedError, NotConvergedError, SolverError
from platefront.solvers.evolution.stopping import reason_of_end
from tests.shared.synthetic import synthetic_record


@pytest.mark.parametrize(
    ("error", "left", "reason"),
    [
        (NotConvergedError("no potential"), 1.9e-2, "cannot be drawn from the last 0.019 of"),
        (NotConvergedError("no potential"), 2.1e-2, ""),
        (NotConvergedError("no potential"), None, ""),
        (GeometryFailedError("crosses itself"), 1.9e-3, "cannot follow the last 0.0019 of"),
        (GeometryFailedError("crosses itself"), 2.1e-3, ""),
        (GeometryFailedError("crosses itself"), None, ""),
    ],
)
def test_what_is_left_decides(error: SolverError, left: float | None, reason: str) -> None:
    found = reason_of_end(replace(synthetic_record(8), metal_left=left), error)
    assert reason in found
    assert bool(found) == bool(reason)
