"""Porous hosts: their rate laws, names, contacts, and the controls they go with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import shapely

from platefront.case.model import shapes_of
from platefront.case.positions import Path
from platefront.case.problems import Problem, Problems, dotted
from platefront.case.protocol import planned_steps
from platefront.geometry.assembly.build import SectionParameters
from platefront.geometry.errors import SectionError
from platefront.geometry.parameters import Parameters
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.regions import ElectrolyteRegion
from platefront.geometry.section.states import surface_names
from platefront.solvers.model.control import Control
from platefront.solvers.model.electrolyte.porous_host import PorousHost
from platefront.solvers.model.electrolyte.region import PorousMedium
from platefront.solvers.model.kinetics.film import growing_film
from platefront.solvers.model.kinetics.rate_law import RateLaw
from platefront.solvers.model.metal import Metal
from platefront.solvers.model.settings import FrontSettings

type Regions = Mapping[str, PorousMedium]

_SAME = 1e-6
"""Heights that agree within this are the same [µm]."""


def host_path(name: str) -> Path:
    """Return the place of the rate law of a host in a case."""
    return ("regions", name, "host", "reaction")


def hosts_of(regions: Regions) -> Iterator[tuple[str, PorousHost]]:
    """Yield the name and the host of each region that has one."""
    for name, medium in regions.items():
        if medium.host is not None:
            yield name, medium.host


def hosts_have_kinetics(regions: Regions) -> Problems:
    """The walls of the pores react, with a resistance, and alike everywhere."""
    for name, host in hosts_of(regions):
        law = host.reaction
        if not law.reacts:
            reason = f'the walls of the pores of host "{name}" do not react'
            remedy = f"leave [regions.{name}.host] out, as a layer without it is inert"
        elif law.held_drop is not None:
            reason = f'host "{name}" has no kinetic resistance, so that only its face would react'
            remedy = 'use law = "butler_volmer" or another with kinetics'
        elif getattr(law, "film_pattern", None) is not None:
            reason = f'host "{name}" has a film pattern, which is one of a surface'
            remedy = "leave film_pattern out; film_resistance alone holds for all walls"
        elif growing_film(law) is not None:
            reason = f'host "{name}" has a film that grows, which is one of a surface'
            remedy = "leave film out; film_resistance alone holds for all walls"
        else:
            continue
        yield Problem(reason, (*host_path(name), "law"), notes=(("help", remedy),))


def hosts_have_own_names(section: SectionParameters, metal: Metal, regions: Regions) -> Problems:
    """A host is one more surface of its name, which none of the collector has."""
    hosts = dict(hosts_of(regions))
    if not hosts:
        return
    try:
        taken = surface_names(set(shapes_of(section, metal).surfaces))
    except SectionError:
        return  # told by section_can_be_built
    places: dict[str, Path] = {
        layer.name: ("section", "layers", index, "name")
        for index, layer in enumerate(section.layers)
    }
    places |= {
        name: ("section", "collector", "regions", name) for name in section.collector.region_names
    }
    for name, place in places.items():
        if name in hosts and name in taken:
            what = "layer" if place[1] == "layers" else "region"
            yield Problem(
                f'the host "{name}" is a surface of this name, which one of the collector has',
                place,
                notes=(("help", f"give the {what} another name"),),
            )


def hosts_have_contact(section: SectionParameters, metal: Metal, regions: Regions) -> Problems:
    """A matrix with a resistance touches the collector, and none the counter electrode."""
    hosts = dict(hosts_of(regions))
    if not hosts:
        return
    try:
        shapes = shapes_of(section, metal)
    except SectionError:
        return  # told by section_can_be_built
    for layer in shapes.regions:
        if layer.name not in hosts:
            continue
        if layer.high > shapes.height - _SAME:
            yield Problem(
                f'the host "{layer.name}" touches the counter electrode, which would short the '
                "cell",
                ("regions", layer.name, "host"),
                at_key=True,
                notes=(("help", "give the layer a position below it, or raise section.gap"),),
            )
        elif hosts[layer.name].conductivity is not None and not _rests(shapes, layer, hosts):
            yield Problem(
                f'the matrix of host "{layer.name}" has a conductivity, but no contact: it begins '
                f"at y = {layer.low:.6g} µm, above the collector",
                ("regions", layer.name, "host", "conductivity"),
                notes=(
                    (
                        "help",
                        'give its layer position = "0 um", or leave conductivity out: its '
                        "potential is then that of the electrode",
                    ),
                ),
            )


def _rests(shapes: CrossSection, layer: ElectrolyteRegion, hosts: Mapping[str, PorousHost]) -> bool:
    """Return whether a region lies on solids, the floor or another host."""
    solids, areas = shapes.solids, shapes.region_areas
    beside = [areas[other] for other in areas if other in hosts and other != layer.name]
    if layer.area is not None:
        beside.append(solids)
    if beside and float(shapely.distance(areas[layer.name], beside).min()) < _SAME:
        return True
    if layer.area is not None:
        return False
    faces = [0.0 if solids.is_empty else float(solids.bounds[3])]
    return any(abs(layer.low - face) < _SAME for face in faces)


def hosts_lie_still(
    section: SectionParameters,
    metal: Metal,
    surfaces: Mapping[str, RateLaw],
    regions: Regions,
    front: FrontSettings,
) -> Problems:
    """No metal grows between the collector and a host that lies on it."""
    reacting = ", ".join(f'"{name}"' for name, law in surfaces.items() if law.reacts)
    hosts = dict(hosts_of(regions))
    if not hosts or not reacting or front.mode == "fixed":
        return
    try:
        shapes = shapes_of(section, metal)
    except SectionError:
        return  # told by section_can_be_built
    for layer in shapes.regions:
        if layer.name in hosts and _rests(shapes, layer, {}):
            yield Problem(
                f'the host "{layer.name}" lies on the collector, where metal on surface {reacting} '
                "would grow into it",
                ("regions", layer.name, "host"),
                at_key=True,
                notes=(
                    (
                        "help",
                        'give the surfaces below it law = "insulating", or only count their '
                        'deposit: front.mode = "fixed"',
                    ),
                ),
            )


def hosts_fit_control(
    control: Control | None, protocol: tuple[Parameters, ...], regions: Regions
) -> Problems:
    """No host is driven by pulses that are averaged over a period."""
    names = ", ".join(f'"{name}"' for name, _ in hosts_of(regions))
    if not names:
        return
    for step in planned_steps(control, None, protocol):
        if step.control.pulses is not None:
            yield Problem(
                f'{dotted(step.at_control)}.mode "{step.control.mode}" averages over a period, '
                f"which is not made for the pores of host {names}",
                (*step.at_control, "mode"),
                notes=(("help", 'use mode = "pulse", whose pulses are resolved in time'),),
            )
