"""Solids that touch: no slit of round-off between them."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely import affinity

from platefront.geometry.collectors import Pillars
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.predeposit import Layer
from platefront.geometry.section.slits import without_slits
from tests.shared.small_collectors import SMALL_CLOTH


def coated(angle: float) -> CrossSection:
    """A leaning bar and lithium on part of one of its sides, cut to fit."""
    bar = affinity.rotate(shapely.box(4, 8, 24, 12), angle)
    drop = affinity.rotate(shapely.box(9.1, 11, 17.3, 14), angle, origin=bar.centroid)
    return CrossSection(
        width=30.0,
        height=30.0,
        collector=bar,
        deposit=drop.difference(bar),
        span=(bar.bounds[1], bar.bounds[3]),
        surfaces={"solid": shapely.box(0, 1, 30, 30)},
    )


def test_the_wetted_length_is_that_of_the_drawn_shapes():
    angles = np.linspace(1.0, 44.0, 60)
    lengths = [coated(angle).solids.length for angle in angles]
    closed = [without_slits(coated(angle)).solids.length for angle in angles]
    true = 2 * (20 + 4) + 2 * 2.0  # the drop stands 2 µm out of the bar
    assert closed == pytest.approx([true] * len(angles), abs=1e-7)
    # guards the test: round-off does leave slits
    assert sum(length > true + 1.0 for length in lengths) > 3


def test_areas_stay():
    for angle in (3.0, 17.0, 31.0):
        section = coated(angle)
        closed = without_slits(section)
        assert closed.collector.area == pytest.approx(section.collector.area, rel=1e-9)
        assert closed.deposit is section.deposit


@pytest.mark.parametrize("collector", [SMALL_CLOTH, Pillars()], ids=["cloth", "pillars"])
def test_sections_without_slits_are_left_alone(collector):
    section = collector.section(40.0, Layer(5.0), inverted=False)
    assert without_slits(section) is section
