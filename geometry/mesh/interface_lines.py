"""Lines of mesh edges where regions of the electrolyte meet.

An interface ends on a wall, which is divided there, on a bank of the cut that opens a cylinder, of
which the other bank is divided as well, at another interface, or at a vertex of the front.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray

from platefront.geometry.arrays import Floats
from platefront.geometry.errors import MeshingError
from platefront.geometry.front.outline import Outline
from platefront.geometry.mesh.dividing_lines import divided_line
from platefront.geometry.mesh.plan import Plan
from platefront.geometry.section.interfaces import InterfaceLines

_SAME = 1e-6
"""Distance within which a point lies on a line [µm]."""
_BENT = 2.0
"""Length of an interface that turns to a vertex of the front, in edges, if it ends between two."""
_NEAR_FOOT = 2.0
"""Distance from the end of an interface on a solid at which it may end on front, in edges."""


@dataclass(frozen=True, slots=True)
class _InterfacePiece:
    """Part of an interface within one surface of the plan.

    Attributes:
        points: (n, 2) from left to right [µm].
        surface: its number.
    """

    points: Floats
    surface: int

    @property
    def ends(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """First and last point."""
        points = self.points
        first, last = ((float(points[at, 0]), float(points[at, 1])) for at in (0, -1))
        return first, last


@dataclass(frozen=True, slots=True)
class _FrontEnds:
    """Front that interfaces may end at.

    Attributes:
        lines: (n,) True for lines of the plan that are front.
        feet: (k, 2) points at which interfaces end by themselves, on solids among others [µm].
        size: edge length [µm].
    """

    lines: NDArray[np.bool_]
    feet: Floats
    size: float

    def check(self, place: Floats) -> None:
        """Refuse an interface that ends only because the front has crossed it.

        Raises:
            MeshingError: the front has come into a region.
        """
        if not len(self.feet) or np.hypot(*(self.feet - place).T).min() > _NEAR_FOOT * self.size:
            raise MeshingError(
                f"the front reaches an interface of the electrolyte at x = {place[0]:.6g}, "
                f"y = {place[1]:.6g} µm"
            )


def divided_along(flat: Plan, outline: Outline, lines: InterfaceLines, size: float) -> Plan:
    """Return the plan with inner lines along interfaces, which divide the lines that they end on.

    Args:
        flat: the plan, without images.
        outline: of the electrolyte.
        lines: interfaces in the section, which meet at their ends alone [µm].
        size: edge length of the front [µm].

    Raises:
        MeshingError: the front crosses an interface.
    """
    if not len(lines):
        return flat
    network = lines if outline.period is None else _in_plane(flat, lines, outline.period)
    ends = shapely.get_coordinates(shapely.boundary(network))
    feet, count = np.unique(ends, axis=0, return_counts=True)
    front = _FrontEnds(outline.is_front, feet[count == 1], size)
    pieces = list(_pieces(flat, network))
    met = Counter(end for piece in pieces for end in piece.ends)
    for piece in pieces:
        flat = _with_piece(flat, outline, piece, front, met)
    return flat


def _in_plane(flat: Plan, lines: InterfaceLines, period: float) -> InterfaceLines:
    """Return interfaces on a cylinder in all periods that the opened one reaches into."""
    low, high = flat.points[:, 0].min() / period, flat.points[:, 0].max() / period
    copies = [
        shapely.transform(lines, lambda p, dx=k * period: p + np.array([dx, 0.0]))
        for k in range(int(np.floor(low)) - 1, int(np.ceil(high)) + 1)
    ]
    whole = shapely.line_merge(shapely.multilinestrings(np.concatenate(copies)))
    parts = shapely.simplify(shapely.get_parts(whole), 0.0)
    return np.asarray(parts[np.lexsort(shapely.bounds(parts).T[[2, 3, 0, 1]])])


def _pieces(flat: Plan, network: InterfaceLines) -> Iterator[_InterfacePiece]:
    """Yield the parts of interfaces in the surfaces, line by line."""
    areas = [
        shapely.Polygon(flat.points[outer], [flat.points[hole] for hole in holes])
        for outer, *holes in flat.surfaces
    ]
    for line in network:
        for surface, area in enumerate(areas):
            for part in shapely.get_parts(shapely.intersection(line, area)):
                if part.length > _SAME:
                    points = _level_as(line, shapely.get_coordinates(part))
                    backwards = tuple(points[0]) > tuple(points[-1])
                    yield _InterfacePiece(points[::-1].copy() if backwards else points, surface)


def _level_as(line: shapely.LineString, points: Floats) -> Floats:
    """Return points of a line, at its height if it is level."""
    _, low, _, high = line.bounds
    if low == high:
        points[:, 1] = low
    return points


def _with_piece(
    flat: Plan,
    outline: Outline,
    piece: _InterfacePiece,
    front: _FrontEnds,
    met: Counter[tuple[float, float]],
) -> Plan:
    """Return the plan with the inner lines of one piece.

    Args:
        flat: the plan.
        outline: of the electrolyte.
        piece: of an interface.
        front: that it may end at.
        met: number of pieces that end at a place.
    """
    ends: dict[int, int] = {}
    level = bool(np.ptp(piece.points[:, 1]) == 0.0)
    nearest = {end: _nearest(flat, piece.points[end])[0] for end in (0, -1)}
    for end in sorted(nearest, key=lambda end: nearest[end]):
        line, distance = _nearest(flat, piece.points[end])
        if distance < _SAME or met[piece.ends[end]] == 1:
            flat, ends[end] = _ended(flat, outline, piece.points[end], line, front, level=level)
    first, last = (
        piece.points[end] if end not in ends else _bent(flat.points[ends[end]], piece, end, front)
        for end in (0, -1)
    )
    inner = [place for place in (first, *piece.points[1:-1], last) if place is not None]
    flat, nodes = _with_nodes(flat, inner)
    chain = [number for number in (ends.get(0), *nodes, ends.get(-1)) if number is not None]
    if len(chain) == 2 and chain[0] == chain[1]:
        return flat  # shorter than the edges of the front that it ends at
    rows = np.column_stack((chain[:-1], chain[1:], np.full(len(chain) - 1, piece.surface)))
    return replace(flat, inner=np.concatenate((flat.inner, rows)))


def _with_nodes(flat: Plan, places: Sequence[Floats]) -> tuple[Plan, list[int]]:
    """Return the plan with nodes at places where there are none yet, and their numbers."""
    nodes = [*flat.nodes]
    known = {(float(x), float(y)): -1 - number for number, (x, y) in enumerate(nodes)}
    numbers = []
    for place in places:
        key = (float(place[0]), float(place[1]))
        if key not in known:
            known[key] = -1 - len(nodes)
            nodes.append(place)
        numbers.append(known[key])
    return replace(flat, nodes=np.asarray(nodes, dtype=np.float64).reshape(-1, 2)), numbers


def _nearest(flat: Plan, place: Floats) -> tuple[int, float]:
    """Return the line of the plan that is nearest to a place, and its distance [µm]."""
    start = flat.points[: len(flat.ends)]
    along = flat.points[flat.ends] - start
    square = np.maximum(np.einsum("ij,ij->i", along, along), 1e-300)
    share = np.clip(np.einsum("ij,ij->i", place - start, along) / square, 0.0, 1.0)
    apart = np.hypot(*(place - start - share[:, None] * along).T)
    line = int(apart.argmin())
    return line, float(apart[line])


def _ended(
    flat: Plan, outline: Outline, place: Floats, line: int, front: _FrontEnds, *, level: bool
) -> tuple[Plan, int]:
    """Return the plan with a point where an interface ends on a line, and its number.

    Args:
        flat: the plan.
        outline: of the electrolyte.
        place: end of the interface, on the line but for round-off [µm].
        line: its number.
        front: that it may end at.
        level: True for a level interface.

    Raises:
        MeshingError: the line is front that has come into a region.
    """
    corners = np.array([line, flat.ends[line]])
    apart = np.hypot(*(flat.points[corners] - place).T)
    nearest = int(corners[int(apart.argmin())])
    if line < len(outline) and front.lines[line]:
        front.check(place)
        return flat, nearest
    if apart.min() < _SAME:
        return flat, nearest
    one = line
    if len(bank := np.flatnonzero(flat.banks[:, 1] == line)):
        one = int(flat.banks[bank[0], 0])
        # a bank is the other one reversed: where it ends, the other one begins
        place = place + flat.points[flat.ends[one]] - flat.points[line]
    if level:  # to the last digit as high, and on the line
        first, last = flat.points[one], flat.points[flat.ends[one]]
        share = (first[1] - place[1]) / ((first[1] - place[1]) - (last[1] - place[1]))
        place = np.array([first[0] + share * (last[0] - first[0]), place[1]])
    made = divided_line(flat, outline, one, place)
    return made, int(made.ends[line])


def _bent(corner: Floats, piece: _InterfacePiece, end: int, front: _FrontEnds) -> Floats | None:
    """Return where an interface turns to a vertex beside its end; None if it goes straight on."""
    if np.hypot(*(corner - piece.points[end])) < _SAME:
        return None
    line = shapely.LineString(piece.points if end == 0 else piece.points[::-1])
    first = float(np.hypot(*(piece.points[1 if end == 0 else -2] - piece.points[end])))
    reach = _BENT * front.size
    if reach > 0.5 * min(first, line.length):
        return None
    return shapely.get_coordinates(line.interpolate(reach))[0]
