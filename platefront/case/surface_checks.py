"""Contact of reacting surfaces with electrolyte that reaches the counter electrode."""

from __future__ import annotations

from collections.abc import Mapping

import shapely

from platefront.case.host_checks import Regions, hosts_of
from platefront.case.law_checks import Laws
from platefront.case.model import surfaces_of
from platefront.case.problems import Problem, Problems, dotted
from platefront.case.protocol import planned_steps
from platefront.case.start_current import lithium_lengths, wetted_lengths
from platefront.case.units import readable_quantity
from platefront.geometry.assembly.build import SectionParameters
from platefront.geometry.errors import SectionError
from platefront.geometry.parameters import Parameters
from platefront.geometry.plane.connectivity import connected_to_counter
from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.model.control import Control
from platefront.solvers.model.metal import Metal


def reacting_surface_is_reached(
    section: SectionParameters, metal: Metal, surfaces: Laws, regions: Regions
) -> Problems:
    """Some reacting surface touches electrolyte that reaches the counter electrode."""
    reacting = [name for name, law in surfaces.items() if law.reacts]
    if not reacting or any(hosts_of(regions)):
        return  # told by something_reacts; a host lies open to the counter electrode
    try:
        shapes = surfaces_of(section, metal, tuple(surfaces))
        reached = wetted_lengths(shapes)
    except SectionError:
        return  # told by section_can_be_built or surfaces_named_as_in_section
    if sum(reached.get(name, 0.0) for name in reacting) > 0.0:
        return
    if not reached.keys() & set(reacting):
        return  # told by surfaces_named_as_in_section
    yield Problem(
        f"no surface that reacts touches electrolyte in contact with the counter electrode, so "
        f"nothing would be plated: {_reason(shapes, reached, reacting)}",
        ("section",),
        at_key=True,
        notes=(("meaning", _lengths(reached, surfaces)), ("help", _remedy(section))),
    )


def _reason(shapes: CrossSection, reached: Mapping[str, float], reacting: list[str]) -> str:
    reaching, cut_off = connected_to_counter(
        shapes.electrolyte, shapes.counter_electrode, shapes.period
    )
    if not reaching:
        return "the solids leave no electrolyte at the counter electrode"
    names = ", ".join(f'"{name}"' for name in reacting)
    trapped = wetted_lengths(shapes, shapely.get_parts(shapely.MultiPolygon(cut_off)))
    inside = sum(trapped.get(name, 0.0) for name in reacting)
    if inside > 0.0:
        return (
            f"all {readable_quantity(inside, 'm')} of {names} lie in closed pores, which the "
            f"solids cut off from the counter electrode"
        )
    return f"the section contains no boundary of {names}"


def _lengths(reached: Mapping[str, float], surfaces: Laws) -> str:
    parts = (
        f'"{name}" ({surfaces[name].law}) {readable_quantity(length, "m")}'
        for name, length in reached.items()
        if name in surfaces
    )
    return f"boundary in contact with the counter electrode: {', '.join(parts)}"


def _remedy(section: SectionParameters) -> str:
    law = 'give a surface that has a boundary there a law other than "insulating"'
    if section.transform is not None and section.transform.crop is not None:
        return f"move transform.crop to a part with such a surface, or {law}"
    return f"{law}, or open the pores (`platefront section` draws the section)"


def given_current_has_metal(
    section: SectionParameters,
    metal: Metal,
    surfaces: Laws,
    control: Control | None,
    protocol: tuple[Parameters, ...],
) -> Problems:
    """A steady current that strips at the start finds metal on a surface that reacts."""
    steps = planned_steps(control, None, protocol)
    step = next((step for step in steps if step.control.direction != 0), None)
    if step is None or step.control.direction > 0:
        return
    current = step.control.value_at(0.0)
    try:
        shapes = surfaces_of(section, metal, tuple(surfaces))
    except SectionError:
        return  # told by section_can_be_built or surfaces_named_as_in_section
    metal_on = lithium_lengths(shapes)
    if any(metal_on.get(name, 0.0) > 0.0 for name, law in surfaces.items() if law.reacts):
        return
    where, remedy = "the electrode holds no metal", "add [section.predeposit]"
    if not shapes.deposit.is_empty:
        places = ", ".join(f'"{name}"' for name, length in metal_on.items() if length > 0.0)
        where = "no surface that reacts holds metal in contact with the counter electrode"
        where += f" (only {places} does)" if places else ""
        remedy = 'give a surface with metal a law other than "insulating"'
    yield Problem(
        f"{dotted(step.at_control)}: the current is {readable_quantity(current, 'A/m^2')}, which "
        f"strips, but {where} at the start",
        step.at_control,
        notes=(("help", f"{remedy}, or give a positive current density, which plates"),),
    )
