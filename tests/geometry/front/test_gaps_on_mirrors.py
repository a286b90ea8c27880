"""Gaps that close on a symmetry plane leave the front that the whole, mirrored section has."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely import affinity

from platefront.geometry.arrays import Floats
from platefront.geometry.front.topology.merging import Merging, merge
from platefront.geometry.front.tracing import trace_section
from tests.shared.cells import with_solids

WIDTH, HEIGHT, GAP = 12.0, 40.0, 1.0
BLOCK = shapely.Polygon([(0.3, 0), (0.35, 10), (0.3, 20), (12, 20.5), (12, 0)])
"""Lithium beside the plane x = 0, from which it is closer than a gap."""


def merged(width: float, lithium: shapely.Geometry) -> Merging:
    section = with_solids(width, HEIGHT, lithium, None, {"all": shapely.box(0, -1, width, HEIGHT)})
    outline = trace_section(section, section.electrolyte)
    return merge(
        outline,
        obstacles=shapely.Polygon(),
        gap=GAP,
        size=1.5,
        cell=section.box,
        near_host=None,
    )


def heights(merging: Merging, x: Floats, shift: float = 0.0) -> Floats:
    """Height of the lithium at x."""
    electrolyte = merging.outline.polygon()
    lines = [shapely.LineString([(at + shift, 0.0), (at + shift, HEIGHT)]) for at in x]
    return np.array([electrolyte.intersection(line).bounds[1] for line in lines])


@pytest.mark.parametrize("mirrored", [False, True], ids=["left", "right"])
def test_no_needle_is_left_on_a_wall(mirrored: bool) -> None:
    lithium = affinity.scale(BLOCK, xfact=-1.0, origin=(0.5 * WIDTH, 0.0)) if mirrored else BLOCK
    merging = merged(WIDTH, lithium)
    assert merging.filled
    at = np.array([1e-3, 0.2, 0.5, 1.0])
    front = heights(merging, WIDTH - at if mirrored else at)
    assert (np.diff(front) > -1e-6).all(), f"heights from the wall on: {front}"
    assert front[0] < 20.0


def test_half_is_the_half_of_the_whole() -> None:
    """The section with its image beside it, where the gap is twice as wide."""
    half = merged(WIDTH, BLOCK)
    image = affinity.scale(BLOCK, xfact=-1.0, origin=(0.0, 0.0))
    whole = merged(2.0 * WIDTH, affinity.translate(shapely.union_all([BLOCK, image]), xoff=WIDTH))
    at = np.linspace(0.01, 4.0, 30)
    apart = np.abs(heights(half, at) - heights(whole, at, shift=WIDTH))
    assert apart.max() < 0.1, f"{apart.max():.3g} µm apart"
    assert half.outline.area == pytest.approx(0.5 * whole.outline.area, rel=1e-9)
