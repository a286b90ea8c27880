"""Geometric and transport properties of a section before plating."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from platefront.figures.section import surface_lines
from platefront.geometry.errors import MeshingError
from platefront.geometry.mesh.grading import Grading
from platefront.geometry.plane.connectivity import connected_to_counter
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.narrowest_gap import Gap, narrowest_gap
from platefront.solvers.tortuosity import PoreTransport, pore_transport


@dataclass(frozen=True, slots=True)
class SectionNumbers:
    """Areas, lengths and transport properties of a section.

    Attributes:
        areas: material → area [µm²]: `electrolyte` connected to the counter electrode, `trapped
            electrolyte` that is not, `collector`, `lithium`.
        surfaces: surface → wetted length [µm].
        pores: transport properties of the layer of the bare collector; None without such a layer,
            or if its pores could not be meshed.
        gap: the narrowest gap; None if there is none.
    """

    areas: Mapping[str, float]
    surfaces: Mapping[str, float]
    pores: PoreTransport | None
    gap: Gap | None


def section_numbers(section: CrossSection, grading: Grading) -> SectionNumbers:
    """Measure a section; the tortuosity is computed on a mesh of the given grading."""
    reaching, cut_off = connected_to_counter(
        section.electrolyte, section.counter_electrode, section.period
    )
    return SectionNumbers(
        areas={
            "electrolyte": sum(part.area for part in reaching),
            "trapped electrolyte": sum(part.area for part in cut_off),
            "collector": section.host.area,
            "lithium": section.deposit.area,
        }
        | ({"separator": section.separator.area} if section.grids else {}),
        surfaces={name: line.length for name, line in surface_lines(section).items()},
        pores=_pores(section, grading),
        gap=narrowest_gap(section),
    )


def _pores(section: CrossSection, grading: Grading) -> PoreTransport | None:
    try:
        return pore_transport(section, grading)
    except MeshingError:
        return None
