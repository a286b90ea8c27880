"""Bands and boxes of constant grey in a picture: banners, labels, scale bars.

A microscope's picture has noise everywhere except in what was written into it afterwards. Pictures
without noise, such as masks, are flat all over; nothing can be told from that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from platefront.geometry.arrays import Floats, Integers
from platefront.geometry.importing.images.grey_image import GreyImage

type Mask = NDArray[np.bool_]
type PixelRange = tuple[slice, slice]

_SAME = 0.01
"""Difference of grey levels that counts as none, relative to their range (JPEG leaves some)."""
_FLAT = 0.55
"""Least share of a row of a banner, with text, that is at the median level."""
_LIVELY = 0.5
"""Largest share of neighbouring pixels without difference in a picture with noise."""
_CUT = 0.25
"""Share of the columns that jump where a band begins."""
_JUMP = 0.1
"""Difference of grey levels that counts as a jump, relative to their range."""
_DEEPEST = 0.4
"""Largest height of a band, relative to the picture."""
_THINNEST = 3
"""Smallest height of a band, and side of a box [pixels]."""
_LEAST, _LARGEST = 60, 0.25
"""Smallest box [square pixels]; largest, relative to the picture."""
_INK = 0.002
"""Share of a band that text takes up, at least."""
_ACROSS = 0.98
"""Share of the columns from which a box is a band."""
_FOREIGN = 0.01
"""Share of a picture that has the grey of an area, at most, if that is none of its phases."""
_FULL = 0.92
"""Share of its bounding rectangle that a box fills, with the text on it."""


@dataclass(frozen=True, slots=True)
class FlatArea:
    """Rectangle of constant grey, apart from text on it.

    Attributes:
        left, top, right, bottom: columns and rows of the whole file, the last ones exclusive.
        is_band: whether it covers all columns of the picture.
    """

    left: int
    top: int
    right: int
    bottom: int
    is_band: bool

    def __str__(self) -> str:
        """Return the place: `rows 884 to 943 are a constant grey band`."""
        rows = f"rows {self.top} to {self.bottom - 1}"
        if self.is_band:
            return f"{rows} are a constant grey band"
        return f"{rows}, columns {self.left} to {self.right - 1} are a constant grey box"

    def within(self, image: GreyImage) -> tuple[slice, slice]:
        """Return rows and columns in an image, which contains the area."""
        rows = slice(self.top - image.top, self.bottom - image.top)
        return rows, slice(self.left - image.left, self.right - image.left)


def flat_areas(image: GreyImage) -> list[FlatArea]:
    """Find bands at the upper and lower edge and boxes of constant grey in a picture with noise."""
    levels = image.levels
    span = float(np.ptp(levels))
    if span == 0.0:
        return []
    same = _SAME * span
    flatness = (np.abs(levels - np.median(levels, axis=1)[:, None]) <= same).mean(axis=1)
    jumps = (np.abs(np.diff(levels, axis=0)) > _JUMP * span).mean(axis=1)
    lively = _is_lively(levels, same)
    upper = _band(flatness, jumps, lively)
    lower = _band(flatness[::-1], jumps[::-1], lively)
    rows, columns = levels.shape
    middle = slice(upper, rows - lower)
    everywhere = slice(0, columns)
    bands = [
        (slice(first, last), everywhere)
        for first, last in ((0, upper), (rows - lower, rows))
        if last > first
    ]
    bands = [
        band
        for band in bands
        if _is_foreign(levels, band, same)
        or (lively and _is_written_on(levels[band], _JUMP * span))
    ]
    boxes = [
        (slice(upper + place.start, upper + place.stop), across)
        for place, across in _outermost(_boxes(levels[middle], same))
        if not _is_stripe((place, across), levels[middle].shape)
    ]
    boxes = [box for box in boxes if lively or _is_foreign(levels, box, same)]
    return [_placed(image, place) for place in (*bands, *boxes)]


def crop_without(areas: Sequence[FlatArea], image: GreyImage) -> list[int]:
    """Return the `crop` that leaves out areas, each on the side where it costs least."""
    rows, columns = image.levels.shape
    left, top = image.left, image.top
    right, bottom = left + columns, top + rows
    for area in areas:
        if area.right <= left or area.left >= right or area.bottom <= top or area.top >= bottom:
            continue
        remainders = [
            (left, top, right, area.top),
            (left, area.bottom, right, bottom),
            (left, top, area.left, bottom),
            (area.right, top, right, bottom),
        ]
        left, top, right, bottom = max(
            remainders, key=lambda part: max(part[2] - part[0], 0) * max(part[3] - part[1], 0)
        )
    return [left, top, right, bottom]


def _placed(image: GreyImage, place: PixelRange) -> FlatArea:
    """Return the area at a place within an image."""
    rows, columns = place
    across = columns.stop - columns.start
    return FlatArea(
        left=image.left + columns.start,
        top=image.top + rows.start,
        right=image.left + columns.stop,
        bottom=image.top + rows.stop,
        is_band=across >= _ACROSS * image.levels.shape[1],
    )


def _is_lively(levels: Floats, same: float) -> bool:
    """Return True for a picture with noise where it is neither black nor white."""
    grey = (levels > levels.min() + same) & (levels < levels.max() - same)
    steps = np.abs(np.diff(levels, axis=1))[grey[:, 1:] & grey[:, :-1]]
    return len(steps) > _LEAST and bool((steps <= same).mean() <= _LIVELY)


def _is_foreign(levels: Floats, place: PixelRange, same: float) -> bool:
    """Return True if the grey of a place hardly occurs elsewhere in a picture."""
    alike = np.abs(levels - np.median(levels[place])) <= same
    return bool(alike.sum() - alike[place].sum() < _FOREIGN * levels.size)


def _is_written_on(band: Floats, jump: float) -> bool:
    """Return True if there is more than noise on a band."""
    return bool((np.abs(band - np.median(band)) > jump).mean() > _INK)


def _band(flatness: Floats, jumps: Floats, lively: bool) -> int:
    """Return the number of flat rows at the first edge, up to a straight cut; 0 if none."""
    deepest = int(_DEEPEST * len(flatness))
    mean = np.cumsum(flatness) / np.arange(1, len(flatness) + 1)
    ends = np.flatnonzero((jumps[:deepest] >= _CUT) & (mean[:deepest] >= _FLAT)) + 1
    ends = ends[flatness[ends - 1] >= _FLAT]
    if not len(ends) or ends[-1] < _THINNEST:
        return 0
    end = int(ends[-1])
    if lively:  # the cut may have been a line of text
        end += int(np.argmin(np.append(flatness[end:deepest] >= _FLAT, False)))
    return end


def _boxes(levels: Floats, same: float) -> Iterator[PixelRange]:
    """Yield rows and columns of the filled rectangles of constant grey."""
    size = _THINNEST
    spread = ndimage.maximum_filter(levels, size) - ndimage.minimum_filter(levels, size)
    flat: Mask = spread <= same  # centres of flat windows, a margin inside the area
    margin = size // 2
    labels, _ = ndimage.label(flat)
    for number, (rows, columns) in enumerate(ndimage.find_objects(labels), start=1):
        height, width = (part.stop - part.start + 2 * margin for part in (rows, columns))
        if not _LEAST <= height * width <= _LARGEST * levels.size:
            continue
        filled = ndimage.binary_fill_holes(labels[rows, columns] == number)
        if filled.mean() >= _FULL:  # less rows and columns beside it that are flat by chance
            kept = [np.flatnonzero(filled.mean(axis=1 - axis) >= 0.5) for axis in (0, 1)]
            yield (
                _grown(rows.start, kept[0], margin, levels.shape[0]),
                _grown(columns.start, kept[1], margin, levels.shape[1]),
            )


def _grown(start: int, kept: Integers, margin: int, end: int) -> slice:
    """Return the range of kept numbers from `start` with a margin, within 0 to `end`."""
    first, last = start + int(kept[0]), start + int(kept[-1]) + 1
    return slice(max(first - margin, 0), min(last + margin, end))


def _is_stripe(box: PixelRange, shape: tuple[int, ...]) -> bool:
    """Return True for a box across the whole picture that is at none of its edges."""
    rows, columns = box
    across = columns.stop - columns.start >= _ACROSS * shape[1]
    return across and rows.start > 0 and rows.stop < shape[0]


def _outermost(boxes: Iterable[PixelRange]) -> list[PixelRange]:
    """Return the boxes that lie in no other one."""
    found = list(boxes)

    def inside(one: PixelRange, other: PixelRange) -> bool:
        return one != other and all(
            outer.start <= inner.start and inner.stop <= outer.stop
            for inner, outer in zip(one, other, strict=True)
        )

    return [box for box in found if not any(inside(box, other) for other in found)]
