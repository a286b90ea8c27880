"""Collector imported from a grey-level image."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self

from pydantic import model_validator

from platefront.geometry.collectors.base import COLLECTORS
from platefront.geometry.collectors.drawn import DrawnCollector
from platefront.geometry.errors import SectionError
from platefront.geometry.importing.cleaning import DrawnSection
from platefront.geometry.importing.drawing import DrawingError
from platefront.geometry.importing.images.grey_image import GreyImage
from platefront.geometry.importing.images.segmentation import Band, Segmentation
from platefront.geometry.importing.reading import read_grey_image
from platefront.geometry.importing.remembering import remembered
from platefront.geometry.lengths import micrometres, square_micrometres
from platefront.geometry.parameters import option, quantity
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.predeposit import Layer

_NARROWEST, _WIDEST = 1e-6, 1e-2  # limits of the width of a section [m]
_FINEST = 0.2  # smallest tolerance [pixels]
_LEAST = 9.0  # smallest speck to be kept [square pixels]: noise produces smaller ones
_DEFAULT_TOLERANCE, _DEFAULT_SPECK = 0.5, 30.0  # pixels, square pixels
_COARSEST = 0.25  # largest tolerance, relative to the side of the smallest speck


@COLLECTORS.register
class Micrograph(DrawnCollector):
    """Section traced from a grey-level image (PNG, TIFF). Part: `host`, with a lithiated half.

    Metal is brighter (or darker) than a threshold, after smoothing against noise. Its contours
    are found with sub-pixel resolution and simplified to polygons of the same area. Small specks
    and holes are removed, with a note. The sides of the image are the side walls; the counter
    electrode lies at the distance `section.gap` above the highest metal, or with `head_gap` this
    much higher, the floor `floor_gap` below the lowest or at the lower edge of the image. Grey
    levels in the range `lithium` are lithium present at the start. Pre-deposited lithium coats the
    upper half; inverted, collector and lithium are turned over in place. See docs/own-sections.md.
    """

    kind: Literal["micrograph"] = option("Kind of collector.", "micrograph")
    pixel_size: float | None = quantity("m", "Pixel size.", None, gt=1e-10, le=1e-3)
    pixel_size_from_file: bool = option(
        "Take the pixel size from the resolution tags of a TIFF image.", False
    )
    metal: Literal["bright", "dark"] = option("Whether metal is brighter than electrolyte.")
    threshold: float | None = option(
        "Grey level at the edge of the metal, as in the file; by Otsu's method if absent.", None
    )
    blur: float = option(
        "Standard deviation of the Gaussian filter against noise, in pixels.", 1.0, ge=0, le=20
    )
    smallest_speck: float | None = quantity(
        "m^2", "Pieces of metal with less area are dropped; 30 pixels if absent.", None, gt=0, le=1
    )
    smallest_hole: float | None = quantity(
        "m^2", "Closed pores with less area are filled; 30 pixels if absent.", None, ge=0, le=1
    )
    tolerance: float | None = quantity(
        "m", "Largest distance of polygons from contours; half a pixel if absent.", None, gt=0, le=1
    )
    crop: tuple[int, int, int, int] | None = option(
        "Part of the image to use: [left, top, right, bottom] in pixels from the upper left.",
        None,
    )
    floor_gap: float | None = quantity(
        "m",
        "Electrolyte between the lowest metal and the inert floor; given, the image's lower edge "
        "may cut metal, which ends flat there; if absent, this edge is the floor.",
        None,
        gt=0,
        le=1e-2,
    )
    head_gap: float | None = quantity(
        "m",
        "Electrolyte between the highest metal and the plane from which `section.gap` is "
        "measured; given, the image's upper edge may cut metal, which ends flat there.",
        None,
        ge=0,
        le=1e-2,
    )
    flat_areas: Literal["refuse", "keep"] = option(
        "Bands and boxes of constant grey that count as metal: `refuse` them as banners, labels "
        "or scale bars; `keep` them as part of the sample.",
        "refuse",
    )
    lithium: tuple[float, float] | None = option(
        "Lowest and highest grey level of lithium, if the image shows any.", None
    )
    lithium_rim: float = option(
        "Width in pixels below which regions of these grey levels count as edges of others.",
        4.0,
        ge=0.5,
        le=50,
    )

    @model_validator(mode="after")
    def _one_pixel_size(self) -> Self:
        if (self.pixel_size is None) != self.pixel_size_from_file:
            raise ValueError(
                "give either pixel_size, or pixel_size_from_file = true for a TIFF that holds it"
            )
        if self.lithium is not None and not self.lithium[0] < self.lithium[1]:
            raise ValueError("lithium must be two grey levels, the lower first")
        return self

    def drawn(self) -> DrawnSection:
        """Return the traced shapes of the image."""
        return _traced(self, self.content())

    def section(self, gap: float, layer: Layer | None, *, inverted: bool) -> CrossSection:
        """Build the section; refused inverted if the metal stands on the floor."""
        if inverted and self.drawn().collector.bounds[1] <= 0.0:
            raise SectionError(
                "inverted: the metal stands on the floor, the lower edge of the image, and cannot "
                "be turned over. Give floor_gap, and crop if the metal is cut off there"
            )
        head = 0.0 if self.head_gap is None else micrometres(self.head_gap)
        return super().section(gap + head, layer, inverted=inverted)

    def image(self, content: str | None = None) -> GreyImage:
        """Return the part of the image to be used.

        Args:
            content: SHA-256 of the file that is expected; None for any.

        Raises:
            DrawingError: the image cannot be read, or the part does not lie within it.
        """
        whole = read_grey_image(Path(self.file), content)
        return whole if self.crop is None else whole.cropped(self.crop)

    def pixel(self, image: GreyImage) -> float:
        """Return the pixel size [m].

        Raises:
            DrawingError: the file does not state it, or the width of the section is implausible.
        """
        pixel = image.pixel if self.pixel_size is None else self.pixel_size
        if pixel is None:
            raise DrawingError(
                image.file,
                "the image has no resolution tags that say how large a pixel is: give pixel_size",
            )
        width = pixel * image.levels.shape[1]
        if not _NARROWEST <= width <= _WIDEST:
            source = "pixel_size" if self.pixel_size is not None else "the file's resolution tags"
            raise DrawingError(
                image.file,
                f"by {source} a pixel is {micrometres(pixel):.4g} µm, which makes a section "
                f"{micrometres(width):.4g} µm wide; it must be between {micrometres(_NARROWEST):g} "
                f"and {micrometres(_WIDEST):g} µm",
            )
        return pixel

    def segmentation(self, image: GreyImage, pixel: float) -> Segmentation:
        """Return the parameters of the segmentation in pixels, for a pixel size [m].

        Raises:
            DrawingError: lengths or areas are inconsistent with the pixel size.
        """
        speck = _DEFAULT_SPECK if self.smallest_speck is None else self.smallest_speck / pixel**2
        hole = _DEFAULT_SPECK if self.smallest_hole is None else self.smallest_hole / pixel**2
        tolerance = _DEFAULT_TOLERANCE if self.tolerance is None else self.tolerance / pixel
        side = f"a pixel of {micrometres(pixel):.4g} µm"
        smallest = f"{square_micrometres(pixel**2) * speck:.4g} µm²"
        if speck < _LEAST:
            raise DrawingError(
                image.file,
                f"smallest_speck = {smallest} is {speck:.3g} times the area of {side}, at least "
                f"{_LEAST:g}: smaller specks are noise. Check pixel_size",
            )
        if tolerance < _FINEST:
            raise DrawingError(
                image.file,
                f"tolerance = {micrometres(pixel * tolerance):.4g} µm is {tolerance:.3g} times "
                f"{side}, at least {_FINEST:g}: the image is not finer. Check pixel_size",
            )
        if tolerance > _COARSEST * speck**0.5:
            raise DrawingError(
                image.file,
                f"tolerance = {micrometres(pixel * tolerance):.4g} µm would lose pieces as small "
                f"as smallest_speck ({smallest}): it must be at most "
                f"{micrometres(pixel * _COARSEST * speck**0.5):.4g} µm",
            )
        band = None if self.lithium is None else Band(*self.lithium, self.lithium_rim)
        return Segmentation(
            image=image,
            bright=self.metal == "bright",
            threshold=self.threshold,
            blur=self.blur,
            tolerance=tolerance,
            speck=speck,
            hole=hole,
            lithium=band,
            keeps_flat=self.flat_areas == "keep",
        )


@remembered(8)  # requested by several checks, by the simulation and by the figures
def _traced(micrograph: Micrograph, content: str) -> DrawnSection:
    """Return the shapes of an image with this SHA-256."""
    image = micrograph.image(content)
    pixel = micrograph.pixel(image)
    floor, head = (
        None if gap is None else micrometres(gap)
        for gap in (micrograph.floor_gap, micrograph.head_gap)
    )
    return micrograph.segmentation(image, pixel).section(micrometres(pixel), floor, head)
