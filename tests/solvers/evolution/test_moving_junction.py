"""A front that grows from an electrode beside an insulator, on a mesh graded to the junction."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from platefront.geometry.assembly.build import SectionParameters, build_section
from platefront.geometry.collectors import Strip
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.evolution.step.longest import longest_step
from platefront.solvers.model.kinetics.insulating import Insulating
from tests.shared.cells import PLATING, problem

CAPACITY = 0.05 * 36e3
JUNCTION = 0.2  # µm


def simulation(start: float) -> Simulation:
    """A strip of 10 µm in a section of 20 µm."""
    collector = Strip(width=20e-6, start=start, length=10e-6)
    section = build_section(SectionParameters(collector=collector, gap=20e-6), 1e-10)
    case = problem(section, {"strip": PLATING, "plane": Insulating()}, capacity=CAPACITY)
    finer = case.mesh.model_copy(update={"junction_size": 1e-6 * JUNCTION})
    return Simulation(replace(case, mesh=finer))


@pytest.mark.parametrize("start", [0.0, 5e-6], ids=["half", "whole"])
def test_a_strip_grows_beside_an_insulator(start: float) -> None:
    last = list(simulation(start).run())[-1]
    assert last.capacity == pytest.approx(CAPACITY, rel=1e-9)
    assert last.remeshings >= 1
    books = [abs(residue) for residue in (last.books.faraday, last.books.anions, last.books.area)]
    assert max(books) < 1e-12, f"books are open by {max(books):.1e}"
    assert last.surfaces["plane"].charge == 0.0
    assert last.surfaces["strip"].charge == pytest.approx(CAPACITY * 20e-6, rel=1e-9)
    fields = last.fields().value
    ends = fields.points[fields.front]
    lengths = np.hypot(*(ends[:, 1] - ends[:, 0]).T)
    beside = np.flatnonzero(np.diff(fields.surface))
    assert len(beside) == (1 if start == 0.0 else 2)
    longest = lengths[np.concatenate((beside, beside + 1))].max()
    assert longest < 2.0 * JUNCTION, f"edges at the junction are {longest:.2f} µm long"
    assert lengths.max() > 3.0 * JUNCTION
    # the vertex between the surfaces slides along the plane, outwards
    x, y = ends[beside, 1].T
    assert (y == 0.0).all()
    outwards = np.sort(np.abs(x - 1e6 * (start + 0.5 * 10e-6 * (start > 0.0))))
    top = ends[:, :, 1].max()
    half = 5.0 if start else 10.0
    assert (outwards > half + 0.5 * top).all() and (outwards < half + 2.0 * top).all()
    assert last.surfaces["plane"].thickness_max == 0.0


def test_short_edges_take_short_steps() -> None:
    """An advance in a step is counted in the edges that are there."""
    fine = simulation(0.0)
    even = fine.problem.mesh.model_copy(update={"junction_size": None})
    coarse = Simulation(replace(fine.problem, mesh=even))
    anywhere = (-np.inf, np.inf)
    ratio = longest_step(coarse.state, anywhere) / longest_step(fine.state, anywhere)
    assert 2.0 < ratio < 6.0, f"a fifth of the edge length shortens the step by {ratio:.1f}"
