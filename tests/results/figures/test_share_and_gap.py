from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from platefront.figures.curves.share_and_gap import draw_gap, draw_share
from platefront.figures.scene import LEAST_CAPACITY
from platefront.results.reading import RunResults


@pytest.fixture
def history(run: RunResults) -> pd.DataFrame:
    return run.history


def curves(histories: dict[str, pd.DataFrame]) -> dict[str, np.ndarray]:
    """Label → values of the shares drawn."""
    share = Figure().add_subplot()
    draw_share(share, histories)
    lines = [line for line in share.lines if not str(line.get_label()).startswith("_")]
    return {str(line.get_label()): np.asarray(line.get_ydata(), dtype=float) for line in lines}


def stripping(history: pd.DataFrame, stripped: float) -> pd.DataFrame:
    """The history with columns of plated and stripped charge."""
    capacity = history["capacity_mAh_per_cm2"]
    return history.assign(
        plated_mAh_per_cm2=capacity + stripped,
        stripped_mAh_per_cm2=stripped,
        stripped_bottom_share=0.25,
    )


def test_shares_of_plated_and_stripped_charge_are_two_curves(history: pd.DataFrame) -> None:
    drawn = curves({"cycle": stripping(history, 0.3)})
    assert set(drawn) == {"plated", "stripped"}
    np.testing.assert_array_equal(drawn["stripped"], 0.25)
    np.testing.assert_array_equal(drawn["plated"], history["bottom_share"])


@pytest.mark.parametrize("stripped", [0.0, 1e-20, 0.5 * LEAST_CAPACITY])
def test_without_stripping_there_is_one_curve(history: pd.DataFrame, stripped: float) -> None:
    assert set(curves({"run": stripping(history, stripped)})) == {"run"}


def test_two_runs_differ_in_their_lines_not_only_in_colour(history: pd.DataFrame) -> None:
    figure = Figure()
    for axes, draw in zip(figure.subplots(2), (draw_share, draw_gap), strict=True):
        draw(axes, {"a": history, "b": history})
        styles = {line.get_label(): line.get_linestyle() for line in axes.lines}
        assert styles["a"] != styles["b"]
    assert figure.axes[0].get_legend() is not None


@pytest.mark.parametrize("share", [-28.9, 1.7, np.nan])
def test_shares_of_net_charge_that_mean_nothing_are_left_out(
    history: pd.DataFrame, share: float
) -> None:
    """Early versions wrote the share of the net charge of plating and stripping."""
    half = history.index < len(history) // 2
    shares = history["bottom_share"].where(half, share)
    drawn = curves({"old": history.assign(bottom_share=shares)})["old"]
    assert np.isnan(drawn[~half]).all()
    np.testing.assert_array_equal(drawn[half], history["bottom_share"][half])


def test_where_plating_and_stripping_cancel_both_shares_are_drawn(history: pd.DataFrame) -> None:
    """The net capacity is round-off, the charges are not."""
    cell = stripping(history, 0.5).assign(capacity_mAh_per_cm2=1e-12, plated_mAh_per_cm2=0.5)
    drawn = curves({"cell": cell})
    assert np.isfinite(drawn["stripped"]).all()
    assert np.isfinite(drawn["plated"][1:]).all()
