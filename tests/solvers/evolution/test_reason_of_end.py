"""A run that can go no further has ended by itself only where next to no metal is left."""

from __future__ import annotations

from dataclasses import replace

import pytest

from platefront.solvers.errors import GeometryFailedError, NotConvergedError, SolverError
from platefront.solvers.evolution.diagnosis import want_of_metal
from platefront.solvers.evolution.stopping import reason_of_end
from platefront.solvers.model.control import Control, Galvanostatic, Potentiostatic
from platefront.solvers.model.voltage.parts import VoltageParts
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


@pytest.mark.parametrize(
    ("control", "current", "kinetic", "named"),
    [
        (Galvanostatic(current_density=-10.0), -10.0, 2.1, True),
        (Galvanostatic(current_density=-10.0), -10.0, 1.9, False),
        (Galvanostatic(current_density=10.0), 10.0, 2.1, False),
        (Potentiostatic(electrode_potential=2.0), -10.0, 2.1, False),
    ],
)
def test_a_runaway_of_stripping_is_want_of_metal_and_nothing_else_is(
    control: Control, current: float, kinetic: float, named: bool
) -> None:
    """An ohmic drop or a high equilibrium potential is none."""
    voltage = VoltageParts(
        capillary=0.0,
        equilibrium=3.0, kinetic=kinetic, counter=0.0, nucleation=0.0, film=0.0, deposit=0.0,
        concentration=0.0, ohmic=3.0, electronic=0.0, power={},
    )  # fmt: skip
    record = replace(synthetic_record(8), current=current, voltage=voltage)
    reason = want_of_metal(control, record)
    assert (reason is not None) == named
