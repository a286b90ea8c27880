"""Tortuosity against what is known: straight channels, layers in series, an array of discs."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from platefront.geometry.collectors import Foil, Pillars, Trench
from platefront.geometry.mesh.grading import Grading
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.transforms import mirrored, repeated, scaled
from platefront.solvers.tortuosity import pore_transport

UM = 1e-6


def layer(solid: BaseGeometry, height: float = 10.0, width: float = 10.0) -> CrossSection:
    """A layer between y = 3 and 3 + height."""
    return CrossSection(
        width=width,
        height=height + 8.0,
        collector=solid,
        deposit=shapely.Polygon(),
        span=(3.0, 3.0 + height),
        surfaces={"solid": shapely.box(0.0, 1.0, width, height + 8.0)},
    )


def disc_in_square(fraction: float) -> CrossSection:
    """One disc in the middle of a square of 10 µm, drawn as a polygon of its area."""
    angle = np.linspace(0.0, 2.0 * math.pi, 121)[:-1] + 0.01
    sector = 2.0 * math.pi / len(angle)
    radius = 10.0 * math.sqrt(fraction / math.pi) * math.sqrt(sector / math.sin(sector))
    circle = np.column_stack((5.0 + radius * np.cos(angle), 8.0 + radius * np.sin(angle)))
    return layer(shapely.Polygon(circle))


@pytest.mark.parametrize("upright", [True, False])
def test_a_straight_channel_is_not_tortuous(upright: bool):
    section = Pillars(width=8 * UM, height=20 * UM, pitch=20 * UM).section(
        20.0, None, inverted=False
    )
    found = pore_transport(section, Grading(2.0, 4.0, 0.3))
    assert found is not None
    assert found.porosity == pytest.approx(0.6, rel=1e-12)
    assert found.tortuosity == pytest.approx(1.0, abs=1e-10)


def test_nothing_in_the_way():
    corner = shapely.box(0.0, 3.0, 1e-6, 3.0 + 1e-6)
    found = pore_transport(layer(corner), Grading(1.0, 2.0, 0.3))
    assert found is not None
    assert found.conductivity == pytest.approx(1.0, rel=1e-6)


@pytest.mark.parametrize("fraction", [0.1, 0.3, 0.5, 0.6])
def test_square_array_of_insulating_discs(fraction: float):
    """Series of Rayleigh (1892) with the terms of Perrins, McKenzie and McPhedran (1979)."""
    f = fraction
    series = 1.0 - 2.0 * f / (1.0 + f - 0.305827 * f**4 / (1.0 - 1.402958 * f**8) - 0.013362 * f**8)
    found = pore_transport(disc_in_square(f), Grading(0.5, 1.0, 0.3))
    assert found is not None
    assert found.porosity == pytest.approx(1.0 - f, rel=1e-9)
    assert found.conductivity == pytest.approx(series, rel=3e-4)
    assert found.tortuosity == pytest.approx((1.0 - f) / series, rel=3e-4)


def test_discs_that_nearly_touch():
    """At 70 % the perfectly conducting array conducts 7.433 times (Perrins et al.); its dual."""
    found = pore_transport(disc_in_square(0.7), Grading(0.3, 1.0, 0.3))
    assert found is not None
    assert found.conductivity == pytest.approx(1.0 / 7.433, rel=3e-4)


def test_it_does_not_depend_on_size_side_or_number_of_copies():
    solid = shapely.Polygon([(1.0, 4.0), (7.0, 6.0), (5.0, 9.0), (2.0, 8.0)])
    section, grading = layer(solid), Grading(0.5, 1.0, 0.3)
    found = pore_transport(section, grading)
    assert found is not None
    assert found.tortuosity > 1.2
    for changed, size in (
        (mirrored(section), 1),
        (repeated(section, 3), 1),
        (scaled(section, 4), 4),
    ):
        other = pore_transport(changed, Grading(0.5 * size, 1.0 * size, 0.3))
        assert other is not None
        assert other.porosity == pytest.approx(found.porosity, rel=1e-9)
        assert other.conductivity == pytest.approx(found.conductivity, rel=2e-3)


def test_a_closed_layer_does_not_conduct():
    found = pore_transport(layer(shapely.box(0.0, 5.0, 10.0, 6.0)), Grading(1.0, 2.0, 0.3))
    assert found is not None
    assert (found.porosity, found.conductivity) == (pytest.approx(0.9), 0.0)
    assert found.tortuosity == math.inf


def test_two_channels_add_up():
    solid = shapely.MultiPolygon([shapely.box(3.0, 3.0, 5.0, 13.0), shapely.box(8, 3, 9, 13)])
    found = pore_transport(layer(solid), Grading(1.0, 2.0, 0.3))
    assert found is not None
    assert found.conductivity == pytest.approx(0.7, rel=1e-10)


def test_a_foil_has_no_layer():
    assert pore_transport(Foil().section(20.0, None, inverted=False), Grading(1, 2, 0.3)) is None


def test_a_trench_conducts_through_its_floor():
    """The floor y = 0 is taken for the plane below: a straight trench is a straight channel."""
    section = Trench(width=20 * UM, trench_width=5 * UM, depth=12 * UM).section(
        20.0, None, inverted=False
    )
    found = pore_transport(section, Grading(1.0, 2.0, 0.3))
    assert found is not None
    assert found.tortuosity == pytest.approx(1.0, rel=0.05)
