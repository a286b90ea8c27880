"""Plating problem: all parameters of a simulation in one immutable object."""

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
        section: initial cross-section.
        electrolyte, metal, control, counter: physical model.
        surfaces: surface name → rate law, exactly the names of `section.surfaces`.
        front, mesh, time: numerical settings.
        stop: stopping criteria.
        must_hit: output times and capacities, met exactly by steps.
        flow: given velocity of the electrolyte; None if it is at rest.
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
        """Times and capacities met exactly by steps, including the end of the run."""
        return self.must_hit.joined(self.stop.last_time, self.stop.last_capacity)
