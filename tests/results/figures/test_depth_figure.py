"""Depth profiles as a neutron measurement draws them: densities in strips that keep the area."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import StepPatch

from platefront.figures.curves.depth_profile import (
    DEPTH_PROFILE,
    MOST_PROFILES,
    coarser,
    depth_profile_figure,
    group_size,
)
from platefront.figures.run_view import RunView
from platefront.results.reading import RunResults
from platefront.results.tables.depth_profile import DEPTH_BINS
from tests.results.written_run import STEPS
from tests.shared.synthetic import HEIGHT, INVERTED, WIDTH, deposit_after


@pytest.fixture(scope="module")
def figure(run: RunResults) -> Figure:
    return depth_profile_figure(RunView(run))


def lithium(figure: Figure, panel: int) -> StepPatch:
    """The filled profile of lithium in a panel."""
    steps = [patch for patch in figure.axes[panel].patches if isinstance(patch, StepPatch)]
    return steps[1]


@pytest.mark.parametrize("strips", [1, 3, 7, 100, 130])
def test_coarser_strips_keep_the_area(strips: int) -> None:
    fine = np.random.default_rng(1).uniform(size=100)
    coarse = coarser(fine, strips)
    sizes = np.minimum(strips, 100 - strips * np.arange(len(coarse)))
    assert len(coarse) == -(-100 // strips)
    assert (coarse * sizes).sum() == pytest.approx(fine.sum(), rel=1e-14)


def test_strips_are_as_high_as_edges_of_the_front() -> None:
    assert group_size(strip=1.0, occupied=20.0, edge=0.0) == 1
    assert group_size(strip=1.0, occupied=20.0, edge=2.5) == 3
    assert group_size(strip=1.0, occupied=90.0, edge=2.5) == 3
    assert group_size(strip=0.5, occupied=90.0, edge=0.1) == 6
    assert group_size(strip=0.1, occupied=90.0, edge=1.0) == 30


def test_area_below_a_profile_is_that_of_the_lithium(figure: Figure, run: RunResults) -> None:
    assert len(figure.axes) == len(run.frames) == MOST_PROFILES
    density, edges, _ = lithium(figure, -1).get_data()
    area = WIDTH * (density * np.diff(edges)).sum()
    assert area == pytest.approx(deposit_after(STEPS, INVERTED).area, rel=1e-9)
    assert len(density) < DEPTH_BINS
    assert edges[-1] == pytest.approx(HEIGHT)


def test_profiles_do_not_lie_on_each_other(figure: Figure) -> None:
    """Each is in a panel of its own, with that of the start for comparison."""
    first = lithium(figure, 0).get_data()[0]
    for axes in figure.axes:
        outlines = [patch for patch in axes.patches if not patch.get_fill()]
        assert len(outlines) == 2
        np.testing.assert_array_equal(outlines[1].get_data()[0], first)
    assert figure.axes[-1].get_xlabel() == "depth y, from the bottom [µm]"


def test_axes_end_where_the_solids_end(figure: Figure) -> None:
    """The collector ends at 54 µm, the section at 90."""
    assert 54.0 < figure.axes[0].get_xlim()[1] < 62.0


def test_without_lithium_there_is_no_figure(run: RunResults) -> None:
    """A front that is fixed grows none."""
    none = replace(run, depth_profile=run.depth_profile.assign(lithium_fraction=0.0))
    assert "no lithium" in (DEPTH_PROFILE.lacks(none) or "")
    assert DEPTH_PROFILE.lacks(run) is None


def test_without_frames_the_table_sets_the_strips(run: RunResults) -> None:
    bare = depth_profile_figure(RunView(replace(run, frames=())))
    _, edges, _ = lithium(bare, -1).get_data()
    assert np.diff(edges)[0] == pytest.approx(3 * HEIGHT / DEPTH_BINS)
