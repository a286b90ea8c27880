"""Profile: closed-form areas of every curve, lithium, mirror images, limits."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from shapely import affinity

from platefront.geometry.assembly.build import SectionParameters, build_section
from platefront.geometry.collectors import Profile
from platefront.geometry.collectors.curves import Bump, Curve, GivenPoints, Sinusoid
from platefront.geometry.errors import SectionError
from platefront.geometry.front.tracing import trace_section
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.predeposit import Predeposit

LAYER = 1e-10  # m³/C: a capacity of 10 kC/m² is a layer of 1 µm
WAVE = Sinusoid(amplitude=5e-6, waves=2.0)
PULSE_REVERSE = Bump(height=40e-6, base=40e-6, tip_fillet=4e-6, foot_fillet=20e-6)
VALLEYS = GivenPoints(
    points=((0.0, 4e-6), (10e-6, 12e-6), (14e-6, 0.0), (20e-6, 0.0), (26e-6, 9e-6), (40e-6, 6e-6))
)


def profile(
    curve: Curve, orientation: str = "upright", capacity: float | None = None, width: float = 40e-6
) -> CrossSection:
    parameters = SectionParameters(
        collector=Profile(width=width, curve=curve),
        orientation=orientation,
        gap=30e-6,
        predeposit=None if capacity is None else Predeposit(capacity=capacity),
    )
    return build_section(parameters, LAYER)


def check_partition(section: CrossSection, deposit: float) -> None:
    """Shapes are valid, border on each other without slits, and all front is `profile`."""
    assert section.collector.is_valid
    assert section.deposit.is_valid
    assert section.deposit.area == pytest.approx(deposit, rel=1e-9, abs=1e-12)
    electrolyte = section.electrolyte
    assert (electrolyte.is_valid, electrolyte.geom_type) == (True, "Polygon")
    assert not electrolyte.interiors
    parts = section.collector.area + section.deposit.area + electrolyte.area
    assert parts == pytest.approx(section.box.area, rel=1e-12)
    outline = trace_section(section, electrolyte)
    front = outline.tag >= 0
    assert set(outline.tag[front]) == {0}
    # a curve y(x): its front goes once from the right wall to the left
    assert -outline.edges[front, 0].sum() == pytest.approx(-section.width)
    assert np.all(outline.edges[front, 0] >= 0.0)
    assert outline.on_lithium.any() == (deposit > 0.0)


def test_a_wave_has_its_mean_crests_and_troughs():
    section = profile(WAVE)
    assert section.collector.area == pytest.approx(10 * 40, rel=1e-13)
    y = shapely.get_coordinates(section.collector)
    crests = y[np.abs(y[:, 1] - 15.0) < 0.01, 0]
    assert set(np.round(crests, 6)) == {0.0, 20.0, 40.0}
    assert section.span == pytest.approx((5, 15), rel=1e-3)
    assert section.height == pytest.approx(section.span[1] + 30, rel=1e-14)


@pytest.mark.parametrize("waves", [0.5, 1.0, 1.5, 3.0])
def test_samples_follow_the_wave_to_fourth_order(waves):
    """The fundamental of the polyline, by exact integration of its pieces, has the amplitude."""

    def error(samples: int) -> float:
        curve = Sinusoid(amplitude=5e-6, waves=waves, samples=samples)
        x, y = curve.polyline(40e-6).T
        k = 2 * math.pi * waves / 40.0
        slope = np.diff(y) / np.diff(x)
        # ∫ y cos kx = [y sin kx]/k - ∫ y' sin kx / k, the slope being constant on each piece
        integral = (y[-1] * math.sin(k * x[-1]) - y[0] * math.sin(k * x[0])) / k
        integral += float(np.sum(slope * np.diff(np.cos(k * x)))) / k**2
        return abs(integral / 20.0 - 5.0)

    assert error(64) < 1e-5 * 5.0
    assert math.log2(error(32) / error(64)) == pytest.approx(4.0, abs=0.1)


def test_the_pulse_reverse_bump_has_its_measures():
    section = profile(PULSE_REVERSE, width=500e-6)
    slope = math.atan2(40, 20)
    tip = 4**2 * (math.tan(slope) - slope)
    feet = 20**2 * (2 * math.tan(slope / 2) - slope)
    assert section.collector.area == pytest.approx(800 - tip + feet, rel=1e-12)
    # a tip of radius r lies r (1/cos - 1) below the sharp one
    top = 40 - 4 * (math.sqrt(5) - 1)
    assert section.span == pytest.approx((0, top), abs=0.02)
    foot = 20 + 20 * math.tan(slope / 2)
    left, right = section.collector.bounds[::2]
    assert (left, right) == pytest.approx((250 - foot, 250 + foot), abs=0.2)


def test_a_sharp_bump_may_take_the_whole_width():
    section = profile(Bump(height=10e-6, base=40e-6), capacity=10e3)
    assert section.collector.area == pytest.approx(200.0, rel=1e-14)
    check_partition(section, 40.0)


def test_points_are_followed_as_given():
    section = profile(VALLEYS)
    expected = [(0, 0), (0, 4), (10, 12), (14, 0), (20, 0), (26, 9), (40, 6), (40, 0)]
    polygon = shapely.Polygon([*expected, (14, 0)][:9])
    assert section.collector.symmetric_difference(polygon.buffer(0)).area < 1e-9
    assert section.span == pytest.approx((0, 12))


def test_a_flat_profile_is_a_foil():
    section = profile(GivenPoints(points=((0.0, 0.0), (40e-6, 0.0))), capacity=20e3)
    assert section.collector.is_empty
    assert section.deposit.equals(shapely.box(0.0, 0.0, 40.0, 2.0))
    assert section.span == (0.0, 0.0)
    check_partition(section, 80.0)


@pytest.mark.parametrize("curve", [WAVE, VALLEYS], ids=["wave", "points"])
def test_upright_lithium_is_as_thick_everywhere_measured_upwards(curve):
    bare, covered = profile(curve), profile(curve, "upright", 20e3)
    check_partition(covered, 2.0 * 40)
    lifted = affinity.translate(bare.electrolyte, yoff=2.0).intersection(bare.box)
    assert lifted.symmetric_difference(covered.electrolyte).area < 1e-9


def test_inverted_lithium_lies_level_in_every_valley_below_it():
    section = profile(VALLEYS, "inverted", 10e3)
    check_partition(section, 40.0)
    levels = [part.bounds[3] for part in shapely.get_parts(section.deposit)]
    assert len(levels) == 2  # the third valley is shallower
    assert levels[0] == levels[1]
    assert 4.0 < levels[0] < 6.0


def test_inverted_lithium_fills_a_wave_as_the_integral_says():
    section = profile(Sinusoid(amplitude=5e-6, waves=1.0, samples=512), "inverted", 10e3)
    level = section.deposit.bounds[3]
    # 10 + 5 cos kx < level  within ±θ of the trough
    theta = math.acos((10.0 - level) / 5.0)
    area = 40 / math.pi * (theta * (level - 10.0) + 5.0 * math.sin(theta))
    assert area == pytest.approx(40.0, rel=1e-4)


@pytest.mark.parametrize(
    ("curve", "message"),
    [
        (
            lambda: Sinusoid(amplitude=5e-6, mean_height=4e-6),
            "mean_height must be larger than amplitude: troughs lie below y = 0",
        ),
        (
            lambda: Bump(height=40e-6, base=40e-6, tip_fillet=10e-6, foot_fillet=45e-6),
            "take 47.81 um of a flank that is only 44.72 um long",
        ),
        (
            lambda: GivenPoints(points=((0, 0), (2e-5, 1e-6), (2e-5, 2e-6), (4e-5, 0))),
            r"points\[2\] does not lie to the right of points\[1\]",
        ),
        (
            lambda: GivenPoints(points=((0, 0), (2e-5, -1e-6), (4e-5, 0))),
            r"points\[1\] lies at y = -1 um, but a profile lies between 0 and 10000 um",
        ),
    ],
)
def test_impossible_curves_are_refused(curve, message):
    with pytest.raises(ValidationError, match=message):
        curve()


@pytest.mark.parametrize(
    ("curve", "message"),
    [
        (PULSE_REVERSE, "width has no room for the bump: base and foot_fillet take 64.72 um"),
        (
            GivenPoints(points=((0.0, 0.0), (41e-6, 0.0))),
            "points must end at x = width = 40 um, but the last lies at x = 41 um",
        ),
        (GivenPoints(points=((1e-6, 0.0), (40e-6, 0.0))), "must begin at x = 0"),
        (GivenPoints(points=()), "must begin at x = 0 and end at x = width"),
        (GivenPoints(points=((0.0, 1e-6),)), "must begin at x = 0 and end at x = width"),
    ],
)
def test_curves_must_fit_into_the_width(curve, message):
    with pytest.raises(ValidationError, match=message):
        Profile(width=40e-6, curve=curve)


@pytest.mark.parametrize(
    ("orientation", "message"),
    [
        ("upright", r"\(31 µm thick\) does not fit into the gap of 30 µm"),
        ("inverted", r"as much as a flat layer of 5\.\d+ µm, but it would be 31 µm"),
    ],
)
def test_lithium_must_fit(orientation, message):
    with pytest.raises(SectionError, match=message):
        profile(WAVE, orientation, 310e3)


@pytest.mark.parametrize(
    ("curve", "feature"),
    [
        (Sinusoid(amplitude=0.1e-6, waves=2.0), ("half wave", 10e-6)),
        (Sinusoid(amplitude=10e-6, waves=2.0), ("crest diameter", 2e-6 / math.pi**2 * 10)),
        (Bump(height=1e-6, base=6e-6), ("bump base", 6e-6)),
    ],
)
def test_the_finest_feature_is_named(curve, feature):
    assert Profile(width=40e-6, curve=curve).finest_feature == (
        feature[0],
        pytest.approx(feature[1]),
    )


def test_points_have_no_known_finest_feature():
    assert Profile(width=40e-6, curve=VALLEYS).finest_feature is None


ORIENTATIONS = st.sampled_from(["upright", "inverted"])
FILLINGS = st.floats(0.001, 0.95)


def filled_section(
    curve: Curve, orientation: str, filling: float, width: float
) -> tuple[CrossSection, float]:
    """A section with part of its room filled, and the area that should be there [µm²]."""
    bare = profile(curve, width=width)
    low, high = bare.span
    room = 30.0 if orientation == "upright" else high - bare.collector.area / bare.width
    thickness = filling * room
    if high - low < 1e-3 and orientation == "inverted":
        return bare, 0.0
    section = profile(curve, orientation, thickness * 1e-6 / LAYER, width)
    return section, thickness * section.width


@settings(deadline=None, derandomize=True)
@given(
    amplitude=st.floats(0.01e-6, 50e-6),
    waves=st.floats(0.1, 5.0),
    mean=st.floats(1.1, 4.0),
    phase=st.floats(-6.2, 6.2),
    samples=st.integers(16, 100),
    filling=FILLINGS,
    orientation=ORIENTATIONS,
)
def test_any_wave_makes_valid_shapes_of_exact_area(
    amplitude, waves, mean, phase, samples, filling, orientation
):
    curve = Sinusoid(
        amplitude=amplitude, waves=waves, mean_height=mean * amplitude, phase=phase, samples=samples
    )
    section, deposit = filled_section(curve, orientation, filling, 40e-6)
    k = 2.0 * math.pi * waves
    wave = (math.sin(k + phase) - math.sin(phase)) / k
    expected = 40.0 * 1e6 * amplitude * (mean + wave)
    assert section.collector.area == pytest.approx(expected, rel=1e-9)
    check_partition(section, deposit)


@settings(deadline=None, derandomize=True)
@given(
    height=st.floats(0.1e-6, 80e-6),
    base=st.floats(1e-6, 40e-6),
    tip=st.floats(0.0, 0.49),
    foot=st.floats(0.0, 0.49),
    facets=st.integers(2, 40),
    filling=FILLINGS,
    orientation=ORIENTATIONS,
)
def test_any_bump_makes_valid_shapes_of_exact_area(
    height, base, tip, foot, facets, filling, orientation
):
    slope, flank = math.atan2(height, 0.5 * base), math.hypot(height, 0.5 * base)
    r_tip, r_foot = tip * flank / math.tan(slope), foot * flank / math.tan(0.5 * slope)
    r_tip, r_foot = min(r_tip, 9e-3), min(r_foot, 9e-3)
    curve = Bump(height=height, base=base, tip_fillet=r_tip, foot_fillet=r_foot, facets=facets)
    section, deposit = filled_section(curve, orientation, filling, 200e-6)
    cut = r_tip**2 * (math.tan(slope) - slope)
    added = r_foot**2 * (2.0 * math.tan(0.5 * slope) - slope)
    expected = 1e12 * (0.5 * base * height - cut + added)
    assert section.collector.area == pytest.approx(expected, rel=1e-9)
    check_partition(section, deposit)
    mirrored = affinity.scale(section.electrolyte, xfact=-1.0, origin=(100.0, 0.0))
    assert mirrored.symmetric_difference(section.electrolyte).area < 1e-9 * section.box.area


@settings(deadline=None, derandomize=True)
@given(
    steps=st.lists(st.floats(0.1, 10.0), min_size=1, max_size=8),
    heights=st.lists(st.one_of(st.just(0.0), st.floats(0.01, 30.0)), min_size=9, max_size=9),
    filling=FILLINGS,
    orientation=ORIENTATIONS,
)
def test_any_points_make_valid_shapes_of_exact_area(steps, heights, filling, orientation):
    x = 1e-6 * np.concatenate([[0.0], np.cumsum(steps)])
    y = 1e-6 * np.array(heights[: len(x)])
    curve = GivenPoints(points=tuple(zip(x.tolist(), y.tolist(), strict=True)))
    width = float(x[-1])
    section, deposit = filled_section(curve, orientation, filling, width)
    area = 1e12 * float(np.trapezoid(y, x))
    assert section.collector.area == pytest.approx(area, rel=1e-9, abs=1e-9)
    check_partition(section, deposit)
    # the mirrored profile makes the mirrored section
    turned = tuple(zip((width - x[::-1]).tolist(), y[::-1].tolist(), strict=True))
    twin, _ = filled_section(GivenPoints(points=turned), orientation, filling, width)
    mirrored = affinity.scale(twin.electrolyte, xfact=-1.0, origin=(0.5 * section.width, 0.0))
    assert mirrored.symmetric_difference(section.electrolyte).area < 1e-7 * section.box.area
    assert section.flipped().flipped().collector.equals_exact(section.collector, 1e-9)
