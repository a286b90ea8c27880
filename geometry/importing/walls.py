"""Box of a drawing, and shapes at its walls."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats
from platefront.geometry.importing.drawing import Drawing, DrawnShape
from platefront.geometry.importing.rings import GRID

_RIGHT_ANGLE = 1e-6  # relative area by which a box may deviate from its bounding rectangle


def box_of(
    drawn: tuple[DrawnShape, BaseGeometry] | None, shapes: list[BaseGeometry], drawing: Drawing
) -> shapely.Polygon:
    """Return the drawn box, or the bounding box of all shapes.

    Raises:
        DrawingError: the drawn box is not a rectangle with level and upright sides.
    """
    if drawn is None:
        return shapely.box(*shapely.total_bounds(shapes))
    shape, outline = drawn
    box = shapely.box(*outline.bounds)
    if outline.area < (1.0 - _RIGHT_ANGLE) * box.area:
        left, low, _, _ = outline.bounds
        raise drawing.error(
            "the box must be a rectangle with level and upright sides", shape.place, (left, low)
        )
    return box


class Walls:
    """Side walls and floor of a section, in the file's units."""

    def __init__(self, box: shapely.Polygon, drawing: Drawing, tolerance: float) -> None:
        left, low, right, high = box.bounds
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
        outside = shapely.distance(shapely.points(points), self.box)
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

    def check_contacts(self, solids: BaseGeometry) -> None:
        """Refuse solids that touch a wall in a single point, where sealing is ambiguous.

        Raises:
            DrawingError: there is such a point; the first one is stated.
        """
        for name, line in self.lines.items():
            meeting = shapely.get_parts(line.intersection(solids))
            points = shapely.get_coordinates(meeting[shapely.get_dimensions(meeting) == 0])
            corners = shapely.get_coordinates(line.boundary)
            for point in points:
                if not (np.abs(corners - point).max(axis=1) <= self.tolerance).any():
                    raise self.drawing.error(
                        f"a solid touches the {name} in a single point: draw it clearly off the "
                        f"wall (more than {self.tolerance:.3g}) or cut it there, so that it has a "
                        f"side on the wall",
                        at=(float(point[0]), float(point[1])),
                    )
