"""Traced sections have the areas, porosity and surface of what was pictured."""

from __future__ import annotations

import math
import tempfile
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from cases.micrograph import make_cloth
from platefront.case.load import load_case
from platefront.geometry.importing.images.contours import above, simplified, smoothed
from platefront.geometry.section.cross_section import CrossSection
from tests.geometry.importing.images.pictures import PIXEL, micrograph, porosity, save, wetted
from tests.shared.effort import few, many
from tests.shared.meshed_sections import mesh_report

WIDTH = make_cloth.COLUMNS * PIXEL
SIZE = (make_cloth.COLUMNS, make_cloth.ROWS)
EDGE, QUALITY = 0.5, 0.35
"""Edges on the fibres [µm] and the lowest quality that any mesh of random fibres may have."""
OPTICS = 0.6
"""Blur of the pictures of discs [pixels]."""
SHIPPED = {
    "threshold": 120.0,
    "smallest_speck": 20e-12,
    "smallest_hole": 5e-12,
    "tolerance": 0.25e-6,
    "floor_gap": 10e-6,
}


def deviations(traced, true) -> tuple[float, float, float]:
    """Relative deviation of solid area, porosity and wetted surface."""
    return (
        traced.area / true.area - 1.0,
        porosity(traced, WIDTH) / porosity(true, WIDTH) - 1.0,
        wetted(traced, WIDTH) / wetted(true, WIDTH) - 1.0,
    )


def test_the_shipped_picture_is_what_the_script_makes():
    shipped = np.asarray(Image.open(make_cloth.HERE / "cloth.png"))
    assert np.array_equal(shipped, make_cloth.pictured(make_cloth.true_section(), SIZE, PIXEL))


@pytest.mark.parametrize("name", ["upright", "inverted"])
def test_the_shipped_cases_have_porosity_and_surface_of_the_truth(name):
    case = load_case(make_cloth.HERE / f"{name}.toml")
    section = case.cross_section()
    true = make_cloth.true_section()
    solid, pores, surface = deviations(section.collector, true)
    assert len(shapely.get_parts(section.collector)) == len(shapely.get_parts(true)) == 146
    assert abs(solid) < 0.01
    assert abs(pores) < 0.005
    assert abs(surface) < 0.015
    low, high = section.span
    assert low == pytest.approx(10.0)
    assert section.height == pytest.approx(high + 40.0)


@pytest.mark.parametrize(
    ("noise", "optics", "blur"),
    [
        (0, 0.0, 0.0),
        pytest.param(5, 0.5, 0.5, marks=pytest.mark.long),
        pytest.param(25, 0.8, 1.5, marks=pytest.mark.long),
        (40, 1.0, 2.0),
    ],
)
@pytest.mark.slow
def test_noise_and_blur_change_little(tmp_path, noise, optics, blur):
    """The staircase of the pixels would add 27 % of surface."""
    true = make_cloth.true_section()
    levels = make_cloth.pictured(true, SIZE, PIXEL, blur=optics, noise=noise, seed=1)
    traced = micrograph(save(levels, tmp_path), **SHIPPED, blur=blur).drawn().collector
    solid, pores, surface = deviations(traced, true)
    assert abs(solid) < 0.03
    assert abs(pores) < 0.01
    assert abs(surface) < 0.03


@st.composite
def discs(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """Centres and radii [pixels] of discs on a jittered grid of 200 x 150 pixels."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    x, y = np.meshgrid(np.arange(25.0, 200.0, 50.0), np.arange(25.0, 150.0, 50.0))
    centres = np.column_stack((x.ravel(), y.ravel())) + rng.uniform(-4.0, 4.0, (x.size, 2))
    return centres, rng.uniform(9.0, 18.0, x.size)


def check_discs(found: tuple[np.ndarray, np.ndarray], noise: float, blur: float, seed: int) -> None:
    centres, radii = found
    true = [
        shapely.Point(point).buffer(radius, quad_segs=32)
        for point, radius in zip(centres, radii, strict=True)
    ]
    levels = make_cloth.pictured(
        shapely.MultiPolygon(true), (200, 150), 1.0, blur=OPTICS, noise=noise, seed=seed
    )
    traced = simplified(above(smoothed(levels.astype(float), blur), 120.0), 0.5)
    parts = shapely.get_parts(traced)
    parts = parts[shapely.area(parts) > 30.0]
    assert len(parts) == len(true)
    tree = shapely.STRtree(parts)
    for disc, radius in zip(true, radii, strict=True):
        part = parts[tree.nearest(disc.centroid)]
        assert part.is_valid
        assert part.area == pytest.approx(math.pi * radius**2, rel=0.04)
        assert part.length == pytest.approx(2 * math.pi * radius, rel=0.04)
        assert part.hausdorff_distance(disc) < 1.2
    # Blurring by σ draws the contour of a disc in by σ²/2r.
    drawn_in = OPTICS**2 + blur**2
    whole = math.pi * float((radii**2 - drawn_in).sum())
    assert sum(part.area for part in parts) == pytest.approx(whole, rel=0.01)
    around = 2.0 * math.pi * float(radii.sum())
    assert sum(part.length for part in parts) == pytest.approx(around, rel=0.03)


# wider blur takes more of small discs: 1.0 % of area at 1.5 pixels, radii of 9 to 18
NOISE, BLUR, SEEDS = st.floats(0.0, 20.0), st.floats(0.8, 1.2), st.integers(0, 1000)


@few(10)
@given(discs(), NOISE, BLUR, SEEDS)
def test_any_discs_keep_area_and_perimeter(found, noise, blur, seed):
    check_discs(found, noise, blur, seed)


@pytest.mark.long
@many(200)
@given(discs(), NOISE, BLUR, SEEDS)
def test_any_discs_keep_area_and_perimeter_at_length(found, noise, blur, seed):
    check_discs(found, noise, blur, seed)


@few(25)
@given(st.floats(0.1, 1.5), st.integers(6, 120), st.floats(5.0, 40.0), st.floats(0.0, 3.0))
def test_simplified_outlines_keep_their_area_and_stay_within_the_tolerance(
    tolerance, corners, radius, waves
):
    angles = np.linspace(0.0, 2.0 * math.pi, corners, endpoint=False)
    reach = radius * (1.0 + 0.1 * np.sin(waves * angles))
    shape = shapely.Polygon(reach[:, None] * np.column_stack((np.cos(angles), np.sin(angles))))
    fewer = simplified(shape, tolerance)
    assert fewer.area == pytest.approx(shape.area, rel=1e-6)
    assert shapely.get_num_coordinates(fewer) <= shapely.get_num_coordinates(shape)
    dense = fewer.boundary.segmentize(0.05 * tolerance)
    away = shapely.distance(shapely.points(shapely.get_coordinates(dense)), shape.boundary)
    assert away.max() < 1.01 * tolerance


def random_picture(folder: Path, seed: int) -> tuple[Path, dict]:
    """Random fibres, some cut by the walls, with random noise and blur, and the keys to trace."""
    rng = np.random.default_rng(seed)
    x, y = np.meshgrid(np.arange(0.0, 101.0, 20.0), np.arange(12.0, 60.0, 12.0))
    centres = np.column_stack((x.ravel(), y.ravel())) + rng.uniform(-3.0, 3.0, (x.size, 2))
    fibres = [
        shapely.Point(centre).buffer(radius, quad_segs=6)
        for centre, radius in zip(centres, rng.uniform(2.0, 6.0, x.size), strict=True)
    ]
    whole = shapely.union_all(fibres).intersection(shapely.box(0.0, 2.0, 100.0, 58.0))
    levels = make_cloth.pictured(
        whole, (250, 150), PIXEL, blur=rng.uniform(0.3, 1.0), noise=rng.uniform(0, 15), seed=seed
    )
    return save(levels, folder), {"blur": rng.uniform(0.8, 1.2), "floor_gap": 5e-6}


def check_random(seed: int) -> CrossSection:
    with tempfile.TemporaryDirectory() as folder:
        path, keys = random_picture(Path(folder), seed)
        found = micrograph(path, **keys)
        drawn = found.drawn()
        section = found.section(30.0, None, inverted=bool(seed % 2))
    solids = drawn.collector
    assert solids.is_valid
    assert solids.bounds[1] == pytest.approx(5.0)
    assert drawn.width == pytest.approx(100.0)
    parts = section.collector.area + section.electrolyte.area
    assert parts == pytest.approx(section.box.area, rel=1e-12)
    assert section.flipped().flipped().collector.equals_exact(section.collector, 1e-9)
    return section


def check_mesh(section: CrossSection) -> None:
    lowest = mesh_report(section, EDGE, 6.0 * EDGE).lowest_quality
    assert lowest > QUALITY, f"lowest quality {lowest:.3f}"


@few(10)
@given(st.integers(0, 10**6))
def test_any_fibres_make_a_valid_section(seed):
    check_random(seed)


@pytest.mark.parametrize("seed", [1046, 206316])
def test_fibres_that_nearly_meet_at_a_wall_make_a_good_mesh(seed):
    """The right wall cuts two fibres that are 0.29 µm apart there, or 0.002 µm."""
    check_mesh(check_random(seed))


@pytest.mark.long
@many(200)
@given(st.integers(0, 10**6))
def test_any_fibres_make_a_valid_section_and_a_good_mesh_at_length(seed):
    check_mesh(check_random(seed))
