"""PlatingProblem: everything a simulation needs to know, in one immutable object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from geometry.section import CrossSection
from solvers.control import Galvanostatic, GivenOverpotentials, Potentiostatic, PulseReverse
from solvers.counter import LithiumCounter, Reservoir
from solvers.electrolyte.nernst_planck import NernstPlanck
from solvers.electrolyte.ohmic import Ohmic
from solvers.electrolyte.supported import Supported
from solvers.flow import Poiseuille
from solvers.kinetics.butler_volmer import ButlerVolmer
from solvers.kinetics.insulating import Insulating
from solvers.kinetics.linear import Linear
from solvers.kinetics.overpotential import GivenOverpotential
from solvers.kinetics.reversible import Reversible
from solvers.metal import Metal
from solvers.settings import FrontSettings, MeshSettings, StopSettings, TimeSettings

type Electrolyte = NernstPlanck | Supported | Ohmic
type RateLaw = GivenOverpotential | ButlerVolmer | Linear | Reversible | Insulating
type Control = Potentiostatic | Galvanostatic | PulseReverse | GivenOverpotentials
type Counter = Reservoir | LithiumCounter


@dataclass(frozen=True, slots=True)
class PlatingProblem:
    """Section, physics and numerics of one run (SI; section in micrometres).

    Attributes:
        section: the cell's cross-section at the start.
        electrolyte, metal, control, counter: the physics.
        surfaces: surface name → rate law, exactly the names of `section.surfaces`.
        front, mesh, time, stop: numerical settings.
        must_hit: times [s] that the stepping lands on exactly.
        must_hit_capacity: capacities [C/m²] that the stepping lands on exactly.
        flow: velocity of the electrolyte; None where it is at rest.
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
    must_hit: tuple[float, ...] = ()
    must_hit_capacity: tuple[float, ...] = ()
    flow: Poiseuille | None = None
