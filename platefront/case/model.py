"""The whole case: one field for each table of a case file."""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate, groupby
from typing import Annotated, Self

from pydantic import PrivateAttr

from platefront.case.output import OutputSettings
from platefront.case.protocol import ENTRIES, PlannedStep, planned_steps, protocol_of
from platefront.geometry.assembly.build import SectionParameters, build_section
from platefront.geometry.importing.drawing import DrawingError
from platefront.geometry.importing.remembering import remembered
from platefront.geometry.parameters import Parameters, option
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.states import by_state
from platefront.solvers.model.control import CONTROLS, Control
from platefront.solvers.model.counter import COUNTERS, Counter, Reservoir
from platefront.solvers.model.electrolyte.model import ELECTROLYTES, Electrolyte
from platefront.solvers.model.electrolyte.region import PorousMedium
from platefront.solvers.model.flow import Poiseuille
from platefront.solvers.model.kinetics.insulating import Insulating
from platefront.solvers.model.kinetics.rate_law import RATE_LAWS, RateLaw
from platefront.solvers.model.metal import Metal
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.model.settings import FrontSettings, MeshSettings, TimeSettings
from platefront.solvers.model.stopping.settings import StopSettings
from platefront.solvers.model.voltage.conduction import SolidConduction

_INERT = Insulating()


class Case(Parameters):
    """Everything a run is made from, as in its case file."""

    title: str = option("Title of the run in figures and tables, one line.", "")
    description: str = option("Description of the run, with sources.", "")
    section: SectionParameters = option("Geometry of the cross-section.")
    electrolyte: Annotated[Electrolyte, ELECTROLYTES] = option("Transport in the electrolyte.")
    regions: dict[str, PorousMedium] = option(
        "Transport in each region of the electrolyte: a table [regions.NAME] each, NAME that of "
        "the [[section.layers]] entry, or that in section.collector.regions.",
        {},
    )
    flow: Poiseuille | None = option(
        "Given flow of the electrolyte between plates; at rest if absent.", None
    )
    metal: Metal = option("The plated metal.", Metal())
    solids: SolidConduction | None = option(
        "Conduction of electrons in host and deposit; both conduct perfectly if absent.", None
    )
    control: Annotated[Control, CONTROLS] | None = option(
        "Control: potential, current or overpotentials.", None
    )
    protocol: tuple[Annotated[Parameters, ENTRIES], ...] = option(
        "Steps of a protocol, instead of [control] and [stop]: an entry [[protocol]] each.", ()
    )
    counter: Annotated[Counter, COUNTERS] = option(
        "The counter electrode, the plane at the top of the section.", Reservoir()
    )
    surfaces: dict[str, Annotated[RateLaw, RATE_LAWS]] = option(
        "Rate law of each surface: a table [surfaces.NAME] each. NAME is a part of the collector, "
        "`lithiated` (where lithium lies at the start), `bare` (elsewhere), or one of these for "
        "one of several parts, as in `bare_foil`."
    )
    front: FrontSettings = option("Motion, growth and merging of the front.", FrontSettings())
    mesh: MeshSettings = option("Resolution of the mesh.")
    time: TimeSettings = option("Adaptive time stepping.", TimeSettings())
    stop: StopSettings | None = option(
        "Stopping criteria: the run under [control] ends at the first that is met.", None
    )
    output: OutputSettings = option("Output times of the fields, and figures.", OutputSettings())
    _notes: tuple[str, ...] = PrivateAttr(())

    @property
    def notes(self) -> tuple[str, ...]:
        """Notes on how the file was read, where that is not as written."""
        return self._notes

    def with_notes(self, notes: tuple[str, ...]) -> Self:
        """Return the case with notes on how its file was read."""
        case = self.model_copy()
        case._notes = notes
        return case

    @property
    def planned_steps(self) -> tuple[PlannedStep, ...]:
        """Steps of the protocol, or the one of `[control]` and `[stop]`; cycles not repeated."""
        return planned_steps(self.control, self.stop, self.protocol)

    @property
    def only_step(self) -> PlannedStep | None:
        """The step of a case that has one, carried out once; None for others."""
        steps = self.planned_steps
        return steps[0] if len(steps) == 1 and steps[0].repeat == 1 else None

    @property
    def driven_step(self) -> PlannedStep:
        """The first step that is no rest, from which estimates are made; the first if all are."""
        steps = self.planned_steps
        resting = [s.control.gives_current and not s.control.largest_current for s in steps]
        return steps[0] if all(resting) else steps[resting.index(False)]

    @property
    def most_plated(self) -> float | None:
        """Largest charge plated per footprint at the end of a step [C/m²]; None if unknown."""
        present = largest = 0.0
        for group in groupby(self.planned_steps, key=lambda step: step.group):
            steps = list(group[1])
            passed = [step.stop.last_capacity or 0.0 for step in steps]
            highest = max(accumulate(passed))
            each = sum(passed)
            last = present + max(0.0, each) * (steps[0].repeat - 1)
            largest = max(largest, last + highest)
            present += each * steps[0].repeat
        return largest if largest > 0.0 else None

    def cross_section(self) -> CrossSection:
        """Build the initial cross-section, with the surfaces that have a law.

        Raises:
            SectionError: the section cannot be built.
        """
        return surfaces_of(self.section, self.metal, tuple(self.surfaces))

    def laws_of(self, section: CrossSection) -> dict[str, RateLaw]:
        """Return the law of each surface of a section; bars of separators are inert."""
        return {name: self.surfaces.get(name, _INERT) for name in section.surfaces}

    def problem(self) -> PlatingProblem:
        """Return the problem to solve, with the output times.

        Raises:
            SectionError: the section cannot be built.
        """
        section = self.cross_section()
        return PlatingProblem(
            section=section,
            electrolyte=self.electrolyte,
            metal=self.metal,
            counter=self.counter,
            surfaces=self.laws_of(section),
            front=self.front,
            mesh=self.mesh,
            time=self.time,
            protocol=protocol_of(self.planned_steps, self.output),
            flow=self.flow,
            regions={region.name: self.regions[region.name] for region in section.regions},
            conduction=self.solids,
        )


# Building a cloth, or finding it impossible, is slow, and requested by checks and simulation. Files
# are remembered where they are read: here they may have been refused for want of trust.
@remembered(4, forgets=(DrawingError,))
def shapes_of(section: SectionParameters, metal: Metal) -> CrossSection:
    """Build a section with its pre-deposited metal; its surfaces are the parts of the host.

    Raises:
        SectionError: the section cannot be built.
    """
    return build_section(section, metal.volume_per_charge)


@lru_cache(maxsize=4)
def surfaces_of(section: SectionParameters, metal: Metal, names: tuple[str, ...]) -> CrossSection:
    """Build a section with its pre-deposited metal and surfaces of these names."""
    return by_state(shapes_of(section, metal), names)
