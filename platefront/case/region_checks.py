"""Regions of the electrolyte in a section and the media in them."""

from __future__ import annotations

from collections.abc import Mapping

from platefront.case.model import shapes_of
from platefront.case.problems import Problem, Problems, choices, nearest, suggestion
from platefront.geometry.assembly.build import SectionParameters
from platefront.geometry.errors import SectionError
from platefront.geometry.section.states import surface_names
from platefront.solvers.model.counter import Counter
from platefront.solvers.model.electrolyte.region import PorousMedium
from platefront.solvers.model.flow import Poiseuille
from platefront.solvers.model.metal import Metal

_SAME = 1e-6
"""Heights that agree within this are the same [µm]."""


def regions_have_media(section: SectionParameters, regions: Mapping[str, PorousMedium]) -> Problems:
    """Every drawn region and layer without resolved pores has a medium, nothing else has."""
    drawn = section.collector.region_names
    names = [*drawn, *(layer.name for layer in section.layers if layer.pores is None)]
    resolved = [layer.name for layer in section.layers if layer.pores is not None]
    misspelt = {nearest(name, names) for name in regions if name not in names}
    for name in regions:
        if name in resolved:
            yield Problem(
                f'the layer "{name}" has pores that are resolved, with free electrolyte in them',
                ("regions", name),
                at_key=True,
                notes=(("help", f"leave [regions.{name}] out, or the pores of the layer"),),
            )
        elif name not in names:
            yield Problem(
                f'no {"region" if drawn else "layer"} of the section is named "{name}"',
                ("regions", name),
                at_key=True,
                notes=(
                    *suggestion(name, names),
                    ("allowed", choices(names))
                    if names
                    else ("help", f'add [[section.layers]] with name = "{name}"'),
                ),
            )
    for name in drawn:
        if name not in {*regions, *misspelt}:
            yield Problem(
                f'the region "{name}" has no transport',
                ("section", "collector", "regions", name),
                at_key=True,
                notes=(("help", f"add [regions.{name}] with its porosity"),),
            )
    for index, layer in enumerate(section.layers):
        if layer.name in names and layer.name not in {*regions, *misspelt}:
            yield Problem(
                f'the layer "{layer.name}" has no transport',
                ("section", "layers", index, "name"),
                notes=(("help", f"add [regions.{layer.name}] with its porosity"),),
            )


def separators_have_own_names(section: SectionParameters, metal: Metal) -> Problems:
    """Bars of a layer with resolved pores are a surface of its name, which no other has."""
    try:
        parts = set(shapes_of(section, metal).surfaces)
    except SectionError:
        return  # told by section_can_be_built
    taken = surface_names(parts)
    for index, layer in enumerate(section.layers):
        if layer.pores is not None and layer.name in taken:
            yield Problem(
                f'the bars of the layer "{layer.name}" are a surface of this name, which one of '
                "the collector has",
                ("section", "layers", index, "name"),
                notes=(("help", "give the layer another name"),),
            )


def regions_are_at_rest(
    section: SectionParameters, metal: Metal, counter: Counter, flow: Poiseuille | None
) -> Problems:
    """No flow passes a region, and the counter electrode does not recede from one on it."""
    drawn = section.collector.region_names
    if flow is not None and drawn:
        yield Problem(
            "a given flow and regions of the electrolyte exclude each other: the velocity is that "
            "between two plates",
            ("flow",),
            at_key=True,
        )
    elif flow is not None and section.layers:
        yield Problem(
            "a given flow and [[section.layers]] exclude each other: the velocity is that between "
            "two plates",
            ("flow",),
            at_key=True,
        )
    if not counter.recedes:
        return
    if any(_touches(section, index) for index in range(len(section.layers))):
        what, remedy = "a layer", "give the layer a position below the counter electrode"
    elif drawn and (name := _drawn_on_counter(section, metal)):
        what, remedy = f'the region "{name}"', "widen section.gap"
    else:
        return
    yield Problem(
        f'counter.recession is "{counter.recession}", but {what} lies on the counter '
        "electrode: the room that this leaves belongs to neither",
        ("counter", "recession"),
        notes=(("help", f'{remedy}, or recession = "none"'),),
    )


def _drawn_on_counter(section: SectionParameters, metal: Metal) -> str:
    """Return the name of a drawn region that touches the counter electrode, empty for none."""
    try:
        shapes = shapes_of(section, metal)
    except SectionError:
        return ""  # told by section_can_be_built
    on_it = (r.name for r in shapes.drawn_regions if r.high > shapes.height - _SAME)
    return next(on_it, "")


def _touches(section: SectionParameters, index: int) -> bool:
    layer = section.layers[index]
    if layer.position is None:
        return True
    return layer.position + layer.thickness >= section.gap * (1.0 - 1e-9)
