"""Rounded corners: exact area, tangent ends."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from platefront.geometry.collectors.shapes.rounding import rounded, tangent_length

SQUARE = np.array([[0.0, 0.0], [4.0, 0.0], [4.0, 4.0]])


def test_a_quarter_circle_of_many_facets_is_the_true_arc():
    points = rounded(SQUARE, [0.0, 3.0, 0.0], 500)
    radii = np.hypot(points[1:-1, 0] - 1.0, points[1:-1, 1] - 3.0)
    assert len(points) == 503
    np.testing.assert_allclose(radii, 3.0, rtol=1e-5)
    assert tangent_length(3.0, math.pi / 2) == pytest.approx(3.0)


def test_ends_of_an_arc_lie_on_the_lines_exactly():
    points = rounded(SQUARE, [0.0, 1.0, 0.0], 12)
    assert points[1, 1] == 0.0
    assert points[-2, 0] == 4.0


def test_a_corner_without_radius_or_without_turn_stays():
    straight = np.array([[0.0, 0.0], [1.0, 0.0], [3.0, 0.0]])
    for corners, radius in ((SQUARE, 0.0), (straight, 1.0)):
        np.testing.assert_array_equal(rounded(corners, [0.0, radius, 0.0], 12), corners)


@settings(derandomize=True)
@given(
    turn=st.floats(0.01, 3.0),
    heading=st.floats(0.0, 6.2),
    radius=st.floats(0.01, 100.0),
    facets=st.integers(1, 50),
    sign=st.sampled_from([-1.0, 1.0]),
)
def test_any_arc_cuts_off_what_the_true_one_does(turn, heading, radius, facets, sign):
    reach = 2.0 * tangent_length(radius, turn)
    ahead = np.array([math.cos(heading), math.sin(heading)])
    after = np.array([math.cos(heading + sign * turn), math.sin(heading + sign * turn)])
    corners = np.array([-reach * ahead, [0.0, 0.0], reach * after])
    points = rounded(corners, [0.0, radius, 0.0], facets)
    between = shapely.Polygon([*points, (0.0, 0.0)]).area
    whole = shapely.Polygon(corners).area
    arc = radius**2 * (math.tan(0.5 * turn) - 0.5 * turn)
    chord = shapely.Polygon(points).area
    assert between == pytest.approx(arc, abs=1e-9 * whole)
    assert chord + arc == pytest.approx(whole, rel=1e-9)
    # bends one way, evenly
    edges = np.diff(points, axis=0)
    crosses = sign * (edges[:-1, 0] * edges[1:, 1] - edges[:-1, 1] * edges[1:, 0])
    assert np.all(crosses > 0.0)
