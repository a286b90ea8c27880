"""Motion of the front by given swept areas, met exactly."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from platefront.geometry.arrays import Floats
from platefront.geometry.front.guided_motion import GuidedMotion
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.sliding import slides

_SHARPEST_MITRE = 2.0
"""Largest displacement of a vertex in displacements of a flat front."""
_FACTORS = (0.5, 1.5)
"""Range of the common factor by which displacements are scaled to meet an area."""
FLOOR = 1e-6
"""Height below which a vertex lies on the plane y = 0, the end of the box [µm]."""
_FLAT = 0.9
"""Ratio of growth area and length of a vertex above which the front is flat."""
_CORNER = np.cos(np.radians([110.0, 40.0]))
"""Cosine of the turns of a corner: between those of a cusp and those of a curve."""
_VALLEY = np.radians(97.0)
"""Turn beyond which a corner is a valley in which fronts have met [radians]."""
_STRAIGHT = np.cos(np.radians(10.0))
"""The same beside a corner of an even layer, unlike one where fronts have met."""
_CHANGE = 0.3
"""Largest relative change of a growth area within a step; more is a closing corner."""


def vertex_displacements(
    outline: Outline,
    swept: Floats,
    *,
    halfway: bool = True,
    on_host: bool = False,
    guided: GuidedMotion | None = None,
    traced_back: bool = False,
) -> Floats:
    """Displace the front so that each ring sweeps exactly its share of area.

    Vertex j moves by swept_j d_j/(a_j·d_j), a_j being its growth area vector, along which smooth
    front grows. Stripped front, and corners of growing front, move along the bisector of their
    edges' normals: an even layer moves parallel to itself at corners, too, however unequal its
    edges are, and comes to rest on the host. Where the front meets a wall or an inert surface it
    moves along that. A sharp valley that is stripped opens round: its tip goes no farther than flat
    front. A convex front lengthens during the step, a concave one shortens: with a_j at mid-step
    the method is of second order. The area swept by the polygon is quadratic in a common factor of
    a ring's displacements; the root of this
    equation makes swept area and charge agree to round-off. Where the factor would be far from one
    (limited steps in folds, plating and stripping on one ring) an even shift of the flat parts of
    the front is added instead.

    Args:
        outline: the front before the step.
        swept: (n,) area to be swept by each vertex, > 0 into the electrolyte [µm²].
        halfway: True for growth areas at mid-step, False for those at the start, for a correction
            of the polyline.
        on_host: True for a correction of front that is stripped to the host.
        traced_back: True for a motion from its end to its start, whose areas have the other sign.
        guided: ways of vertices in thin metal above corners of the host, where it is stripped.

    Returns:
        (n, 2) displacements [µm].
    """
    wanted = np.add.reduceat(swept, outline.starts)
    along_bisector = _corners(outline)
    stripped = swept > 0.0 if traced_back else swept < 0.0
    if halfway or on_host:
        along_bisector |= stripped
    towards = np.where(along_bisector[:, None], outline.bisectors, outline.growth_area)
    steps = _steps(outline, swept, stripped, outline.growth_area, towards, guided)
    if halfway:
        midway = replace(outline, points=outline.points + 0.5 * steps)
        steps = _steps(outline, swept, stripped, midway.growth_area, towards, guided)
    first, second = _linear(outline, steps), _bilinear(outline, steps, steps)
    factor = _small_root(second, first, wanted)
    scaled = steps * factor[outline.ring][:, None]
    odd = (factor < _FACTORS[0]) | (factor > _FACTORS[1])
    if not odd.any():
        return scaled
    length = outline.growing_length
    flat = odd[outline.ring] & (np.hypot(*outline.growth_area.T) > _FLAT * length)
    flat &= outline.points[:, 1] > FLOOR  # nothing to shift down to
    flat &= swept != 0.0  # what is bare stays where it is
    area = outline.growth_area
    even = _steps(outline, np.where(flat, length, 0.0), stripped, area, area)
    slope = _linear(outline, even) + 2.0 * _bilinear(outline, steps, even)
    shift = _small_root(_bilinear(outline, even, even), slope, wanted - first - second)
    shifted = steps + even * shift[outline.ring][:, None]
    return np.where((odd & (slope > 0.0))[outline.ring][:, None], shifted, scaled)


def _steps(
    outline: Outline,
    swept: Floats,
    stripped: NDArray[np.bool_],
    met: Floats,
    towards: Floats,
    guided: GuidedMotion | None = None,
) -> Floats:
    """(n, 2) displacement of each vertex by its own swept area, limited at mitres.

    Args:
        outline: the front before the step.
        swept: (n,) as in `vertex_displacements`.
        stripped: (n,) True for vertices that are stripped.
        met: (n, 2) growth areas that relate displacement and swept area.
        towards: (n, 2) directions, away from walls.
        guided: as in `vertex_displacements`.
    """
    direction = towards.copy()
    walls = ~outline.is_front
    on_left_or_right = (outline.tag == -1) | (outline.tag == -1)[outline.preceding]
    on_wall = walls | walls[outline.preceding]
    direction[on_wall & on_left_or_right, 0] = 0.0
    direction[on_wall & ~on_left_or_right, 1] = 0.0
    start = np.einsum("ij,ij->i", outline.growth_area, direction)
    work = np.einsum("ij,ij->i", met, direction)
    work = np.clip(work, (1.0 - _CHANGE) * start, (1.0 + _CHANGE) * start)
    size = np.hypot(direction[:, 0], direction[:, 1])
    grows, wetted = outline.growing_length, outline.front_length
    with np.errstate(divide="ignore", invalid="ignore"):
        step = swept / work
        mitre = np.where(stripped & _sharp_valleys(outline), 1.0, _SHARPEST_MITRE)
        largest = mitre * np.abs(swept) / np.where(grows > 0.0, grows, wetted)
        step = np.sign(swept) * np.minimum(np.abs(step) * size, largest) / size
    step[~np.isfinite(step)] = 0.0
    moves: Floats = step[:, None] * direction
    ends, along = slides(outline, swept)
    moves[ends] = along
    if guided is not None:
        vertices, ways = guided.displacements(swept)
        moves[vertices] = ways
    return moves


def _corners(outline: Outline) -> NDArray[np.bool_]:
    """(n,) True for corners of straight front within lithium, from the start or grown since."""
    before, lengths = outline.preceding, np.maximum(outline.lengths, 1e-300)
    unit = outline.edges / lengths[:, None]
    turn = np.einsum("ij,ij->i", unit, unit[before])
    border = np.abs(outline.bare - outline.bare[outline.following]) > 0.5
    front = outline.is_front & outline.is_front[before] & ~border & ~border[before]
    straight = turn > _STRAIGHT
    beside = straight[before] & straight[outline.following]
    return np.asarray(front & beside & (turn > _CORNER[0]) & (turn < _CORNER[1]))


def _sharp_valleys(outline: Outline) -> NDArray[np.bool_]:
    """(n,) True for tips of electrolyte between two fronts, sharper than the corners of a host."""
    edges, last = outline.edges, outline.edges[outline.preceding]
    cross = last[:, 0] * edges[:, 1] - last[:, 1] * edges[:, 0]
    turn = np.arctan2(cross, np.einsum("ij,ij->i", last, edges))
    return np.asarray(turn > _VALLEY)


def _linear(outline: Outline, d: Floats) -> Floats:
    """(r,) area swept by displacements `d` to first order."""
    return np.asarray(
        np.add.reduceat(np.einsum("ij,ij->i", outline.growth_area, d), outline.starts)
    )


def _bilinear(outline: Outline, d: Floats, e: Floats) -> Floats:
    """(r,) second-order part of the swept area as a symmetric form; its value is that of (d, d)."""

    def cross(one: Floats, other: Floats) -> Floats:
        there = other[outline.following]
        return one[:, 0] * there[:, 1] - one[:, 1] * there[:, 0]

    return np.asarray(-0.25 * np.add.reduceat(cross(d, e) + cross(e, d), outline.starts))


def _small_root(second: Floats, first: Floats, wanted: Floats) -> Floats:
    """Root nearest to wanted/first of second f² + first f = wanted, 0 where nothing moves."""
    discriminant = np.maximum(first**2 + 4.0 * second * wanted, 0.0)
    denominator = first + np.copysign(np.sqrt(discriminant), first)
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = 2.0 * wanted / denominator
    return np.where(np.isfinite(factor), factor, 0.0)


def swept_area(before: Outline, after: Outline, moving: NDArray[np.bool_]) -> float:
    """Area that the electrolyte loses when some vertices move, free of cancellation [µm²].

    The difference of two large areas would lose a short step in round-off. Front and counter
    electrode are evaluated separately, since their areas may cancel.

    Args:
        before: the outline before.
        after: the same vertices afterwards.
        moving: (n,) True for vertices whose motion counts.
    """
    shift = np.where(moving[:, None], after.points - before.points, 0.0)
    chord = before.chords
    first = 0.5 * (shift[:, 1] * chord[:, 0] - shift[:, 0] * chord[:, 1])
    there = shift[before.following]
    second = 0.5 * (shift[:, 0] * there[:, 1] - shift[:, 1] * there[:, 0])
    return float((first - second).sum())


def advance(
    outline: Outline,
    swept: Floats,
    *,
    deposit: bool = True,
    on_host: bool = False,
    guided: GuidedMotion | None = None,
) -> Outline:
    """Return the outline after each vertex has swept its area.

    Args:
        outline: the front before.
        swept: (n,) area swept by each vertex [µm²].
        deposit: True for deposition, which adds to the thickness; False for a correction of the
            polyline.
        on_host: True for a correction of front that is stripped to the host.
        guided: as in `vertex_displacements`.
    """
    shift = vertex_displacements(outline, swept, halfway=deposit, on_host=on_host, guided=guided)
    moved = outline.points + shift
    if not deposit:
        return replace(outline, points=moved)
    return thickened(replace(outline, points=moved), swept, outline.growing_length)


def thickened(outline: Outline, swept: Floats, before: Floats | None = None) -> Outline:
    """Return the same front with the area swept by each vertex added to the deposit thickness.

    Area over the mean length at start and end is exact for a circle, and of second order in the
    step for any smooth front, as the motion is.

    Args:
        outline: the front, at the end of the step.
        swept: (n,) area swept by each vertex [µm²].
        before: (n,) growing length of each vertex at the start of the step; None if it stays [µm].
    """
    after = outline.growing_length
    length = after if before is None else 0.5 * (before + after)
    return outline.thickened(np.divide(swept, length, out=np.zeros(len(swept)), where=length > 0.0))
