"""Evenness of the flux on the front, and the roughness that it leaves."""

from __future__ import annotations

from matplotlib.figure import Figure

from platefront.figures.moments import charge_axis
from platefront.figures.palette import CURVES
from platefront.figures.run_figure import RunFigure
from platefront.figures.run_view import RunView
from platefront.figures.style import column_figure, keep_span, plain_axes
from platefront.geometry.lengths import UM_PER_M
from platefront.results.reading import RunResults

_UNEVENNESS = "current_unevenness"
_LEAST, _SMOOTH = 1e-3, 1e-3
"""Deviation over the mean, and roughness [µm], that are none."""
_WIDE = 10.0
"""Largest value over the median above which the axis is logarithmic."""


def evenness_figure(view: RunView) -> Figure:
    """Draw the relative standard deviation of the current, and that of the thickness."""
    history = view.run.history
    figure = column_figure(view.title, 90.0)
    flux, roughness = figure.subplots(2, 1, sharex=True)
    along, label = charge_axis(history, by_time=view.turns)
    plain_axes(flux)
    unevenness = history[_UNEVENNESS].astype(float)
    flux.plot(along, unevenness, color=CURVES[0])
    if (
        unevenness.max() > max(_LEAST, _WIDE * unevenness.median()) > 0.0
    ):  # where a current ends or turns
        flux.set_yscale("log")
        flux.set_ylim(bottom=max(float(unevenness[unevenness > 0.0].min()), _LEAST))
    else:
        flux.set_ylim(bottom=0.0)
        keep_span(flux, _LEAST)
    flux.set_ylabel("deviation / mean")
    flux.set_title("deviation of the current on the front over its mean")
    plain_axes(roughness)
    roughness.plot(along, UM_PER_M * history["roughness_m"].astype(float), color=CURVES[0])
    roughness.set_ylim(bottom=0.0)
    keep_span(roughness, _SMOOTH)
    roughness.set_ylabel("roughness [µm]")
    roughness.set_title("deviation of the thickness grown on the front")
    roughness.set_xlabel(label)
    return figure


def _lacks(run: RunResults) -> str | None:
    columns = run.history.columns
    if _UNEVENNESS not in columns or not run.history[_UNEVENNESS].notna().any():
        return "there is no total current whose evenness could be told"
    return None


EVENNESS = RunFigure(
    "evenness", "how even the flux on the front is, and how rough it grows", _lacks, evenness_figure
)
