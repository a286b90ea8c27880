"""The current at the first moment of a case, without solving it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from shapely.geometry.base import BaseGeometry

from platefront.case.model import Case
from platefront.geometry.front.tracing import trace_section
from platefront.geometry.lengths import metres
from platefront.geometry.plane.connectivity import connected_to_counter
from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.model.electrolyte.hosts import Hosts
from platefront.solvers.model.electrolyte.region import CellPath
from platefront.solvers.model.scales import Scales
from platefront.solvers.model.voltage.first_potential import SeriesCell


def path_length(section: CrossSection) -> float:
    """L [m]: from the counter electrode to the middle of the collector."""
    return metres(section.height - section.middle)


def path_of(case: Case, section: CrossSection) -> CellPath:
    """Return this way through the regions of the electrolyte, from the top of porous hosts."""
    hosts = Hosts.of(section, case.regions)
    return hosts.media.path(hosts.path_start(section.middle), section.height, section.width)


def wetted_lengths(
    section: CrossSection, pores: Iterable[BaseGeometry] | None = None
) -> dict[str, float]:
    """Length [m] of front that each surface owns.

    Args:
        section: the section.
        pores: parts of its electrolyte; those that reach the counter electrode if omitted.
    """
    lengths = np.zeros(len(section.surfaces))
    if pores is None:
        pores, _ = connected_to_counter(
            section.electrolyte, section.counter_electrode, section.period
        )
    for polygon in pores:
        outline = trace_section(section, polygon)
        front = outline.tag >= 0
        lengths += np.bincount(
            outline.tag[front], weights=outline.lengths[front], minlength=len(lengths)
        )
    return {name: metres(float(x)) for name, x in zip(section.surfaces, lengths, strict=True)}


def lithium_lengths(section: CrossSection) -> dict[str, float]:
    """Length [m] of front on lithium that each surface owns, in contact with the counter."""
    lengths = np.zeros(len(section.surfaces))
    reaching, _ = connected_to_counter(
        section.electrolyte, section.counter_electrode, section.period
    )
    for polygon in reaching:
        outline = trace_section(section, polygon)
        bare = outline.bare
        lithium = (outline.tag >= 0) & (bare == 0.0) & (bare[outline.following] == 0.0)
        lengths += np.bincount(
            outline.tag[lithium], weights=outline.lengths[lithium], minlength=len(lengths)
        )
    return {name: metres(float(x)) for name, x in zip(section.surfaces, lengths, strict=True)}


def start_current(case: Case, section: CrossSection) -> tuple[float, float]:
    """Plating current i [A/m²] and -di/dη [S/m²] per footprint at the first moment.

    The concentration is still c0. A given electrode potential is shared by the rate laws, the
    ohmic drop i L/κ and the counter electrode; given overpotentials are what they are.

    Raises:
        DeadEndError: no state fits the control.
    """
    laws, hosts = case.laws_of(section), Hosts.of(section, case.regions)
    width, control = metres(section.reference_width), case.driven_step.control
    cell = SeriesCell(
        laws=laws | hosts.laws,
        lengths={name: length / width for name, length in wetted_lengths(section).items()}
        | hosts.walls,
        resistance=path_of(case, section).resisting_length / case.electrolyte.conductivity,
        counter=case.counter.rate_law,
        scales=Scales.of(case.electrolyte),
        metal=[
            name
            for name, length in lithium_lengths(section).items()
            if length > 0.0 and laws[name].reacts
        ],
    )
    first = cell.under(control.begun(None))
    return first.current, first.conductance
