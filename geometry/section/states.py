"""Surfaces by part of the host and by its state: lithiated or bare.

A collector names the parts of its host by place or material. A part is *lithiated* where lithium
lies at the start, *bare* elsewhere. A surface is a whole part (`foil`), all parts in one state
(`lithiated`) or one of several parts in one state (`bare_foil`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

import shapely
from shapely.geometry.base import BaseGeometry

from platefront.geometry.errors import SectionError
from platefront.geometry.plane.polygons import polygons_of
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.grids import with_surfaces_of_grids

LITHIATED, BARE = "lithiated", "bare"
STATES = (LITHIATED, BARE)

_HAIR = 1e-6
"""Distance from lithium within which front lies on it [µm]."""


def surface_names(parts: Collection[str]) -> tuple[str, ...]:
    """Return the names that surfaces of these parts may have."""
    names = dict.fromkeys([*parts, *STATES])
    if len(parts) > 1 and not set(STATES) & set(parts):
        names |= dict.fromkeys(f"{state}_{part}" for part in parts for state in STATES)
    return tuple(names)


def surface_of(part: str, state: str, names: Collection[str]) -> str | None:
    """Return the one of `names` that a part in a state belongs to, the most special; None if none.

    Args:
        part: name of the part.
        state: `lithiated` or `bare`.
        names: names of surfaces.
    """
    return next((name for name in (f"{state}_{part}", part, state) if name in names), None)


def states_of(section: CrossSection) -> tuple[str, ...]:
    """Return the states that occur in a section: without lithium all of the host is bare."""
    return (BARE,) if section.deposit.is_empty else STATES


def homeless(section: CrossSection, names: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield part and state of what belongs to none of `names`."""
    for part in section.surfaces:
        for state in states_of(section):
            if surface_of(part, state, names) is None:
                yield part, state


def by_state(section: CrossSection, names: Collection[str]) -> CrossSection:
    """Return the section with surfaces of these names; those that do not occur are left out.

    The bars of each grid are a surface with the name of their layer besides.

    Args:
        section: section as built, its surfaces being the parts of the host.
        names: names of surfaces, to one of which every part in every state belongs.

    Raises:
        SectionError: some part belongs to none of them.
    """
    for part, state in homeless(section, names):
        raise SectionError(f"{part}, {state}, belongs to none of the surfaces {', '.join(names)}")
    states, lithiated = states_of(section), _lithiated(section)
    pieces: dict[str, list[BaseGeometry]] = {}
    for part, region in section.surfaces.items():
        owners = [surface_of(part, state, names) for state in states]
        regions = [region]
        if len(set(owners)) > 1:
            regions = [region.intersection(lithiated), region.difference(lithiated)]
        for owner, piece in zip(owners, regions, strict=False):
            pieces.setdefault(str(owner), []).extend(polygons_of(piece))
    surfaces = {name: shapely.union_all(parts) for name, parts in pieces.items() if parts}
    return with_surfaces_of_grids(replace(section, surfaces=surfaces))


def _lithiated(section: CrossSection) -> BaseGeometry:
    """Return the region whose host is lithiated [µm].

    It leaves out the plane y = 0, which lithium covers or does not touch: a border there would
    divide an edge of the bare host a hair beside the lithium.
    """
    _, low, _, high = section.box.bounds
    lithium = section.deposit.buffer(_HAIR, join_style="mitre")
    above = shapely.box(-section.width, low + 0.5 * _HAIR, 2.0 * section.width, high)
    return shapely.union_all([section.lithiated, lithium]).intersection(above)
