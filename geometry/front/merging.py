"""Let fronts meet: close narrow gaps, cut off pockets, keep every area accounted for."""

from __future__ import annotations

from dataclasses import dataclass, field

import shapely
from shapely.geometry.base import BaseGeometry

from platefront.geometry.errors import FrontError, SectionError
from platefront.geometry.front.area_correction import correct_area
from platefront.geometry.front.gap_closing import Closing, close_gaps, with_images
from platefront.geometry.front.junctions import JunctionSize
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.resampling import resample
from platefront.geometry.front.substrate import Substrate
from platefront.geometry.front.tracing import retrace
from platefront.geometry.plane.cylinder import images
from platefront.geometry.plane.offsets import mitred

_ATTEMPTS = 14
_CLOSINGS = 8
"""Each repair can call for another; after this many rounds a simple polygon is good enough."""
_WIDER = 0.1
"""A knot may need a larger closing: gaps grow by this part in every round after those."""
_TOUCHING = 1e-6
"""Overlap of electrolyte and collector too small to matter or to mesh [µm²]."""
_BESIDE = 0.1
"""New pieces of front farther than this many gaps from inert front are deposit."""
_EXACT = 1e-9
"""Missing area that is round-off [of the electrolyte's area]."""


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
    period = outline.period
    if period is not None:
        obstacles = images(obstacles, period)
    room = cell if period is None else images(cell, period)
    outside = mitred(room, size).difference(room)
    merger = _Merger(
        outline=outline,
        forbidden=shapely.disjoint_subset_union_all([outside, obstacles]),
        target=outline.area,
        gap=gap,
        size=size,
        cell=cell,
        near_junctions=near_junctions,
        substrate=None if first else Substrate(obstacles),
    )
    for attempt in range(_ATTEMPTS):
        if merger.improve(attempt):
            break
    if merger.fit is None:
        raise FrontError("the front crosses itself and could not be made simple again")
    return merger.fit


def sound_polygon(outline: Outline, obstacles: BaseGeometry) -> tuple[BaseGeometry, bool]:
    """The polygon made simple and taken out of the obstacles; True if it was so already.

    Dropping a vertex of a thinly coated fibre can leave a chord that cuts into the fibre.
    """
    valid, polygon = outline.is_simple, outline.polygon()
    shape: BaseGeometry = polygon if valid else polygon.buffer(0)
    if shape.intersection(obstacles).area < _TOUCHING:
        return shape, valid
    return shape.difference(obstacles), False


@dataclass(slots=True, kw_only=True)
class _Merger:
    """A front on its way to one without narrow gaps that has the area it is to have.

    Attributes:
        outline: the front as it is now.
        forbidden: what it must not enter: beyond the walls, host, pockets [µm].
        target: area that the electrolyte is to have [µm²].
        gap, size, cell, near_junctions: as in `merge`.
        substrate: host and earlier pockets; None if the front may cut into them.
        filled, pockets: parts of the electrolyte closed up and cut off so far [µm].
        closed: both as they are seen in three periods: places to correct the area at [µm].
        moved_area: area of deposit shifted along the front so far [µm²].
        fit: the last front that was fit to mesh; None as long as there was none.
    """

    outline: Outline
    forbidden: BaseGeometry
    target: float
    gap: float
    size: float
    cell: shapely.Polygon
    near_junctions: JunctionSize | None
    substrate: Substrate | None
    filled: list[shapely.Polygon] = field(default_factory=list)
    pockets: list[shapely.Polygon] = field(default_factory=list)
    closed: list[shapely.Polygon] = field(default_factory=list)
    moved_area: float = 0.0
    fit: Merging | None = None

    def improve(self, attempt: int) -> bool:
        """Close gaps, or accept the front if there are none, then correct the area.

        Returns:
            True if nothing is left to be done.
        """
        enough = attempt >= _CLOSINGS and self.outline.is_simple
        polygon, sound = sound_polygon(self.outline, self.forbidden)
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
        return self._correct_area()

    def _gaps(self, attempt: int) -> list[float]:
        """Widths of the gaps to be closed, the largest first [µm].

        Where edges are finer, cusps are too: what is small against `gap` must not stay open there.
        """
        near = self.near_junctions
        gaps = [self.gap] if near is None else [self.gap, self.gap * near.at / self.size]
        wider = 1.0 + _WIDER * max(0, attempt - _CLOSINGS)
        return [wider * gap for gap in gaps]

    def _resampled(self, outline: Outline) -> Outline:
        return resample(outline, self.size, self.near_junctions, self.substrate)

    def _is_fit(self, *, simple_suffices: bool) -> bool:
        """True if the front can be meshed and, unless that suffices, keeps out of the solids."""
        if not self.outline.is_simple:
            return False
        return simple_suffices or sound_polygon(self.outline, self.forbidden)[1]

    def _follow(self, closing: Closing) -> None:
        """Trace the electrolyte that a closing has left.

        Raises:
            FrontError: it cannot be traced.
        """
        self.filled += closing.filled
        self.pockets += closing.pockets
        shut = with_images(closing.pockets, self.outline.period)
        self.forbidden = shapely.disjoint_subset_union_all([self.forbidden, *shut])
        self.closed += [*with_images(closing.filled, self.outline.period), *shut]
        try:
            retraced = retrace(closing.electrolyte, self.outline, self.cell, _BESIDE * self.gap)
        except SectionError as error:
            raise FrontError(str(error)) from error
        self.outline = self._resampled(retraced)
        self.target -= sum(part.area for part in closing.pockets)

    @property
    def _surplus(self) -> float:
        """Deposit gained without charge [µm²]."""
        return self.target - self.outline.area

    def _correct_area(self) -> bool:
        """Take the surplus off the lithium near closed gaps.

        Returns:
            True if nothing of it can be taken off a front that is fit; the books show it then.
        """
        corrected = correct_area(
            self.outline, self._surplus, self.closed, self.size, self.forbidden
        )
        step = abs(corrected.area - self.outline.area)
        if self.fit is not None and step < _EXACT * self.target:
            return True
        self.moved_area += step
        self.outline = corrected
        return False
