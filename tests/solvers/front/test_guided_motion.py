"""Vertices in thin lithium above corners of the host retreat to these corners."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely

from platefront.geometry.front.outline import Outline
from platefront.geometry.front.tracing import trace_section
from platefront.solvers.front.ground import Ground
from tests.shared.cells import with_solids

HOST = shapely.Polygon([(6.0, 0.0), (15.0, 0.0), (14.0, 5.0), (7.0, 5.0)])


def front(thickness: float) -> Outline:
    """Front of a film of even thickness on the host."""
    film = HOST.buffer(thickness, join_style="mitre").intersection(shapely.box(0, 0, 20, 20))
    lithium = film.difference(HOST)
    section = with_solids(20.0, 20.0, lithium, HOST, {"host": shapely.box(0.0, -1.0, 20.0, 20.0)})
    return trace_section(section, section.box.difference(section.solids))


def upper(outline: Outline) -> np.ndarray:
    """Vertices above the upper corners of the host."""
    x, y = outline.points.T
    return np.flatnonzero((y > 5.0) & (y < 10.0) & (x > 1.0) & (x < 19.0))


def test_they_come_to_rest_on_the_corners() -> None:
    outline = front(0.5)
    guided = Ground(HOST, None).guided(outline, 1.0)
    corners = upper(outline)
    assert set(corners) <= set(guided.vertices)
    here = np.isin(guided.vertices, corners)
    apart = np.min(
        np.linalg.norm(outline.points[corners, None] - np.array([(14.0, 5.0), (7.0, 5.0)]), axis=2),
        axis=1,
    )
    swept = np.zeros(len(outline))
    swept[guided.vertices[here]] = guided.lengths[here] * apart
    moved, shifts = guided.displacements(swept)
    ends = outline.points[moved] + shifts
    assert np.abs(ends[np.argsort(ends[:, 0])] - [(7.0, 5.0), (14.0, 5.0)]).max() < 1e-12


def test_the_area_that_goes_is_that_of_the_charge() -> None:
    """A small retreat of one vertex takes its length times the way, to second order."""
    outline, step = front(0.5), 1e-4
    guided = Ground(HOST, None).guided(outline, 1.0)
    for vertex in upper(outline):
        swept = np.zeros(len(outline))
        swept[vertex] = -step
        moved, shifts = guided.displacements(swept)
        points = outline.points.copy()
        points[moved] += shifts
        gone = replace(outline, points=points).area - outline.area
        assert abs(gone - step) < step**2


def test_vertices_that_are_far_or_plate_go_their_own_way() -> None:
    outline = front(0.5)
    ground = Ground(HOST, None)
    assert not np.isin(upper(outline), ground.guided(outline, 0.4).vertices).any()
    guided = ground.guided(outline, 1.0)
    assert not len(guided.displacements(np.ones(len(outline)))[0])
