"""Findings and figure of studies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import NullLocator

from platefront.figures.palette import CURVES, MUTED_TEXT
from platefront.figures.style import plain_axes
from verification.finding import Finding, Verification
from verification.manufactured.studies import BAND, OrderStudy

WORDS = {
    "c L2": "c in L²",
    "c H1": "∇c in L²",
    "phi L2": "φ in L²",
    "phi H1": "∇φ in L²",
    "h L2": "h in L²",
    "h H1": "∇h in L²",
    "w L2": "w in L²",
    "w H1": "∇w in L²",
    "s L2": "s in L²",
}
"""Labels of norms."""
_COLOURS = (*CURVES, "#8f4fb0", "#9a9a9a", "#b0361c", "#3f7f3f", "#a0703c", "#5468c8")
_MARKERS = "osD^vPh<>pX*d"
_LINES: tuple[str | tuple[float, tuple[float, ...]], ...] = ("-", (0, (4, 2)), (0, (1, 1.5)))


type Plans = Mapping[str, Mapping[str, Callable[[], OrderStudy]]]
"""Studies to be run, by kind (elements or time stepping), then by model."""

type Studies = Mapping[str, Mapping[str, OrderStudy]]
"""Completed studies, by kind and model."""


@dataclass(frozen=True, slots=True)
class Size:
    """Refined quantity on the horizontal axes of the figure.

    Attributes:
        label: label of the axis.
        tick: format of a size.
    """

    label: str
    tick: Callable[[float], str]


EDGE_LENGTH = Size("edge length of the triangles [µm]", lambda size: f"{size:g}")
TIME_STEP = Size("mean time step / duration", lambda size: f"1/{1.0 / size:.0f}")


def verification(
    plans: Plans, ceilings: Mapping[str, Mapping[str, float]], size: Size
) -> Verification:
    """Run studies and report orders and finest errors.

    Args:
        plans: studies to run.
        ceilings: bounds of the errors at the finest level, by kind and norm.
        size: refined quantity.
    """
    studies = {
        kind: {name: run() for name, run in models.items()} for kind, models in plans.items()
    }
    findings = [*_orders(studies), *_errors(studies, ceilings)]
    return Verification(tuple(findings), lambda figure: draw(figure, studies, size))


def _orders(studies: Studies) -> Iterator[Finding]:
    """Yield the observed order of every study in every norm."""
    for kind, models in studies.items():
        for name, study in models.items():
            for norm, theory in study.theory.items():
                quantity = f"{name}, {kind}: order of {WORDS[norm]}"
                yield Finding(quantity, study.order(norm), theory, "1", BAND, relative=False)


def _errors(studies: Studies, ceilings: Mapping[str, Mapping[str, float]]) -> Iterator[Finding]:
    """Yield the largest error over all models of a kind at the finest level."""
    for kind, models in studies.items():
        for norm, ceiling in ceilings[kind].items():
            largest = max(study.finest(norm) for study in models.values() if norm in study.theory)
            quantity = f"{kind}: largest error of {WORDS[norm]}, finest level"
            yield Finding(quantity, largest, 0.0, "1", ceiling, relative=False)


def draw(figure: Figure, studies: Studies, size: Size) -> None:
    """Draw errors against size, a panel per norm, with a colour per model and a line per kind.

    Only norms that occur have a panel.

    Args:
        figure: empty figure.
        studies: completed studies.
        size: refined quantity.
    """
    found = {norm for models in studies.values() for s in models.values() for norm in s.theory}
    norms = [norm for norm in WORDS if norm in found]
    rows = (len(norms) + 1) // 2
    figure.set_size_inches(7.2, 1.4 + 2.1 * rows)
    panels = figure.subplots(rows, 2, sharex=True)
    for axes in panels.ravel()[len(norms) :]:
        axes.set_axis_off()
    names = _names(studies)
    for axes, norm in zip(panels.ravel(), norms, strict=False):
        plain_axes(axes)
        axes.set_xscale("log")
        axes.set_yscale("log")
        for line, models in zip(_LINES, studies.values(), strict=False):
            for name, study in models.items():
                index = names.index(name)
                if norm in study.theory:
                    axes.plot(
                        study.sizes,
                        study.sequence(norm),
                        color=_COLOURS[index],
                        linestyle=line,
                        linewidth=1.1,
                        marker=_MARKERS[index],
                        markersize=max(10.0 - 1.1 * index, 2.5),
                        markerfacecolor="none",
                    )
        _draw_theory(axes, studies, norm)
        axes.set_title(f"error of {WORDS[norm]}")
    every = sorted(
        {edge for models in studies.values() for s in models.values() for edge in s.sizes}
    )
    for axes in panels[-1]:
        axes.xaxis.set_minor_locator(NullLocator())
        axes.set_xticks(every, [size.tick(edge) for edge in every])
        axes.set_xlabel(size.label)
    _draw_legend(figure, studies)


def _draw_theory(axes: Axes, studies: Studies, norm: str) -> None:
    """Draw theoretical slopes: the highest order below all curves, the lowest above."""
    found = [s for models in studies.values() for s in models.values() if norm in s.theory]
    sizes = np.unique([size for study in found for size in study.sizes])[[0, -1]]
    orders = {study.theory[norm] for study in found}
    for order, extreme, room in ((max(orders), np.min, 0.5), (min(orders), np.max, 2.0)):
        coefficients = [
            error / edge**order
            for study in found
            if study.theory[norm] == order
            for edge, error in zip(study.sizes, study.sequence(norm), strict=True)
        ]
        coefficient = float(extreme(coefficients))
        slope = room * coefficient * sizes**order
        axes.plot(sizes, slope, color=MUTED_TEXT, linewidth=0.8)
        axes.annotate(
            f"order {order:g}",
            (np.sqrt(sizes.prod()), np.sqrt(slope.prod())),
            textcoords="offset points",
            xytext=(0, -14) if room < 1.0 else (0, 7),
            ha="left" if room < 1.0 else "right",
            fontsize=7.5,
            color=MUTED_TEXT,
        )


def _draw_legend(figure: Figure, studies: Studies) -> None:
    handles = [
        Line2D(
            [],
            [],
            color=_COLOURS[index],
            marker=_MARKERS[index],
            markersize=max(8.0 - 0.8 * index, 2.5),
            markerfacecolor="none",
            linestyle="none",
            label=name,
        )
        for index, name in enumerate(_names(studies))
    ]
    handles += [
        Line2D([], [], color=MUTED_TEXT, linestyle=line, linewidth=1.2, label=kind)
        for line, kind in zip(_LINES, studies, strict=False)
    ]
    figure.legend(handles=handles, loc="outside lower center", ncols=4, fontsize=7.5)


def _names(studies: Studies) -> list[str]:
    """Return the models in order of appearance."""
    return list(dict.fromkeys(name for models in studies.values() for name in models))
