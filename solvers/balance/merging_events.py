"""Events of a merging: gaps and pockets with their salt, lithium that died or lives again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from scipy.spatial import cKDTree

from platefront.geometry.arrays import Floats, Integers
from platefront.geometry.front.topology.merging import Merging
from platefront.geometry.lengths import UM2
from platefront.geometry.mesh.triangulation import signed_areas
from platefront.solvers.balance.step_record import Event


def merging_events(
    merging: Merging,
    time: float,
    concentration: Floats,
    points: Floats,
    triangles: Integers,
    c0: float,
    period: float | None = None,
) -> tuple[list[Event], list[float]]:
    """Return the events of a merging and the trapped salt.

    Args:
        merging: closed gaps and pockets.
        time: [s].
        concentration: (n,) at the mesh vertices before remeshing [mol/m³].
        points: (n, 2) present positions of these vertices [µm].
        triangles: (m, 3) corners of the triangles.
        c0: reference concentration [mol/m³].
        period: width of the section if its side walls are periodic [µm].

    Returns:
        Events, and the salt trapped in each pocket [c0 L²].
    """
    events = [_event("merge", piece, time, 0.0) for piece in merging.filled]
    trapped: list[float] = []
    centres = points[triangles].mean(axis=1)
    if period is not None:
        centres[:, 0] %= period
    for pocket in merging.pockets:
        inside = triangles[shapely.contains_xy(pocket, centres)]
        mean = _mean_inside(pocket, concentration, points, inside)
        events.append(_event("pocket", pocket, time, mean * pocket.area * UM2))
        trapped.append(mean / c0 * pocket.area)
    return events, trapped


def opening_event(pocket: shapely.Polygon, time: float, salt: float) -> Event:
    """Return the event of a pocket that became electrolyte, with its salt [mol/m]."""
    return _event("opened", pocket, time, salt)


def contact_events(
    before: Sequence[shapely.Polygon], after: Sequence[shapely.Polygon], time: float
) -> list[Event]:
    """Return the events of lithium that lost or regained its contact.

    Args:
        before: dead parts before the merging [µm].
        after: dead parts after it [µm].
        time: [s].
    """
    return [
        *(_event("dead", part, time, 0.0) for part in _new_parts(before, after)),
        *(_event("revived", part, time, 0.0) for part in _new_parts(after, before)),
    ]


def _new_parts(
    known: Sequence[shapely.Polygon], parts: Sequence[shapely.Polygon]
) -> list[shapely.Polygon]:
    """Return the parts that overlap none of those that are known."""
    old = shapely.union_all(list(known))
    return [part for part in parts if not shapely.intersects(old, part)]


def _mean_inside(
    pocket: shapely.Polygon, concentration: Floats, points: Floats, inside: Integers
) -> float:
    """Mean concentration in a pocket, of the triangles with centres inside it [mol/m³]."""
    if len(inside):
        area = signed_areas(points, inside)
        return float(np.average(concentration[inside].mean(axis=1), weights=area))
    near = cKDTree(points).query(shapely.get_coordinates(pocket.exterior))[1]
    return float(concentration[near].mean())


def _event(kind: str, shape: shapely.Polygon, time: float, salt: float) -> Event:
    place = shape.representative_point()
    return Event(time, kind, place.x, place.y, shape.area * UM2, salt)
