"""Efficiency, potentials and gap of the cycles of a run."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from platefront.figures.palette import curve_look
from platefront.figures.run_figure import RunFigure
from platefront.figures.run_view import RunView
from platefront.figures.scene import LEAST_CAPACITY
from platefront.figures.style import column_figure, keep_span, plain_axes
from platefront.geometry.lengths import UM_PER_M
from platefront.results.reading import RunResults

type Curves = dict[str, pd.Series[float]]

_MARKERS = "os^"
"""Markers of the curves, which may lie on each other."""
_MV, _PERCENT = 1e3, 100.0


def cycles_figure(view: RunView) -> Figure:
    """Draw quantities of the cycles against their number, one above the other."""
    figure = column_figure(view.title, 145.0)
    charge, efficiency, potential, gap = figure.subplots(4, 1, sharex=True)
    table = _with_charge(view.run.cycles)
    number = table["cycle"]
    charges = {"plated": table["plated_mAh_per_cm2"], "stripped": table["stripped_mAh_per_cm2"]}
    efficiencies = {"": _PERCENT * table["coulombic_efficiency"]}
    potentials = {
        "plating": -_MV * table["mid_plating_potential_V"],
        "stripping": _MV * table["mid_stripping_potential_V"],
    }
    gaps = {
        "smallest": UM_PER_M * table["smallest_gap_m"],
        "at the end of the cycle": UM_PER_M * table["end_gap_m"],
    }
    percent = 0.01 * float(table["plated_mAh_per_cm2"].max())
    _draw(charge, number, charges, percent, "charge", "charge [mAh/cm²]")
    _draw(efficiency, number, efficiencies, 1.0, "Coulombic efficiency", "efficiency [%]")
    title = "size of the electrode potential at half of the charge"
    _draw(potential, number, potentials, 1.0, title, "potential [mV]")
    _draw(gap, number, gaps, 0.1, "gap between electrode and counter electrode", "gap [µm]")
    gap.set_xlabel("cycle")
    gap.xaxis.set_major_locator(MaxNLocator(integer=True))
    return figure


def _with_charge(cycles: pd.DataFrame) -> pd.DataFrame:
    """Return the cycles in which charge passes: a run may end as one begins."""
    table = cycles.astype(float)
    charge = table[["plated_mAh_per_cm2", "stripped_mAh_per_cm2"]].sum(axis=1)
    return table[charge > LEAST_CAPACITY]


def _draw(
    axes: Axes, number: pd.Series[float], curves: Curves, span: float, title: str, label: str
) -> None:
    plain_axes(axes)
    axes.margins(y=0.12)
    for look, (name, values) in enumerate(curves.items()):
        marker = _MARKERS[look]
        axes.plot(number, values, marker=marker, markersize=3.0, label=name, **curve_look(look))
    keep_span(axes, span)
    axes.ticklabel_format(axis="y", useOffset=False)
    axes.set_title(title)
    axes.set_ylabel(label)
    if len(curves) > 1:
        axes.legend(ncols=2)


def _lacks(run: RunResults) -> str | None:
    few = len(_with_charge(run.cycles)) < 2
    return "the run has fewer than two cycles in which charge passes" if few else None


CYCLES = RunFigure("cycles", "how the cycles differ", _lacks, cycles_figure)
