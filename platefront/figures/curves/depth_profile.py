"""Laterally averaged lithium fraction against height at several capacities."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from platefront.figures.moments import chosen_moments, duration_if_it_turns, moment_text
from platefront.figures.palette import COLLECTOR, capacity_map
from platefront.figures.style import new_figure, plain_axes
from platefront.geometry.lengths import UM_PER_M

MOST_CURVES = 6


def depth_profile_figure(profile: pd.DataFrame) -> Figure:
    """Draw the lithium fraction over the height, with the collector in the background.

    Args:
        profile: rows of depth_profile.csv.
    """
    figure = new_figure(6.2, 5.0)
    axes = figure.add_subplot()
    plain_axes(axes)
    frames = profile.drop_duplicates("time_s")
    times, capacities = frames["time_s"].to_numpy(), frames["capacity_mAh_per_cm2"].to_numpy()
    chosen = chosen_moments(capacities, MOST_CURVES)
    first = profile[profile["time_s"] == times[0]]
    height = UM_PER_M * first["y_m"]
    host = first["collector_fraction"]
    axes.fill_betweenx(
        height, host, step="mid", color=COLLECTOR, alpha=0.16, linewidth=0, label="collector"
    )
    colours = capacity_map()(np.linspace(0.0, 1.0, len(chosen)))
    duration = duration_if_it_turns(capacities, times[-1])
    for index, colour in zip(chosen, colours, strict=True):
        rows = profile[profile["time_s"] == times[index]][: len(first)]
        label = moment_text(capacities[index], times[index], duration)
        axes.plot(rows["lithium_fraction"], UM_PER_M * rows["y_m"], color=colour, label=label)
    widest = float(profile[["lithium_fraction", "collector_fraction"]].max().max())
    axes.set_xlim(0.0, min(1.0, 1.1 * widest) or 1.0)
    axes.set_ylim(0.0, float(height.max() + height.min()))
    axes.set_xlabel("area fraction at this height")
    axes.set_ylabel("y [µm]")
    axes.set_title("Lithium against height")
    figure.legend(loc="outside right upper")
    return figure
