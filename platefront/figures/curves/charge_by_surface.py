"""Charge on each surface, and what of it was lost: where the charge went."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from platefront.figures.moments import charge_axis
from platefront.figures.palette import CASING, area_colours, curve_look
from platefront.figures.run_figure import RunFigure
from platefront.figures.run_view import RunView
from platefront.figures.scene import LEAST_CAPACITY
from platefront.figures.style import column_figure, plain_axes
from platefront.results.reading import RunResults
from platefront.solvers.constants import COULOMB_PER_M2_PER_MAH_PER_CM2

type Charges = dict[str, pd.Series[float]]

_LOSSES = {"dead_mAh_per_cm2": "dead lithium", "to_film_mAh_per_cm2": "consumed by films"}


def surface_charges(run: RunResults) -> Charges:
    """Return the charge on each surface per electrode footprint [mAh/cm²], from below."""
    width = float(run.summary["width_m"])
    return {
        name: run.history[f"charge_{name}_C_per_m"] / (width * COULOMB_PER_M2_PER_MAH_PER_CM2)
        for name in reversed(run.surfaces)
    }


def losses(history: pd.DataFrame) -> Charges:
    """Return the charges of lithium that is lost [mAh/cm²]; those that are zero are left out."""
    found = {label: history[name] for name, label in _LOSSES.items() if name in history.columns}
    return {label: one for label, one in found.items() if one.abs().max() > LEAST_CAPACITY}


def charge_by_surface_figure(view: RunView) -> Figure:
    """Draw the charges of the surfaces on top of each other, as curves if one was stripped."""
    run = view.run
    lost, charges = losses(run.history), surface_charges(run)
    figure = column_figure(view.title, 95.0 if lost else 62.0)
    panels = figure.subplots(2 if lost else 1, 1, sharex=True, squeeze=False)[:, 0]
    along, label = charge_axis(run.history, by_time=view.turns)
    where = panels[0]
    plain_axes(where)
    if min(float(charge.min()) for charge in charges.values()) < -LEAST_CAPACITY or view.turns:
        _draw_curves(where, along, charges)
        where.set_title("charge on each surface, plated less stripped")
    else:
        where.stackplot(
            along,
            *charges.values(),
            labels=list(charges),
            colors=area_colours(len(charges)),
            edgecolor=CASING,
            linewidth=0.5,
        )
        where.set_title("charge on each surface, on top of each other")
        where.margins(x=0.0)
    where.set_ylabel("charge [mAh/cm²]")
    handles, names = where.get_legend_handles_labels()
    figure.legend(handles[::-1], names[::-1], loc="outside lower left", ncols=3)
    if lost:
        plain_axes(panels[1])
        _draw_curves(panels[1], along, lost)
        panels[1].set_title("lithium that is lost")
        panels[1].set_ylabel("charge [mAh/cm²]")
        panels[1].set_ylim(bottom=0.0)
        panels[1].legend()
    panels[-1].set_xlabel(label)
    return figure


def _draw_curves(axes: Axes, along: pd.Series[float], charges: Charges) -> None:
    for number, (name, charge) in enumerate(charges.items()):
        axes.plot(along, charge, label=name, **curve_look(number))


def _lacks(run: RunResults) -> str | None:
    if run.summary.get("width_m") is None or not run.surfaces:
        return "the run was written by an early version, without the width of the section"
    charges = surface_charges(run).values()
    if max((float(charge.abs().max()) for charge in charges), default=0.0) <= LEAST_CAPACITY:
        return "no charge has passed"
    return None


CHARGE_BY_SURFACE = RunFigure(
    "charge_by_surface",
    "where the charge went, and what of it was lost",
    _lacks,
    charge_by_surface_figure,
)
