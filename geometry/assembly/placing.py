"""Transform of the whole section after its construction."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import model_validator

from platefront.geometry.collectors.base import Feature
from platefront.geometry.lengths import micrometres
from platefront.geometry.parameters import Parameters, option, quantity
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.transforms import cropped, mirrored, repeated, scaled, turned_over

_SLIVER = 0.1
"""Default thickness of dropped remnants, relative to the collector's finest feature."""


class Transform(Parameters):
    """Transform of the whole section, in this order: crop, scale, mirror, flip, repeat."""

    crop: tuple[float, float] | None = quantity(
        "m", "Keep the part between these two x, which become the side walls.", None
    )
    sliver: float | None = quantity(
        "m",
        "Solid that the crop leaves at a wall thinner than this is dropped; a tenth of the "
        "collector's finest feature if absent.",
        None,
        ge=0,
        le=1e-3,
    )
    scale: float = quantity(
        "1",
        "Factor for all lengths: width, gap, collector and pre-deposited lithium.",
        1.0,
        ge=1e-3,
        le=1e3,
    )
    mirror: bool = option("Exchange left and right.", False)
    flip: bool = option(
        "Turn collector and lithium upside down in place; surfaces keep their names.", False
    )
    repeat: int = option("Number of copies side by side.", 1, ge=1, le=100)
    repeat_by: Literal["mirror", "translation"] = option(
        "`mirror`: every second copy is mirrored, which fits any section; `translation`: all are "
        "alike, for sections whose side walls are.",
        "mirror",
    )

    @model_validator(mode="after")
    def _crop_has_width(self) -> Self:
        if self.crop is not None and not 0.0 <= self.crop[0] < self.crop[1]:
            raise ValueError("crop must name two x, the smaller first and not below 0")
        if self.sliver is not None and self.crop is None:
            raise ValueError("sliver has no meaning without crop")
        return self

    @property
    def mirrors_copies(self) -> bool:
        """True if every second copy is mirrored, so that two neighbours form one period."""
        return self.repeat > 1 and self.repeat_by == "mirror"

    def applied(self, section: CrossSection, finest: Feature | None) -> CrossSection:
        """Return the transformed section.

        Args:
            section: the section as built by the collector.
            finest: the collector's finest feature, which sets the default of `sliver`.

        Raises:
            SectionError: a transform is impossible; the message begins with its key.
        """
        if self.crop is not None:
            start, end = map(micrometres, self.crop)
            section = cropped(section, start, end, self._sliver(finest, end - start))
        if self.scale != 1.0:
            section = scaled(section, self.scale)
        if self.mirror:
            section = mirrored(section)
        if self.flip:
            section = turned_over(section)
        return repeated(section, self.repeat, self.repeat_by) if self.repeat > 1 else section

    def _sliver(self, finest: Feature | None, width: float) -> float:
        """Return the thickness below which remnants of a crop are dropped [µm]."""
        if self.sliver is not None:
            return micrometres(self.sliver)
        size = width if finest is None else min(micrometres(finest.size), width)
        return _SLIVER * size
