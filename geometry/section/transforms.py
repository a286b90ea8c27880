"""Transforms of a section: mirror, turn over, repeat, crop, scale, make periodic."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats
from platefront.geometry.errors import SectionError
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.regions import check_inside

type Repetition = Literal["mirror", "translation"]

_SAME = 1e-6
"""Tolerance for the equality of lengths [µm]."""


def mirrored(section: CrossSection) -> CrossSection:
    """Return the section with left and right exchanged."""
    return _mapped(section, lambda p: np.column_stack((section.width - p[:, 0], p[:, 1])))


def scaled(section: CrossSection, factor: float) -> CrossSection:
    """Return the section with all lengths multiplied by `factor`."""
    larger = _mapped(section, lambda p: factor * p)
    low, high = section.span
    return replace(
        larger,
        width=factor * section.width,
        height=factor * section.height,
        span=(factor * low, factor * high),
    )


def turned_over(section: CrossSection) -> CrossSection:
    """Return the section with collector, deposit and surfaces reflected about mid-span.

    The span is unchanged. Surfaces follow the material and keep their names. Floor, counter
    electrode and side walls stay in place. (`CrossSection.flipped` leaves the parts of the host in
    place instead.)

    Raises:
        SectionError: the collector stands on the floor, or reaches the counter electrode, or the
            reflected solids would overlap either.
    """
    counter = section.counter if section.counter is not None else shapely.Polygon()
    turning = section.solids.difference(counter)
    if turning.is_empty:
        return section
    middle = section.middle
    _, low, _, high = turning.bounds
    if low <= 0.0:
        raise SectionError(
            "flip: the collector stands on the base y = 0 and cannot be turned over without "
            "leaving it. Leave flip out; orientation says where pre-deposited lithium lies"
        )
    # a band about the middle that contains what is reflected, neither floor nor counter electrode
    reach = max(middle - low, high - middle)
    clear = min(middle, section.height - middle)
    if not counter.is_empty:
        heights = shapely.get_coordinates(counter)[:, 1]
        beside = heights.min() < middle + reach and heights.max() > middle - reach
        clear = 0.0 if beside else min(clear, float(np.abs(heights - middle).min()))
    if reach >= clear:
        raise SectionError(
            f"flip: turned over, the solids would lie between y = {2 * middle - high:.4g} and "
            f"{2 * middle - low:.4g} µm, where the floor (y = 0) or the counter electrode is. "
            f"Widen the gap on that side or lower the pre-deposited capacity"
        )
    half = 0.5 * (reach + clear)
    band = shapely.box(-section.width, middle - half, 2.0 * section.width, middle + half)

    flip = _of_points(lambda p: np.column_stack((p[:, 0], 2.0 * middle - p[:, 1])))

    def turn(shape: BaseGeometry) -> BaseGeometry:
        outside = shape.difference(band)
        return shapely.union_all([outside, flip(shape.intersection(band))])

    regions = tuple(region.changed(flip) for region in section.regions)
    check_inside(regions, section.height, "flip: turned over")
    return replace(
        section,
        collector=turn(section.collector),
        deposit=turn(section.deposit),
        surfaces={name: turn(region) for name, region in section.surfaces.items()},
        lithiated=turn(section.lithiated),
        regions=regions,
    )


def repeated(section: CrossSection, count: int, by: Repetition = "mirror") -> CrossSection:
    """Return copies of the section side by side.

    Args:
        section: the section to repeat.
        count: number of copies, at least 1.
        by: `mirror` reflects every second copy, as the symmetry planes at the side walls imply;
            `translation` requires identical intersections with both side walls.

    Raises:
        SectionError: translated copies would not match at their common walls.
    """
    if by == "translation" and count > 1:
        _check_periodic(
            section,
            "repeat",
            'so translated copies do not fit together: use repeat_by = "mirror"',
        )
    width = section.width

    def place(number: int) -> Callable[[Floats], Floats]:
        backwards = by == "mirror" and number % 2 == 1
        start, end = number * width, (number + 1) * width

        def placed(points: Floats) -> Floats:
            x = end - points[:, 0] if backwards else start + points[:, 0]
            left, right = (end, start) if backwards else (start, end)
            x[points[:, 0] == 0.0] = left  # common walls agree bitwise
            x[points[:, 0] == width] = right
            return np.column_stack((x, points[:, 1]))

        return placed

    cell = shapely.box(0.0, -section.height, width, 2.0 * section.height)

    def copies(shape: BaseGeometry) -> BaseGeometry:
        inside = shape if shape.is_empty else shape.intersection(cell)
        return shapely.union_all([_of_points(place(k))(inside) for k in range(count)])

    return replace(_reshaped(section, copies), width=count * width)


def made_periodic(section: CrossSection) -> CrossSection:
    """Return the section with periodic side walls.

    Raises:
        SectionError: the solids intersect the two side walls differently.
    """
    _check_periodic(
        section,
        "walls",
        "so it cannot be periodic: use "
        'walls = "symmetric", or transform.repeat = 2, which mirrors the second copy',
    )
    regions = tuple(replace(region, period=section.width) for region in section.regions)
    return replace(section, periodic=True, regions=regions)


def cropped(section: CrossSection, start: float, end: float, sliver: float) -> CrossSection:
    """Return the part between two abscissae, translated to begin at x = 0.

    Args:
        section: the section to crop.
        start: x of the new left wall [µm].
        end: x of the new right wall [µm].
        sliver: solids cut off at a wall with a smaller extent along x are dropped [µm].

    Raises:
        SectionError: the part does not lie within the section, or contains no counter electrode,
            or no part of a collector that is detached from the floor.
    """
    if start < -_SAME or end > section.width + _SAME or end - start < _SAME:
        raise SectionError(
            f"crop: from x = {start:.4g} to {end:.4g} µm is no part of the section, which reaches "
            f"from 0 to {section.width:.4g} µm"
        )
    start, end = max(start, 0.0), min(end, section.width)
    window = shapely.box(start, -section.height, end, 2.0 * section.height)

    def moved(points: Floats) -> Floats:
        x = points[:, 0] - start
        x[points[:, 0] == end] = end - start
        return np.column_stack((x, points[:, 1]))

    cut = replace(
        _reshaped(section, lambda shape: _of_points(moved)(shape.intersection(window))),
        width=end - start,
    )
    if cut.counter is not None and cut.counter.length == 0.0:
        raise SectionError("crop: the part contains no counter electrode")
    cut = replace(
        cut,
        collector=_without_slivers(cut.collector, sliver, cut),
        deposit=_without_slivers(cut.deposit, sliver, cut),
        surfaces={name: region for name, region in cut.surfaces.items() if not region.is_empty},
        regions=tuple(region for region in cut.regions if not region.nowhere),
    )
    # a collector that stands on the floor still leaves its base there
    if cut.collector.is_empty and section.collector.bounds[1] > 0.0:
        raise SectionError(f"crop: there is no collector between x = {start:.4g} and {end:.4g} µm")
    return cut


def _without_slivers(shape: BaseGeometry, sliver: float, cut: CrossSection) -> BaseGeometry:
    """Return the polygons of a cropped shape without those cut off thinner than a sliver."""
    parts = shapely.get_parts(shape)
    parts = parts[shapely.get_dimensions(parts) == 2]
    if not len(parts):
        return shapely.Polygon()
    left, _, right, _ = shapely.bounds(parts).T
    at_wall = (left <= 0.0) | (right >= cut.width)
    return shapely.MultiPolygon(list(parts[~(at_wall & (right - left < sliver))]))


def _check_periodic(section: CrossSection, key: str, consequence: str) -> None:
    """Refuse a section whose solids intersect the two side walls differently."""
    named = {"collector": section.collector, "lithium": section.deposit}
    for region in section.drawn_regions:
        named[f'region "{region.name}"'] = section.region_areas[region.name]
    for name, shape in named.items():
        low, high = (
            shape.intersection(shapely.LineString([(x, -1.0), (x, section.height + 1.0)]))
            for x in (0.0, section.width)
        )
        there = shapely.transform(high, lambda p: np.column_stack((0.0 * p[:, 0], p[:, 1])))
        pairs = ((low, there), (there, low))
        missing = [one.difference(other.buffer(_SAME)) for one, other in pairs]
        if all(shape.is_empty for shape in missing):
            continue
        place = max(missing, key=lambda shape: shape.length).centroid.y
        raise SectionError(
            f"{key}: the {name} meets the two side walls differently, for instance at "
            f"y = {place:.4g} µm, {consequence}"
        )


def _reshaped(
    section: CrossSection, change: Callable[[BaseGeometry], BaseGeometry]
) -> CrossSection:
    """Return the section with `change` applied to every shape."""
    return replace(
        section,
        collector=change(section.collector),
        deposit=change(section.deposit),
        surfaces={name: change(region) for name, region in section.surfaces.items()},
        lithiated=change(section.lithiated),
        counter=None if section.counter is None else change(section.counter),
        regions=tuple(region.changed(change) for region in section.regions),
    )


def _mapped(section: CrossSection, points: Callable[[Floats], Floats]) -> CrossSection:
    return _reshaped(section, _of_points(points))


def _of_points(points: Callable[[Floats], Floats]) -> Callable[[BaseGeometry], BaseGeometry]:
    """Return the map of shapes for a map of coordinates (n, 2)."""
    return lambda shape: shapely.transform(shape, points)
