"""Joining of single lines and arcs, as CAD programs write them, to outlines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.spatial import KDTree

from platefront.geometry.arrays import Floats, Integers
from platefront.geometry.importing.drawing import DrawnLine, DrawnShape
from platefront.geometry.importing.rings import GRID

_CANDIDATES = 8  # nearest ends that are tried for an end that meets no other exactly
_NONE = -1


@dataclass(frozen=True, slots=True)
class Chain:
    """Pieces joined end to end.

    Attributes:
        points: (n, 2) vertices; a closed chain does not repeat its first one.
        closed: whether the last end is joined to the first.
        pieces: indices of its pieces, ascending.
        gap: largest distance of ends that were joined.
    """

    points: Floats
    closed: bool
    pieces: tuple[int, ...]
    gap: float


@dataclass(frozen=True, slots=True)
class Joined:
    """Chains of a set of pieces, in the order of their first pieces.

    Attributes:
        chains: the chains.
        branchings: points where more than two ends meet, so that none are joined.
    """

    chains: list[Chain]
    branchings: list[tuple[float, float]]


def chained(
    shapes: Sequence[DrawnShape], tolerance: float, notes: list[str] | None = None
) -> list[DrawnShape]:
    """Join open pieces of the same names whose ends meet.

    Args:
        shapes: closed ones are returned unchanged; an open one must be a single line.
        tolerance: largest distance of ends that are joined, in the file's units.
        notes: list to which notes on gaps and branching lines are appended.

    Returns:
        Shapes in the file's order, a chain at the position of its first piece. Chains that do not
        close remain open.
    """
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, shape in enumerate(shapes):
        if not shape.lines[0].closed:
            groups[shape.names].append(index)
    chains: dict[int, DrawnShape] = {}
    for members in groups.values():
        found = joined([shapes[index].lines[0].points for index in members], tolerance)
        for chain in found.chains:
            start = shapes[members[chain.pieces[0]]]
            place = start.place if len(chain.pieces) == 1 else f"chain of lines from {start.place}"
            line = DrawnLine(chain.points, chain.closed)
            if notes is not None and chain.gap > GRID * tolerance:
                notes.append(f"{place}: gaps up to {chain.gap:.3g} between its lines closed")
            chains[members[chain.pieces[0]]] = replace(start, lines=(line,), place=place)
        if notes is not None and found.branchings:
            (x, y), names = found.branchings[0], ", ".join(shapes[members[0]].names)
            notes.append(
                f"{names}: at {len(found.branchings)} point(s) more than two ends of lines meet, "
                f"where none are joined; the first is ({x:.6g}, {y:.6g})"
            )
    return [
        chains.get(index, shape)
        for index, shape in enumerate(shapes)
        if shape.lines[0].closed or index in chains
    ]


def joined(pieces: Sequence[Floats], tolerance: float) -> Joined:
    """Join open polylines to chains.

    Integers that meet exactly are joined first; then the nearest ends that are left, up to the
    tolerance. So the ends of a piece shorter than the tolerance stay apart. Where more than two
    ends meet exactly, the outline would be a guess, and none are joined.

    Args:
        pieces: (n, 2) polylines of two points or more.
        tolerance: largest distance of ends that are joined.
    """
    if not pieces:
        return Joined([], [])
    ends = np.concatenate([np.stack([piece[0], piece[-1]]) for piece in pieces])
    partner, several = _exact_partners(ends, GRID * tolerance)
    runs = _runs(partner)
    _join_nearest(pieces, runs, ends, partner, several, tolerance)
    chains = [_chain(run, pieces, partner) for run in _runs(partner)]
    places = np.unique(np.round(ends[several] / tolerance), axis=0) * tolerance
    return Joined(
        sorted(chains, key=lambda chain: chain.pieces[0]), [(float(x), float(y)) for x, y in places]
    )


def _exact_partners(ends: Floats, reach: float) -> tuple[Integers, npt.NDArray[np.bool_]]:
    """Return the end that meets each end, and the ends where more than two meet.

    End 2i is the first, end 2i + 1 the last point of piece i.
    """
    number = len(ends)
    own = np.arange(number)
    distance, near = KDTree(ends).query(
        ends, k=3, p=np.inf, distance_upper_bound=np.nextafter(reach, np.inf)
    )
    met = np.isfinite(distance)
    several = met.all(axis=1)
    other = np.where(near[:, 0] == own, near[:, 1], near[:, 0])
    partner = np.where(met.sum(axis=1) == 2, np.minimum(other, number - 1), _NONE)
    mutual = (partner != _NONE) & (partner[partner] == own)
    return np.where(mutual, partner, _NONE), several


def _runs(partner: Integers) -> list[list[int]]:
    """Return the chains as lists of the ends at which their pieces are entered."""
    following = [int(end) for end in partner]
    free = [end for end, other in enumerate(following) if other == _NONE]
    used = [False] * (len(following) // 2)
    runs = []
    for start in (*free, *range(0, len(following), 2)):
        if used[start // 2]:
            continue
        run, end = [], start
        while end != _NONE and not used[end // 2]:
            used[end // 2] = True
            run.append(end)
            end = following[end ^ 1]
        runs.append(run)
    return runs


def _join_nearest(
    pieces: Sequence[Floats],
    runs: list[list[int]],
    ends: Floats,
    partner: Integers,
    several: npt.NDArray[np.bool_],
    tolerance: float,
) -> None:
    """Set the partners of free ends within the tolerance of each other, the nearest first."""
    free = np.flatnonzero((partner == _NONE) & ~several)
    if len(free) < 2:
        return
    length = [float(np.hypot(*np.diff(piece, axis=0).T).sum()) for piece in pieces]
    chains = _Chains(runs, length)
    distance, near = KDTree(ends[free]).query(
        ends[free],
        k=min(_CANDIDATES, len(free)),
        distance_upper_bound=np.nextafter(tolerance, np.inf),
    )
    own, column = np.nonzero(np.isfinite(distance) & (near > np.arange(len(free))[:, None]))
    order = np.argsort(distance[own, column], kind="stable")
    one, other = free[own[order]], free[near[own, column][order]]
    for first, second in zip(map(int, one), map(int, other), strict=True):
        if partner[first] != _NONE or partner[second] != _NONE:
            continue
        # a chain no longer than the gap must not close on itself
        if chains.join(first // 2, second // 2) > 2.0 * tolerance:
            partner[first], partner[second] = second, first


class _Chains:
    """Chains that grow together, with their lengths."""

    def __init__(self, runs: list[list[int]], length: list[float]) -> None:
        self._head = list(range(len(length)))
        self._length = length
        for run in runs:
            for end in run[1:]:
                self.join(run[0] // 2, end // 2)

    def _find(self, piece: int) -> int:
        while self._head[piece] != piece:
            self._head[piece] = self._head[self._head[piece]]
            piece = self._head[piece]
        return piece

    def join(self, first: int, second: int) -> float:
        """Join the chains of two pieces.

        Returns:
            The length of the chain if both are of the same one, infinity if not.
        """
        one, other = self._find(first), self._find(second)
        if one == other:
            return self._length[one]
        self._head[other] = one
        self._length[one] += self._length[other]
        return np.inf


def _chain(run: list[int], pieces: Sequence[Floats], partner: Integers) -> Chain:
    """Return the chain of pieces entered at these ends."""
    directed = [pieces[end // 2][::-1] if end % 2 else pieces[end // 2] for end in run]
    joints = [(before[-1], after[0]) for before, after in pairwise(directed)]
    points = np.concatenate([directed[0], *(piece[1:] for piece in directed[1:])])
    closed = bool(partner[run[0]] == run[-1] ^ 1)
    if closed:
        joints.append((points[-1], points[0]))
        points = points[:-1]
    gap = max((float(np.hypot(*(start - end))) for end, start in joints), default=0.0)
    return Chain(points, closed, tuple(sorted({end // 2 for end in run})), gap)
