"""Small cells for the tests of the solvers, and what their exact laws need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.constants import FARADAY
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.control import (
    Control,
    Galvanostatic,
    GivenOverpotentials,
    Potentiostatic,
)
from platefront.solvers.model.counter import LithiumCounter, Reservoir
from platefront.solvers.model.electrolyte.nernst_planck import NernstPlanck
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.overpotential import GivenOverpotential
from platefront.solvers.model.kinetics.rate_law import RateLaw
from platefront.solvers.model.landings import Landings
from platefront.solvers.model.metal import Metal
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.model.protocol.protocol import Protocol
from platefront.solvers.model.settings import (
    FrontSettings,
    MeshSettings,
    TimeSettings,
)
from platefront.solvers.model.stopping.settings import StopSettings

SALT = NernstPlanck(salt_diffusivity=2.93e-10, transference_number=0.4)
"""1 mol/L of a 1:1 salt."""
PLATING = GivenOverpotential(overpotential=-0.05, exchange_current_density=20.0)
EDGE = 1e-6
"""Default edge length of the front [m]."""


def foil(
    width: float = 4.0, height: float = 40.0, layer: float = 0.0, bare: bool = False
) -> CrossSection:
    """A foil at y = 0; unless `bare` it carries lithium `layer` thick (0: a very thin coat)."""
    thick = layer if layer or bare else 0.0
    deposit = shapely.box(0.0, 0.0, width, thick) if thick else shapely.box(0, -1, width, 0)
    if bare:
        deposit = shapely.Polygon()
    return CrossSection(
        width=width,
        height=height,
        collector=shapely.Polygon(),
        deposit=deposit,
        span=(0.0, 0.0),
        surfaces={"foil": shapely.box(0.0, -1.0, width, height)},
    )


def with_solids(
    width: float,
    height: float,
    deposit: BaseGeometry | None = None,
    collector: BaseGeometry | None = None,
    surfaces: Mapping[str, BaseGeometry] | None = None,
) -> CrossSection:
    """A box with given solids; its floor is inert unless a surface reaches below y = 0."""
    empty = shapely.Polygon()
    solids = shapely.union_all([deposit or empty, collector or empty])
    _, low, _, high = solids.bounds
    return CrossSection(
        width=width,
        height=height,
        collector=collector or empty,
        deposit=deposit or empty,
        span=(low, high),
        surfaces=surfaces or {"fibres": shapely.box(0.0, 1e-3, width, height)},
    )


def round_fibre(x: float, y: float, radius: float, edges: int) -> shapely.Polygon:
    """A regular polygon whose area is that of the circle."""
    angle = 2.0 * np.pi * np.arange(edges) / edges
    reach = radius * np.sqrt(2.0 * np.pi / edges / np.sin(2.0 * np.pi / edges))
    return shapely.Polygon(np.column_stack((x + reach * np.cos(angle), y + reach * np.sin(angle))))


def problem(
    section: CrossSection, law: RateLaw | Mapping[str, RateLaw], **changes: Any
) -> PlatingProblem:
    """A problem with sensible settings; `changes` replaces fields or single settings.

    Known changes: potential [V], current [A/m²], control, counter, electrolyte, metal, mode,
    courant, merge_gap, size, largest, growth, order, tolerance, first_step, largest_step,
    capacity, time, gap, must_hit, must_hit_capacity, regions; protocol instead of control and ends.
    """
    take = changes.pop
    potential, current = take("potential", None), take("current", None)
    control: Control = take("control", GivenOverpotentials())
    if potential is not None:
        control = Potentiostatic(electrode_potential=potential)
    elif current is not None:
        control = Galvanostatic(current_density=current)
    size = take("size", EDGE)
    laws = law if isinstance(law, Mapping) else dict.fromkeys(section.surfaces, law)
    stop = StopSettings(
        capacity=take("capacity", None),
        time=take("time", None),
        gap_to_counter=take("gap", None),
    )
    must_hit = Landings(
        times=tuple(take("must_hit", ())), capacities=tuple(take("must_hit_capacity", ()))
    )
    made = PlatingProblem(
        section=section,
        electrolyte=take("electrolyte", SALT),
        metal=take("metal", Metal()),
        counter=take("counter", Reservoir()),
        surfaces=laws,
        front=FrontSettings(
            mode=take("mode", "moving"),
            courant=take("courant", 0.2),
            merge_gap=take("merge_gap", 0.6),
            at_layer=take("at_layer", "end"),
        ),
        mesh=MeshSettings(
            front_size=size,
            largest_size=take("largest", 4.0 * size),
            growth=take("growth", 0.3),
            order=take("order", 1),
        ),
        time=TimeSettings(
            tolerance=take("tolerance", 1e-3),
            first_step=take("first_step", None),
            largest_step=take("largest_step", None),
        ),
        protocol=take("protocol", None) or Protocol.single(control, stop, must_hit),
        regions=take("regions", {}),
    )
    if changes:
        raise TypeError(f"unknown settings {sorted(changes)}")
    return made


def run(case: PlatingProblem) -> list[StepRecord]:
    """All records of a run."""
    return list(Simulation(case).run())


def at(records: Sequence[StepRecord], time: float) -> StepRecord:
    """The record that landed on `time`, exactly."""
    hits = [record for record in records if record.time == time]
    assert len(hits) == 1, f"{len(hits)} records at t = {time}"
    return hits[0]


def robin(law: GivenOverpotential, salt: NernstPlanck) -> tuple[float, float]:
    """k_f and k_b of i = k_f c/c0 - k_b [A/m²], written down independently of the solver."""
    f_rt = FARADAY / (8.314462618 * salt.temperature)
    i0, eta = law.exchange_current_density, law.overpotential
    forward = i0 * np.exp(-law.cathodic_transfer * f_rt * eta)
    return float(forward), float(i0 * np.exp(law.anodic_transfer * f_rt * eta))


def butler_volmer(
    law: ButlerVolmer | LithiumCounter, eta: float, c: float, salt: NernstPlanck
) -> float:
    """i [A/m²], > 0 plating, at overpotential `eta` [V] and concentration `c` [c0]."""
    f_rt = FARADAY / (8.314462618 * salt.temperature)
    forward = c * np.exp(-law.cathodic_transfer * f_rt * eta)
    return float(
        law.exchange_current_density * (forward - np.exp(law.anodic_transfer * f_rt * eta))
    )
