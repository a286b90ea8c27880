"""Advance the front by given areas, exactly."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from platefront.geometry.arrays import Floats, Integers
from platefront.geometry.front.outline import Outline

_SHARPEST_MITRE = 2.0
"""A vertex moves at most this many times as far as a flat front would."""
_FACTORS = (0.5, 1.5)
"""Steps are scaled by no more than this to meet an area; what is then missing is spread evenly."""
FLOOR = 1e-6
"""A vertex lower than this lies on the plane y = 0, the end of the box [µm]."""
_FLAT = 0.9
"""The front is flat where the growth area of a vertex reaches this share of its length."""
_OVERHANG = np.radians(150.0)
"""A front that overhangs an inert surface by more than this slides no faster: twice its growth."""
_IN_LINE = 1e-6
"""Front and inert surface that turn by less than this form one plane [radians]."""
_CHANGE = 0.3
"""Growth areas change by at most this part within a step; more is a corner that closes."""


def vertex_displacements(outline: Outline, swept: Floats, *, halfway: bool = True) -> Floats:
    """Displace the front so that each ring sweeps exactly its share of area.

    Vertex j moves along its growth area vector a_j by swept_j a_j/|a_j|²; where the front meets a
    wall or an inert surface it moves along that. A convex front grows longer on the way, a concave
    one shorter: with the length of a_j half-way the step is of second order. The area swept by the
    polygon is quadratic in a common factor of a ring's displacements; solving for that factor makes
    swept area and charge agree to round-off. Where the factor would be far from one (steps cut
    short in folds, plating and stripping on one ring) it would throw single vertices about: there
    an even shift of flat front closes the sum.

    Args:
        outline: the front before the step.
        swept: (n,) area to be swept by each vertex, > 0 into the electrolyte [µm²].
        halfway: whether growth areas are those half-way rather than at the start.

    Returns:
        (n, 2) displacements [µm].
    """
    wanted = np.add.reduceat(swept, outline.starts)
    steps = _steps(outline, swept, outline.growth_area)
    if halfway:
        midway = replace(outline, points=outline.points + 0.5 * steps)
        steps = _steps(outline, swept, midway.growth_area)
    first, second = _linear(outline, steps), _bilinear(outline, steps, steps)
    factor = _small_root(second, first, wanted)
    scaled = steps * factor[outline.ring][:, None]
    odd = (factor < _FACTORS[0]) | (factor > _FACTORS[1])
    if not odd.any():
        return scaled
    length = outline.growing_length
    flat = odd[outline.ring] & (np.hypot(*outline.growth_area.T) > _FLAT * length)
    flat &= outline.points[:, 1] > FLOOR  # nothing to shift down to
    even = _steps(outline, np.where(flat, length, 0.0), outline.growth_area)
    slope = _linear(outline, even) + 2.0 * _bilinear(outline, steps, even)
    shift = _small_root(_bilinear(outline, even, even), slope, wanted - first - second)
    shifted = steps + even * shift[outline.ring][:, None]
    return np.where((odd & (slope > 0.0))[outline.ring][:, None], shifted, scaled)


def _steps(outline: Outline, swept: Floats, met: Floats) -> Floats:
    """(n, 2) displacement of each vertex by its own swept area, mitres limited.

    Args:
        outline: gives the directions.
        swept: (n,) as in `vertex_displacements`.
        met: (n, 2) growth areas that the displacements sweep.
    """
    direction = outline.growth_area.copy()
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
        largest = _SHARPEST_MITRE * np.abs(swept) / np.where(grows > 0.0, grows, wetted)
        step = np.sign(swept) * np.minimum(np.abs(step) * size, largest) / size
    step[~np.isfinite(step)] = 0.0
    moves: Floats = step[:, None] * direction
    ends, slides = _slides(outline, swept)
    moves[ends] = slides
    return moves


def ends_on_inert(outline: Outline) -> tuple[Integers, Integers]:
    """Vertices where growing front ends at an inert surface, and the front's next one to each."""
    before = outline.preceding
    grows, inert = outline.grows, outline.is_front & ~outline.grows
    ends, begins = grows[before] & inert, grows & inert[before]
    meets = np.flatnonzero(ends | begins)
    return meets, np.where(ends, before, outline.following)[meets]


def _slides(outline: Outline, swept: Floats) -> tuple[Integers, Floats]:
    """Where growing front ends at an inert surface, and how it slides along that.

    An end that leans on the surface at less than 180 degrees of electrolyte slides as far as a
    flat front would grow, so that it comes to stand at a right angle; where it overhangs it slides
    as an edge does that keeps its direction. At more than 180 degrees it stays. Published models
    with a deforming geometry have the same rule.

    Returns:
        (k,) vertices, and (k, 2) their displacements [µm].
    """
    meets, inner = ends_on_inert(outline)
    before = outline.preceding
    here, last = outline.edges[meets], outline.edges[before[meets]]
    cross = last[:, 0] * here[:, 1] - last[:, 1] * here[:, 0]
    turn = np.arctan2(cross, np.einsum("ij,ij->i", last, here))
    reach = 1.0 / np.sin(np.clip(turn, 0.5 * np.pi, _OVERHANG))
    reach[turn < -_IN_LINE] = 0.0
    along = np.where((inner == before[meets])[:, None], here, -last)
    along /= np.hypot(along[:, 0], along[:, 1])[:, None]
    along *= (reach * swept[meets] / outline.growing_length[meets])[:, None]
    return meets, along


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

    The difference of two large areas would drown a short step in round-off. Front and counter
    electrode are asked for one by one: what one takes the other may give back.

    Args:
        before: the outline before.
        after: the same vertices afterwards.
        moving: (n,) the vertices whose motion counts.
    """
    shift = np.where(moving[:, None], after.points - before.points, 0.0)
    chord = before.chords
    first = 0.5 * (shift[:, 1] * chord[:, 0] - shift[:, 0] * chord[:, 1])
    there = shift[before.following]
    second = 0.5 * (shift[:, 0] * there[:, 1] - shift[:, 1] * there[:, 0])
    return float((first - second).sum())


def advance(outline: Outline, swept: Floats, *, deposit: bool = True) -> Outline:
    """The outline after each vertex has swept its area.

    Args:
        outline: the front before.
        swept: (n,) area swept by each vertex [µm²].
        deposit: whether the motion is deposition (adds to the thickness) or a mere repair of
            the polyline.
    """
    moved = outline.points + vertex_displacements(outline, swept, halfway=deposit)
    if not deposit:
        return replace(outline, points=moved)
    with np.errstate(divide="ignore", invalid="ignore"):
        grown = np.where(outline.growing_length > 0, swept / outline.growing_length, 0.0)
    return replace(outline, points=moved).thickened(grown)
