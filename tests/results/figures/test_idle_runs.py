"""Figures of runs in which nothing passes: no round-off at full scale."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.figure import Figure

from platefront.figures.current_lines.stream_lines import stream_lines
from platefront.figures.curves.share_and_gap import draw_share, share_and_gap_figure
from platefront.figures.maps.current_density import current_density_figure, current_scale
from platefront.figures.maps.filling_sequence import filling_figure
from platefront.figures.maps.plating_thickness import (
    edge_thickness,
    thickness_figure,
    thickness_scale,
)
from platefront.figures.run_view import RunView
from platefront.figures.scene import LEAST_CAPACITY, LEAST_THICKNESS, ROUND_OFF, Scene, load_scene
from platefront.results.reading import RunResults

LIMIT = 50.0  # A/m², about F D c0 / height for 1 mol/L and 500 µm


@pytest.fixture(scope="module")
def scene(run: RunResults) -> Scene:
    return replace(load_scene(run.frames[-1]), least_current=ROUND_OFF * LIMIT)


def scaled(scene: Scene, factor: float) -> Scene:
    return replace(
        scene,
        current_density=factor * scene.current_density,
        normal_current=factor * scene.normal_current,
    )


class Shown(RunView):
    """View of a run that is in one made-up state."""

    def __init__(self, run: RunResults, scene: Scene) -> None:
        super().__init__(run)
        self._scene = lambda _: scene


def notes(figure: Figure) -> set[str]:
    return {text.get_text() for axes in figure.axes for text in axes.texts} - {""}


@pytest.mark.parametrize("largest", [0.0, 1e-22, 1e-12, 1e-6, 0.9 * ROUND_OFF * LIMIT])
def test_round_off_of_the_current_is_no_current(
    run: RunResults, scene: Scene, largest: float
) -> None:
    idle = scaled(scene, largest / np.abs(scene.normal_current).max())
    assert not idle.carries_current
    assert stream_lines(idle, 8).lines == []
    assert (current_scale(idle).vmin, current_scale(idle).vmax) == (0.0, 1.0)
    figure = current_density_figure(Shown(run, idle))
    assert notes(figure) == {"no current"}
    assert "of the current" not in " ".join(t.get_text() for t in figure.legends[0].get_texts())


@pytest.mark.parametrize("largest", [1.1 * ROUND_OFF * LIMIT, 1e-3, 1.0, 1e4])
def test_small_currents_are_shown_at_their_scale(
    run: RunResults, scene: Scene, largest: float
) -> None:
    flowing = scaled(scene, largest / np.abs(scene.normal_current).max())
    assert current_scale(flowing).vmax == np.percentile(flowing.current_magnitude, 99.0)
    assert notes(current_density_figure(Shown(run, flowing))) == set()
    assert len(stream_lines(flowing, 8).lines) == 8


def test_an_idle_run_does_not_set_the_scale_of_a_comparison(scene: Scene) -> None:
    idle = scaled(scene, 1e-15)
    assert current_scale(idle, scene).vmax == current_scale(scene).vmax
    bare = replace(scene, thickness=1e-9 * scene.thickness)
    assert thickness_scale(bare, scene).vmax == thickness_scale(scene).vmax


@pytest.mark.parametrize("largest", [0.0, 1e-21, 0.9 * LEAST_THICKNESS, -0.9 * LEAST_THICKNESS])
def test_round_off_of_the_thickness_is_no_deposit(
    run: RunResults, scene: Scene, largest: float
) -> None:
    bare = replace(scene, thickness=largest / scene.thickness.max() * scene.thickness)
    assert (thickness_scale(bare).vmin, thickness_scale(bare).vmax) == (0.0, 1.0)
    assert notes(thickness_figure(Shown(run, bare))) == {"no deposit"}


def test_stripping_is_a_change(run: RunResults, scene: Scene) -> None:
    still_there = np.zeros_like(scene.bare)
    stripped = replace(scene, thickness=-scene.thickness, bare=still_there)
    scale = thickness_scale(stripped)
    assert (scale.vmin, scale.vmax) == (edge_thickness(stripped).min(), 0.0)
    figure = thickness_figure(Shown(run, stripped))
    assert notes(figure) == set()
    assert "< 0: metal lost" in figure.axes[-1].get_ylabel()


def test_bare_host_has_lost_nothing(scene: Scene) -> None:
    """Films had consumed metal that is no longer there: a negative thickness on host was drawn."""
    owing = replace(scene, thickness=-scene.thickness, bare=np.ones_like(scene.bare))
    assert scene.thickness.max() > 1.0
    np.testing.assert_array_equal(edge_thickness(owing), 0.0)
    assert thickness_scale(owing).vmin == 0.0


def test_titles_do_not_tell_round_off(run: RunResults) -> None:
    idle = (replace(run.frames[0], capacity=2.4e-22), replace(run.frames[0], capacity=-1e-17))
    panels = filling_figure(RunView(replace(run, frames=idle))).axes
    titles = {axes.get_title() or axes.get_title("left") for axes in panels} - {""}
    assert {title.split()[0] for title in titles} == {"0"}


def test_shares_of_round_off_are_not_drawn(run: RunResults) -> None:
    nearly = 1e-3 * LEAST_CAPACITY
    idle = run.history.assign(
        capacity_mAh_per_cm2=nearly,
        plated_mAh_per_cm2=nearly,
        stripped_mAh_per_cm2=0.0,
        bottom_share=-28.9,
    )
    figure = share_and_gap_figure(RunView(replace(run, history=idle)))
    share, gap = figure.axes
    assert np.isnan(np.asarray(share.lines[-1].get_ydata(), dtype=float)).all()
    assert notes(figure) == {"no charge"}
    assert gap.get_xlim() == (0.0, 1.0)
    both = Figure()
    draw_share(both.add_subplot(), {"idle": idle, "run": run.history})
    assert notes(both) == set()
