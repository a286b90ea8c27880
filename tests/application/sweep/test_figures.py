"""Maps and curves of sweeps: what they show of a table that is made up."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import QuadMesh
from matplotlib.contour import ContourSet

from platefront.sweeping.errors import SweepError
from platefront.sweeping.figures.curve import curve_figure
from platefront.sweeping.figures.draw import draw_sweep
from platefront.sweeping.figures.map import map_figure
from platefront.sweeping.figures.quantity import drawn_columns, swept_axis

GAPS, CURRENTS = np.linspace(40.0, 120.0, 9), np.linspace(1.0, 3.0, 9)


def made_up(x: np.ndarray, y: np.ndarray) -> pd.DataFrame:
    """Table with Wa = 1000/(gap current) and a share that is linear in both."""
    return pd.DataFrame(
        {
            "section.gap [um]": x,
            "control.current_density [mA/cm^2]": y,
            "status": "finished",
            "wagner_number": 1000.0 / (x * y),
            "bottom_share": 0.1 + 0.002 * x + 0.05 * y,
        }
    )


@pytest.fixture
def table() -> pd.DataFrame:
    x, y = (part.ravel() for part in np.meshgrid(GAPS, CURRENTS, indexing="ij"))
    table = made_up(x, y)
    table.loc[[0, 40], "status"] = "failed"
    table.loc[5, "status"] = "open"
    return table


def axes_of(table: pd.DataFrame, column: str = "bottom_share"):
    x, y = swept_axis(table, "section.gap"), swept_axis(table, "control.current_density")
    figure = map_figure(table, x, y, column)
    return figure, figure.axes[0]


def wagner_lines(axes) -> ContourSet:
    return next(
        c for c in axes.collections if isinstance(c, ContourSet) and c.get_linestyle()[0][1]
    )


def test_fields_of_a_grid_are_the_finished_cells(table):
    _, axes = axes_of(table)
    mesh = next(c for c in axes.collections if isinstance(c, QuadMesh))
    shown = mesh.get_array().reshape(9, 9)
    wanted = table["bottom_share"].to_numpy().reshape(9, 9).T
    missing = (table["status"] != "finished").to_numpy().reshape(9, 9).T
    assert np.array_equal(np.isnan(np.ma.filled(shown, np.nan)), missing)
    assert np.array_equal(shown[~missing], wanted[~missing])
    corners = mesh.get_coordinates()
    assert list(corners[0, 0]) == pytest.approx([35.0, 0.875])
    assert list(corners[-1, -1]) == pytest.approx([125.0, 3.125])


def test_lines_of_constant_wagner_number_are_hyperbolas(table):
    """Interpolation between cells 10 µm and 0.25 mA/cm² apart leaves less than 1 %."""
    _, axes = axes_of(table)
    lines = wagner_lines(axes)
    assert [round(10.0**level, 6) for level in lines.levels] == [5.0, 10.0, 20.0]
    for level, path in zip(lines.levels, lines.get_paths(), strict=True):
        product = path.vertices[:, 0] * path.vertices[:, 1]
        error = float(np.max(np.abs(product * 10.0**level / 1000.0 - 1.0)))
        assert error < 0.01, f"Wa = {10.0**level:.3g}: {error:.1e}"


def test_the_state_of_every_cell_is_marked(table):
    figure, axes = axes_of(table)
    marked = {line.get_label(): len(line.get_xdata()) for line in axes.get_lines()}
    assert marked == {"finished": 78, "failed": 2, "open": 1}
    (legend,) = figure.legends
    texts = [text.get_text() for text in legend.get_texts()]
    assert texts == ["finished", "failed", "open", "Wagner number"]


def test_other_designs_are_points(table):
    some = table.sample(20, random_state=3).reset_index(drop=True)
    _, axes = axes_of(some)
    assert not [c for c in axes.collections if isinstance(c, QuadMesh)]
    points = axes.collections[0]
    assert np.array_equal(points.get_offsets()[:, 0], some["section.gap [um]"])


def test_cells_on_one_line_have_no_lines_of_wagner_number():
    _, axes = axes_of(made_up(GAPS, GAPS / 40.0))
    assert not [c for c in axes.collections if isinstance(c, ContourSet)]


def test_texts_and_wide_ranges_have_axes_of_their_own():
    table = pd.DataFrame({"a.law": ["tafel", "marcus", "tafel"], "b": [0.1, 1.0, 10.0]})
    law, b = swept_axis(table, "a.law"), swept_axis(table, "b")
    assert (list(law.places), law.names) == ([0.0, 1.0, 0.0], ("tafel", "marcus"))
    assert b.is_logarithmic
    assert not law.is_logarithmic


def test_curves_show_finished_cells_and_mark_the_others(table):
    some = table.iloc[:9]
    figure = curve_figure(some, swept_axis(some, "control.current_density"), ["bottom_share"])
    curve, crosses = figure.axes[0].get_lines()
    assert np.isnan(curve.get_ydata()).sum() == len(crosses.get_xdata()) == 2
    assert figure.axes[0].get_xlabel() == "control.current_density [mA/cm^2]"


def test_drawn_are_the_usual_columns_that_differ_by_more_than_round_off():
    table = pd.DataFrame(
        {
            "bottom_share": [np.nan, np.nan],
            "current_unevenness": [1e-7, 2e-7],
            "capacity_mAh_per_cm2": [1.0, 1.0],
            "gap_to_counter_m": [1e-5, 2e-5],
            "reason": ["a", "b"],
        }
    )
    assert drawn_columns(table, [], 6) == ["gap_to_counter_m"]
    assert drawn_columns(table, ["capacity_mAh_per_cm2"], 1) == ["capacity_mAh_per_cm2"]
    with pytest.raises(SweepError, match="--quantity reason: the table has no numbers"):
        drawn_columns(table, ["reason"], 1)


@pytest.mark.parametrize(
    ("keys", "names"),
    [
        (["section.gap"], ["curves.png"]),
        (["section.gap", "control.current_density"], ["map_bottom_share.png"]),
        (["section.gap", "control.current_density", "wagner_number"], []),
    ],
)
def test_figures_by_number_of_keys(table, tmp_path, keys, names):
    assert [path.name for path in draw_sweep(table, keys, tmp_path, [])] == names
    assert sorted(path.name for path in tmp_path.iterdir()) == names
