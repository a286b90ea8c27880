"""Colours of all figures: one per region, one colour map per quantity.

Orange, blue and dark grey are distinguishable for every common form of colour blindness and in
greyscale; the maps are monotonic in lightness and avoid the orange of lithium.
"""

from __future__ import annotations

from matplotlib import colormaps
from matplotlib.colors import Colormap, LinearSegmentedColormap, ListedColormap
from numpy import linspace

COLLECTOR = "#3b3b3b"
SEPARATOR = "#b4bca6"
LITHIUM = "#e8983a"
ELECTROLYTE = "#e9f0f7"
DEAD_LITHIUM = "#8c4a2f"
POCKET = "#d7a3cf"
POCKET_HATCH = "#8a3f80"
OUTLINE = "#20242b"
STREAM_LINE = "#10131a"
CASING = "#ffffff"
MUTED_TEXT = "#5b6470"

HATCH = "////"
REGION_EDGE = "#6f7f6a"
REGION_HATCHES = ("....", "xxxx", "oooo", "----")
"""Patterns of the regions of the electrolyte, in order."""

# colours of named surfaces and of the two runs of a comparison, in order (Okabe and Ito 2008)
CURVES = ("#0072b2", "#009e73", "#d55e00", "#cc79a7", "#56b4e9", "#7a6a00", "#000000")


def current_density_map() -> Colormap:
    """Return a map from pale to strong blue; zero current has the colour of electrolyte."""
    return LinearSegmentedColormap.from_list(
        "platefront_current", ["#f4f8fc", "#cfe2f1", "#9dc6e4", "#65a5d6", "#3a80c1", "#265fa6"]
    )


def thickness_map() -> Colormap:
    """Return viridis from light to dark, without its yellow end, the lightness of `CASING`.

    No part of it may resemble the casing that separates it from solids of any lightness.
    """
    return ListedColormap(colormaps["viridis_r"](linspace(0.2, 1.0, 256)), "platefront_thickness")


def capacity_map() -> Colormap:
    """Return a map from light to dark, for curves of one run at increasing capacity."""
    return ListedColormap(colormaps["viridis_r"](linspace(0.14, 1.0, 256)), "platefront_capacity")
