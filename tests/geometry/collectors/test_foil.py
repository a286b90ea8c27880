"""Foil: one wetted side."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from platefront.geometry.assembly.build import SectionParameters, build_section
from platefront.geometry.collectors import Foil
from platefront.geometry.errors import SectionError
from platefront.geometry.front.tags import COUNTER, SYMMETRY
from platefront.geometry.front.tracing import trace_section
from platefront.geometry.section.predeposit import Predeposit

VOLUME_PER_CHARGE = 6.941e-3 / 534.0 / 96485.33212  # m³/C, lithium


def foil(capacity: float | None = None, orientation: str = "upright") -> SectionParameters:
    return SectionParameters(
        collector=Foil(width=80e-6),
        orientation=orientation,
        gap=50e-6,
        predeposit=None if capacity is None else Predeposit(capacity=capacity),
    )


def test_bare_foil_is_a_box_of_electrolyte():
    section = build_section(foil(), VOLUME_PER_CHARGE)
    assert section.electrolyte.area == pytest.approx(80.0 * 50.0, rel=1e-14)
    assert section.collector.is_empty
    assert section.deposit.is_empty
    assert section.span == (0.0, 0.0)


def test_lithium_on_a_foil_is_a_flat_layer():
    section = build_section(foil(36e3), VOLUME_PER_CHARGE)
    # 1 mAh/cm² of dense lithium
    thickness = 36e3 * VOLUME_PER_CHARGE * 1e6
    assert thickness == pytest.approx(4.85, abs=5e-3)
    assert section.deposit.equals(shapely.box(0.0, 0.0, 80.0, thickness))


def test_an_inverted_foil_is_the_same_section():
    upright, inverted = (
        build_section(foil(36e3, orientation), VOLUME_PER_CHARGE)
        for orientation in ("upright", "inverted")
    )
    assert upright == inverted


@pytest.mark.parametrize("capacity", [None, 36e3])
def test_the_bottom_edge_of_the_electrolyte_is_the_foil(capacity):
    section = build_section(foil(capacity), VOLUME_PER_CHARGE)
    outline = trace_section(section, section.electrolyte)
    assert sorted(outline.tag) == sorted([0, SYMMETRY, SYMMETRY, COUNTER])
    on_foil = outline.tag == 0
    np.testing.assert_array_equal(outline.on_lithium[on_foil], capacity is not None)


def test_lithium_must_leave_a_gap():
    with pytest.raises(SectionError, match=r"53\.35 µm thick\) does not fit into the gap of 50 µm"):
        build_section(foil(11 * 36e3), VOLUME_PER_CHARGE)
