"""Conduction in the solids of a case: a way from the front to the terminal, counted once."""

from __future__ import annotations

import shapely

from platefront.case.host_checks import Regions, hosts_of
from platefront.case.law_checks import Laws
from platefront.case.model import shapes_of
from platefront.case.problems import Problem, Problems, dotted
from platefront.geometry.assembly.build import SectionParameters
from platefront.geometry.errors import SectionError
from platefront.solvers.model.metal import Metal
from platefront.solvers.model.voltage.conduction import SolidConduction

_LEAST = 1e-6
"""Area [µm²] and height [µm] up to which a part is left by round-off of shapes."""
_HOST = ("solids", "host_conductivity")


def solids_without_porous_hosts(solids: SolidConduction | None, regions: Regions) -> Problems:
    """A porous host lies on solids of the electrode's potential."""
    hosts = [name for name, _ in hosts_of(regions)]
    if solids is None or not hosts:
        return
    yield Problem(
        f'[solids] and the porous host "{hosts[0]}" exclude each other: its matrix touches solids '
        "of the potential of the electrode",
        ("solids",),
        at_key=True,
        notes=(
            (
                "help",
                f"leave [solids] out, and give regions.{hosts[0]}.host.conductivity if wanted",
            ),
        ),
    )


def solids_see_their_potential(solids: SolidConduction | None, surfaces: Laws) -> Problems:
    """Every law follows the potential of the solid, and none counts the deposit's resistance."""
    if solids is None:
        return
    for name, law in surfaces.items():
        if not law.reacts:
            continue
        if law.onset is None:
            lack = "has a given overpotential"
        elif law.held_drop is not None:
            lack = "has no kinetic resistance, so that its potential is given"
        else:
            lack = ""
        if lack:
            yield Problem(
                f'currents follow the potential of the solids, but surface "{name}" {lack}',
                ("solids",),
                at_key=True,
                notes=(
                    (
                        "help",
                        'use law = "butler_volmer" or another with kinetics, or leave [solids] out',
                    ),
                ),
            )
        if getattr(law, "deposit_conductivity", None) is not None:
            path = ("surfaces", name, "deposit_conductivity")
            yield Problem(
                f"{dotted(path)} would count the resistance of the deposit once more than "
                "solids.deposit_conductivity",
                path,
                notes=(
                    (
                        "help",
                        "give one of both: that of the law acts across the local "
                        "thickness only, that of [solids] along the deposit, too",
                    ),
                ),
            )


def host_reaches_terminal(
    solids: SolidConduction | None, section: SectionParameters, metal: Metal
) -> Problems:
    """A host that resists joins its front with the plane y = 0, within the section."""
    if solids is None or solids.host_conductivity is None:
        return
    try:
        shapes = shapes_of(section, metal)
    except SectionError:
        return  # told by section_can_be_built
    host = shapes.host
    if shapes.counter is not None and shapely.get_dimensions(shapes.counter) == 2:
        host = host.difference(shapes.counter)
    parts = [part for part in shapely.get_parts(host) if part.area > _LEAST]
    collector = section.collector.kind
    help_ = ("help", "leave host_conductivity out: the host then conducts perfectly")
    if not parts:
        yield Problem(
            f'collector "{collector}" has no host in the section that could resist: it is the '
            "terminal y = 0 itself",
            _HOST,
            notes=(help_,),
        )
        return
    afloat = sum(part.bounds[1] > _LEAST for part in parts)
    if afloat:
        which = f" ({afloat} of its {len(parts)} parts)" if len(parts) > 1 else ""
        yield Problem(
            f'the host of collector "{collector}" does not reach the terminal y = 0 within the '
            f"section{which}, but is joined electrically in the third dimension, which the section "
            "does not resolve",
            _HOST,
            notes=(help_,),
        )
    left, _, right, _ = host.bounds
    if section.walls == "periodic" and (left <= _LEAST or right >= shapes.width - _LEAST):
        yield Problem(
            "a host that resists cannot go on across the side walls, which are periodic",
            _HOST,
            notes=(("help", "leave section.walls out, or host_conductivity"),),
        )
