"""Figure of a cross-section before plating."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import shapely
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, PathPatch, Rectangle
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from platefront.figures import palette
from platefront.figures.map_page import map_page
from platefront.figures.section_panel import draw_regions, outline_path, region_looks
from platefront.figures.style import COLUMN_DOTS_PER_INCH, column_style, save
from platefront.geometry.plane.connectivity import connected_to_counter
from platefront.geometry.plane.polygons import joined
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.narrowest_gap import Gap

type Mesh = tuple[NDArray[np.float64], NDArray[np.int64]]

_OFF_WALLS = 1e-6  # µm
_GAP = "#b3003c"
_PLATE = 0.02  # thickness of the drawn counter electrode, relative to the height of the section


def surface_lines(section: CrossSection) -> dict[str, BaseGeometry]:
    """Return the wetted line of each named surface [µm].

    A surface consists of the front inside its region that belongs to no earlier surface. Side walls
    and counter electrode are not part of the front; y = 0 is, where a region reaches it.
    """
    near = _OFF_WALLS
    inner = shapely.box(near, -1.0, section.width - near, section.height - near)
    reaching, _ = connected_to_counter(
        section.electrolyte, section.counter_electrode, section.period
    )
    front = joined(reaching).boundary.intersection(inner)
    if section.counter is not None:
        front = front.difference(section.counter.buffer(near))
    owned = {}
    for name, region in section.surfaces.items():
        owned[name] = front.intersection(region)
        front = front.difference(region)
    return owned


def section_figure(
    section: CrossSection,
    title: str = "",
    mesh: Mesh | None = None,
    gap: Gap | None = None,
    facts: Sequence[str] = (),
) -> Figure:
    """Draw collector, lithium, electrolyte and named surfaces.

    Args:
        section: section to draw.
        title: of the case.
        mesh: points (n, 2) [µm] and triangles (m, 3) of the electrolyte, drawn on top if given.
        gap: the narrowest gap, to be marked.
        facts: additional lines for the list of properties above the legend.
    """
    _, cut_off = connected_to_counter(
        section.electrolyte, section.counter_electrode, section.period
    )
    pockets, surfaces = shapely.MultiPolygon(cut_off), surface_lines(section)
    plate = _PLATE * section.height
    page = map_page(
        title,
        "section and mesh at the start" if mesh is not None else "section at the start",
        section.width / (section.height + plate),
        _legend(section, surfaces, pockets, mesh, gap),
        notes=_facts(section, surfaces, facts),
    )
    (axes,) = page.panels
    for shape, colour, edge in (
        (section.box, palette.ELECTROLYTE, palette.ELECTROLYTE),
        # edges of the same colour hide antialiasing gaps between regions
        (section.deposit, palette.LITHIUM, palette.LITHIUM),
        (section.host, palette.COLLECTOR, palette.COLLECTOR),
        (section.separator, palette.SEPARATOR, palette.SEPARATOR),
        (pockets, palette.POCKET, palette.POCKET_HATCH),
    ):
        if not shape.is_empty:
            style = {"facecolor": colour, "edgecolor": edge, "linewidth": 0.3}
            axes.add_patch(PathPatch(outline_path(shape), **style))
    draw_regions(axes, section.region_areas)
    if mesh is not None:
        points, triangles = mesh
        axes.triplot(*points.T, triangles, color=palette.MUTED_TEXT, linewidth=0.2)
    width = 1.1 if mesh is None else 0.7
    for line, colour in zip(surfaces.values(), palette.CURVES, strict=False):
        axes.add_collection(
            LineCollection(
                _coordinates(line), colors=colour, linewidths=width, clip_on=False, zorder=5
            )
        )
    _draw_counter(axes, section, plate)
    if gap is not None:
        _mark(axes, section, gap)
    axes.set_xlim(0.0, section.width)
    axes.set_ylim(0.0, section.height + plate)
    axes.set_aspect("equal")
    axes.set_xlabel("x [µm]")
    axes.set_ylabel("y [µm]")
    axes.spines[["top", "right"]].set_visible(False)
    return page.figure


def _draw_counter(axes: Axes, section: CrossSection, plate: float) -> None:
    """Draw the counter electrode: a plate on top, or the region given by the section."""
    if section.counter is None:
        place = (0.0, section.height)
        axes.add_patch(Rectangle(place, section.width, plate, color=palette.MUTED_TEXT))
        return
    parts = shapely.get_parts(section.counter)
    regions = parts[shapely.get_dimensions(parts) == 2]
    if len(regions):
        shape = outline_path(shapely.MultiPolygon(list(regions)))
        axes.add_patch(PathPatch(shape, facecolor=palette.MUTED_TEXT, linewidth=0.0))
    lines = _coordinates(shapely.MultiLineString(list(parts[shapely.get_dimensions(parts) == 1])))
    axes.add_collection(
        LineCollection(lines, colors=palette.MUTED_TEXT, linewidths=3.0, clip_on=False)
    )


def _mark(axes: Axes, section: CrossSection, gap: Gap) -> None:
    """Mark the narrowest gap by its line within the section and a ring around it."""
    line = shapely.LineString(gap.ends).intersection(section.box)
    axes.add_collection(LineCollection(_coordinates(line), colors=_GAP, linewidths=0.9, zorder=7))
    axes.add_artist(_ring(*shapely.get_coordinates(line.interpolate(0.5, normalized=True))[0]))


def _ring(x: float, y: float, label: str = "") -> Line2D:
    return Line2D(
        [x],
        [y],
        linestyle="none",
        marker="o",
        markersize=7.0,
        markerfacecolor="none",
        markeredgecolor=_GAP,
        markeredgewidth=0.9,
        clip_on=False,
        zorder=7,
        label=label,
    )


def save_section(
    section: CrossSection,
    path: Path,
    title: str = "",
    mesh: Mesh | None = None,
    gap: Gap | None = None,
    facts: Sequence[str] = (),
) -> Path:
    """Draw a section into a PNG file, a column of a journal wide; see `section_figure`."""
    with column_style():
        figure = section_figure(section, title, mesh, gap, facts)
        return save(figure, path, COLUMN_DOTS_PER_INCH, trimmed=False)


def _coordinates(lines: BaseGeometry) -> list[NDArray[np.float64]]:
    """Return the vertices of each line."""
    parts = shapely.get_parts(lines)
    return [shapely.get_coordinates(part) for part in parts[shapely.length(parts) > 0.0]]


def _facts(
    section: CrossSection, surfaces: Mapping[str, BaseGeometry], more: Sequence[str]
) -> list[str]:
    """Return properties of the section, one per line."""
    low, high = section.span
    wetted = sum(line.length for line in surfaces.values())
    facts = [f"width {section.width:.4g} µm"]
    if high > low:
        band = shapely.box(0.0, low, section.width, high)
        porosity = 1.0 - section.collector.intersection(band).area / band.area
        facts += [f"collector {high - low:.4g} µm, porosity {100 * porosity:.0f} %"]
    if not section.deposit.is_empty:
        facts += [f"lithium, as a flat layer {section.deposit.area / section.width:.3g} µm"]
    facts += [
        f"gap to counter electrode {section.height - high:.4g} µm",
        f"wetted front {wetted / section.width:.3g} × width",
    ]
    return [*facts, *more]


def _legend(
    section: CrossSection,
    surfaces: Mapping[str, BaseGeometry],
    pockets: BaseGeometry,
    mesh: Mesh | None,
    gap: Gap | None,
) -> list[Artist]:
    """Return legend entries for all drawn regions and lines."""
    regions = [
        ("counter electrode", palette.MUTED_TEXT, palette.MUTED_TEXT, True),
        ("electrolyte", palette.ELECTROLYTE, palette.MUTED_TEXT, True),
        ("collector", palette.COLLECTOR, palette.COLLECTOR, not section.host.is_empty),
        ("separator", palette.SEPARATOR, palette.MUTED_TEXT, bool(section.grids)),
        ("lithium", palette.LITHIUM, palette.LITHIUM, not section.deposit.is_empty),
        ("trapped electrolyte", palette.POCKET, palette.POCKET_HATCH, not pockets.is_empty),
    ]
    entries: list[Artist] = [
        Patch(facecolor=colour, edgecolor=edge, linewidth=0.5, label=label)
        for label, colour, edge, drawn in regions
        if drawn
    ]
    looks = region_looks(section.region_names[1:])
    entries += [Patch(**look, label=name) for name, look in looks.items()]
    for (name, line), colour in zip(surfaces.items(), palette.CURVES, strict=False):
        label = f"surface {name}: {line.length:.4g} µm"
        entries.append(Line2D([], [], color=colour, linewidth=1.1, label=label))
    if gap is not None:
        entries.append(_ring(0.0, 0.0, f"narrowest gap: {gap.width:.3g} µm"))
    if mesh is not None:
        label = f"{len(mesh[1])} triangles"
        entries.append(Line2D([], [], color=palette.MUTED_TEXT, linewidth=0.5, label=label))
    return entries
