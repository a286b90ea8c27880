"""Let fronts meet: close narrow gaps, cut off pockets, keep every area accounted for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from platefront.geometry.errors import SectionError
from platefront.geometry.front.area_correction import give_back
from platefront.geometry.front.junctions import JunctionSize
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.resampling import resample
from platefront.geometry.front.substrate import Substrate
from platefront.geometry.front.tracing import retrace
from platefront.geometry.plane.connectivity import connected_to_counter
from platefront.geometry.plane.cylinder import images
from platefront.geometry.plane.offsets import mitred, opening
from platefront.geometry.plane.polygons import polygons_of

_CORNER = 0.75
"""Narrow pieces smaller than this many gap radii squared are mere corners and stay open.

Rounding a corner of angle θ by a radius r cuts off r²(cot(θ/2) - (π - θ)/2): 0.21 r² at 90°,
0.68 r² at 60°. What is cut off above the limit is a gap, or a cusp too sharp to mesh.
"""


_CLOSINGS = 8
"""Each repair can call for another; after this many rounds a simple polygon is good enough."""
_ATTEMPTS = 14
_TOUCHING = 1e-6
"""Overlap of electrolyte and collector too small to matter or to mesh [µm²]."""
_ON_MIRROR = 1e-9
"""Farther from a mirror than round-off [µm]."""
_BESIDE = 0.1
"""New pieces of front farther than this many gaps from inert front are deposit."""
_EXACT = 1e-9
"""Deposit not given back yet that is round-off [of the electrolyte's area]."""


class FrontError(RuntimeError):
    """The front could not be carried on as a simple polygon."""


@dataclass(frozen=True, slots=True)
class Merging:
    """What came of looking for fronts that meet.

    Attributes:
        outline: the electrolyte that still reaches the counter electrode.
        filled: narrow pieces that became deposit [µm].
        pockets: electrolyte that lost its connection to the counter electrode [µm].
        moved_area: area of deposit shifted along the front to keep the total [µm²].
    """

    outline: Outline
    filled: tuple[shapely.Polygon, ...]
    pockets: tuple[shapely.Polygon, ...]
    moved_area: float


def narrow_pieces(
    electrolyte: BaseGeometry, gap: float, mirrors: BaseGeometry | None = None
) -> list[shapely.Polygon]:
    """Parts of the electrolyte narrower than `gap`: gaps between fronts and cusps.

    Args:
        electrolyte: to be searched [µm].
        gap: widest that counts as narrow [µm].
        mirrors: side walls that mirror it; a corner with its tip on one is half of a pinch [µm].
    """
    radius = 0.5 * gap
    opened = opening(electrolyte, radius, swell=1.02)
    large = [piece for piece in opened.narrow if piece.area > _CORNER * radius**2]
    small = [
        piece for piece in opened.narrow if 0.1 * radius**2 < piece.area <= _CORNER * radius**2
    ]
    # A pinch joins two wider places by two corners, tip to tip: small, but not a corner.
    reach = 0.1 * radius
    pinches = opened.bridges(small, reach)
    if mirrors is not None:
        halves = [piece for piece in small if _is_half_pinch(piece, opened.wide, mirrors, reach)]
        pinches += [piece for piece in halves if piece not in pinches]
    return large + pinches


def _is_half_pinch(
    piece: shapely.Polygon, wide: BaseGeometry, mirrors: BaseGeometry, reach: float
) -> bool:
    """Whether a narrow piece and its mirror image join two wide places, one the other's image."""
    if piece.distance(mirrors) > _ON_MIRROR:  # a tip that merging has taken off it stays off
        return False
    contact = piece.buffer(reach, quad_segs=2).intersection(wide)
    return not contact.is_empty and bool(contact.distance(mirrors) > reach)


def merge(
    outline: Outline,
    *,
    obstacles: BaseGeometry,
    gap: float,
    size: float,
    cell: shapely.Polygon,
    near_junctions: JunctionSize | None = None,
    first: bool = False,
) -> Merging:
    """Close gaps narrower than `gap`, drop cut-off pockets and resample the front.

    The area of deposit does not change: what a closed gap adds is taken off the lithium around
    it, by a small fraction of an edge, so that charge and area stay in step.

    Args:
        outline: the front.
        obstacles: host and earlier pockets, which the front must not enter [µm].
        gap: widest gap to be closed [µm].
        size: wanted edge length of the front [µm].
        cell: the box as it is now, up to the counter electrode [µm].
        near_junctions: wanted edge length where surfaces meet; None for `size` there too.
        first: whether the host may lose details finer than `size`, as only the first front may.

    Raises:
        FrontError: no simple polygon came out of it.
    """
    target = outline.area
    moved = 0.0
    if outline.period is not None:
        obstacles = images(obstacles, outline.period)
    room = cell if outline.period is None else images(cell, outline.period)
    outside = mitred(room, size).difference(room)
    forbidden = shapely.disjoint_subset_union_all([outside, obstacles])
    # Where edges are finer, cusps are too: what is small against `gap` must not stay open there.
    gaps = [gap] if near_junctions is None else [gap, gap * near_junctions.at / size]
    substrate = None if first else Substrate(obstacles)
    filled: list[shapely.Polygon] = []
    pockets: list[shapely.Polygon] = []
    places: list[shapely.Polygon] = []
    done: Merging | None = None
    for attempt in range(_ATTEMPTS):
        polygon, sound = _sound(outline, forbidden)
        wider = 1.0 + 0.1 * max(0, attempt - _CLOSINGS)  # a knot may need a larger closing
        closing = _close(polygon, [wider * each for each in gaps], outline, cell)
        enough = attempt >= _CLOSINGS and outline.is_simple
        if enough or (sound and not closing.changed):
            outline = resample(outline, size, near_junctions, substrate)
            if not (outline.is_simple and (enough or _sound(outline, forbidden)[1])):
                continue
            done = Merging(outline, tuple(filled), tuple(pockets), moved)
            if abs(target - outline.area) < _EXACT * target:
                return done
        else:
            filled += closing.filled
            pockets += closing.pockets
            shut = _seen(closing.pockets, outline.period)
            forbidden = shapely.disjoint_subset_union_all([forbidden, *shut])
            places += [*_seen(closing.filled, outline.period), *shut]
            try:
                retraced = retrace(closing.electrolyte, outline, cell, _BESIDE * gap)
            except SectionError as error:
                raise FrontError(str(error)) from error
            outline = resample(retraced, size, near_junctions, substrate)
            target -= sum(part.area for part in closing.pockets)
        surplus = target - outline.area  # deposit gained without charge
        given = give_back(outline, surplus, places, size, forbidden)
        step = abs(given.area - outline.area)
        if done is not None and step < _EXACT * target:
            return done  # what cannot be given back the books show
        moved += step
        outline = given
    if done is None:
        raise FrontError("the front crosses itself and could not be made simple again")
    return done


def _seen(shapes: Sequence[shapely.Polygon], period: float | None) -> Sequence[shapely.Polygon]:
    """Polygons, on a cylinder with their images beside the section."""
    if period is None or not shapes:
        return shapes
    return [affinity.translate(shape, xoff=k * period) for shape in shapes for k in (-1, 0, 1)]


def _sound(outline: Outline, obstacles: BaseGeometry) -> tuple[BaseGeometry, bool]:
    """The polygon made simple and taken out of the obstacles; whether it was so already.

    Dropping a vertex of a thinly coated fibre can leave a chord that cuts into the fibre.
    """
    valid, polygon = outline.is_simple, outline.polygon()
    shape: BaseGeometry = polygon if valid else polygon.buffer(0)
    if shape.intersection(obstacles).area < _TOUCHING:
        return shape, valid
    return shape.difference(obstacles), False


@dataclass(frozen=True, slots=True)
class _Closing:
    """Electrolyte after its narrow gaps were filled."""

    electrolyte: BaseGeometry
    filled: list[shapely.Polygon]
    pockets: list[shapely.Polygon]

    @property
    def changed(self) -> bool:
        return bool(self.filled or self.pockets)


def _close(
    electrolyte: BaseGeometry, gaps: Sequence[float], outline: Outline, cell: shapely.Polygon
) -> _Closing:
    """Fill what is narrower than a gap and part what no longer reaches the counter electrode.

    Args:
        electrolyte: to be searched; on a cylinder three periods of it.
        gaps: widths, the largest first [µm].
        outline: has the counter electrode.
        cell: the box as it is now [µm].
    """
    period = outline.period
    left, low, right, high = cell.bounds
    sides = [[(x, low), (x, high)] for x in (left, right)]
    mirrors = shapely.MultiLineString(sides) if period is None else None
    filled: list[shapely.Polygon] = []
    for gap in gaps:
        narrow = narrow_pieces(electrolyte, gap, mirrors)
        if period is not None:  # of each piece one image; the ends of the view are no walls
            narrow = [piece for piece in narrow if 0.0 <= piece.centroid.x < period]
        if narrow:
            cut = [piece.buffer(1e-3 * gap, quad_segs=1) for piece in _seen(narrow, period)]
            electrolyte = electrolyte.difference(shapely.union_all(cut))
            filled += narrow
    if period is not None:
        electrolyte = electrolyte.intersection(cell)
    reaching, cut_off = connected_to_counter(electrolyte, outline.counter_line, period)
    if not reaching:
        raise FrontError("the deposit has reached the counter electrode across the whole width")
    main = max(reaching, key=lambda part: part.area)
    cut_off += [piece for part in reaching if part is not main for piece in polygons_of(part)]
    crumb = _CORNER * gaps[0] ** 2
    pockets = [part for part in cut_off if part.area > crumb]
    crumbs = [part for part in cut_off if part.area <= crumb]
    return _Closing(main, filled + crumbs, pockets)
