"""Shapes of a drawing at its walls and floor."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats
from platefront.geometry.importing.box import Box, advice
from platefront.geometry.importing.drawing import Drawing, DrawnShape
from platefront.geometry.importing.rings import GRID


class Walls:
    """Side walls and floor of a section, in the file's units."""

    def __init__(self, box: Box, drawing: Drawing, tolerance: float) -> None:
        left, low, right, high = box.outline.bounds
        self.box, self.drawing, self.tolerance = box, drawing, tolerance
        self.floor = high if drawing.y_down else low
        top = low if drawing.y_down else high
        line = shapely.LineString
        self.lines = {
            "left wall": line([(left, low), (left, high)]),
            "right wall": line([(right, low), (right, high)]),
            "floor": line([(left, self.floor), (right, self.floor)]),
        }
        self.axes = ((0, left), (0, right), (1, self.floor))
        self.top = line([(left, top), (right, top)])

    def snapped(self, shape: DrawnShape, whole: BaseGeometry, notes: list[str]) -> BaseGeometry:
        """Return a region with corners within the tolerance of a wall moved onto it.

        Raises:
            DrawingError: the region extends beyond the box.
        """
        points = shapely.get_coordinates(whole)
        moved = points.copy()
        for axis, wall in self.axes:
            near = np.abs(points[:, axis] - wall) <= self.tolerance
            moved[near, axis] = wall
        shift = np.abs(moved - points).max(axis=1)
        farthest = int(np.round(shift / self.tolerance, 6).argmax())
        snapped = shapely.set_coordinates(shapely.transform(whole, lambda p: p), moved)
        size = float(np.ptp(points, axis=0).max())
        if shift[farthest] > 1e-9 * size:
            corners = len(np.unique(points[shift > 0.0], axis=0))
            notes.append(
                f"{self.drawing.file}, {shape.place}: {corners} corner(s) moved onto "
                f"the walls, by up to {shift[farthest]:.3g}, "
                f"at {self.drawing.point(tuple(points[farthest]))}"
            )
        if not snapped.is_valid or snapped.is_empty:
            raise self.drawing.error(
                "moved onto the wall that it nearly touches, this object crosses itself; draw it "
                "clearly on the wall or clearly off it, or lower tolerance",
                shape.place,
                tuple(points[farthest]),
            )
        self._check_inside(shape, snapped)
        return snapped

    def _check_inside(self, shape: DrawnShape, whole: BaseGeometry) -> None:
        points = shapely.get_coordinates(whole)
        outside = shapely.distance(shapely.points(points), self.box.outline)
        worst = int(outside.argmax())
        if outside[worst] > self.tolerance:
            raise self.drawing.error(
                f"this object reaches {outside[worst]:.4g} out of the box; cut it at the wall "
                f"(in Inkscape: Path > Intersection) or move it",
                shape.place,
                tuple(points[worst]),
            )

    def exact(self, whole: BaseGeometry) -> BaseGeometry:
        """Return a region whose corners on the walls lie there exactly."""

        def on_walls(points: Floats) -> Floats:
            for axis, wall in self.axes:
                points[np.abs(points[:, axis] - wall) <= 10.0 * GRID * self.tolerance, axis] = wall
            return points

        return shapely.transform(whole, on_walls)

    def check_contacts(self, solids: BaseGeometry, unused: Sequence[DrawnShape]) -> None:
        """Refuse solids that touch a wall in a single point, where sealing is ambiguous.

        Args:
            solids: collector and deposit.
            unused: objects that the case does not name, one of which may be meant as the box.

        Raises:
            DrawingError: there is such a point; the first one is stated.
        """
        for name, line in self.lines.items():
            meeting = shapely.get_parts(line.intersection(solids))
            points = shapely.get_coordinates(meeting[shapely.get_dimensions(meeting) == 0])
            corners = shapely.get_coordinates(line.boundary)
            for point in points:
                if not (np.abs(corners - point).max(axis=1) <= self.tolerance).any():
                    at = (float(point[0]), float(point[1]))
                    raise self.drawing.error(self._touching(name, solids, unused), at=at)

    def _touching(self, wall: str, solids: BaseGeometry, unused: Sequence[DrawnShape]) -> str:
        if not self.box.is_drawn:
            offer = advice(self.box, solids, unused, self.drawing, self.tolerance)
            return (
                f"no box is drawn, so walls and floor are taken where the shapes end, and there a "
                f"solid touches the {wall} in a single point: {offer}"
            )
        return (
            f"a solid touches the {wall} in a single point: draw it clearly off the wall (more "
            f"than {self.tolerance:.3g}) or cut it there, so that it has a side on the wall"
        )
