"""Moments at which a run is shown: evenly in capacity, or where plating and stripping end."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from platefront.figures.curves.cycles import CYCLES, cycles_figure
from platefront.figures.curves.depth_profile import depth_profile_figure
from platefront.figures.curves.share_and_gap import share_and_gap_figure
from platefront.figures.moments import chosen_moments, moment_text, turning_points, turns
from platefront.figures.run_view import RunView
from platefront.results.reading import RunResults
from platefront.results.tables.cycles import CYCLE_COLUMNS

CYCLE = (0.0, 0.5, 1.0, 1.0, 0.4, 0.0, 0.0)
"""Plating, rest, stripping, rest."""


@pytest.mark.parametrize(
    ("capacities", "expected"),
    [
        ([0.0], [0]),
        ([0.0, 0.0, 0.0], [0, 2]),
        ([0.0, 1.0, 2.0], [0, 2]),
        ([0.0, -1.0, -2.0], [0, 2]),
        (CYCLE, [0, 2, 6]),
        (CYCLE * 2, [0, 2, 5, 9, 13]),
        ([0.0, -1.0, -1.0, 0.5, 1e-9 + 0.5], [0, 1, 4]),
        ([0.0, 1.0, 1.0 - 1e-9, 1.0, 2.0], [0, 4]),
    ],
)
def test_a_run_turns_where_plating_or_stripping_ends(capacities, expected):
    assert turning_points(capacities) == expected
    assert turns(capacities) is (len(expected) > 2)


def test_of_many_cycles_the_first_and_the_last_are_shown():
    shown = chosen_moments(CYCLE * 10, 6)
    assert [(CYCLE * 10)[index] for index in shown] == [0.0, 1.0, 0.0, 0.0, 1.0, 0.0]
    assert shown[:3] == [0, 2, 5]
    assert shown[3:] == [61, 65, 69]
    assert chosen_moments(CYCLE, 6) == [0, 2, 6]
    assert chosen_moments(CYCLE[:5], 6) == [0, 1, 2, 3, 4]


def test_moments_of_a_run_that_turns_have_their_time_in_one_unit():
    assert moment_text(1.0, 3600.0, turns=False) == "1 mAh/cm²"
    assert moment_text(1.0, 600.0, turns=True) == "1 mAh/cm², 0.167 h"
    assert moment_text(0.0, 3600.0, turns=True) == "0 mAh/cm², 1 h"


def cycled(table: pd.DataFrame, column: str = "capacity_mAh_per_cm2") -> pd.DataFrame:
    """The table of a run with capacities that go up and down again."""
    values = table[column].to_numpy()
    end = values.max()
    return table.assign(**{column: np.minimum(values, end - values)})


def test_curves_of_a_run_that_turns_are_drawn_against_time(run: RunResults):
    turned = replace(run, history=cycled(run.history))
    share, gap = share_and_gap_figure(RunView(turned)).axes
    assert gap.get_xlabel() == "time [h]"
    for axes in (share, gap):
        np.testing.assert_allclose(axes.lines[-1].get_xdata(), run.history["time_s"] / 3600.0)
    once = share_and_gap_figure(RunView(run)).axes[1]
    assert once.get_xlabel() == "plated capacity [mAh/cm²]"


def test_profiles_at_one_capacity_are_told_apart(run: RunResults):
    """Their rows were joined to one curve that went back and forth."""
    turned = replace(run, history=cycled(run.history), depth_profile=cycled(run.depth_profile))
    panels = depth_profile_figure(RunView(turned)).axes
    titles = [axes.get_title(loc="left") or axes.get_title() for axes in panels]
    assert len(set(titles)) == len(titles) == len(run.frames)
    assert all(title.endswith(" h") for title in titles)


def test_current_lines_are_those_of_the_last_state_with_a_current(run: RunResults, monkeypatch):
    frames = tuple(replace(frame, time=float(n)) for n, frame in enumerate(run.frames * 5))
    loaded = []

    class Drawn:
        def __init__(self, frame):
            loaded.append(frame.time)
            self.time = frame.time
            self.carries_current = frame.time == frames[-3].time

    monkeypatch.setattr("platefront.figures.run_view.load_scene", Drawn)
    view = RunView(replace(run, frames=frames))
    assert view.flowing.time == frames[-3].time
    assert view.state.time == frames[-1].time
    assert loaded == [frame.time for frame in frames[:-4:-1]], "each once"
    assert RunView(replace(run, frames=frames[:2])).flowing.time == frames[1].time
    assert RunView(replace(run, frames=frames), frame=4).flowing.time == frames[4].time


def test_cycles_are_drawn_by_their_number(run: RunResults):
    table = pd.DataFrame({name: [1.0, 2.0, 3.0] for name in CYCLE_COLUMNS})
    table["mid_plating_potential_V"] = [-0.08, -0.09, np.nan]
    table["smallest_gap_m"] = 5e-5
    table["coulombic_efficiency"] = [0.9, 0.98, np.nan]
    cycled_run = replace(run, cycles=table)
    charge, efficiency, potential, gap = cycles_figure(RunView(cycled_run)).axes
    for axes in (charge, efficiency, potential, gap):
        np.testing.assert_array_equal(axes.lines[0].get_xdata(), [1.0, 2.0, 3.0])
    np.testing.assert_allclose(efficiency.lines[0].get_ydata(), [90.0, 98.0, np.nan])
    np.testing.assert_allclose(potential.lines[0].get_ydata(), [80.0, 90.0, np.nan])
    np.testing.assert_allclose(gap.lines[0].get_ydata(), 50.0)
    labels = [line.get_label() for line in charge.lines]
    assert labels == ["plated", "stripped"]
    assert CYCLES.lacks(cycled_run) is None


def test_a_cycle_without_charge_is_none(run: RunResults):
    """A run may end where a cycle begins; its row was drawn at no charge."""
    table = pd.DataFrame({name: [1.0, 2.0] for name in CYCLE_COLUMNS})
    table[["plated_mAh_per_cm2", "stripped_mAh_per_cm2"]] = [[0.5, 0.4], [0.0, 0.0]]
    assert CYCLES.lacks(replace(run, cycles=table)) is not None
