"""Room between a front that moves and the regions of the electrolyte."""

from __future__ import annotations

import math
from collections.abc import Callable

import shapely

from platefront.case.law_checks import Laws
from platefront.case.model import shapes_of, surfaces_of
from platefront.case.problems import Problem, Problems
from platefront.case.protocol import planned_steps
from platefront.case.units import readable_quantity
from platefront.geometry.assembly.build import SectionParameters
from platefront.geometry.errors import SectionError
from platefront.geometry.lengths import metres
from platefront.geometry.parameters import Parameters
from platefront.solvers.model.control import Control
from platefront.solvers.model.metal import Metal
from platefront.solvers.model.settings import FrontSettings, MeshSettings
from platefront.solvers.model.stopping.gap_to_layer import GapToLayer
from platefront.solvers.model.stopping.settings import StopSettings


def layers_leave_room(
    section: SectionParameters,
    metal: Metal,
    mesh: MeshSettings,
    stop: StopSettings | None,
    control: Control | None,
    protocol: tuple[Parameters, ...],
    surfaces: Laws,
    front: FrontSettings,
) -> Problems:
    """There is room for a front that moves below the lowest layer."""
    if front.mode == "fixed" or not any(law.reacts for law in surfaces.values()):
        return
    try:
        shapes = shapes_of(section, metal)
    except SectionError:
        return  # told by section_can_be_built
    if not shapes.bands or (not protocol and (control is None or stop is None)):
        return
    for step in planned_steps(control, stop, protocol):
        named = {criterion.key for criterion in step.stop.criteria}
        misfit = GapToLayer.of_edges(mesh).misfit(shapes)
        if GapToLayer.key in named or misfit is None:
            continue
        least, gap = (readable_quantity(*number) for number in misfit.numbers)
        yield Problem(
            f'the layer "{shapes.bands[0].name}" leaves only {gap} above collector and metal, but '
            f"the front comes no nearer to it than {least}, two of its edges",
            ("section", "layers"),
            at_key=True,
            notes=(("help", "raise its position, or lower mesh.front_size"),),
        )
        return


def drawn_regions_leave_room(
    section: SectionParameters,
    metal: Metal,
    mesh: MeshSettings,
    stop: StopSettings | None,
    control: Control | None,
    protocol: tuple[Parameters, ...],
    surfaces: Laws,
    front: FrontSettings,
) -> Problems:
    """There is room for a front that moves between what reacts and every drawn region."""
    drawn = section.collector.region_names
    if front.mode == "fixed" or not drawn or (not protocol and (control is None or stop is None)):
        return
    try:
        shapes = surfaces_of(section, metal, tuple(surfaces))
    except SectionError:
        return  # told by section_can_be_built
    growing = [
        shapes.surfaces[n] for n, law in surfaces.items() if law.reacts and n in shapes.surfaces
    ]
    solids = shapes.solids.intersection(shapely.union_all(growing))
    given = [
        criterion.value
        for step in planned_steps(control, stop, protocol)
        for criterion in step.stop.criteria
        if isinstance(criterion, GapToLayer)
    ]
    least = max([GapToLayer.of_edges(mesh).value, *given])
    for region in shapes.drawn_regions:
        gap = metres(region.gap_above(solids)) if not solids.is_empty else math.inf
        if gap <= least:
            yield Problem(
                f'the region "{region.name}" leaves only {readable_quantity(gap, "m")} beside '
                "collector and metal that react, but the front comes no nearer to it than "
                f"{readable_quantity(least, 'm')}",
                ("section", "collector", "regions", region.name),
                at_key=True,
                notes=(
                    (
                        "help",
                        'front.mode = "fixed" counts the deposit where it is; else draw the region '
                        "farther off, or lower mesh.front_size or stop.gap_to_layer",
                    ),
                ),
            )


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
    path, drawn = ("front", "at_layer"), section.collector.region_names
    if front.mode == "fixed":
        yield Problem(
            'front.at_layer is "stop", but front.mode is "fixed": thickness is counted wherever '
            "it reaches",
            path,
            notes=(("allowed", 'at_layer = "end"'),),
        )
    if all(layer.pores is not None for layer in section.layers) and not drawn:
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


ROOM_CHECKS: tuple[Callable[..., Problems], ...] = (
    layers_leave_room,
    drawn_regions_leave_room,
    front_can_stop_at_layers,
)
