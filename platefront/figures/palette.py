"""Colours of all figures: one per region, one colour map per quantity.

Orange, blue and dark grey are distinguishable for every common form of colour blindness and in
greyscale; the maps are monotonic in lightness and avoid the orange of lithium.
"""

from __future__ import annotations

from typing import Any

from matplotlib import colormaps
from matplotlib.colors import Colormap, LinearSegmentedColormap, ListedColormap
from numpy import linspace

COLLECTOR = "#3b3b3b"
SEPARATOR = "#ccd3c1"
LITHIUM = "#e8983a"
ELECTROLYTE = "#e9f0f7"
DEAD_LITHIUM = "#8c4a2f"
POCKET = "#d7a3cf"
POCKET_HATCH = "#8a3f80"
OUTLINE = "#20242b"
STREAM_LINE = "#10131a"
CASING = "#ffffff"
MUTED_TEXT = "#5b6470"

HATCH, DEAD_HATCH = "////", "\\\\\\\\"
REGION_EDGE = "#6f7f6a"
REGION_HATCHES = ("....", "xxxx", "oooo", "----")
"""Patterns of the regions of the electrolyte, in order."""

# colours of named surfaces and of the two runs of a comparison, in order (Okabe and Ito 2008)
CURVES = ("#0072b2", "#009e73", "#d55e00", "#cc79a7", "#56b4e9", "#5a4d00", "#000000")

_DASHES: tuple[str | tuple[float, tuple[float, ...]], ...] = (
    "solid",
    (0.0, (5.0, 1.6)),
    (0.0, (1.2, 1.2)),
    (0.0, (6.0, 1.5, 1.2, 1.5)),
    (0.0, (9.0, 1.5)),
    (0.0, (4.0, 1.2, 1.0, 1.2, 1.0, 1.2)),
    (0.0, (2.5, 2.5)),
    (0.0, (12.0, 1.5, 1.2, 1.5)),
    (0.0, (1.2, 3.0)),
    (0.0, (6.0, 1.5, 3.0, 1.5)),
)
"""Dashes of the curves, for as many as the potential has parts: colours are alike in greyscale."""


def curve_look(number: int) -> dict[str, Any]:
    """Return colour and dashes of a curve by its number, all different up to 70 curves."""
    return {
        "color": CURVES[number % len(CURVES)],
        "linestyle": _DASHES[number % len(_DASHES)],
    }


def area_colours(count: int) -> list[tuple[float, ...]]:
    """Return colours of areas on top of each other, from dark to light."""
    return [tuple(colour) for colour in thickness_map()(linspace(1.0, 0.0, max(count, 2)))][:count]


def current_density_map() -> Colormap:
    """Return a map from pale to strong blue; zero current has the colour of electrolyte."""
    return LinearSegmentedColormap.from_list(
        "platefront_current", ["#f4f8fc", "#cfe2f1", "#9dc6e4", "#65a5d6", "#3a80c1", "#265fa6"]
    )


def concentration_map() -> Colormap:
    """Return a map from dark, where the salt is depleted, to pale purple."""
    return LinearSegmentedColormap.from_list(
        "platefront_concentration",
        ["#32124f", "#5c2d85", "#8a5db0", "#b797d0", "#e0cfeb", "#faf6fc"],
    )


def thickness_map() -> Colormap:
    """Return viridis from light to dark, without its yellow end, the lightness of `CASING`.

    No part of it may resemble the casing that separates it from solids of any lightness.
    """
    return ListedColormap(colormaps["viridis_r"](linspace(0.2, 1.0, 256)), "platefront_thickness")
