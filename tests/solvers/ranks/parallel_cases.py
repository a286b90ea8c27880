"""Small cells that between them use all that is distributed, for runs on any number of ranks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import shapely

from platefront.geometry.assembly.build import SectionParameters, build_section
from platefront.geometry.collectors import Profile, Strip
from platefront.geometry.collectors.curves import Sinusoid
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.regions import ElectrolyteRegion
from platefront.geometry.section.transforms import made_periodic
from platefront.solvers.model.control import PulseReverse
from platefront.solvers.model.counter import LithiumCounter, Reservoir
from platefront.solvers.model.electrolyte.concentrated import Concentrated
from platefront.solvers.model.electrolyte.ohmic import Ohmic
from platefront.solvers.model.electrolyte.porous_host import PorousHost
from platefront.solvers.model.electrolyte.region import PorousMedium
from platefront.solvers.model.electrolyte.solution.landesfeind import Landesfeind2019
from platefront.solvers.model.electrolyte.supported import Supported
from platefront.solvers.model.flow import Poiseuille
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.film_pattern import RandomPattern
from platefront.solvers.model.kinetics.growing_film import ParabolicGrowth
from platefront.solvers.model.kinetics.insulating import Insulating
from platefront.solvers.model.kinetics.linear import Linear
from platefront.solvers.model.kinetics.overpotential import GivenOverpotential
from platefront.solvers.model.kinetics.reversible import Reversible
from platefront.solvers.model.metal import Metal
from platefront.solvers.model.problem import PlatingProblem
from tests.shared.cells import PLATING, foil, problem, round_fibre, with_solids
from tests.shared.shifted_sections import shifted

BATH = Ohmic(conductivity=2.0)
ION = Supported(ion_diffusivity=5e-10, conductivity=5.0)
LAW = ButlerVolmer(exchange_current_density=20.0)
PULSES = PulseReverse(mean_current_density=100.0, reverse_current_density=-500.0, forward_share=0.8)
COARSE = {"size": 1.5e-6, "largest": 4e-6, "tolerance": 1e-2}


def wave(gap: float = 10.0) -> CrossSection:
    curve = Sinusoid(amplitude=2e-6, waves=1.0)
    return Profile(width=20e-6, curve=curve).section(gap, None, inverted=False)


def strip() -> CrossSection:
    collector = Strip(width=20e-6, start=5e-6, length=10e-6)
    return build_section(SectionParameters(collector=collector, gap=20e-6), 1e-10)


def channel() -> CrossSection:
    electrode = shapely.box(10.0, -1.0, 40.0, 30.0)
    return replace(foil(50.0, 30.0, bare=True), surfaces={"strip": electrode})


def fibres() -> CrossSection:
    """Five fibres close to one another, of two surfaces, which merge and trap a pore."""
    places = ((6.0, 8.0), (12.5, 8.0), (9.2, 13.6), (19.0, 12.0), (25.0, 7.0))
    host = shapely.MultiPolygon([round_fibre(x, y, 2.6, 14) for x, y in places])
    names = {"lower": shapely.box(0.0, 1e-3, 30.0, 10.0), "upper": shapely.box(0, 10, 30, 30)}
    return with_solids(30.0, 28.0, collector=host, surfaces=names)


def graded(case: PlatingProblem) -> PlatingProblem:
    """With finer edges where strip and plane meet."""
    return replace(case, mesh=case.mesh.model_copy(update={"junction_size": 0.4e-6}))


def evenly(case: PlatingProblem) -> PlatingProblem:
    """With every surface growing by its mean."""
    return replace(case, front=case.front.model_copy(update={"growth": "even"}))


def flowing() -> PlatingProblem:
    case = problem(
        channel(),
        {"strip": LAW},
        potential=-0.3,
        electrolyte=ION,
        mode="fixed",
        size=2e-6,
        largest=6e-6,
        tolerance=1e-2,
        time=0.5,
    )
    return replace(case, flow=Poiseuille(mean_velocity=0.01))


FIXED: dict[str, Callable[[], PlatingProblem]] = {
    "overpotentials": lambda: problem(wave(), PLATING, mode="fixed", time=2.0, **COARSE),
    "barrier and film": lambda: problem(
        fibres(),
        {
            "lower": ButlerVolmer(exchange_current_density=20.0, nucleation_barrier=0.03),
            "upper": ButlerVolmer(exchange_current_density=20.0, film_resistance=1e-3),
        },
        current=60.0,
        counter=LithiumCounter(),
        mode="fixed",
        time=20.0,
        **COARSE,
    ),
    "periodic": lambda: problem(
        shifted(made_periodic(fibres()), 0.3),
        LAW,
        potential=-0.1,
        mode="fixed",
        time=5.0,
        **COARSE,
    ),
    "concentrated, patchy film": lambda: problem(
        wave(),
        Linear(
            conductance=800.0,
            film_resistance=1e-3,
            film_pattern=RandomPattern(amplitude=0.5, correlation_length=4e-6),
        ),
        current=120.0,
        electrolyte=Concentrated(solution=Landesfeind2019()),
        counter=LithiumCounter(),
        mode="fixed",
        time=5.0,
        **COARSE,
    ),
    "supported, linear": lambda: problem(
        wave(),
        Linear(conductance=800.0),
        current=60.0,
        electrolyte=ION,
        mode="fixed",
        time=5.0,
        **COARSE,
    ),
    "supported in a flow": flowing,
    "primary": lambda: graded(
        problem(
            strip(),
            {"strip": Reversible(), "plane": Insulating()},
            potential=-0.1,
            electrolyte=BATH,
            mode="fixed",
            time=5.0,
            **COARSE,
        )
    ),
    "pulses": lambda: problem(
        wave(), LAW, control=PULSES, electrolyte=BATH, mode="fixed", time=5.0, **COARSE
    ),
    "stripped bare": lambda: problem(
        foil(20.0, 10.0, layer=0.5),
        GivenOverpotential(overpotential=0.05, exchange_current_density=20.0),
        mode="fixed",
        time=200.0,
        **COARSE,
    ),
}
"""The front stays."""

MOVING: dict[str, Callable[[], PlatingProblem]] = {
    "merging": lambda: problem(
        fibres(), LAW, potential=-0.12, counter=LithiumCounter(), capacity=2.5e4, **COARSE
    ),
    "periodic, merging": lambda: problem(
        shifted(made_periodic(fibres()), 0.3),
        LAW,
        potential=-0.12,
        counter=LithiumCounter(),
        capacity=2.5e4,
        **COARSE,
    ),
    "supported, receding": lambda: problem(
        wave(),
        LAW,
        current=60.0,
        electrolyte=ION,
        counter=LithiumCounter(recession="local"),
        capacity=1.5e4,
        **COARSE,
    ),
    "reservoir, receding": lambda: problem(
        wave(), PLATING, counter=Reservoir(recession="even"), capacity=1.5e4, **COARSE
    ),
    "pulses, moving": lambda: problem(
        wave(), LAW, control=PULSES, electrolyte=BATH, capacity=1.2e4, **COARSE
    ),
    "capillarity": lambda: problem(
        wave(), LAW, current=60.0, metal=Metal(surface_energy=50.0), capacity=1.2e4, **COARSE
    ),
    "film that breaks": lambda: problem(
        wave(),
        Linear(conductance=800.0, film=ParabolicGrowth(rate=1e-18, breaking_strain=0.01)),
        current=60.0,
        capacity=1.2e4,
        **COARSE,
    ),
    "pores of a felt": lambda: problem(
        replace(wave(30.0), regions=(ElectrolyteRegion("felt", 10.0, 22.0),)),
        LAW,
        current=60.0,
        regions={
            "felt": PorousMedium(porosity=0.7, host=PorousHost(specific_area=5e5, reaction=LAW))
        },
        capacity=1.2e4,
        **COARSE,
    ),
    "felt on foil": lambda: problem(
        replace(foil(20.0, 20.0, bare=True), regions=(ElectrolyteRegion("felt", 0.0, 12.0),)),
        Insulating(),
        current=60.0,
        regions={
            "felt": PorousMedium(
                porosity=0.7,
                host=PorousHost(specific_area=5e5, conductivity=0.3, reaction=LAW),
            )
        },
        capacity=1.2e4,
        **COARSE,
    ),
    "strip in a plane": lambda: graded(
        problem(strip(), {"strip": PLATING, "plane": Insulating()}, capacity=1.5e3, **COARSE)
    ),
    "even growth": lambda: evenly(
        problem(
            foil(20.0, 20.0),
            Linear(conductance=2e4),
            potential=-0.1,
            electrolyte=BATH,
            counter=LithiumCounter(recession="even"),
            capacity=3e4,
            **COARSE,
        )
    ),
}
"""The front moves, merges, recedes."""
