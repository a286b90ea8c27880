"""Left and right are alike: a mirrored section gives the mirrored result."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from unittest import mock

import numpy as np
import pytest
from hypothesis import assume, given, note

import platefront.solvers.front.front_tracker
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.topology.merging import Merging
from platefront.geometry.mesh.grading import Grading
from platefront.geometry.mesh.triangulation import TriangleMesh
from platefront.geometry.section.transforms import mirrored
from platefront.solvers.front.initial_outline import initial_outline
from platefront.solvers.model.problem import PlatingProblem
from tests.shared.comparing import Factors, largest_difference, numbers, run
from tests.shared.effort import few, many
from tests.shared.random_cells import cells, only_plates

STEPS = 40
UNEQUAL = ("carbon_cloth",)
"""Collectors that are not symmetric, so that something is left to be tested."""


def backwards(outline: Outline) -> np.ndarray:
    """(n,) old number of each vertex when every ring is walked the other way."""
    rings = np.split(np.arange(len(outline)), outline.starts[1:])
    return np.concatenate([ring[::-1] for ring in rings])


def mirrored_outline(outline: Outline, width: float) -> Outline:
    """The outline with left and right exchanged; rings run the other way to keep their sense."""
    old = backwards(outline)
    points = outline.points[old]
    points[:, 0] = width - points[:, 0]
    # the edge from a vertex to the next is the old edge that ended here
    tag = outline.tag[outline.preceding[old]]
    return replace(
        outline,
        points=points,
        tag=tag,
        thickness_m=outline.thickness_m[old],
        bare=outline.bare[old],
    )


def mirrored_mesh(mesh: TriangleMesh, outline: Outline, width: float) -> TriangleMesh:
    """The mesh of an outline with left and right exchanged, vertices of the outline first."""
    old = np.arange(len(mesh.points))
    old[: len(outline)] = backwards(outline)
    new = np.empty_like(old)
    new[old] = np.arange(len(old))
    points = mesh.points[old]
    points[:, 0] = width - points[:, 0]
    edges = new[mesh.edges][:, ::-1]
    # the front first, in the order of the mirrored outline
    order = np.lexsort((edges[:, 0], mesh.tags < 0))
    return replace(
        mesh,
        points=points,
        triangles=new[mesh.triangles][:, ::-1].copy(),
        edges=edges[order],
        tags=mesh.tags[order],
    )


@contextmanager
def mirrored_by_hand(problem: PlatingProblem) -> Iterator[None]:
    """Within it, the mirrored problem starts from the mirrored outline and mesh of this one."""
    section, grading = problem.section, problem.mesh.grading
    merging = initial_outline(section, grading, problem.front.merge_gap)
    triangulate = platefront.solvers.front.front_tracker.triangulate

    def start(*_: object) -> Merging:
        pockets = mirrored(replace(section, surfaces=dict(enumerate(merging.pockets)))).surfaces
        outline = mirrored_outline(merging.outline, section.width)
        return replace(merging, outline=outline, pockets=tuple(pockets.values()))

    def mesh(_: Outline, grading: Grading, **options: bool) -> TriangleMesh:
        made = triangulate(merging.outline, grading, **options)
        return mirrored_mesh(made, merging.outline, section.width)

    with (
        mock.patch.object(platefront.solvers.front.front_tracker, "initial_outline", start),
        mock.patch.object(platefront.solvers.front.front_tracker, "triangulate", mesh),
    ):
        yield


def judge_fixed(problem: PlatingProblem) -> None:
    assume(only_plates(problem))  # whether bare host keeps a film of 1 nm is left to round-off
    one = run(problem, STEPS)
    with mirrored_by_hand(problem):
        other = run(replace(problem, section=mirrored(problem.section)), STEPS)
    off, where = largest_difference(one, other)
    assert off < 1e-8, f"off by {off:.1e}: {where}"


@few(12)
@given(cells(UNEQUAL, ("fixed",)))
@pytest.mark.slow
def test_a_fixed_front_on_the_mirrored_mesh(problem: PlatingProblem) -> None:
    judge_fixed(problem)


@pytest.mark.long
@many(50)
@given(cells(UNEQUAL, ("fixed",)))
def test_many_fixed_fronts_on_the_mirrored_mesh(problem: PlatingProblem) -> None:
    judge_fixed(problem)


def test_the_mirror_is_not_the_same_cell() -> None:
    """Guards the test above: mirroring must change what the solver sees."""

    @few(3)
    @given(cells(UNEQUAL, ("fixed",)))
    def differs(problem: PlatingProblem) -> None:
        other = mirrored(problem.section)
        assert other.collector.symmetric_difference(problem.section.collector).area > 1.0
        assert mirrored(other).collector.symmetric_difference(
            problem.section.collector
        ).area == pytest.approx(0.0, abs=1e-9)

    differs()


def judge_moving(problem: PlatingProblem) -> None:
    """Meshes differ, so numbers agree as well as the discretisation is fine."""
    one = run(problem, 400)[-1]
    other = run(replace(problem, section=mirrored(problem.section)), 400)[-1]
    note(f"{one.remeshings} and {other.remeshings} remeshings")
    first, second = numbers(one, Factors()), numbers(other, Factors())
    assert second["capacity"] == pytest.approx(first["capacity"], rel=1e-8)
    off = second["time"] / first["time"] - 1.0
    assert abs(off) < 0.03, f"duration differs by {off:.2e}"
    for name in problem.surfaces:
        key = f"charge {name}"
        off = (second[key] - first[key]) / (one.stock.turnover or 1.0)
        assert abs(off) < 0.03, f"share of {name} differs by {off:.2e}"


@few(8)
@given(cells(UNEQUAL, ("moving",)))
@pytest.mark.slow
def test_a_moving_front(problem: PlatingProblem) -> None:
    judge_moving(problem)


@pytest.mark.long
@many(50)
@given(cells(UNEQUAL, ("moving",)))
def test_many_moving_fronts(problem: PlatingProblem) -> None:
    judge_moving(problem)
