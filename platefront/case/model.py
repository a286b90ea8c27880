"""The whole case: one field for each table of a case file."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated

from platefront.case.output import OutputSettings
from platefront.geometry.assembly.build import SectionParameters, build_section
from platefront.geometry.parameters import Parameters, option
from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.model.control import CONTROLS, Control
from platefront.solvers.model.counter import COUNTERS, Counter, Reservoir
from platefront.solvers.model.electrolyte.model import ELECTROLYTES, Electrolyte
from platefront.solvers.model.flow import Poiseuille
from platefront.solvers.model.kinetics.rate_law import RATE_LAWS, RateLaw
from platefront.solvers.model.metal import Metal
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.model.settings import FrontSettings, MeshSettings, TimeSettings
from platefront.solvers.model.stopping.settings import StopSettings


class Case(Parameters):
    """Everything a run is made from, as in its case file."""

    title: str = option("One line that names the run in figures and tables.", "")
    description: str = option("What the run is about, with sources.", "")
    section: SectionParameters = option("Geometry of the cross-section.")
    electrolyte: Annotated[Electrolyte, ELECTROLYTES] = option("Transport in the electrolyte.")
    flow: Poiseuille | None = option(
        "Flow of the electrolyte along the plates, if it is not at rest.", None
    )
    metal: Metal = option("The metal that is plated.", Metal())
    control: Annotated[Control, CONTROLS] = option("What the cell is told to do.")
    counter: Annotated[Counter, COUNTERS] = option(
        "The counter electrode, the plane at the top of the section.", Reservoir()
    )
    surfaces: dict[str, Annotated[RateLaw, RATE_LAWS]] = option(
        "Rate law of each named surface of the collector: a table [surfaces.NAME] each."
    )
    front: FrontSettings = option("Motion, growth and merging of the front.", FrontSettings())
    mesh: MeshSettings = option("Resolution of the mesh.")
    time: TimeSettings = option("Adaptive time stepping.", TimeSettings())
    stop: StopSettings = option("Stopping criteria: the run ends at the first that is met.")
    output: OutputSettings = option("What is written besides the tables.", OutputSettings())

    def cross_section(self) -> CrossSection:
        """The section's shapes at the start.

        Raises:
            SectionError: the section cannot be built.
        """
        return shapes_of(self.section, self.metal)

    def problem(self) -> PlatingProblem:
        """The problem to solve, with the instants that the output needs.

        Raises:
            SectionError: the section cannot be built.
        """
        return PlatingProblem(
            section=self.cross_section(),
            electrolyte=self.electrolyte,
            metal=self.metal,
            control=self.control,
            counter=self.counter,
            surfaces=self.surfaces,
            front=self.front,
            mesh=self.mesh,
            time=self.time,
            stop=self.stop,
            must_hit=self.output.frames(self.stop),
            flow=self.flow,
        )


@lru_cache(maxsize=4)  # a cloth takes a noticeable while, and is asked for by checks and run alike
def shapes_of(section: SectionParameters, metal: Metal) -> CrossSection:
    """Build a section with its pre-deposited metal."""
    return build_section(section, metal.volume_per_charge)
