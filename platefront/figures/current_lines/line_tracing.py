"""Contours of a stream function through a triangulation, from edge to edge."""

from __future__ import annotations

import numpy as np

from platefront.figures.current_lines.edge_currents import EdgeCurrents
from platefront.figures.half_edges import BOUNDARY
from platefront.geometry.arrays import Floats, Integers


def trace(
    edges: EdgeCurrents, points: Floats, entry: Integers, share: Floats
) -> tuple[list[Floats], Integers]:
    """Follow lines from the boundary to the boundary, all at once.

    The stream function is linear in a triangle: the current that enters through an edge leaves on
    one or both sides of the opposite corner, and a line leaves where the current beside it is the
    same as on entry.

    Args:
        edges: currents that conserve charge in every triangle.
        points: (n, 2) vertices [µm].
        entry: (s,) half-edges on the boundary through which current enters.
        share: (s,) position on them, from 0 at the start to 1 at the end.

    Returns:
        Polylines (p, 2) [µm], straight on through periodic walls; and (s,) the half-edges on the
        boundary at which they end.
    """
    here, share, last = entry.copy(), share.copy(), np.array(entry)
    turn = np.zeros((len(entry), 2))
    lines: Integers = np.arange(len(entry))
    met, places = [lines], [_places(edges, points, here, share)]
    # each line crosses an edge at most once, but for closed lines, which do not begin at one
    for _ in range(len(edges.start)):
        here, share = _across(edges, here, share)
        place = _places(edges, points, here, share)
        met.append(lines)
        places.append(place + turn)
        last[lines] = here
        on = edges.twin[here] != BOUNDARY
        lines, here, share, turn = lines[on], edges.twin[here[on]], 1.0 - share[on], turn[on]
        if not len(lines):
            break
        turn[:, 0] += (place[on] - _places(edges, points, here, share))[:, 0]
    return _polylines(np.concatenate(met), np.concatenate(places), len(entry)), last


def _places(edges: EdgeCurrents, points: Floats, here: Integers, share: Floats) -> Floats:
    """Return the (s, 2) points at positions on half-edges [µm]."""
    along = share[:, None]
    places: Floats = (1.0 - along) * points[edges.start[here]] + along * points[edges.end[here]]
    return places


def _across(edges: EdgeCurrents, entry: Integers, share: Floats) -> tuple[Integers, Floats]:
    """Return the half-edges at which lines leave their triangles, and the positions on them."""
    first, corner = entry - entry % 3, entry % 3
    following, preceding = first + (corner + 1) % 3, first + (corner + 2) % 3
    inflow = -edges.outflow[entry]
    beside = share * inflow  # current between the line and the start of the edge
    nearest = edges.outflow[preceding]
    turns = beside < nearest
    rest = np.where(turns, beside, beside - nearest)
    whole = np.where(turns, nearest, inflow - nearest)
    exits = np.where(turns, preceding, following)
    return exits, np.clip(1.0 - rest / whole, 0.0, 1.0)


def _polylines(owner: Integers, places: Floats, count: int) -> list[Floats]:
    order = np.argsort(owner, kind="stable")
    return np.split(places[order], np.cumsum(np.bincount(owner, minlength=count))[:-1])
