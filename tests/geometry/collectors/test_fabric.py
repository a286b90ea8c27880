"""Fabric: areas, distances, pores, orientation, limits."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError
from scipy.special import ellipeinc

from platefront.geometry.collectors import Fabric
from platefront.geometry.collectors.shapes.wavy import Wave
from platefront.geometry.errors import SectionError
from platefront.geometry.section.predeposit import Layer
from tests.shared.effort import few, many
from tests.shared.meshed_sections import mesh_report, uncovered

QUALITY_FLOOR = 0.5


def arc_length(wave: Wave) -> float:
    """∫ √(1 + s² sin²(πx/p)) dx by Legendre's elliptic integral."""
    steepness = wave.amplitude * math.pi / wave.pitch
    ends = math.pi * np.array([-wave.overhang, wave.pitch + wave.overhang]) / wave.pitch
    return float(wave.pitch / math.pi * np.diff(ellipeinc(ends, -(steepness**2)))[0])


@st.composite
def fabrics(draw: st.DrawFn) -> Fabric:
    """Any fabric with room for its yarns; the length scale, too, is any."""
    scale = 10.0 ** draw(st.floats(-6.0, -4.5))  # diameter of a coated filament [m]
    coating = draw(st.floats(0.0, 0.3))
    gap = draw(st.floats(0.15, 0.6))
    weft = draw(st.integers(1, 3))
    weft_height = weft * (1.0 + gap) - gap
    warp_height = draw(st.floats(1.3, 6.0))
    thickness = weft_height + gap + warp_height
    width = draw(st.floats(weft_height + 2.0 * gap + 2.0, 15.0))
    pore = draw(st.floats(1.0 + 2.0 * gap, 6.0))
    # a third of what could lie side by side at the smallest distance
    room = 0.25 * math.pi * (width - 1.0) * (warp_height - 1.0)
    warp = draw(st.integers(1, max(1, int(0.33 * room / (1.0 + gap) ** 2))))
    try:
        return Fabric(
            repeats=draw(st.integers(1, 2)),
            thickness=scale * thickness,
            filament_diameter=scale * (1.0 - 2.0 * coating),
            coating=scale * coating,
            warp_filaments=warp,
            weft_filaments=weft,
            yarn_width=scale * width,
            yarn_pitch=scale * (width + pore),
            floor_gap=scale * draw(st.floats(1.0, 5.0)),
            min_gap=scale * gap,
            facets=draw(st.integers(12, 40)),
            seed=draw(st.integers(0, 1000)),
        )
    except ValidationError as error:
        # a yarn may be too short for its steepness; everything else fits by construction
        assert "weft yarn" in str(error)
        assume(False)
        raise


def check(fabric: Fabric) -> None:
    """Everything that must hold for any fabric."""
    filaments = fabric.filaments()
    diameter, gap = 1e6 * fabric.outer_diameter, 1e6 * fabric.min_gap
    half_thickness, pitch = 0.5e6 * fabric.thickness, 1e6 * fabric.yarn_pitch
    assert filaments.is_valid
    assert len(filaments.geoms) == fabric.repeats * (
        2 * fabric.warp_filaments + fabric.weft_filaments
    )
    disc = 0.25 * math.pi * diameter**2
    strand = disc + diameter * arc_length(fabric._wave())
    area = fabric.repeats * (2 * fabric.warp_filaments * disc + fabric.weft_filaments * strand)
    assert filaments.area == pytest.approx(area, rel=1e-10)
    # a wavy filament is drawn up to 0.1 % thicker, so that its area is that of the true one
    assert max(abs(filaments.bounds[1]), filaments.bounds[3]) < half_thickness + 2e-3 * diameter
    parts = shapely.get_parts(filaments)
    near, _ = shapely.STRtree(parts).query(parts, "dwithin", gap - 5e-3 * diameter)
    assert len(near) == len(parts), "filaments closer than min_gap"
    half_pore = 0.5e6 * fabric.pore_width
    for middle in 2.0 * pitch * np.arange(fabric.repeats + 1):
        pore = shapely.box(
            middle - half_pore, -half_thickness - 1.0, middle + half_pore, half_thickness + 1.0
        )
        # each lens is a polygon: it may bulge by a thousandth
        assert filaments.intersection(pore.buffer(-5e-3 * diameter)).is_empty, "pore not open"
    section = fabric.section(4.0 * diameter, None, inverted=False)
    assert len(shapely.get_parts(section.electrolyte)) == 1
    assert uncovered(section) < 1e-9 * section.width
    mesh = mesh_report(section, diameter / 5.0, 2.0 * diameter)
    assert mesh.lowest_quality > QUALITY_FLOOR, f"quality {mesh.lowest_quality:.3f}"


@few(10)
@given(fabrics())
def test_any_fabric_is_as_asked(fabric: Fabric) -> None:
    check(fabric)


@pytest.mark.long
@many(200)
@given(fabrics())
def test_many_fabrics_are_as_asked(fabric: Fabric) -> None:
    check(fabric)


@few(10)
@given(fabrics(), st.floats(0.05, 0.5))
@pytest.mark.slow
def test_an_inverted_fabric_is_the_upright_one_flipped(fabric: Fabric, share: float) -> None:
    thickness = share * 1e6 * min(fabric.floor_gap, 0.3 * fabric.thickness)
    try:
        upright, inverted = (
            fabric.section(1e6 * fabric.thickness, Layer(thickness), inverted=inverted)
            for inverted in (False, True)
        )
    except SectionError as error:
        assert "out of the fabric" in str(error) or "no layer of uniform thickness" in str(error)
        assume(False)
    assert upright.deposit.area == pytest.approx(thickness * upright.width, rel=1e-9)
    assert upright.deposit.intersection(upright.collector).area < 1e-9 * upright.box.area
    flipped = upright.flipped()
    twice = flipped.flipped()
    for name in ("collector", "deposit"):
        shape, turned = getattr(upright, name), getattr(inverted, name)
        assert turned.symmetric_difference(getattr(flipped, name)).area < 1e-9 * upright.box.area
        assert shape.symmetric_difference(getattr(twice, name)).area < 1e-9 * upright.box.area
    middle = upright.middle
    assert upright.deposit.centroid.y > middle > inverted.deposit.centroid.y


def test_the_same_seed_makes_the_same_fabric() -> None:
    first, again, other = (Fabric(seed=seed).filaments() for seed in (3, 3, 4))
    np.testing.assert_array_equal(shapely.get_coordinates(first), shapely.get_coordinates(again))
    assert first.symmetric_difference(other).area > 1.0


def test_lithium_covers_the_weft_only_where_it_lies_above() -> None:
    section = Fabric().section(50.0, Layer(10.0), inverted=False)
    left, _, right, _ = section.deposit.bounds
    assert (left, right) != (0.0, section.width)
    # the weft passes under the second warp yarn, 2/3 of a repeat from the left wall
    under = shapely.Point(135.0, section.span[0] - 1.0)
    over = shapely.Point(45.0, section.span[1] + 1.0)
    assert not section.deposit.contains(under)
    assert section.deposit.contains(over)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"yarn_pitch": 55e-6}, "yarn_pitch must exceed yarn_width by a coated filament's"),
        ({"min_gap": 25e-6}, "yarn_pitch must exceed yarn_width .* and by twice min_gap"),
        ({"weft_filaments": 5}, "thickness has no room for a warp filament beside weft_filaments"),
        ({"yarn_width": 24e-6}, "yarn_width must exceed the height of the weft yarn"),
        (
            {"thickness": 150e-6, "yarn_width": 30e-6, "yarn_pitch": 45e-6},
            "yarn_pitch is too small for a weft yarn to bend over and under",
        ),
    ],
)
def test_impossible_weaves_are_refused(changes: dict[str, float], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Fabric(**changes)


def test_too_many_filaments_are_refused() -> None:
    with pytest.raises(SectionError, match="20 filaments of 10 µm cannot be placed in a warp yarn"):
        Fabric(warp_filaments=20).filaments()


def test_lithium_out_of_the_floor_gap_is_refused() -> None:
    with pytest.raises(SectionError, match=r"stands .* out of the fabric, but inverted there is"):
        Fabric(floor_gap=2e-6).section(50.0, Layer(20.0), inverted=True)


def test_lithium_up_to_the_counter_electrode_is_refused() -> None:
    with pytest.raises(SectionError, match="it fills the gap of 5 µm up to the counter electrode"):
        Fabric().section(5.0, Layer(24.0), inverted=False)
