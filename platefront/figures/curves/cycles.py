"""Charge, potentials and gap of the cycles of a run."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from platefront.figures.palette import CURVES
from platefront.figures.style import new_figure, plain_axes
from platefront.geometry.lengths import UM_PER_M

type Curves = dict[str, pd.Series[float]]

_LOOKS = (("o", "solid", 6.0), ("s", "dashed", 3.0))
"""Markers, lines and sizes of two curves, told apart in greyscale and where they are alike."""
_MV = 1e3


def cycles_figure(cycles: pd.DataFrame) -> Figure:
    """Draw quantities of the cycles against their number, one above the other.

    Args:
        cycles: rows of cycles.csv.
    """
    figure = new_figure(5.6, 7.2)
    charge, potential, gap = figure.subplots(3, 1, sharex=True)
    table = cycles.astype(float)
    number = table["cycle"]
    charges = {"plated": table["plated_mAh_per_cm2"], "stripped": table["stripped_mAh_per_cm2"]}
    potentials = {
        "plating": -_MV * table["mid_plating_potential_V"],
        "stripping": _MV * table["mid_stripping_potential_V"],
    }
    gaps = {
        "smallest": UM_PER_M * table["smallest_gap_m"],
        "at the end of the cycle": UM_PER_M * table["end_gap_m"],
    }
    _draw(charge, number, charges, "Charge of a cycle", "charge [mAh/cm²]")
    charge.set_ylim(bottom=0.0)
    title = "Electrode potential at half of the charge, without sign"
    _draw(potential, number, potentials, title, "potential [mV]")
    _draw(gap, number, gaps, "Gap between electrode and counter electrode", "gap [µm]")
    gap.set_xlabel("cycle")
    gap.xaxis.set_major_locator(MaxNLocator(integer=True))
    return figure


def _draw(axes: Axes, number: pd.Series[float], curves: Curves, title: str, label: str) -> None:
    plain_axes(axes)
    for (name, values), colour, look in zip(curves.items(), CURVES, _LOOKS, strict=False):
        marker, line, size = look
        axes.plot(
            number, values, color=colour, marker=marker, linestyle=line, markersize=size, label=name
        )
    axes.set_title(title)
    axes.set_ylabel(label)
    axes.legend()
