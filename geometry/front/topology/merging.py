"""Merging of fronts: closing of narrow gaps and separation of pockets at constant deposit."""

from __future__ import annotations

from dataclasses import dataclass, field

import shapely
from shapely.geometry.base import BaseGeometry

from platefront.geometry.errors import FrontError, SectionError
from platefront.geometry.front.junctions import JunctionSize
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.resampling import resample
from platefront.geometry.front.substrate import Substrate
from platefront.geometry.front.topology.area_correction import correct_area
from platefront.geometry.front.topology.gap_closing import Closing, close_gaps, with_images
from platefront.geometry.front.topology.opening import OpenedPockets, with_walls
from platefront.geometry.front.tracing import retrace
from platefront.geometry.plane.cylinder import images
from platefront.geometry.plane.offsets import mitred

_ATTEMPTS = 14
_CLOSINGS = 8
"""Rounds after which a simple polygon is accepted, since each repair may require another."""
_STUBBORN = 3
"""Rounds after which a front that still crosses itself loses needles of lithium."""
_NEEDLE = 0.02
"""Their width, in edges, in the first of these rounds; it grows as much in each later one."""
_APART = 0.75
"""Distance from closed gaps, in edges, within which none of their area is removed by then."""
_WIDER = 0.1
"""Relative growth of gaps in each later round, for knots that need a wider closing."""
_TOUCHING = 1e-6
"""Negligible overlap of electrolyte and solids [µm²]."""
_BESIDE = 0.1
"""Distance from inert front, in gaps, beyond which new front is deposit."""
_EXACT = 1e-9
"""Negligible error of area, relative to the electrolyte."""


@dataclass(frozen=True, slots=True)
class Merging:
    """Outcome of a search for fronts that meet.

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


def merge(
    outline: Outline,
    *,
    obstacles: BaseGeometry,
    gap: float,
    size: float,
    cell: shapely.Polygon,
    near_junctions: JunctionSize | None = None,
    near_host: float | None = 0.0,
    opening: OpenedPockets | None = None,
) -> Merging:
    """Close gaps narrower than `gap`, drop cut-off pockets and resample the front.

    The area of deposit is conserved: the area of a closed gap is removed from the lithium around
    it, by a small fraction of an edge, so that area and charge remain consistent.

    Args:
        outline: the front.
        obstacles: host and earlier pockets, excluded for the front [µm].
        gap: widest gap to be closed [µm].
        size: target edge length of the front [µm].
        cell: box below the present counter electrode [µm].
        near_junctions: target edge length at junctions; None for `size`.
        near_host: depth of lithium below which vertices above corners of the host stay [µm]; None
            for the first front, which may omit details of the host finer than `size`.
        opening: pockets that become electrolyte, and are no obstacles; None for none.

    Raises:
        FrontError: no simple polygon was found.
    """
    period = outline.period
    if period is not None:
        obstacles = images(obstacles, period)
    room = cell if period is None else images(cell, period)
    outside = mitred(room, size).difference(room)
    merger = _Merger(
        outline=outline,
        forbidden=shapely.disjoint_subset_union_all([outside, obstacles]),
        target=outline.area + (0.0 if opening is None else opening.area),
        gap=gap,
        size=size,
        cell=cell,
        near_junctions=near_junctions,
        substrate=None if near_host is None else Substrate(obstacles, near_host),
        opening=opening,
    )
    for attempt in range(_ATTEMPTS):
        if merger.improve(attempt):
            break
    if merger.fit is None:
        raise FrontError("the front crosses itself and could not be made simple again")
    return merger.fit


def sound_polygon(outline: Outline, obstacles: BaseGeometry) -> tuple[BaseGeometry, bool]:
    """The polygon made simple and without obstacles; True if it was so already.

    Dropping a vertex of a thinly coated fibre can leave a chord that cuts into the fibre.
    """
    valid, polygon = outline.is_simple, outline.polygon()
    shape: BaseGeometry = polygon if polygon.is_valid else polygon.buffer(0)
    if shape.intersection(obstacles).area < _TOUCHING:
        return shape, valid
    return shape.difference(obstacles), False


@dataclass(slots=True, kw_only=True)
class _Merger:
    """Intermediate front, on the way to one without narrow gaps and of the target area.

    Attributes:
        outline: the intermediate front.
        forbidden: region excluded for it: host, pockets, beyond the walls [µm].
        target: target area of the electrolyte [µm²].
        gap, size, cell, near_junctions: as in `merge`.
        substrate: host and earlier pockets; None if the front may cut into them.
        filled, pockets: parts of the electrolyte filled and cut off so far [µm].
        closed: both, with periodic images: places of area corrections [µm].
        moved_area: area of deposit shifted along the front so far [µm²].
        opening: pockets that are not part of the outline yet; None for none.
        fit: last front fit to be meshed; None before the first one.
    """

    outline: Outline
    forbidden: BaseGeometry
    target: float
    gap: float
    size: float
    cell: shapely.Polygon
    near_junctions: JunctionSize | None
    substrate: Substrate | None
    opening: OpenedPockets | None = None
    filled: list[shapely.Polygon] = field(default_factory=list)
    pockets: list[shapely.Polygon] = field(default_factory=list)
    closed: list[shapely.Polygon] = field(default_factory=list)
    moved_area: float = 0.0
    fit: Merging | None = None

    def improve(self, attempt: int) -> bool:
        """Close gaps, or accept a front without any, and correct the area.

        Returns:
            True if the front is final.
        """
        enough = attempt >= _CLOSINGS and self.outline.is_simple
        polygon, sound = sound_polygon(self.outline, self.forbidden)
        if self.opening is not None:
            polygon, sound = polygon.union(self.opening.region.difference(self.forbidden)), False
        if not self.outline.is_simple and attempt >= _STUBBORN:
            polygon = self._without_needles(polygon, _NEEDLE * (attempt - _STUBBORN + 1))
        closing = close_gaps(polygon, self._gaps(attempt), self.outline, self.cell)
        if enough or (sound and not closing.changed):
            self.outline = self._resampled(self.outline)
            if not self._is_fit(simple_suffices=enough):
                return False
            self.fit = Merging(
                self.outline, tuple(self.filled), tuple(self.pockets), self.moved_area
            )
            if abs(self._surplus) < _EXACT * self.target:
                return True
        else:
            self._follow(closing)
        return self._correct_area(_APART if attempt >= _STUBBORN else 0.0)

    def _without_needles(self, polygon: BaseGeometry, width: float) -> BaseGeometry:
        """Return the electrolyte with needles of lithium, narrower than `width` edges, in it.

        Both sides of a needle come to lie on each other when the front is resampled: a front that
        still crosses itself after other repairs does so there.
        """
        reach = 0.5 * width * self.size
        closed = mitred(mitred(polygon, reach), -reach).difference(self.forbidden)
        # not united with the polygon: GEOS may lose a hole where edges nearly coincide
        gained = closed.area - polygon.area
        return closed if 0.0 <= gained < self.size**2 else polygon

    def _gaps(self, attempt: int) -> list[float]:
        """Widths of the gaps to be closed, the largest first [µm].

        Finer edges at junctions need narrower gaps closed as well, since cusps are finer there.
        """
        near = self.near_junctions
        gaps = [self.gap] if near is None else [self.gap, self.gap * near.at / self.size]
        wider = 1.0 + _WIDER * max(0, attempt - _CLOSINGS)
        return [wider * gap for gap in gaps]

    def _resampled(self, outline: Outline) -> Outline:
        return resample(outline, self.size, self.near_junctions, self.substrate)

    def _is_fit(self, *, simple_suffices: bool) -> bool:
        """True for a simple front that, unless this suffices, does not overlap the solids."""
        if not self.outline.is_simple:
            return False
        return simple_suffices or sound_polygon(self.outline, self.forbidden)[1]

    def _follow(self, closing: Closing) -> None:
        """Trace the electrolyte after a closing.

        Raises:
            FrontError: it cannot be traced.
        """
        self.filled += closing.filled
        self.pockets += closing.pockets
        shut = with_images(closing.pockets, self.outline.period)
        self.forbidden = shapely.disjoint_subset_union_all([self.forbidden, *shut])
        self.closed += [*with_images(closing.filled, self.outline.period), *shut]
        source = self.outline
        if self.opening is not None:
            source, self.opening = with_walls(source, self.opening.walls), None
        try:
            retraced = retrace(closing.electrolyte, source, self.cell, _BESIDE * self.gap)
        except SectionError as error:
            raise FrontError(str(error)) from error
        self.outline = self._resampled(retraced)
        self.target -= sum(part.area for part in closing.pockets)

    @property
    def _surplus(self) -> float:
        """Deposit gained without charge [µm²]."""
        return self.target - self.outline.area

    def _correct_area(self, apart: float) -> bool:
        """Remove the surplus from the lithium near closed gaps.

        Args:
            apart: distance from them within which nothing is removed, in edges.

        Returns:
            True if a fit front cannot be corrected any further; the books show the rest.
        """
        corrected = correct_area(
            self.outline,
            self._surplus,
            self.closed,
            self.size,
            self.forbidden,
            apart=apart * self.size,
        )
        step = abs(corrected.area - self.outline.area)
        if self.fit is not None and step < _EXACT * self.target:
            return True
        self.moved_area += step
        self.outline = corrected
        return False
