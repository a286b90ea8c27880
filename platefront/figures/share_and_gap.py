"""Bottom share and gap to the counter plane against plated capacity."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from platefront.figures.palette import CURVES, MUTED_TEXT
from platefront.figures.scene import LEAST_CAPACITY
from platefront.figures.style import new_figure, plain_axes
from platefront.geometry.lengths import UM_PER_M


def draw_share(axes: Axes, histories: Mapping[str, pd.DataFrame]) -> None:
    """Draw the share of charge in the lower half of the collector, a curve per run."""
    plain_axes(axes)
    axes.axhline(0.5, color=MUTED_TEXT, linewidth=0.9, linestyle=(0, (4, 3)))
    for (name, history), colour in zip(histories.items(), CURVES, strict=False):
        capacity = history["capacity_mAh_per_cm2"]
        share = history["bottom_share"].astype(float).where(capacity.abs() >= LEAST_CAPACITY)
        axes.plot(capacity, share, color=colour, label=name)
    if not _passes_charge(histories):
        axes.text(0.5, 0.25, "no charge", transform=axes.transAxes, ha="center", color=MUTED_TEXT)
    axes.set_ylim(0.0, 1.0)
    axes.set_ylabel("bottom share of charge")


def draw_gap(axes: Axes, histories: Mapping[str, pd.DataFrame]) -> None:
    """Draw the smallest distance between electrode and counter electrode, a curve per run."""
    plain_axes(axes)
    for (name, history), colour in zip(histories.items(), CURVES, strict=False):
        axes.plot(
            history["capacity_mAh_per_cm2"],
            UM_PER_M * history["gap_to_counter_m"].astype(float),
            color=colour,
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
    axes.set_xlabel("plated capacity [mAh/cm²]")


def _passes_charge(histories: Mapping[str, pd.DataFrame]) -> bool:
    """Return False for runs whose capacity is round-off."""
    largest = (history["capacity_mAh_per_cm2"].abs().max() for history in histories.values())
    return any(capacity >= LEAST_CAPACITY for capacity in largest)


def share_and_gap_figure(histories: Mapping[str, pd.DataFrame]) -> Figure:
    """Draw both curves, one above the other.

    Args:
        histories: name of the run → its history table.
    """
    figure = new_figure(5.6, 5.4)
    share, gap = figure.subplots(2, 1, sharex=True)
    draw_share(share, histories)
    draw_gap(gap, histories)
    share.set_title("Share of charge plated in the lower half of the collector")
    gap.set_title("Distance between electrode and counter electrode")
    if len(histories) > 1:
        share.legend()
    return figure
