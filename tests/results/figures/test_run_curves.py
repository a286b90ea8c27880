"""Curves of runs: what is on their axes is what is in the tables."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from platefront.figures.curves.charge_by_surface import CHARGE_BY_SURFACE, charge_by_surface_figure
from platefront.figures.curves.evenness import EVENNESS, evenness_figure
from platefront.figures.curves.voltage import VOLTAGE, voltage_figure
from platefront.figures.curves.voltage_by_capacity import (
    VOLTAGE_BY_CAPACITY,
    half_cycles,
    shown_cycles,
    voltage_by_capacity_figure,
)
from platefront.figures.run_view import RunView
from platefront.results.reading import RunResults
from platefront.results.tables.history import VOLTAGE_PARTS


def steps(*moves: tuple[int, float, int, float]) -> pd.DataFrame:
    """History of steps: number of rows, charge in each [mAh/cm²], cycle, current [A/m²].

    As in a run, each step begins with a row in which only the current has jumped.
    """
    rows, capacity, time = [], 0.0, 0.0
    for count, charge, cycle, current in moves:
        for number in range(count + 1):
            capacity += charge if number else 0.0
            time += 360.0 if number else 0.0
            rows.append((time, cycle, capacity, current))
    names = ["time_s", "cycle", "capacity_mAh_per_cm2", "current_density_A_per_m2"]
    history = pd.DataFrame(rows, columns=names)
    current = history["current_density_A_per_m2"]
    parts = dict.fromkeys((f"{part}_V" for part in VOLTAGE_PARTS), 0.0)
    history = history.assign(
        **parts | {"kinetic_V": -2e-3 * current, "ohmic_V": -1e-3 * current * (1.0 + history.index)}
    )
    return history.assign(electrode_potential_V=history[list(parts)].sum(axis=1))


CYCLES = steps(
    (4, 0.1, 1, 10.0),
    (2, 0.05, 1, 5.0),
    (3, 0.0, 1, 0.0),
    (5, -0.1, 1, -10.0),
    (2, 0.0, 1, 0.0),
    (4, 0.1, 2, 10.0),
)
"""Two currents of plating, a rest, stripping, a rest, plating."""


def with_history(run: RunResults, history: pd.DataFrame) -> RunView:
    return RunView(replace(run, history=history))


def test_half_cycles_have_all_their_charge_and_no_rest() -> None:
    """Constant current and constant voltage are one half cycle."""
    halves = half_cycles(CYCLES)
    assert [half["passed"].iloc[-1] for half in halves] == pytest.approx([0.5, 0.5, 0.4])
    assert [int(half["cycle"].iloc[-1]) for half in halves] == [1, 1, 2]
    for half in halves:
        assert (half["current_density_A_per_m2"] != 0.0).all()
        assert (np.diff(half["passed"]) >= 0.0).all()
        assert half["passed"].iloc[0] == 0.0


def test_nothing_passes_in_a_run_at_rest() -> None:
    assert half_cycles(steps((5, 0.0, 1, 0.0))) == []
    assert half_cycles(steps((5, 1e-12, 1, 1e-9))) == []


def test_of_many_cycles_three_are_shown() -> None:
    assert shown_cycles([1, 2, 3]) == [1, 2, 3]
    assert shown_cycles([*range(1, 11)]) == [1, 5, 10]


def test_potential_of_a_plating_run_is_drawn_against_its_capacity(run: RunResults) -> None:
    history = steps((6, 0.2, 1, 10.0))
    whole, parts = voltage_by_capacity_figure(with_history(run, history)).axes
    np.testing.assert_array_equal(whole.lines[0].get_xdata(), history["capacity_mAh_per_cm2"])
    assert parts.get_xlabel() == "plated capacity [mAh/cm²]"
    assert {axes.get_ylabel() for axes in (whole, parts)} == {"potential [mV]", "part of it [mV]"}


@pytest.mark.parametrize("draw", [voltage_figure, voltage_by_capacity_figure])
def test_parts_add_up_to_the_potential(run: RunResults, draw) -> None:
    whole, parts = draw(with_history(run, steps((6, 0.2, 1, 10.0)))).axes
    drawn = [line for line in parts.lines if not str(line.get_label()).startswith("_")]
    assert [line.get_label() for line in drawn] == ["reaction, front", "ohmic, electrolyte"]
    total = sum(np.asarray(line.get_ydata(), dtype=float) for line in drawn)
    potential = np.asarray(whole.lines[0].get_ydata(), dtype=float)
    assert np.abs(total - potential).max() < 1e-12 * np.abs(potential).max()
    assert np.abs(potential).max() > 20.0, "millivolts"


def test_cycles_begin_at_no_charge_each(run: RunResults) -> None:
    whole, parts = voltage_by_capacity_figure(with_history(run, CYCLES)).axes
    assert [line.get_xdata()[0] for line in whole.lines] == [0.0, 0.0, 0.0]
    ends = [float(line.get_xdata()[-1]) for line in whole.lines]
    assert ends == pytest.approx([0.5, 0.5, 0.4])
    assert [text.get_text() for text in whole.get_legend().get_texts()] == ["cycle 1", "cycle 2"]
    assert "cycle 2" in parts.get_title(loc="left") + parts.get_title()


def test_early_versions_wrote_fewer_parts(run: RunResults) -> None:
    old = replace(run, history=CYCLES.drop(columns="electronic_V"))
    assert VOLTAGE.lacks(old) is None
    assert len(voltage_figure(RunView(old)).axes) == 2


def test_surfaces_have_all_the_charge(run: RunResults) -> None:
    """The stack ends at the capacity, and every area is the charge of its surface."""
    where = charge_by_surface_figure(RunView(run)).axes[0]
    capacity = run.history["capacity_mAh_per_cm2"].iloc[-1]
    tops = [area.get_paths()[0].vertices[:, 1].max() for area in where.collections]
    assert tops[-1] == pytest.approx(capacity, rel=1e-9)
    last = run.history.iloc[-1]
    width = run.summary["width_m"]
    expected = [last[f"charge_{name}_C_per_m"] / width / 3.6e4 for name in reversed(run.surfaces)]
    np.testing.assert_allclose(np.diff([0.0, *tops]), expected, rtol=1e-9)
    labels = [text.get_text() for text in where.figure.legends[0].get_texts()]
    assert labels == list(run.surfaces)


def test_stripped_charge_is_not_stacked(run: RunResults) -> None:
    back = run.history.assign(
        capacity_mAh_per_cm2=-run.history["capacity_mAh_per_cm2"],
        **{f"charge_{n}_C_per_m": -run.history[f"charge_{n}_C_per_m"] for n in run.surfaces},
    )
    where = charge_by_surface_figure(with_history(run, back)).axes[0]
    assert len(where.lines) == len(run.surfaces)
    ends = sum(float(line.get_ydata()[-1]) for line in where.lines)
    assert ends == pytest.approx(back["capacity_mAh_per_cm2"].iloc[-1], rel=1e-9)


def test_losses_have_a_panel_where_there_are_any(run: RunResults) -> None:
    assert len(charge_by_surface_figure(RunView(run)).axes) == 1
    losing = run.history.assign(dead_mAh_per_cm2=0.02, to_film_mAh_per_cm2=0.01)
    lost = charge_by_surface_figure(with_history(run, losing)).axes[1]
    drawn = {line.get_label(): line.get_ydata()[-1] for line in lost.lines}
    assert drawn == {"dead lithium": 0.02, "consumed by films": 0.01}


def test_evenness_is_that_of_the_table(run: RunResults) -> None:
    flux, roughness = evenness_figure(RunView(run)).axes
    np.testing.assert_array_equal(flux.lines[0].get_ydata(), run.history["current_unevenness"])
    np.testing.assert_allclose(roughness.lines[0].get_ydata(), 1e6 * run.history["roughness_m"])
    assert roughness.get_ylabel() == "roughness [µm]"


def test_round_off_is_even_and_smooth(run: RunResults) -> None:
    flat = run.history.assign(current_unevenness=1e-12, roughness_m=1e-16)
    for axes in evenness_figure(with_history(run, flat)).axes:
        assert axes.get_ylim() == (0.0, 1e-3)


def test_a_current_that_turns_does_not_hide_the_others(run: RunResults) -> None:
    """The deviation over the mean has no bound as the mean passes zero."""
    turning = run.history.assign(current_unevenness=0.2)
    turning.loc[3, "current_unevenness"] = 50.0
    flux = evenness_figure(with_history(run, turning)).axes[0]
    assert flux.get_yscale() == "log"


def test_figures_without_anything_to_show_are_left_out(run: RunResults) -> None:
    idle = run.history.assign(
        capacity_mAh_per_cm2=0.0,
        current_unevenness=np.nan,
        **{f"charge_{name}_C_per_m": 0.0 for name in run.surfaces},
    )
    still = replace(run, history=idle)
    for figure in (EVENNESS, CHARGE_BY_SURFACE, VOLTAGE, VOLTAGE_BY_CAPACITY):
        assert figure.lacks(still), figure.name
    early = {key: value for key, value in run.summary.items() if key != "width_m"}
    assert "early version" in (CHARGE_BY_SURFACE.lacks(replace(run, summary=early)) or "")
