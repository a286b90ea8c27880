"""Unevenness: standard deviation of the current density along the front over its mean."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely

from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.model.control import Rest
from platefront.solvers.model.electrolyte.ohmic import Ohmic
from platefront.solvers.model.kinetics.linear import Linear
from platefront.solvers.model.protocol.protocol import Protocol
from platefront.solvers.model.stopping.settings import StopSettings
from tests.shared.cells import foil, problem, run

GOOD = Ohmic(conductivity=1e6)


def halves() -> CrossSection:
    """A foil of two parts of different lengths."""
    whole = foil(width=12.0, height=10.0)
    parts = {
        "left": shapely.box(0.0, -1.0, 4.0, 10.0),
        "right": shapely.box(4.0, -1.0, 12.0, 10.0),
    }
    return CrossSection(
        width=whole.width,
        height=whole.height,
        collector=whole.collector,
        deposit=whole.deposit,
        span=whole.span,
        surfaces=parts,
    )


@pytest.mark.parametrize("current", [20.0, -20.0])
def test_two_conductances_in_a_good_conductor(current: float) -> None:
    """A third of the length passes three times the current density of the rest."""
    laws = {"left": Linear(conductance=300.0), "right": Linear(conductance=100.0)}
    if current < 0.0:
        case = problem(
            foil(width=12.0, height=10.0, layer=2.0),
            Linear(conductance=300.0),
            current=current,
            electrolyte=GOOD,
            mode="fixed",
            time=1.0,
        )
        expected = 0.0
    else:
        case = problem(
            halves(), laws, current=current, electrolyte=GOOD, mode="fixed", size=0.25e-6, time=1.0
        )
        mean = (3.0 * 1 + 1.0 * 2) / 3.0
        expected = math.sqrt(((3.0 - mean) ** 2 + 2.0 * (1.0 - mean) ** 2) / 3.0) / mean
    found = run(case)[-1].unevenness
    assert found is not None
    # the vertex between both passes half of either: a quarter of an edge of 12 µm
    assert found == pytest.approx(expected, abs=0.02)


def test_there_is_none_at_rest() -> None:
    steps = Protocol.single(Rest(), StopSettings(time=1.0))
    case = problem(foil(layer=1.0), Linear(conductance=100.0), electrolyte=GOOD, protocol=steps)
    assert [record.unevenness for record in run(case)] == [None] * len(run(case))
    assert np.isfinite(run(case)[-1].electrode_potential or 0.0)
