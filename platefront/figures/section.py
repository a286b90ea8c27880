"""Drawing of a cross-section: what is where before anything is plated."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import shapely
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geometry.section import CrossSection
from platefront.figures import palette, shapes

type Mesh = tuple[NDArray[np.float64], NDArray[np.int64]]

_SIDE = 5.6  # inches, longest side of the drawn box
_LEGEND = 2.7  # inches
_OFF_WALLS = 1e-6  # µm
_PLATE = 0.02  # thickness of the drawn counter electrode [of the section's height]


def surface_lines(section: CrossSection) -> dict[str, BaseGeometry]:
    """The wetted line of each named surface [µm].

    A surface owns the front inside its region that no earlier surface owns. Side walls and the
    counter electrode are no front; y = 0 is where a region reaches it.
    """
    near = _OFF_WALLS
    inner = shapely.box(near, -1.0, section.width - near, section.height - near)
    front = _open_electrolyte(section).boundary.intersection(inner)
    owned = {}
    for name, region in section.surfaces.items():
        owned[name] = front.intersection(region)
        front = front.difference(region)
    return owned


def draw_section(
    section: CrossSection, axes: Axes | None = None, mesh: Mesh | None = None, title: str = ""
) -> Axes:
    """Draw collector, lithium, electrolyte and named surfaces.

    Args:
        section: what to draw.
        axes: where; a figure of fitting size is made if omitted.
        mesh: points (n, 2) [µm] and triangles (m, 3) of the electrolyte, drawn on top if given.
        title: heading; numbers about the section follow under it.

    Returns:
        The axes; `axes.figure` is the picture.
    """
    axes = _fitting_axes(section) if axes is None else axes
    for shape, colour in (
        (section.box, palette.ELECTROLYTE),
        (section.deposit, palette.LITHIUM),
        (section.collector, palette.COLLECTOR),
    ):
        if patch := shapes.patch(shape, facecolor=colour, edgecolor="none"):
            axes.add_patch(patch)
    pockets = _pockets(section)
    if patch := shapes.patch(pockets, **_POCKET_STYLE):
        axes.add_patch(patch)
    if mesh is not None:
        points, triangles = mesh
        axes.triplot(*points.T, triangles, color=palette.MUTED_TEXT, linewidth=0.3)
    surfaces = surface_lines(section)
    for line, colour in zip(surfaces.values(), palette.CURVES, strict=False):
        axes.add_collection(shapes.lines(line, colors=colour, linewidths=1.5, zorder=5))
    plate = _PLATE * section.height
    axes.add_patch(Rectangle((0, section.height), section.width, plate, color=palette.OUTLINE))
    axes.set_xlim(0.0, section.width)
    axes.set_ylim(0.0, section.height + plate)
    axes.set_aspect("equal")
    axes.set_xlabel("x [µm]")
    axes.set_ylabel("y [µm]")
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_title(title, loc="left", fontsize=11, fontweight="bold", color=palette.OUTLINE)
    axes.legend(
        handles=_legend(section, surfaces, pockets, mesh),
        title=_facts(section),
        alignment="left",
        title_fontsize=8.5,
        fontsize=8.5,
        loc="upper left",
        bbox_to_anchor=(1.03, 1.0),
        borderaxespad=0.0,
        frameon=False,
        handlelength=1.4,
        labelspacing=0.65,
    )
    return axes


def save_section(
    section: CrossSection, path: Path, title: str = "", mesh: Mesh | None = None
) -> None:
    """Draw `section` into the picture file `path`, 200 dots per inch."""
    figure = draw_section(section, mesh=mesh, title=title).get_figure(root=True)
    if figure is not None:
        figure.savefig(path, dpi=200)


_POCKET_STYLE = {
    "facecolor": palette.POCKET,
    "edgecolor": palette.POCKET_HATCH,
    "linewidth": 0.3,
}


def _open_electrolyte(section: CrossSection) -> BaseGeometry:
    """The electrolyte that reaches the counter electrode."""
    parts = shapely.get_parts(section.electrolyte)
    return shapely.union_all([p for p in parts if p.bounds[3] >= section.height - _OFF_WALLS])


def _pockets(section: CrossSection) -> BaseGeometry:
    """The electrolyte that does not."""
    parts = shapely.get_parts(section.electrolyte)
    return shapely.union_all([p for p in parts if p.bounds[3] < section.height - _OFF_WALLS])


def _fitting_axes(section: CrossSection) -> Axes:
    """Axes in the proportions of the section, with room for labels and legend."""
    scale = _SIDE / max(section.width, section.height)
    width, height = section.width * scale, max(section.height * scale, 2.6)
    figure = Figure(figsize=(width + 0.8 + _LEGEND, height + 0.9), layout="constrained")
    FigureCanvasAgg(figure)
    return figure.add_subplot()


def _facts(section: CrossSection) -> str:
    """Numbers about the section, a line each."""
    low, high = section.span
    wetted = sum(line.length for line in surface_lines(section).values())
    facts = [f"width {section.width:.4g} µm"]
    if high > low:
        porosity = 1.0 - section.collector.area / (section.width * (high - low))
        facts += [f"collector {high - low:.4g} µm, porosity {100 * porosity:.0f} %"]
    if section.deposit.area > 0.0:
        facts += [f"lithium, as a flat layer {section.deposit.area / section.width:.3g} µm"]
    facts += [
        f"gap to counter electrode {section.height - high:.4g} µm",
        f"wetted front {wetted / section.width:.3g} × width",
    ]
    return "\n".join(facts) + "\n"


def _legend(
    section: CrossSection,
    surfaces: Mapping[str, BaseGeometry],
    pockets: BaseGeometry,
    mesh: Mesh | None,
) -> list[Artist]:
    """One entry for everything that is drawn."""
    entries: list[Artist] = [Patch(color=palette.OUTLINE, label="counter electrode")]
    for shape, colour, label in (
        (section.collector, palette.COLLECTOR, "collector"),
        (section.deposit, palette.LITHIUM, "lithium"),
    ):
        if not shape.is_empty:
            entries.append(Patch(color=colour, label=label))
    entries.append(
        Patch(facecolor=palette.ELECTROLYTE, edgecolor=palette.MUTED_TEXT, label="electrolyte")
    )
    if not pockets.is_empty:
        entries.append(Patch(**_POCKET_STYLE, label="trapped electrolyte"))
    for (name, line), colour in zip(surfaces.items(), palette.CURVES, strict=False):
        label = f"surface {name}: {line.length:.4g} µm"
        entries.append(Line2D([], [], color=colour, linewidth=2.0, label=label))
    if mesh is not None:
        entries.append(
            Line2D(
                [], [], color=palette.MUTED_TEXT, linewidth=0.5, label=f"{len(mesh[1])} triangles"
            )
        )
    return entries
