"""Numbers follow from dimensionless groups alone, whatever the units of nature."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, note
from hypothesis import strategies as st
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from platefront.geometry.parameters import Parameters
from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.model.protocol.protocol import Protocol
from tests.shared.comparing import Factors, largest_difference, run
from tests.shared.effort import few, many
from tests.shared.random_cells import cells, only_plates

STEPS = 40
LENGTHS = {"front_size", "largest_size", "nucleation_thickness"}
POTENTIALS = {"overpotential", "electrode_potential", "equilibrium_potential", "nucleation_barrier"}
CURRENTS = {"exchange_current_density", "current_density"}
FACTORS = st.sampled_from([0.5, 1.0, 2.0, 4.0])


def test_every_scaled_key_exists() -> None:
    """A renamed key would quietly be scaled no more."""
    known = {"salt_diffusivity", "concentration", "density", "temperature", "capacity", "time"}
    assert not (LENGTHS | POTENTIALS | CURRENTS) & known


def scaled(
    problem: PlatingProblem, length: float, diffusivity: float, amount: float, thermal: float
) -> tuple[PlatingProblem, Factors]:
    """Another cell with the same dimensionless groups, and what its numbers are multiplied by.

    Lengths L, diffusivities D, concentrations c, temperature T are multiplied by given factors;
    then currents by D c/L, times by L²/D, potentials by T, and the density of the metal by c, so
    that an ion takes the same share of the volume it comes from.
    """
    current = diffusivity * amount / length
    unit = Factors(length**2 / diffusivity, length, current, amount, thermal)

    def part[Part: Parameters](part: Part) -> Part:
        factors: dict[str, float] = dict.fromkeys(LENGTHS, length)
        factors |= dict.fromkeys(POTENTIALS, thermal) | dict.fromkeys(CURRENTS, current)
        factors |= {
            "salt_diffusivity": diffusivity,
            "concentration": amount,
            "density": amount,
            "temperature": thermal,
            "capacity": unit.capacity,
            "time": unit.time,
        }
        changed: dict[str, Any] = {
            name: factors[name] * value
            for name in type(part).model_fields
            if name in factors and (value := getattr(part, name)) is not None
        }
        return part.model_copy(update=changed)

    only = problem.protocol.steps[0]
    return replace(
        problem,
        section=stretched(problem.section, length),
        electrolyte=part(problem.electrolyte),
        metal=part(problem.metal),
        counter=part(problem.counter),
        surfaces={name: part(law) for name, law in problem.surfaces.items()},
        mesh=part(problem.mesh),
        protocol=Protocol.single(part(only.control), part(only.stop)),
    ), unit


def stretched(section: CrossSection, factor: float) -> CrossSection:
    """The section, larger or smaller."""

    def stretch(shape: BaseGeometry) -> BaseGeometry:
        return affinity.scale(shape, factor, factor, origin=(0.0, 0.0))

    low, high = section.span
    return replace(
        section,
        width=factor * section.width,
        height=factor * section.height,
        collector=stretch(section.collector),
        deposit=stretch(section.deposit),
        span=(factor * low, factor * high),
        surfaces={name: stretch(region) for name, region in section.surfaces.items()},
    )


def judge(
    problem: PlatingProblem, length: float, diffusivity: float, amount: float, thermal: float
) -> None:
    assume(only_plates(problem))  # the last film that stripping leaves has a thickness of its own
    other, unit = scaled(problem, length, diffusivity, amount, thermal)
    one, two = run(problem, STEPS), run(other, STEPS)
    # The gap counts from lithium thicker than 0.1 µm, whatever the size of the cell.
    off, where = largest_difference(one, two, unit, lambda name: name != "gap")
    note(f"{len(one) - 1} steps, {one[-1].remeshings} remeshings")
    assert off < 1e-6, f"off by {off:.1e}: {where}"


@few(12)
@given(cells(), FACTORS, FACTORS, FACTORS, st.sampled_from([0.85, 1.0, 1.25]))
@pytest.mark.slow
def test_equal_groups_make_equal_runs(
    problem: PlatingProblem, length: float, diffusivity: float, amount: float, thermal: float
) -> None:
    judge(problem, length, diffusivity, amount, thermal)


@pytest.mark.long
@many(60)
@given(cells(), FACTORS, FACTORS, FACTORS, st.sampled_from([0.85, 1.0, 1.25]))
def test_equal_groups_make_equal_runs_many_times(
    problem: PlatingProblem, length: float, diffusivity: float, amount: float, thermal: float
) -> None:
    judge(problem, length, diffusivity, amount, thermal)
