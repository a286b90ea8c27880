"""Bottom share and gap to the counter electrode against plated capacity, or time."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from platefront.figures.moments import charge_axis, turns
from platefront.figures.palette import MUTED_TEXT, curve_look
from platefront.figures.run_figure import RunFigure, lacks_rows
from platefront.figures.run_view import RunView
from platefront.figures.scene import LEAST_CAPACITY
from platefront.figures.style import column_figure, plain_axes
from platefront.geometry.lengths import UM_PER_M

_PLATED, _STRIPPED = "plated_mAh_per_cm2", "stripped_mAh_per_cm2"


def draw_share(axes: Axes, histories: Mapping[str, pd.DataFrame]) -> None:
    """Draw the share of charge in the lower half of the collector, a curve per run.

    Where metal was stripped, its share is a second, dotted curve.
    """
    plain_axes(axes)
    axes.axhline(0.5, color=MUTED_TEXT, linewidth=0.6, linestyle=(0, (4, 3)))
    strips = any(_passed(history, _STRIPPED).any() for history in histories.values())
    for number, (name, history) in enumerate(histories.items()):
        along, _ = _axis(histories, history)
        parts = [("plated", _share(history, "bottom_share", _PLATED))]
        if _passed(history, _STRIPPED).any():
            parts.append(("stripped", _share(history, "stripped_bottom_share", _STRIPPED)))
        several = len(histories) > 1
        for part, (passed, share) in enumerate(parts):
            label = ", ".join([name] * several + [passed] * strips) or name
            axes.plot(along, share, label=label, **curve_look(number + len(histories) * part))
    if not _passes_charge(histories):
        _note(axes, "no charge")
    elif not any(np.isfinite(line.get_ydata(orig=False)).any() for line in axes.lines[1:]):
        _note(axes, "no lower half: the collector is flat")
    axes.set_ylim(0.0, 1.0)
    axes.set_ylabel("bottom share")
    if len(histories) > 1 or strips:
        axes.legend()


def draw_gap(axes: Axes, histories: Mapping[str, pd.DataFrame]) -> None:
    """Draw the smallest distance between electrode and counter electrode, a curve per run."""
    plain_axes(axes)
    for number, (name, history) in enumerate(histories.items()):
        axes.plot(
            _axis(histories, history)[0],
            UM_PER_M * history["gap_to_counter_m"].astype(float),
            **curve_look(number),
            marker="o",  # to be seen after an instant, too
            markersize=2.5,
            markevery=[-1],
            label=name,
        )
    widest = max(float(history["gap_to_counter_m"].max()) for history in histories.values())
    axes.set_ylim(0.0, 1.08e6 * widest if widest > 0.0 else 1.0)
    if not _passes_charge(histories):
        axes.set_xlim(0.0, 1.0)
    axes.set_ylabel("gap [µm]")
    axes.set_xlabel(_axis(histories, next(iter(histories.values())))[1])


def _axis(
    histories: Mapping[str, pd.DataFrame], history: pd.DataFrame
) -> tuple[pd.Series[float], str]:
    """Return the values of a run along the axis and their name.

    They are times if one of the runs goes back and forth.
    """
    by_time = any(turns(one["capacity_mAh_per_cm2"].to_numpy()) for one in histories.values())
    return charge_axis(history, by_time=by_time)


def _share(history: pd.DataFrame, column: str, charge: str) -> pd.Series[float]:
    """Return a share where there is more charge than round-off.

    Early versions wrote the share of the net charge, which is outside of 0 to 1 where plating and
    stripping nearly cancel and means nothing there.
    """
    share = history[column].astype(float)
    return share.where(_passed(history, charge) & share.between(0.0, 1.0))


def _note(axes: Axes, text: str) -> None:
    axes.text(0.5, 0.25, text, transform=axes.transAxes, ha="center", color=MUTED_TEXT)


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


def share_and_gap_figure(view: RunView) -> Figure:
    """Draw both curves, one above the other."""
    figure = column_figure(view.title, 90.0)
    share, gap = figure.subplots(2, 1, sharex=True)
    histories = {view.run.name: view.run.history}
    draw_share(share, histories)
    draw_gap(gap, histories)
    share.set_title("share of charge in the lower half of the collector")
    gap.set_title("gap between electrode and counter electrode")
    return figure


BOTTOM_SHARE_AND_GAP = RunFigure(
    "bottom_share_and_gap",
    "whether metal fills the collector from below, and how near it comes to the counter electrode",
    lacks_rows,
    share_and_gap_figure,
)
