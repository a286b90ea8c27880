"""PlatingProblem: everything a simulation needs to know, in one immutable object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.model.control import Control
from platefront.solvers.model.counter import Counter
from platefront.solvers.model.electrolyte.model import Electrolyte
from platefront.solvers.model.flow import Poiseuille
from platefront.solvers.model.kinetics.rate_law import RateLaw
from platefront.solvers.model.metal import Metal
from platefront.solvers.model.settings import (
    FrontSettings,
    MeshSettings,
    StopSettings,
    TimeSettings,
)


@dataclass(frozen=True, slots=True)
class PlatingProblem:
    """Section, physics and numerics of one run (SI; section in micrometres).

    Attributes:
        section: the cell's cross-section at the start.
        electrolyte, metal, control, counter: the physics.
        surfaces: surface name → rate law, exactly the names of `section.surfaces`.
        front, mesh, time, stop: numerical settings.
        must_hit: times [s] that the stepping lands on exactly.
        must_hit_capacity: capacities [C/m²] that the stepping lands on exactly.
        flow: velocity of the electrolyte; None where it is at rest.
    """

    section: CrossSection
    electrolyte: Electrolyte
    metal: Metal
    control: Control
    counter: Counter
    surfaces: Mapping[str, RateLaw]
    front: FrontSettings
    mesh: MeshSettings
    time: TimeSettings
    stop: StopSettings
    must_hit: tuple[float, ...] = ()
    must_hit_capacity: tuple[float, ...] = ()
    flow: Poiseuille | None = None
