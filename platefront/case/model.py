"""The whole case: one field for each table of a case file."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from platefront.case.output import OutputSettings
from platefront.geometry.assembly.build import SectionParameters, build_section
from platefront.geometry.parameters import Parameters, option
from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.model.control import (
    Galvanostatic,
    GivenOverpotentials,
    Potentiostatic,
    PulseReverse,
)
from platefront.solvers.model.counter import LithiumCounter, Reservoir
from platefront.solvers.model.electrolyte.nernst_planck import NernstPlanck
from platefront.solvers.model.electrolyte.ohmic import Ohmic
from platefront.solvers.model.electrolyte.supported import Supported
from platefront.solvers.model.flow import Poiseuille
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.insulating import Insulating
from platefront.solvers.model.kinetics.linear import Linear
from platefront.solvers.model.kinetics.overpotential import GivenOverpotential
from platefront.solvers.model.kinetics.reversible import Reversible
from platefront.solvers.model.metal import Metal
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.model.settings import (
    FrontSettings,
    MeshSettings,
    StopSettings,
    TimeSettings,
)

# Told apart by one key each. (Pydantic applies a discriminator to a written-out union only, not
# to the aliases of platefront.solvers.model.problem; a test keeps the two in step.)
AnyControl = Annotated[
    Potentiostatic | Galvanostatic | PulseReverse | GivenOverpotentials,
    Field(discriminator="mode"),
]
AnyCounter = Annotated[Reservoir | LithiumCounter, Field(discriminator="kind")]
AnyLaw = Annotated[
    GivenOverpotential | ButlerVolmer | Linear | Reversible | Insulating,
    Field(discriminator="law"),
]


def _model_of(electrolyte: Any) -> Any:
    """The tag of an electrolyte; it may be left out."""
    if isinstance(electrolyte, dict):
        return electrolyte.get("model", "nernst_planck")
    return getattr(electrolyte, "model", "nernst_planck")


AnyElectrolyte = Annotated[
    Annotated[NernstPlanck, Tag("nernst_planck")]
    | Annotated[Supported, Tag("supported")]
    | Annotated[Ohmic, Tag("ohmic")],
    Discriminator(_model_of),
]


class Case(Parameters):
    """Everything a run is made from, as in its case file."""

    title: str = option("One line that names the run in figures and tables.", "")
    description: str = option("What the run is about, with sources.", "")
    section: SectionParameters = option("Geometry of the cross-section.")
    electrolyte: AnyElectrolyte = option("Transport in the electrolyte.")
    flow: Poiseuille | None = option(
        "Flow of the electrolyte along the plates, if it is not at rest.", None
    )
    metal: Metal = option("The metal that is plated.", Metal())
    control: AnyControl = option("What the cell is told to do.")
    counter: AnyCounter = option(
        "The counter electrode, the plane at the top of the section.", Reservoir()
    )
    surfaces: dict[str, AnyLaw] = option(
        "Rate law of each named surface of the collector: a table [surfaces.NAME] each."
    )
    front: FrontSettings = option("How the front is treated.", FrontSettings())
    mesh: MeshSettings = option("Resolution of the mesh.")
    time: TimeSettings = option("Adaptive time stepping.", TimeSettings())
    stop: StopSettings = option("When the run ends: whichever of the given ends comes first.")
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
        times, capacities = self.output.frames(self.stop)
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
            must_hit=times,
            must_hit_capacity=capacities,
            flow=self.flow,
        )


@lru_cache(maxsize=4)  # a cloth takes a noticeable while, and is asked for by checks and run alike
def shapes_of(section: SectionParameters, metal: Metal) -> CrossSection:
    """Build a section with its pre-deposited metal."""
    return build_section(section, metal.volume_per_charge)
