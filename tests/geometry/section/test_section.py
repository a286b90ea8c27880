"""The cross-section as a value: regions, turning over, drawing."""

from __future__ import annotations

import matplotlib.image
import numpy as np
import pytest
import shapely
from matplotlib.colors import to_rgb

from platefront.figures import palette
from platefront.figures.section import save_section, section_figure, surface_lines
from platefront.geometry.assembly.build import SectionParameters, build_section
from platefront.geometry.collectors import Foil, Pillars
from platefront.geometry.collectors.base import Collector
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.predeposit import Predeposit
from tests.shared.small_collectors import SMALL_CLOTH

LAYER = 1e-10  # m³/C


def section_of(collector: Collector, orientation: str) -> CrossSection:
    parameters = SectionParameters(
        collector=collector,
        orientation=orientation,
        gap=40e-6,
        predeposit=Predeposit(capacity=30e3),
    )
    return build_section(parameters, LAYER)


@pytest.fixture(scope="module", params=["upright", "inverted"])
def cloth(request: pytest.FixtureRequest) -> CrossSection:
    return section_of(SMALL_CLOTH, request.param)


@pytest.mark.parametrize(
    "collector", [Foil(), Pillars(), SMALL_CLOTH], ids=["foil", "pillars", "cloth"]
)
@pytest.mark.parametrize("orientation", ["upright", "inverted"])
def test_regions_fill_the_box(collector, orientation):
    section = section_of(collector, orientation)
    parts = section.collector.area + section.deposit.area + section.electrolyte.area
    assert parts == pytest.approx(section.box.area, rel=1e-12)


def test_turning_over_twice_changes_nothing(cloth):
    twice = cloth.flipped().flipped()
    assert twice.collector.equals_exact(cloth.collector, 1e-9)
    assert twice.deposit.equals_exact(cloth.deposit, 1e-9)
    assert (twice.span, twice.height) == (cloth.span, cloth.height)


def test_inverted_is_upright_turned_over():
    upright, inverted = section_of(SMALL_CLOTH, "upright"), section_of(SMALL_CLOTH, "inverted")
    assert inverted.collector.equals_exact(upright.flipped().collector, 1e-9)
    assert inverted.deposit.equals_exact(upright.flipped().deposit, 1e-9)
    assert inverted.span == upright.span
    assert inverted.deposit.centroid.y == pytest.approx(
        sum(upright.span) - upright.deposit.centroid.y
    )


def test_every_piece_of_front_has_one_surface(cloth):
    lines = surface_lines(cloth)
    wetted = shapely.union_all(list(lines.values()))
    assert sum(line.length for line in lines.values()) == pytest.approx(wetted.length)
    # the whole boundary of the open electrolyte but the four sides of the box
    parts = shapely.get_parts(cloth.electrolyte)
    reaching = parts[shapely.bounds(parts)[:, 3] > cloth.height - 1e-6]
    whole = sum(shapely.length(reaching))
    assert wetted.length == pytest.approx(whole - 2 * (cloth.width + cloth.height), rel=1e-6)


def test_a_picture_shows_every_region_in_its_colour(tmp_path):
    section = section_of(SMALL_CLOTH, "upright")
    path = save_section(section, tmp_path / "section.png", "cloth")
    pixels = matplotlib.image.imread(path)[..., :3].reshape(-1, 3)

    def share(colour: str) -> float:
        return np.all(np.abs(pixels - to_rgb(colour)) < 0.01, axis=1).mean()

    ground = share(palette.ELECTROLYTE)
    assert ground > 0.1
    for colour, shape in (
        (palette.COLLECTOR, section.collector),
        (palette.LITHIUM, section.deposit),
    ):
        # lines of surfaces, drawn over them, hide a part of both
        expected = shape.area / section.electrolyte.area
        assert 0.2 * expected < share(colour) / ground < 1.2 * expected


def test_a_drawing_names_surfaces_and_counts_triangles():
    section = section_of(Pillars(width=10e-6, pitch=40e-6), "inverted")
    points = np.array([[0.0, 90.0], [40.0, 90.0], [20.0, 60.0]])
    figure = section_figure(section, "t", (points, np.array([[0, 1, 2]])))
    (axes,), (legend,) = figure.axes, figure.legends
    labels = [text.get_text() for text in legend.get_texts()]
    assert "surface upper: 10 µm" in labels
    assert "surface lower: 30 µm" in labels
    assert "1 triangles" in labels
    assert "trapped electrolyte" not in labels
    assert "porosity 75 %" in legend.get_title().get_text()
    assert axes.get_xlabel() == "x [µm]"
    assert axes.get_ylabel() == "y [µm]"
