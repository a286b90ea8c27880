"""Separators whose pores are resolved: rows of bars or round wires between the side walls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from platefront.geometry.errors import SectionError
from platefront.geometry.lengths import micrometres
from platefront.geometry.parameters import Parameters, option, quantity
from platefront.geometry.section.cross_section import CrossSection

_WHOLE = 1e-6
"""Relative error within which a width is a whole number of half pitches."""
_HAIR = 1e-6
"""Distance from a bar within which front lies on it [µm]."""
_SEGMENTS = 24
"""Segments of a quarter of a wire."""


class PoreGrid(Parameters):
    """Equal pores between equal bars, of which the first has its middle at x = 0.

    Bars are inert solids; lithium grows through the pores.
    """

    shape: Literal["slots", "wires"] = option(
        "`slots`: straight pores between bars as high as the layer; `wires`: pores between round "
        "wires in its middle."
    )
    pore_width: float = quantity("m", "Width of a pore where it is narrowest.", gt=1e-9, le=1e-2)
    open_fraction: float = quantity(
        "1", "Pore width over pitch, the share of the plane that is open.", gt=0.0, lt=1.0
    )

    @property
    def pitch(self) -> float:
        """Distance between the middles of neighbouring bars [m]."""
        return self.pore_width / self.open_fraction

    @property
    def bar_width(self) -> float:
        """Width of a bar, or diameter of a wire [m]."""
        return self.pitch - self.pore_width

    @property
    def finest_feature(self) -> float:
        """The narrower of pore and bar [m]."""
        return min(self.pore_width, self.bar_width)

    def bars(
        self, name: str, low: float, high: float, section: CrossSection, scale: float
    ) -> BaseGeometry:
        """Return the bars of a layer [µm].

        Args:
            name: of the layer.
            low: height of its lower face [µm].
            high: of its upper face [µm].
            section: that it belongs to.
            scale: factor of all lengths.

        Raises:
            SectionError: the section is no whole number of half pitches wide (of pitches between
                periodic walls), or wires are thicker than the layer.
        """
        pitch, width = scale * micrometres(self.pitch), scale * micrometres(self.bar_width)
        unit, word = (pitch, "pitches") if section.periodic else (0.5 * pitch, "half pitches")
        count = max(round(section.width / unit), 1)
        if abs(count * unit - section.width) > _WHOLE * section.width:
            fitting = self.pore_width * section.width / (count * unit)
            raise SectionError(
                f'the layer "{name}" repeats every {pitch:.6g} µm, but the section is '
                f"{section.width:.6g} µm wide, not a whole number of {word}: a pore_width of "
                f"{micrometres(fitting):.10g} µm fits"
            )
        middles = np.arange(0.0, section.width + 0.25 * pitch, pitch)
        if self.shape == "slots":
            shapes = shapely.box(middles - 0.5 * width, low, middles + 0.5 * width, high)
        else:
            if width > (high - low) * (1.0 + _WHOLE):
                raise SectionError(
                    f'the wires of the layer "{name}" are {width:.6g} µm thick, the layer only '
                    f"{high - low:.6g} µm: raise its thickness, or open_fraction"
                )
            wire = shapely.Point(0.0, 0.5 * (low + high)).buffer(0.5 * width, _SEGMENTS)
            shapes = [affinity.translate(wire, float(x)) for x in middles]
        return shapely.union_all(shapes).intersection(section.box)


def with_grids(section: CrossSection, grids: Mapping[str, BaseGeometry]) -> CrossSection:
    """Return a section with the bars of these layers as solids of its collector [µm]."""
    if not grids:
        return section
    solids = shapely.union_all([section.collector, *grids.values()])
    return replace(section, collector=solids, grids=grids)


def with_surfaces_of_grids(section: CrossSection) -> CrossSection:
    """Return a section with a surface on the bars of each layer, after those of its host."""
    if not section.grids:
        return section
    near = {
        name: bars.buffer(_HAIR, join_style="mitre").intersection(section.box)
        for name, bars in section.grids.items()
    }
    elsewhere = shapely.union_all(list(near.values()))
    others = {name: region.difference(elsewhere) for name, region in section.surfaces.items()}
    return replace(section, surfaces=others | near)
