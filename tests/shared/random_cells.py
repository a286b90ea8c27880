"""Random small cells for whole runs: collectors, fills, electrolytes, laws, controls, counters.

Sizes are such that a run takes a fraction of a second: some twenty micrometres wide, edges of two.
Every cell drawn is one that a user could mean, so its run has no excuse for failing: currents stay
well below the limiting one, and features are a few edges wide.
"""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import reject
from hypothesis import strategies as st

from platefront.geometry.assembly.build import SectionParameters, build_section
from platefront.geometry.collectors import CarbonCloth, Foil, Pillars, Profile, Trench
from platefront.geometry.collectors.curves import Bump, Sinusoid
from platefront.geometry.errors import SectionError
from platefront.geometry.section.predeposit import Predeposit
from platefront.geometry.section.states import STATES, by_state
from platefront.solvers.model.control import (
    Control,
    Galvanostatic,
    GivenOverpotentials,
    Potentiostatic,
)
from platefront.solvers.model.counter import LithiumCounter, Reservoir
from platefront.solvers.model.electrolyte.nernst_planck import NernstPlanck
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.insulating import Insulating
from platefront.solvers.model.kinetics.overpotential import GivenOverpotential
from platefront.solvers.model.kinetics.rate_law import RateLaw
from platefront.solvers.model.metal import Metal
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.model.protocol.protocol import Protocol
from platefront.solvers.model.settings import (
    FrontSettings,
    MeshSettings,
    TimeSettings,
)
from platefront.solvers.model.stopping.settings import StopSettings

UM = 1e-6
MAH_PER_CM2 = 3.6e4  # C/m²
EDGE = 2.0 * UM


def between(low: float, high: float) -> st.SearchStrategy[float]:
    """Numbers with few digits, which make examples readable."""
    return st.integers(0, 100).map(lambda n: round(low + (high - low) * n / 100.0, 9))


@st.composite
def foils(draw: st.DrawFn) -> Foil:
    return Foil(width=draw(between(8, 16)) * UM)


@st.composite
def pillars(draw: st.DrawFn) -> Pillars:
    width = draw(between(6, 10))
    return Pillars(
        width=width * UM,
        height=draw(between(6, 14)) * UM,
        pitch=(width + draw(between(6, 12))) * UM,
        fillet=draw(st.sampled_from([0.0, 2.0])) * UM,
    )


@st.composite
def trenches(draw: st.DrawFn) -> Trench:
    width = draw(between(7, 12))
    return Trench(
        width=(width + draw(between(7, 12))) * UM,
        trench_width=width * UM,
        depth=draw(between(7, 14)) * UM,
        mouth_fillet=draw(st.sampled_from([0.0, 1.5])) * UM,
        bottom_fillet=draw(st.sampled_from([0.0, 2.0])) * UM,
    )


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    width = draw(between(16, 24))
    if draw(st.booleans()):
        amplitude = draw(between(0.5, 2.0))
        curve: Sinusoid | Bump = Sinusoid(
            amplitude=amplitude * UM,
            waves=draw(st.sampled_from([0.5, 1.0])),
            phase=draw(st.sampled_from([0.0, 3.141592653589793])),
            samples=16,
        )
    else:
        curve = Bump(
            height=draw(between(2, 5)) * UM,
            base=draw(between(7, 10)) * UM,
            tip_fillet=1.0 * UM,
            foot_fillet=1.0 * UM,
        )
    return Profile(width=width * UM, curve=curve)


@st.composite
def cloths(draw: st.DrawFn) -> CarbonCloth:
    return CarbonCloth(
        width=30 * UM,
        thickness=36 * UM,
        floor_gap=draw(between(4, 7)) * UM,
        fibre_diameter=8 * UM,
        yarn_width=24 * UM,
        yarn_height=18 * UM,
        yarn_pitch=30 * UM,
        packing=draw(between(0.2, 0.3)),
        min_gap=draw(between(1, 2)) * UM,
        facets=12,
        seed=draw(st.integers(1, 50)),
    )


COLLECTORS = {
    "foil": foils(),
    "pillars": pillars(),
    "trench": trenches(),
    "profile": profiles(),
    "carbon_cloth": cloths(),
}


@st.composite
def sections(draw: st.DrawFn, kinds: tuple[str, ...] = tuple(COLLECTORS)) -> SectionParameters:
    """A section, bare or with lithium on either side."""
    collector = draw(st.sampled_from(kinds).flatmap(lambda kind: COLLECTORS[kind]))
    capacity = draw(st.sampled_from([None, 0.1, 0.2, 0.3]))
    return SectionParameters(
        collector=collector,
        orientation=draw(st.sampled_from(["upright", "inverted"])),
        gap=draw(between(12, 24)) * UM,
        predeposit=None if capacity is None else Predeposit(capacity=capacity * MAH_PER_CM2),
    )


@st.composite
def electrolytes(draw: st.DrawFn) -> NernstPlanck:
    cation, anion = draw(st.sampled_from([(1, -1), (1, -1), (2, -2), (2, -1), (1, -2)]))
    return NernstPlanck(
        concentration=draw(between(500, 1500)),
        salt_diffusivity=draw(between(2, 8)) * 1e-10,
        transference_number=draw(between(0.2, 0.7)),
        cation_charge=cation,
        anion_charge=anion,
        temperature=draw(st.sampled_from([273.15, 298.15, 333.15])),
    )


@st.composite
def given_laws(draw: st.DrawFn, names: tuple[str, ...], electrons: int) -> Mapping[str, RateLaw]:
    """Overpotentials, one for each surface; the first plates."""
    laws: dict[str, RateLaw] = {}
    for index, name in enumerate(names):
        strips = index > 0 and draw(st.integers(0, 4)) == 0
        value = draw(between(1, 3)) if strips else -draw(between(3, 30))
        laws[name] = GivenOverpotential(
            overpotential=value * 1e-3,
            exchange_current_density=draw(between(5, 60)),
            cathodic_transfer=0.5,
            anodic_transfer=electrons - 0.5,
        )
    return laws


@st.composite
def driven_laws(draw: st.DrawFn, names: tuple[str, ...], electrons: int) -> Mapping[str, RateLaw]:
    """Butler–Volmer on every surface, perhaps with a barrier on the last."""
    laws: dict[str, RateLaw] = {}
    for index, name in enumerate(names):
        barrier = draw(st.sampled_from([0.0, 0.03])) if index == len(names) - 1 else 0.0
        laws[name] = ButlerVolmer(
            exchange_current_density=draw(between(5, 60)),
            cathodic_transfer=0.5,
            anodic_transfer=electrons - 0.5,
            nucleation_barrier=barrier,
        )
    return laws


@st.composite
def cells(
    draw: st.DrawFn, kinds: tuple[str, ...] = tuple(COLLECTORS), modes: tuple[str, ...] = ()
) -> PlatingProblem:
    """A problem whose run takes a fraction of a second.

    Args:
        draw: of Hypothesis.
        kinds: collectors to choose from.
        modes: of the front; by default mostly `moving`.
    """
    electrolyte = draw(electrolytes())
    metal = Metal(
        electrons=electrolyte.cation_charge, porosity=draw(st.sampled_from([0.0, 0.0, 0.3]))
    )
    try:
        parts = build_section(draw(sections(kinds)), metal.volume_per_charge)
    except SectionError:  # lithium that does not fit, yarns that hold no fibre
        reject()
    names = tuple(parts.surfaces)
    section = by_state(parts, STATES if len(names) == 1 else names)
    names = tuple(section.surfaces)
    control: Control
    mode = draw(st.sampled_from(["overpotentials", "potentiostatic", "galvanostatic"]))
    electrons = metal.electrons
    if mode == "overpotentials":
        control, laws = GivenOverpotentials(), draw(given_laws(names, electrons))
    else:
        laws = draw(driven_laws(names, electrons))
        control = (
            Potentiostatic(electrode_potential=-draw(between(5, 60)) * 1e-3)
            if mode == "potentiostatic"
            else Galvanostatic(current_density=draw(between(5, 80)))
        )
    if len(names) > 1 and mode == "overpotentials" and draw(st.integers(0, 4)) == 0:
        laws = {**laws, names[-1]: Insulating()}
    reservoir = mode == "overpotentials" or draw(st.booleans())
    counter = (
        Reservoir()
        if reservoir
        else LithiumCounter(
            exchange_current_density=draw(between(10, 60)),
            anodic_transfer=electrons - 0.5,
        )
    )
    thickness = draw(between(0.5, 5.0)) * UM
    return PlatingProblem(
        section=section,
        electrolyte=electrolyte,
        metal=metal,
        counter=counter,
        surfaces=laws,
        front=FrontSettings(
            mode=draw(st.sampled_from(modes or ("moving", "moving", "moving", "fixed"))),
            courant=0.25,
        ),
        mesh=MeshSettings(front_size=EDGE, largest_size=3.0 * EDGE, growth=0.5),
        time=TimeSettings(tolerance=1e-2),
        protocol=Protocol.single(
            control, StopSettings(capacity=thickness / metal.volume_per_charge, time=1e5)
        ),
    )


def only_plates(problem: PlatingProblem) -> bool:
    """True if no surface is driven to strip, which is limited to the available lithium."""
    laws = problem.surfaces.values()
    return not any(
        getattr(law, "overpotential", 0.0) > 0.0 or getattr(law, "nucleation_barrier", 0.0) > 0.0
        for law in laws
    )
