"""Vertices of the front above corners of the host."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely

from platefront.geometry.front.host_corners import above_corners, missed_corners
from platefront.geometry.front.tracing import trace_section
from tests.shared.cells import with_solids

WIDTH, HEIGHT, SIZE, REACH = 8.0, 12.0, 0.5, 0.3


def test_a_corner_on_both_sides_of_a_seam_has_one_vertex_above() -> None:
    """Two vertices at one place would give triangles without area."""
    host = shapely.union_all([shapely.box(0, 0, 2, 3), shapely.box(6, 0, WIDTH, 3)])
    film = shapely.union_all([shapely.box(0, 3, 2, 3.2), shapely.box(6, 3, WIDTH, 3.2)])
    surfaces = {"all": shapely.box(0, -1, WIDTH, HEIGHT)}
    section = replace(with_solids(WIDTH, HEIGHT, film, host, surfaces), periodic=True)
    outline = trace_section(section, section.electrolyte)
    corners, distances = missed_corners(outline, host, REACH, SIZE)
    assert distances == pytest.approx([0.2])
    assert corners[:, 0] % WIDTH == pytest.approx([0.0])
    refined = above_corners(outline, host, REACH, SIZE)
    at_seam = refined.front_points & np.isclose(refined.points[:, 0] % WIDTH, 0.0)
    assert refined.points[at_seam][:, 1] == pytest.approx([3.2])
