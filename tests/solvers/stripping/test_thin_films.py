"""Films of nanometres between a stripped and a plated surface neither stop a run nor let the front
into the host."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
import shapely

from platefront.geometry.section.cross_section import CrossSection
from platefront.results.books import Audit
from platefront.solvers.evolution import simulation
from platefront.solvers.evolution.remeshing import front_is_unsound
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.control import GivenOverpotentials
from platefront.solvers.model.counter import Reservoir
from platefront.solvers.model.electrolyte.nernst_planck import NernstPlanck
from platefront.solvers.model.kinetics.insulating import Insulating
from platefront.solvers.model.kinetics.overpotential import GivenOverpotential
from platefront.solvers.model.metal import Metal
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.model.protocol.protocol import Protocol
from platefront.solvers.model.settings import (
    FrontSettings,
    MeshSettings,
    TimeSettings,
)
from platefront.solvers.model.stopping.settings import StopSettings
from platefront.solvers.state.plating_state import PlatingState

UM = 1e-6
FILM = 0.05
"""Thickness of lithium on the side [µm]."""


def post(half: float, height: float, pitch: float, gap: float, floor: float) -> CrossSection:
    """A post of the host between trenches whose floor is inert, `floor` high [µm]."""
    left, right = 0.5 * pitch - half, 0.5 * pitch + half
    return CrossSection(
        width=pitch,
        height=height + gap,
        collector=shapely.box(left, 0, right, height),
        deposit=shapely.box(0, 0, pitch, floor).difference(shapely.box(left, 0, right, height)),
        span=(0.0, height),
        surfaces={
            "upper": shapely.box(0, height, pitch, height + gap),
            "side": shapely.box(0, floor or 6e-6, pitch, height),
            "lower": shapely.box(0, -1, pitch, floor or 6e-6),
        },
    )


def plating_on_top(side: float) -> PlatingProblem:
    """Lithium on the top grows, on the side it is stripped, where a film of it is left.

    Args:
        side: exchange current density there [A/m²].
    """
    section = post(3.0, 6.0, 12.0, 12.0, 0.0)
    lithium = shapely.box(3.0 - FILM, 0.0, 9.0 + FILM, 6.97).difference(section.collector)
    return PlatingProblem(
        section=replace(section, deposit=lithium),
        electrolyte=NernstPlanck(
            concentration=500.0,
            salt_diffusivity=2e-10,
            transference_number=0.2,
            temperature=273.15,
        ),
        metal=Metal(),
        counter=Reservoir(),
        surfaces={
            "upper": GivenOverpotential(overpotential=-3e-3, exchange_current_density=5.0),
            "side": GivenOverpotential(overpotential=1e-3, exchange_current_density=side),
            "lower": Insulating(),
        },
        front=FrontSettings(mode="moving", courant=0.25),
        mesh=MeshSettings(front_size=2 * UM, largest_size=6 * UM, growth=0.5),
        time=TimeSettings(tolerance=1e-2),
        protocol=Protocol.single(GivenOverpotentials(), StopSettings(capacity=3712.0, time=1e5)),
    )


def divalent_on_a_fixed_front() -> PlatingProblem:
    """Return a problem whose deposit at the corner of top and side is plated and stripped."""
    upper, side = (
        GivenOverpotential(
            overpotential=overpotential,
            exchange_current_density=exchange,
            cathodic_transfer=0.5,
            anodic_transfer=1.5,
        )
        for overpotential, exchange in ((-20.28e-3, 5.55), (2.28e-3, 41.85))
    )
    problem = plating_on_top(1.0).with_step(stop=StopSettings(capacity=49511.5, time=1e5))
    return replace(
        problem,
        section=post(3.48, 8.08, 15.9, 20.16, 1.294),
        electrolyte=NernstPlanck(
            concentration=1130.0,
            salt_diffusivity=5.9e-10,
            transference_number=0.6,
            cation_charge=2,
            anion_charge=-2,
            temperature=333.15,
        ),
        metal=Metal(electrons=2),
        surfaces={"upper": upper, "side": side, "lower": Insulating()},
        front=FrontSettings(mode="fixed", courant=0.25),
    )


@pytest.mark.parametrize(
    "problem",
    [
        pytest.param(plating_on_top(35.8), id="an edge that retreats round a bare corner"),
        pytest.param(plating_on_top(11.05), id="a corner where stripping is off and on"),
        pytest.param(divalent_on_a_fixed_front(), id="a film left behind by a jump of the current"),
    ],
)
@pytest.mark.slow
def test_a_run_goes_on(problem: PlatingProblem, monkeypatch: pytest.MonkeyPatch) -> None:
    def sound(state: PlatingState) -> bool:
        assert not front_is_unsound(state), "the front had to be mended"
        return False

    monkeypatch.setattr(simulation, "front_is_unsound", sound)
    books = Audit()
    records = []
    for record in itertools.islice(Simulation(problem).run(), 100):
        books.add(record)
        records.append(record)
        assert abs(record.books.area) < 1e-9, f"areas are off by {record.books.area:.1e}"
    assert not books.breaches()
    last = records[-1]
    assert last.time > 1e3 and last.surfaces["upper"].charge > 0.0
    # what the top shares with the side at their corner may be stripped again
    assert last.surfaces["side"].charge < 0.0
