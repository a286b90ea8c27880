"""Solids that touch share their border, without slits from round-off between them."""

from __future__ import annotations

from dataclasses import replace

import shapely

from platefront.geometry.section.cross_section import CrossSection

_ROUND_OFF = 1e-9
"""Widest slit to be closed [µm]; far above round-off, far below anything drawn."""
_SHORTER = 1e-12
"""Relative loss of border that tells a closed slit from round-off."""


def without_slits(section: CrossSection) -> CrossSection:
    """The section with the collector's edges drawn through the corners of its deposit.

    A corner of the deposit that lies on an edge of the collector does so to round-off only, so
    their union may keep a slit without width, whose length would count as surface. A section
    without slits is returned as it is.
    """
    if section.deposit.is_empty or section.collector.is_empty:
        return section
    drawn = shapely.snap(section.collector, section.deposit, _ROUND_OFF)
    closed = replace(section, collector=drawn)
    if not drawn.is_valid or closed.solids.length >= section.solids.length * (1.0 - _SHORTER):
        return section
    return closed
