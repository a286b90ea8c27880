"""Dimensionless numbers of a trial, and closed estimates of what its barrier has to hold."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

from platefront.case.load import parse_case
from platefront.case.start_current import path_length, wetted_lengths
from platefront.geometry.lengths import metres
from platefront.solvers.constants import thermal_voltage
from platefront.solvers.model.electrolyte.nernst_planck import NernstPlanck
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from verification.inversion.cloth_cell import ClothCell, text_of


@dataclass(frozen=True, slots=True)
class Cloth:
    """Numbers of the section and of the electrolyte that the estimates need.

    Attributes:
        lithiated, bare: wetted length of each half over the width of the section.
        thickness: of the cloth [m].
        path: from the counter electrode to the middle of the cloth [m].
        conductivity: of the electrolyte [S/m].
        transference: transference number of the cation.
        porosity: of the cloth without its lithium.
        thermal_voltage: RT/F [V].
        molar_volume: of lithium [m³/mol].
        nucleation_thickness: deposit over which the barrier decays [m].
    """

    lithiated: float
    bare: float
    thickness: float
    path: float
    conductivity: float
    transference: float
    porosity: float
    thermal_voltage: float
    molar_volume: float
    nucleation_thickness: float


@cache
def cloth_of(diffusivity: float, gap: float) -> Cloth:
    """Return the numbers of the inverted cloth at the start of a run.

    Args:
        diffusivity: of the salt [1e-10 m²/s].
        gap: ion path from the cloth to the counter electrode [µm].
    """
    case = parse_case(text_of(ClothCell(diffusivity=diffusivity, gap=gap).case()), "trial.toml")
    section, electrolyte, metal = case.cross_section(), case.electrolyte, case.metal
    bare = case.surfaces["bare"]
    assert isinstance(bare, ButlerVolmer)
    assert isinstance(electrolyte, NernstPlanck)
    assert section.porosity is not None
    low, high = section.span
    width = metres(section.width)
    wetted = {name: length / width for name, length in wetted_lengths(section).items()}
    return Cloth(
        lithiated=wetted["lithiated"],
        bare=wetted["bare"],
        thickness=metres(high - low),
        path=path_length(section),
        conductivity=electrolyte.conductivity,
        transference=electrolyte.transference,
        porosity=section.porosity,
        thermal_voltage=thermal_voltage(electrolyte.temperature),
        molar_volume=metal.molar_mass / metal.density,
        nucleation_thickness=bare.nucleation_thickness,
    )


@dataclass(frozen=True, slots=True)
class Groups:
    """Dimensionless numbers; potentials over RT/F.

    Attributes:
        barrier: nucleation barrier η_nuc.
        overpotential: η = 2 asinh(i/(2 i0 s)) of the lithiated half, which carries all current.
        ohmic_drop: i (d/2)/κ between the middles of the halves of a cloth of thickness d.
        drop: Δφ, with what the concentration adds to it in steady state and with Bruggeman's
            conductivity of the pores: i (d/2)/(t₊ κ ε^1.5).
        wagner: (RT/F) κ/(i L).
        path: ion path to the counter electrode over the thickness of the cloth.
    """

    barrier: float
    overpotential: float
    ohmic_drop: float
    drop: float
    wagner: float
    path: float

    @property
    def needed(self) -> float:
        """Barrier that keeps the bare half free, η + Δφ."""
        return self.overpotential + self.drop


def groups_of(trial: ClothCell) -> Groups:
    """Return the dimensionless numbers of a trial."""
    cloth = cloth_of(trial.diffusivity, trial.gap)
    current, unit = 10.0 * trial.current, cloth.thermal_voltage
    ohmic = current * 0.5 * cloth.thickness / (cloth.conductivity * unit)
    return Groups(
        barrier=1e-3 * trial.barrier / unit,
        overpotential=2.0 * math.asinh(current / (2.0 * trial.exchange_current * cloth.lithiated)),
        ohmic_drop=ohmic,
        drop=ohmic / (cloth.transference * cloth.porosity**1.5),
        wagner=unit * cloth.conductivity / (current * cloth.path),
        path=1e-6 * trial.gap / cloth.thickness,
    )
