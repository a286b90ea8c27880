"""Horizontal layers of the electrolyte above the collector, such as a separator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from platefront.geometry.errors import SectionError
from platefront.geometry.lengths import micrometres
from platefront.geometry.parameters import Parameters, option, quantity
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.grids import PoreGrid, with_grids
from platefront.geometry.section.regions import FREE_NAME, ElectrolyteRegion

_SAME = 1e-6
"""Heights that agree within this are the same [µm]."""


class LayerParameters(Parameters):
    """Layer of the electrolyte between collector and counter electrode, from wall to wall."""

    name: str = option(
        "Name of the region, whose transport is given in `[regions.NAME]`.",
        pattern=r"^[A-Za-z][A-Za-z0-9_]*$",
    )
    thickness: float = quantity("m", "Thickness of the layer.", gt=1e-9, le=1e-2)
    position: float | None = quantity(
        "m",
        "Distance of its lower face from the collector's top; the layer lies on the counter "
        "electrode, or below the last layer without this key, if it is absent.",
        None,
        ge=0,
        le=1e-2,
    )
    pores: PoreGrid | None = option(
        "Pores that are resolved, between inert bars; the layer is a porous medium without it.",
        None,
    )


def placed(
    layers: Sequence[LayerParameters], top: float, height: float, scale: float = 1.0
) -> tuple[ElectrolyteRegion, ...]:
    """Place layers in a section.

    Args:
        layers: as given.
        top: top of the collector [µm].
        height: of the section [µm].
        scale: factor of all lengths.

    Returns:
        The layers from below.

    Raises:
        SectionError: a layer does not fit, or two overlap.
    """
    made: list[ElectrolyteRegion] = []
    below = height
    for index, layer in enumerate(layers):
        if layer.name == FREE_NAME or any(layer.name == other.name for other in layers[:index]):
            raise SectionError(f'two regions of the electrolyte are named "{layer.name}"')
        thickness = scale * micrometres(layer.thickness)
        if layer.position is None:
            low, high = below - thickness, below
            below = low
        else:
            low = top + scale * micrometres(layer.position)
            high = low + thickness
        high = height if abs(high - height) < _SAME else high
        if high > height or low < top - _SAME:
            raise SectionError(
                f'the layer "{layer.name}" lies at y = {low:.6g} to {high:.6g} µm, not between the '
                f"collector's top at {top:.6g} µm and the counter electrode at {height:.6g} µm: "
                "change its thickness or position, or section.gap"
            )
        made.append(ElectrolyteRegion(layer.name, low, high))
    made.sort(key=lambda layer: layer.low)
    for lower, upper in pairwise(made):
        if lower.high > upper.low + _SAME:
            raise SectionError(
                f'the layers "{lower.name}" (up to y = {lower.high:.6g} µm) and "{upper.name}" '
                f"(from {upper.low:.6g} µm) overlap: change thickness or position of one"
            )
    return tuple(made)


def with_layers(
    section: CrossSection, layers: Sequence[LayerParameters], top: float, scale: float = 1.0
) -> CrossSection:
    """Return a section with layers, of which those with pores of their own become solids.

    Args:
        section: without layers.
        layers: as given.
        top: top of the collector [µm].
        scale: factor of all lengths.

    Raises:
        SectionError: a layer does not fit.
    """
    bands = placed(layers, top, section.height, scale)
    check_free(section, bands)
    pores = {layer.name: layer.pores for layer in layers}
    grids = {
        band.name: grid.bars(band.name, band.low, band.high, section, scale)
        for band in bands
        if (grid := pores[band.name]) is not None
    }
    for band in bands:
        if band.name in grids and band.high > section.height - _SAME:
            raise SectionError(
                f'the layer "{band.name}" has bars that would lie on the counter electrode: give '
                "it a position below"
            )
    homogeneous = tuple(band for band in bands if band.name not in grids)
    return with_grids(replace(section, regions=(*section.regions, *homogeneous)), grids)


def check_free(section: CrossSection, layers: Sequence[ElectrolyteRegion]) -> None:
    """Refuse collector, lithium and drawn regions in a layer.

    Args:
        section: without layers.
        layers: from below.

    Raises:
        SectionError: one of them reaches into a layer, or has its name.
    """
    if not layers:
        return
    lowest = layers[0]
    solids = section.solids
    top = float(solids.bounds[3]) if not solids.is_empty else 0.0
    if section.counter is not None:
        raise SectionError(
            "layers need a counter electrode that is the whole plane at the top of the section"
        )
    if top > lowest.low + _SAME:
        raise SectionError(
            f'the layer "{lowest.name}" begins at y = {lowest.low:.6g} µm, below the top of '
            f"collector and lithium at {top:.6g} µm: a layer holds neither; raise its position"
        )
    for region in section.drawn_regions:
        if any(region.name == layer.name for layer in layers):
            raise SectionError(
                f'two regions of the electrolyte are named "{region.name}": one that is drawn and '
                "a layer"
            )
        if region.high > lowest.low + _SAME:
            raise SectionError(
                f'the layer "{lowest.name}" begins at y = {lowest.low:.6g} µm, below the top of '
                f'the drawn region "{region.name}" at {region.high:.6g} µm: raise its position'
            )
