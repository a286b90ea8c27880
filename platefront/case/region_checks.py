"""Layers of a section and the media in them."""

from __future__ import annotations

from collections.abc import Mapping

from platefront.case.model import shapes_of
from platefront.case.problems import Problem, Problems, choices, nearest, suggestion
from platefront.case.protocol import planned_steps
from platefront.case.units import readable_quantity
from platefront.geometry.assembly.build import SectionParameters
from platefront.geometry.errors import SectionError
from platefront.geometry.parameters import Parameters
from platefront.geometry.section.states import surface_names
from platefront.solvers.model.control import Control
from platefront.solvers.model.counter import Counter
from platefront.solvers.model.electrolyte.region import PorousMedium
from platefront.solvers.model.flow import Poiseuille
from platefront.solvers.model.metal import Metal
from platefront.solvers.model.settings import FrontSettings, MeshSettings
from platefront.solvers.model.stopping.gap_to_layer import GapToLayer
from platefront.solvers.model.stopping.settings import StopSettings


def regions_are_layers(section: SectionParameters, regions: Mapping[str, PorousMedium]) -> Problems:
    """Every layer without resolved pores has a medium, and nothing else has one."""
    names = [layer.name for layer in section.layers if layer.pores is None]
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
                f'no layer of the section is named "{name}"',
                ("regions", name),
                at_key=True,
                notes=(
                    *suggestion(name, names),
                    ("allowed", choices(names))
                    if names
                    else ("help", f'add [[section.layers]] with name = "{name}"'),
                ),
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


def layers_are_at_rest(
    section: SectionParameters, counter: Counter, flow: Poiseuille | None
) -> Problems:
    """No flow passes a layer, and the counter electrode does not recede from one on it."""
    if not section.layers:
        return
    if flow is not None:
        yield Problem(
            "a given flow and [[section.layers]] exclude each other: the velocity is that between "
            "two plates",
            ("flow",),
            at_key=True,
        )
    if counter.recedes and any(_touches(section, index) for index in range(len(section.layers))):
        yield Problem(
            f'counter.recession is "{counter.recession}", but a layer lies on the counter '
            "electrode: the room that this leaves belongs to neither",
            ("counter", "recession"),
            notes=(
                (
                    "help",
                    'give the layer a position below the counter electrode, or recession = "none"',
                ),
            ),
        )


def layers_leave_room(
    section: SectionParameters,
    metal: Metal,
    mesh: MeshSettings,
    stop: StopSettings | None,
    control: Control | None,
    protocol: tuple[Parameters, ...],
) -> Problems:
    """There is room for the front below the lowest layer."""
    try:
        shapes = shapes_of(section, metal)
    except SectionError:
        return  # told by section_can_be_built
    if not shapes.layers or (not protocol and (control is None or stop is None)):
        return
    for step in planned_steps(control, stop, protocol):
        named = {criterion.key for criterion in step.stop.criteria}
        misfit = GapToLayer.of_edges(mesh).misfit(shapes)
        if GapToLayer.key in named or misfit is None:
            continue
        least, gap = (readable_quantity(*number) for number in misfit.numbers)
        yield Problem(
            f'the layer "{shapes.layers[0].name}" leaves only {gap} above collector and metal, but '
            f"the front comes no nearer to it than {least}, two of its edges",
            ("section", "layers"),
            at_key=True,
            notes=(("help", "raise its position, or lower mesh.front_size"),),
        )
        return


def front_can_stop_at_layers(
    section: SectionParameters,
    front: FrontSettings,
    mesh: MeshSettings,
    stop: StopSettings | None,
    control: Control | None,
    protocol: tuple[Parameters, ...],
) -> Problems:
    """A front that stops at a layer moves, below a layer, and is not asked to end above it."""
    if front.at_layer != "stop":
        return
    path = ("front", "at_layer")
    if front.mode == "fixed":
        yield Problem(
            'front.at_layer is "stop", but front.mode is "fixed": thickness is counted wherever '
            "it reaches",
            path,
            notes=(("allowed", 'at_layer = "end"'),),
        )
    if all(layer.pores is not None for layer in section.layers):
        yield Problem(
            'front.at_layer is "stop", but the section has no layer at which the front would stop',
            path,
            notes=(("help", "give [[section.layers]] without pores that are resolved"),),
        )
    if not protocol and (control is None or stop is None):
        return  # told by one_form
    full = front.merge_gap * mesh.front_size
    for step in planned_steps(control, stop, protocol):
        for criterion in step.stop.criteria:
            if isinstance(criterion, GapToLayer) and criterion.value <= full:
                yield Problem(
                    f"{criterion.key} is {readable_quantity(criterion.value, 'm')}, but the front "
                    f"stops by itself where {readable_quantity(full, 'm')} are left",
                    (*step.at_stop, criterion.key),
                    notes=(("help", 'leave the key out, or give front.at_layer = "end"'),),
                )


def _touches(section: SectionParameters, index: int) -> bool:
    layer = section.layers[index]
    if layer.position is None:
        return True
    return layer.position + layer.thickness >= section.gap * (1.0 - 1e-9)
