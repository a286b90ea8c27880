"""Bottom share and gap to the counter electrode against plated capacity, or time."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from platefront.figures.moments import turns
from platefront.figures.palette import CURVES, MUTED_TEXT
from platefront.figures.scene import LEAST_CAPACITY
from platefront.figures.style import new_figure, plain_axes
from platefront.geometry.lengths import UM_PER_M

_STYLES = ("solid", "dashed", "dashdot")
"""Lines of the runs, to be told apart in greyscale."""

_PLATED, _STRIPPED = "plated_mAh_per_cm2", "stripped_mAh_per_cm2"


def draw_share(axes: Axes, histories: Mapping[str, pd.DataFrame]) -> None:
    """Draw the share of charge in the lower half of the collector, a curve per run.

    Where metal was stripped, its share is a second, dotted curve.
    """
    plain_axes(axes)
    axes.axhline(0.5, color=MUTED_TEXT, linewidth=0.9, linestyle=(0, (4, 3)))
    strips = any(_passed(history, _STRIPPED).any() for history in histories.values())
    for (name, history), colour, style in zip(histories.items(), CURVES, _STYLES, strict=False):
        along, _ = _axis(histories, history)
        share = _share(history, "bottom_share", _PLATED)
        label = f"{name}, plated" if strips else name
        axes.plot(along, share, color=colour, linestyle=style, label=label)
        if _passed(history, _STRIPPED).any():
            share = _share(history, "stripped_bottom_share", _STRIPPED)
            label = f"{name}, stripped"
            axes.plot(along, share, color=colour, linestyle="dotted", label=label)
    if not _passes_charge(histories):
        axes.text(0.5, 0.25, "no charge", transform=axes.transAxes, ha="center", color=MUTED_TEXT)
    axes.set_ylim(0.0, 1.0)
    axes.set_ylabel("bottom share of charge")
    if len(histories) > 1 or strips:
        axes.legend()


def draw_gap(axes: Axes, histories: Mapping[str, pd.DataFrame]) -> None:
    """Draw the smallest distance between electrode and counter electrode, a curve per run."""
    plain_axes(axes)
    for (name, history), colour, style in zip(histories.items(), CURVES, _STYLES, strict=False):
        axes.plot(
            _axis(histories, history)[0],
            UM_PER_M * history["gap_to_counter_m"].astype(float),
            color=colour,
            linestyle=style,
            marker="o",  # to be seen after an instant, too
            markersize=3.0,
            markevery=[-1],
            label=name,
        )
    widest = max(float(history["gap_to_counter_m"].max()) for history in histories.values())
    axes.set_ylim(0.0, 1.08e6 * widest if widest > 0.0 else 1.0)
    if not _passes_charge(histories):
        axes.set_xlim(0.0, 1.0)
    axes.set_ylabel("gap to counter electrode [µm]")
    axes.set_xlabel(_axis(histories, next(iter(histories.values())))[1])


def _axis(
    histories: Mapping[str, pd.DataFrame], history: pd.DataFrame
) -> tuple[pd.Series[float], str]:
    """Return the values of a run along the axis and their name.

    They are times in hours if a run goes back and forth, as its curves against capacity lie on each
    other.
    """
    if any(turns(one["capacity_mAh_per_cm2"].to_numpy()) for one in histories.values()):
        return history["time_s"] / 3600.0, "time [h]"
    return history["capacity_mAh_per_cm2"], "plated capacity [mAh/cm²]"


def _share(history: pd.DataFrame, column: str, charge: str) -> pd.Series[float]:
    """Return a share where there is more charge than round-off.

    Early versions wrote the share of the net charge, which is outside of 0 to 1 where plating and
    stripping nearly cancel and means nothing there.
    """
    share = history[column].astype(float)
    return share.where(_passed(history, charge) & share.between(0.0, 1.0))


def _passed(history: pd.DataFrame, charge: str) -> pd.Series[bool]:
    """Return the rows with more charge of one sign than round-off.

    Early versions wrote the net charge only, which counts as plated.
    """
    if charge not in history.columns:
        if charge == _STRIPPED:
            return pd.Series(False, index=history.index)
        charge = "capacity_mAh_per_cm2"
    return history[charge].abs() >= LEAST_CAPACITY


def _passes_charge(histories: Mapping[str, pd.DataFrame]) -> bool:
    """Return False for runs whose charge is round-off."""
    return any(
        bool(_passed(history, charge).any())
        for history in histories.values()
        for charge in (_PLATED, _STRIPPED)
    )


def share_and_gap_figure(histories: Mapping[str, pd.DataFrame]) -> Figure:
    """Draw both curves, one above the other.

    Args:
        histories: name of the run → its history table.
    """
    figure = new_figure(5.6, 5.4)
    share, gap = figure.subplots(2, 1, sharex=True)
    draw_share(share, histories)
    draw_gap(gap, histories)
    share.set_title("Share of charge in the lower half of the collector")
    gap.set_title("Gap between electrode and counter electrode")
    return figure
