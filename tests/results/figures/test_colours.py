"""Colours that remain apart in greyscale and for colour-blind readers."""

from __future__ import annotations

from dataclasses import replace

import matplotlib.colors
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from platefront.figures import palette
from platefront.figures.maps.filling_sequence import filling_figure
from platefront.figures.maps.plating_thickness import thickness_figure
from platefront.figures.run_figure import RunFigure
from platefront.figures.run_figures import FIGURES
from platefront.figures.run_view import RunView
from platefront.figures.style import column_style
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


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIE 1976 L*a*b* of linear RGB, for the white of sRGB."""
    to_xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    ratio = np.clip(rgb, 0.0, 1.0) @ to_xyz.T / to_xyz.sum(axis=1)
    root = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16.0 / 116.0)
    x, y, z = root.T
    return np.column_stack((116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)))


def nearest(colours: np.ndarray, matrix: np.ndarray) -> float:
    """Least distance ΔE between two of the colours as seen with a deficiency."""
    seen = lab(linear(colours) @ matrix.T)
    distances = np.linalg.norm(seen[:, None] - seen[None], axis=2)
    return float(distances[~np.eye(len(colours), dtype=bool)].min())


def rgb(*names: str) -> np.ndarray:
    return np.array([matplotlib.colors.to_rgb(name) for name in names])


@pytest.mark.parametrize("kind", ["none", *DEFICIENCIES])
def test_curves_are_apart_for_all_eyes(kind: str) -> None:
    """ΔE of 2 is just seen between large areas; 15 is seen between thin lines."""
    matrix = np.array(DEFICIENCIES.get(kind, np.eye(3)))
    assert nearest(rgb(*palette.CURVES), matrix) > 15.0


@pytest.mark.parametrize("kind", ["none", *DEFICIENCIES])
def test_regions_are_apart_for_all_eyes(kind: str) -> None:
    matrix = np.array(DEFICIENCIES.get(kind, np.eye(3)))
    assert nearest(rgb(*REGIONS.values()), matrix) > 8.0


REGIONS = {
    name: getattr(palette, name)
    for name in ("COLLECTOR", "DEAD_LITHIUM", "LITHIUM", "SEPARATOR", "ELECTROLYTE")
}


def test_regions_that_touch_are_apart_in_greyscale() -> None:
    """Pockets are told by their hatches; the counter electrode touches none of the dark ones."""
    levels = np.sort([float(lightness(rgb(name))[0]) for name in REGIONS.values()])
    assert np.diff(levels).min() > 10.0


def test_looks_of_curves_differ_in_dashes() -> None:
    looks = [palette.curve_look(number) for number in range(70)]
    assert len({tuple(look.values()) for look in looks}) == 70
    assert len({look["linestyle"] for look in looks[:10]}) == 10


@pytest.mark.parametrize("count", [1, 2, 3, 6])
def test_areas_on_each_other_are_apart_in_greyscale(count: int) -> None:
    colours = np.array(palette.area_colours(count))[:, :3]
    assert len(colours) == count
    assert (np.diff(lightness(colours)) > 10.0).all()


def grey_levels(figure: Figure, places: dict[str, tuple[float, float]]) -> dict[str, float]:
    """Draw a figure in greyscale and return L* of its first panel at places [µm]."""
    figure.set_dpi(150)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    picture = np.asarray(canvas.buffer_rgba())[..., :3] / 255.0
    found = {}
    for name, place in places.items():
        column, row = figure.axes[0].transData.transform(place)
        found[name] = float(lightness(picture[len(picture) - 1 - int(row), int(column)][None])[0])
    return found


@pytest.mark.parametrize("draw", [thickness_figure, filling_figure])
def test_a_map_drawn_in_greyscale_tells_its_regions(run: RunResults, draw) -> None:
    """Pillars, the lithium on their floor, and the electrolyte above it."""
    last = RunView(replace(run, frames=run.frames[-1:]))
    places = {"collector": (15.0, 30.0), "lithium": (30.0, 8.0), "electrolyte": (30.0, 70.0)}
    with column_style():
        levels = grey_levels(draw(last), places)
    assert levels["collector"] + 20.0 < levels["lithium"] < levels["electrolyte"] - 20.0


@pytest.mark.parametrize("figure", FIGURES, ids=[figure.name for figure in FIGURES])
def test_named_curves_differ_without_their_colour(full_run: RunResults, figure: RunFigure) -> None:
    assert figure.lacks(full_run) is None
    for axes in figure.draw(RunView(full_run)).axes:
        named = [line for line in axes.lines if not str(line.get_label()).startswith("_")]
        looks = [(str(line._unscaled_dash_pattern), line.get_marker()) for line in named]
        assert len(set(looks)) == len(looks)


def test_front_is_cased_on_both_sides(run: RunResults) -> None:
    collections = thickness_figure(RunView(run)).axes[0].collections
    lines = [part for part in collections if isinstance(part, LineCollection)]
    front = next(part for part in lines if part.get_array() is not None)
    below = lines[lines.index(front) - 1]
    assert matplotlib.colors.same_color(below.get_color()[0], palette.CASING)
    assert below.get_zorder() == front.get_zorder(), "drawn in this order"
    assert below.get_linewidths()[0] >= front.get_linewidths()[0] + 0.8
    assert np.array_equal(below.get_segments(), front.get_segments())
