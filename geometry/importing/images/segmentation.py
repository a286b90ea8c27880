"""Segmentation of a grey-level image into the shapes of a section."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry
from skimage.filters import threshold_otsu

from platefront.geometry.arrays import Floats
from platefront.geometry.importing.cleaning import DrawnSection
from platefront.geometry.importing.drawing import DrawingError
from platefront.geometry.importing.images.contours import (
    above,
    contour_length,
    simplified,
    smoothed,
)
from platefront.geometry.importing.images.flat_areas import FlatArea, crop_without, flat_areas
from platefront.geometry.importing.images.grey_image import GreyImage
from platefront.geometry.importing.images.image_checks import check_places, told_closed_pores
from platefront.geometry.importing.images.sieve import Sieve
from platefront.geometry.plane.offsets import closing, opening
from platefront.geometry.plane.polygons import polygons_of

_SHOWN = 3  # flat areas that are listed
_TEXT = 9  # least number of pixels that are more than noise
LONGEST_CONTOURS = 400_000
"""Length of contours up to which an image is traced [pixels], which takes half a minute."""
_BEYOND = 3  # margin in which contours continue, besides two tolerances [pixels]


@dataclass(frozen=True, slots=True)
class Band:
    """Range of the grey levels of lithium.

    Attributes:
        low, high: limits of the range.
        rim: width of the transitions at other edges that cross this range only because the image
            is not sharp [pixels].
    """

    low: float
    high: float
    rim: float


@dataclass(frozen=True)
class Segmentation:
    """Parameters of the segmentation; lengths in pixels, areas in square pixels.

    Attributes:
        image: the part of the image to be used.
        bright: whether metal is brighter than electrolyte.
        threshold: grey level at the edge of the metal; None for Otsu's method.
        blur: standard deviation of the Gaussian filter.
        tolerance: largest deviation of polygons from contours.
        speck, hole: smaller pieces of solid are dropped, smaller closed pores are filled.
        lithium: grey levels of lithium; None if the image shows none.
        keeps_flat: whether bands and boxes of constant grey are part of the sample.
    """

    image: GreyImage
    bright: bool
    threshold: float | None
    blur: float
    tolerance: float
    speck: float
    hole: float
    lithium: Band | None
    keeps_flat: bool = False

    @cached_property
    def levels(self) -> Floats:
        """Smoothed grey levels, negated if metal is dark, so that metal is bright."""
        smooth = smoothed(self.image.levels, self.blur)
        return smooth if self.bright else -smooth

    @cached_property
    def level(self) -> float:
        """Threshold, with the sign of `levels`.

        Raises:
            DrawingError: no pixels lie on one side of it.
        """
        low, high = float(self.levels.min()), float(self.levels.max())
        if not high > low:
            raise self._error(f"all grey levels are {abs(low):.4g}: there is nothing to trace")
        if self.threshold is None:
            return float(threshold_otsu(self.levels))
        level = self.threshold if self.bright else -self.threshold
        if low < level < high:
            return level
        nothing = "nothing" if level >= high else "everything"
        side = "brighter" if self.bright else "darker"
        least, most = sorted((abs(low), abs(high)))
        raise self._error(
            f"{nothing} is {side} than threshold = {self.threshold:g}: smoothed, the grey levels "
            f"go from {least:.4g} to {most:.4g}"
        )

    def section(self, pixel: float, floor: float | None, head: float | None = None) -> DrawnSection:
        """Trace, clean and place the shapes.

        Args:
            pixel: pixel size [µm].
            floor: height of electrolyte between floor and lowest metal [µm]; None if the image's
                lower edge is the floor.
            head: height of electrolyte above the highest metal [µm], which the image's upper edge
                may cut; None if nothing may be cut there.

        Raises:
            DrawingError: the image gives no valid section.
        """
        flat = [] if self.keeps_flat else self._flat_areas()
        rows, columns = self.image.levels.shape
        window = shapely.box(0.0, 0.0, columns, rows)
        sieve = Sieve(window, self.speck, self.hole)
        specks: list[float] = []
        holes: list[float] = []
        metal, lithium = self._regions()
        metal = sieve.without_specks(metal, specks)
        lithium = sieve.without_specks(lithium, specks)
        if metal.is_empty:
            raise self._error(self._only_specks(specks, pixel))
        metal = shapely.union_all([metal, *sieve.holes(metal.union(lithium), holes)])
        metal = simplified(metal, self.tolerance).intersection(window)
        lithium = self._fitted(simplified(lithium, self.tolerance).intersection(window), metal)
        # fragments cut off by the walls
        metal = sieve.without_specks(metal, specks)
        metal = shapely.union_all([metal, *sieve.holes(metal.union(lithium), holes)])
        lithium = sieve.without_specks(lithium.difference(metal), [])
        if metal.is_empty:
            raise self._error(self._only_specks(specks, pixel))
        solids = metal.union(lithium)
        cuts = check_places(self.image, solids, suspended=floor is not None, open_top=head is None)
        lift = 0.0 if floor is None else floor - pixel * metal.union(lithium).bounds[1]
        notes = [*flat, *cuts, *self._notes(specks, holes, pixel)]
        notes += told_closed_pores(self.image, metal.union(lithium), pixel)

        def placed(shape: BaseGeometry) -> BaseGeometry:
            scaled = affinity.affine_transform(shape, (pixel, 0.0, 0.0, pixel, 0.0, lift))
            return shapely.MultiPolygon(polygons_of(shapely.orient_polygons(scaled)))

        return DrawnSection(
            width=pixel * columns,
            drawn_height=pixel * rows + lift,
            collector=placed(metal),
            deposit=placed(lithium),
            surfaces={},
            notes=tuple(f"{self.image.file}: {note}" for note in notes),
        )

    def _flat_areas(self) -> list[str]:
        """Return notes on bands and boxes of constant grey that do not count as metal.

        Raises:
            DrawingError: there are some that do, at least in part.
        """
        areas = [a for a in flat_areas(self.image) if a.is_band or self._is_solid(a)]
        if not areas:
            return []  # a pore may be even, too
        crop = crop_without(areas, self.image)
        places = "; ".join(map(str, areas[:_SHOWN])) + ("; …" if len(areas) > _SHOWN else "")
        advice = f"(a banner, label or scale bar?): crop = {crop} leaves it out"
        if any(self._is_solid(area) for area in areas):
            raise self._error(
                f'{places} {advice}. If it belongs to the sample, give flat_areas = "keep"'
            )
        return [f"{places} {advice}"]

    def _is_solid(self, area: FlatArea) -> bool:
        """Return True if more than noise of an area counts as metal or lithium."""
        inside = self.levels[area.within(self.image)]
        solid = inside > self.level
        if self.lithium is not None:
            grey = inside if self.bright else -inside
            solid = solid | ((grey >= self.lithium.low) & (grey <= self.lithium.high))
        return int(solid.sum()) >= _TEXT

    def _regions(self) -> tuple[BaseGeometry, BaseGeometry]:
        """Return metal and lithium from the contours, including the margin of the image."""
        beyond = _BEYOND + math.ceil(2.0 * self.tolerance)
        metal = self._above(self.level, beyond)
        if self.lithium is None:
            return metal, shapely.MultiPolygon()
        ends = np.array([self.lithium.low, self.lithium.high])
        low, high = ends if self.bright else -ends[::-1]
        between = self._above(low, beyond).difference(self._above(high, beyond))
        half = 0.5 * self.lithium.rim
        wide = opening(between, half, quad_segs=16).wide.intersection(between)
        if wide.is_empty:
            raise self._error(
                f"no lithium is found: nothing wider than {self.lithium.rim:g} pixels has grey "
                f"levels of lithium = [{self.lithium.low:g}, {self.lithium.high:g}]"
            )
        # transitions through the levels of metal along lithium, if lithium is the brighter
        metal = metal.difference(wide)
        thin = opening(metal, half, quad_segs=16).narrow
        seams = [part for part in thin if part.intersects(wide)]
        return metal.difference(shapely.union_all(seams)), shapely.union_all([wide, *seams])

    def _above(self, level: float, beyond: int) -> BaseGeometry:
        """Return the region of levels above `level`.

        Raises:
            DrawingError: its contours are too long to be those of a section, such as of noise.
        """
        length = contour_length(self.levels, level)
        if length > LONGEST_CONTOURS:
            rows, columns = self.levels.shape
            raise self._error(
                f"the contours of grey level {abs(level):.4g} are {length} pixels long in an image "
                f"of {columns} x {rows}, at most {LONGEST_CONTOURS}: it is noise, or far finer "
                f"than a section can be. Raise blur, crop the image or shrink it"
            )
        return above(self.levels, level, beyond)

    def _fitted(self, lithium: BaseGeometry, metal: BaseGeometry) -> BaseGeometry:
        """Return lithium extended to the metal over the transition between the two."""
        if self.lithium is None:
            return lithium
        half = 0.5 * self.lithium.rim
        closed = closing(metal.union(lithium), half, quad_segs=16)
        near = closed.intersection(lithium.buffer(self.lithium.rim))
        rows, columns = self.image.levels.shape
        whole = near.union(lithium).intersection(shapely.box(0.0, 0.0, columns, rows))
        return shapely.MultiPolygon(polygons_of(whole.difference(metal)))

    def _notes(self, specks: list[float], holes: list[float], pixel: float) -> list[str]:
        """Return notes on dropped pieces, filled pores and an automatic threshold."""
        notes = []
        if self.threshold is None:
            notes.append(f"threshold {abs(self.level):.4g} found by Otsu's method")
        for what, done, areas, limit in (
            ("speck", "dropped", specks, self.speck),
            ("hole", "filled", holes, self.hole),
        ):
            if areas:
                plural = "s" if len(areas) > 1 else ""
                notes.append(
                    f"{len(areas)} {what}{plural} {done}, {pixel**2 * sum(areas):.4g} µm² in all "
                    f"(each below {pixel**2 * limit:.4g} µm²)"
                )
        return notes

    def _only_specks(self, specks: list[float], pixel: float) -> str:
        return (
            f"all {len(specks)} pieces of metal are below smallest_speck = "
            f"{pixel**2 * self.speck:.4g} µm², the largest has "
            f"{pixel**2 * max(specks, default=0.0):.4g} µm²: check pixel_size and threshold"
        )

    def _error(self, message: str) -> DrawingError:
        return DrawingError(self.image.file, message)
