"""Filling of narrow gaps and separation of the electrolyte that they cut off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from platefront.geometry.errors import FrontError
from platefront.geometry.front.outline import Outline
from platefront.geometry.plane.connectivity import connected_to_counter
from platefront.geometry.plane.narrow_at_mirrors import narrow_with_images
from platefront.geometry.plane.narrow_pieces import CORNER, narrow_pieces
from platefront.geometry.plane.polygons import polygons_of

_CUT = 1e-3
"""Widening of narrow pieces when they are cut out, in gaps: no slivers by round-off."""


@dataclass(frozen=True, slots=True)
class Closing:
    """Electrolyte after its narrow gaps were filled.

    Attributes:
        electrolyte: the largest part that reaches the counter electrode [µm].
        filled: narrow pieces and crumbs that became deposit [µm].
        pockets: larger parts without a connection to it [µm].
    """

    electrolyte: BaseGeometry
    filled: list[shapely.Polygon]
    pockets: list[shapely.Polygon]

    @property
    def changed(self) -> bool:
        """True if anything was filled or cut off."""
        return bool(self.filled or self.pockets)


def close_gaps(
    electrolyte: BaseGeometry, gaps: Sequence[float], outline: Outline, cell: shapely.Polygon
) -> Closing:
    """Fill gaps and separate electrolyte without a connection to the counter electrode.

    Args:
        electrolyte: to be searched; on a cylinder three periods of it [µm].
        gaps: widths, the largest first [µm].
        outline: contains the counter electrode.
        cell: box below the present counter electrode [µm].

    Raises:
        FrontError: no electrolyte reaches the counter electrode any more.
    """
    electrolyte, filled = _without_narrow_pieces(electrolyte, gaps, outline.period, cell)
    reaching, cut_off = connected_to_counter(electrolyte, outline.counter_line, outline.period)
    if not reaching:
        raise FrontError("the deposit has reached the counter electrode across the whole width")
    main = max(reaching, key=lambda part: part.area)
    cut_off += [piece for part in reaching if part is not main for piece in polygons_of(part)]
    crumb = CORNER * gaps[0] ** 2
    pockets = [part for part in cut_off if part.area > crumb]
    crumbs = [part for part in cut_off if part.area <= crumb]
    return Closing(main, filled + crumbs, pockets)


def _without_narrow_pieces(
    electrolyte: BaseGeometry, gaps: Sequence[float], period: float | None, cell: shapely.Polygon
) -> tuple[BaseGeometry, list[shapely.Polygon]]:
    """The electrolyte in the box without pieces narrower than a gap, and these pieces."""
    left, low, right, high = cell.bounds
    sides = [[(x, low), (x, high)] for x in (left, right)]
    mirrors = shapely.MultiLineString(sides) if period is None else None
    filled: list[shapely.Polygon] = []
    for gap in gaps:
        narrow = narrow_pieces(electrolyte, gap, mirrors)
        if mirrors is not None:
            narrow = narrow_with_images(narrow, electrolyte, gap, (left, right))
        if period is not None:  # of each piece one image; the ends of the view are no walls
            narrow = [piece for piece in narrow if 0.0 <= piece.centroid.x < period]
        if narrow:
            cut = [piece.buffer(_CUT * gap, quad_segs=1) for piece in with_images(narrow, period)]
            electrolyte = electrolyte.difference(shapely.union_all(cut))
            filled += narrow
    if period is not None:
        electrolyte = electrolyte.intersection(cell)
    return electrolyte, filled


def with_images(
    shapes: Sequence[shapely.Polygon], period: float | None
) -> Sequence[shapely.Polygon]:
    """Polygons of a section, on a cylinder with their images beside the section [µm]."""
    if period is None or not shapes:
        return shapes
    return [affinity.translate(shape, xoff=k * period) for shape in shapes for k in (-1, 0, 1)]
