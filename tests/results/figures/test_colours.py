"""Colours that remain apart in greyscale and for colour-blind readers."""

from __future__ import annotations

import matplotlib.colors
import numpy as np
import pytest
from matplotlib.collections import LineCollection

from platefront.figures import palette
from platefront.figures.maps.plating_thickness import thickness_figure
from platefront.figures.run_view import RunView
from platefront.results.reading import RunResults

MAPS = (palette.current_density_map(), palette.thickness_map(), palette.concentration_map())

# complete forms, Machado et al. (2009), IEEE Trans. Vis. Comput. Graph. 15
DEFICIENCIES = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}


def linear(rgb: np.ndarray) -> np.ndarray:
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lightness(rgb: np.ndarray) -> np.ndarray:
    """CIE 1976 L* of sRGB colours, from 0 to 100."""
    luminance = rgb_luminance(linear(rgb))
    return np.where(luminance > 0.008856, 116.0 * np.cbrt(luminance) - 16.0, 903.3 * luminance)


def rgb_luminance(rgb: np.ndarray) -> np.ndarray:
    return np.clip(rgb, 0.0, 1.0) @ [0.2126, 0.7152, 0.0722]


@pytest.mark.parametrize("colours", MAPS, ids=[colours.name for colours in MAPS])
def test_maps_are_monotone_in_lightness(colours: matplotlib.colors.Colormap) -> None:
    """In greyscale, with a tenth of the scale at least three units of L*, which can be seen."""
    steps = np.diff(lightness(colours(np.linspace(0.0, 1.0, 64))[:, :3]))
    assert (steps > 0).all() or (steps < 0).all()
    tenths = np.diff(lightness(colours(np.linspace(0.0, 1.0, 11))[:, :3]))
    assert np.abs(tenths).min() > 3.0


@pytest.mark.parametrize("kind", DEFICIENCIES)
@pytest.mark.parametrize("colours", MAPS, ids=[colours.name for colours in MAPS])
def test_maps_are_monotone_for_the_colour_blind(
    colours: matplotlib.colors.Colormap, kind: str
) -> None:
    seen = linear(colours(np.linspace(0.0, 1.0, 64))[:, :3]) @ np.array(DEFICIENCIES[kind]).T
    steps = np.diff(rgb_luminance(seen))
    assert (steps > 0).all() or (steps < 0).all()


def test_thickness_is_apart_from_its_casing() -> None:
    casing = lightness(np.array(matplotlib.colors.to_rgb(palette.CASING)))
    assert casing - lightness(palette.thickness_map()(np.linspace(0.0, 1.0, 64))[:, :3]).max() > 20


def test_regions_are_apart_in_greyscale() -> None:
    names = (palette.COLLECTOR, palette.LITHIUM, palette.ELECTROLYTE)
    levels = np.sort([lightness(np.array(matplotlib.colors.to_rgb(name))) for name in names])
    assert np.diff(levels).min() > 20.0


def test_front_is_cased_on_both_sides(run: RunResults) -> None:
    collections = thickness_figure(RunView(run)).axes[0].collections
    lines = [part for part in collections if isinstance(part, LineCollection)]
    front = next(part for part in lines if part.get_array() is not None)
    below = lines[lines.index(front) - 1]
    assert matplotlib.colors.same_color(below.get_color()[0], palette.CASING)
    assert below.get_zorder() == front.get_zorder(), "drawn in this order"
    assert below.get_linewidths()[0] >= front.get_linewidths()[0] + 0.8
    assert np.array_equal(below.get_segments(), front.get_segments())
