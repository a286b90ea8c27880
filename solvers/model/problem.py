"""PlatingProblem: everything a simulation needs to know, in one immutable object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.model.control import Control
from platefront.solvers.model.counter import Counter
from platefront.solvers.model.electrolyte.model import Electrolyte
from platefront.solvers.model.flow import Poiseuille
from platefront.solvers.model.kinetics.rate_law import RateLaw
from platefront.solvers.model.landings import Landings
from platefront.solvers.model.metal import Metal
from platefront.solvers.model.settings import FrontSettings, MeshSettings, TimeSettings
from platefront.solvers.model.stopping.settings import StopSettings


@dataclass(frozen=True, slots=True)
class PlatingProblem:
    """Section, physics and numerics of one run (SI; section in micrometres).

    Attributes:
        section: the cell's cross-section at the start.
        electrolyte, metal, control, counter: the physics.
        surfaces: surface name → rate law, exactly the names of `section.surfaces`.
        front, mesh, time: numerical settings.
        stop: ends of the run.
        must_hit: instants on the way that steps end at exactly.
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
    must_hit: Landings = field(default_factory=Landings)
    flow: Poiseuille | None = None

    @property
    def landings(self) -> Landings:
        """Every instant that steps end at exactly, those of the run's end included."""
        return self.must_hit.joined(self.stop.last_time, self.stop.last_capacity)
