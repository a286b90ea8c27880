"""Removal of slits of zero width, due to round-off, between solids that touch."""

from __future__ import annotations

from dataclasses import replace

import shapely

from platefront.geometry.section.cross_section import CrossSection

_ROUND_OFF = 1e-9
"""Widest slit to be closed [µm]; far above round-off, far below any feature."""
_SHORTER = 1e-12
"""Relative loss of boundary length that distinguishes a closed slit from round-off."""


def without_slits(section: CrossSection) -> CrossSection:
    """Return the section with the deposit's vertices inserted into the collector's edges.

    A vertex of the deposit that lies on an edge of the collector does so only to round-off, so
    their union may retain a slit of zero width, whose length would count as surface. A section
    without slits is returned unchanged.
    """
    if section.deposit.is_empty or section.collector.is_empty:
        return section
    drawn = shapely.snap(section.collector, section.deposit, _ROUND_OFF)
    closed = replace(section, collector=drawn)
    if not drawn.is_valid or closed.solids.length >= section.solids.length * (1.0 - _SHORTER):
        return section
    return closed
