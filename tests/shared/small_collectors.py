"""Collectors that are quick to build and have all that large ones have."""

from __future__ import annotations

from platefront.geometry.collectors import CarbonCloth

SMALL_CLOTH = CarbonCloth(
    width=110e-6,
    thickness=120e-6,
    yarn_width=55e-6,
    yarn_height=55e-6,
    yarn_pitch=78e-6,
    packing=0.4,
)
"""A yarn along the section and two across it."""

TINY_CLOTH = CarbonCloth(
    width=60e-6,
    thickness=60e-6,
    yarn_width=30e-6,
    yarn_height=30e-6,
    yarn_pitch=50e-6,
    packing=0.3,
)
"""Half a dozen fibres."""
