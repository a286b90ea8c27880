"""Plating problem: all parameters of a simulation in one immutable object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.regions import ElectrolyteRegion
from platefront.solvers.errors import OneProcessError
from platefront.solvers.model.counter import Counter
from platefront.solvers.model.electrolyte.hosts import Hosts
from platefront.solvers.model.electrolyte.model import Electrolyte
from platefront.solvers.model.electrolyte.region import Media, PorousMedium
from platefront.solvers.model.flow import Poiseuille
from platefront.solvers.model.kinetics.rate_law import RateLaw
from platefront.solvers.model.metal import Metal
from platefront.solvers.model.protocol.protocol import Protocol
from platefront.solvers.model.settings import FrontSettings, MeshSettings, TimeSettings
from platefront.solvers.model.voltage.conduction import SolidConduction


@dataclass(frozen=True, slots=True)
class PlatingProblem:
    """Section, physics and numerics of one run (SI; section in micrometres).

    Attributes:
        section: initial cross-section.
        electrolyte, metal, counter: physical model.
        protocol: controls and their ends.
        surfaces: surface name → rate law, exactly the names of `section.surfaces`.
        front, mesh, time: numerical settings.
        flow: given velocity of the electrolyte; None if it is at rest.
        regions: name → medium of each region of the electrolyte, exactly those of the section.
        conduction: materials of host and deposit; None where these conduct perfectly.
    """

    section: CrossSection
    electrolyte: Electrolyte
    metal: Metal
    counter: Counter
    surfaces: Mapping[str, RateLaw]
    front: FrontSettings
    mesh: MeshSettings
    time: TimeSettings
    protocol: Protocol
    flow: Poiseuille | None = None
    regions: Mapping[str, PorousMedium] = field(default_factory=dict)
    conduction: SolidConduction | None = None

    @property
    def media(self) -> Media:
        """Porosity and conduction of the regions."""
        return Media.of(self.section, self.regions)

    @property
    def hosts(self) -> Hosts:
        """Regions of the section that are porous hosts."""
        return Hosts.of(self.section, self.regions)

    @property
    def electrode(self) -> dict[str, RateLaw]:
        """Rate laws of the surfaces of the section and, after them, of the porous hosts."""
        surfaces = {name: self.surfaces[name] for name in self.section.surfaces}
        return surfaces | self.hosts.laws

    @property
    def regions_ahead(self) -> tuple[ElectrolyteRegion, ...]:
        """Regions of the section that its front comes near to; none where no surface reacts."""
        grows = any(self.surfaces[name].reacts for name in self.section.surfaces)
        return self.section.regions if grows else ()

    @property
    def stops_at_layer(self) -> bool:
        """True if the front comes to rest at a layer of the electrolyte."""
        moving = self.front.mode == "moving"
        return moving and self.front.at_layer == "stop" and bool(self.regions_ahead)

    def check_processes(self, count: int) -> None:
        """Refuse more processes than the problem can be solved on.

        Raises:
            OneProcessError: solids resist, and there are several processes.
        """
        if self.conduction is not None and count > 1:
            raise OneProcessError(
                f"solids that resist are computed on one process, not on {count}: run the case "
                "without --np, or leave [solids] out"
            )

    def with_step(self, **changes: Any) -> PlatingProblem:
        """Return the problem with parts of the first step of its protocol replaced."""
        first, *others = self.protocol.steps
        return replace(self, protocol=Protocol((replace(first, **changes), *others)))
