"""Numbers that follow from a case without solving it: its dimensionless groups."""

from __future__ import annotations

import math

from platefront.case.model import Case
from platefront.case.start_current import path_length, path_of, start_current, wetted_lengths
from platefront.geometry.lengths import metres
from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.constants import thermal_voltage
from platefront.solvers.errors import DeadEndError
from platefront.solvers.model.electrolyte.hosts import Hosts
from platefront.solvers.model.electrolyte.region import CellPath
from platefront.solvers.model.electrolyte.sustained import sustained_in_cell
from platefront.solvers.model.estimate import Estimate


def electrolyte_estimates(case: Case) -> list[Estimate]:
    """Transport properties that follow from the two that were given."""
    electrolyte, metal = case.electrolyte, case.metal
    estimates = [
        *electrolyte.transport_properties,
        Estimate("kappa", electrolyte.conductivity, "S/m", "Conductivity at c0."),
        Estimate("V_m", metal.molar_mass / metal.density, "m^3/mol", "Molar volume of the metal."),
    ]
    if case.most_plated is not None:
        thickness = case.most_plated * metal.volume_per_charge
        meaning = "Thickness of the largest plated capacity as a flat layer."
        estimates.append(Estimate("h", thickness, "m", meaning))
    return estimates


def section_estimates(section: CrossSection) -> list[Estimate]:
    """Sizes of the section and the wetted length of each surface."""
    estimates = [
        Estimate("W", metres(section.width), "m", "Width of the section."),
        Estimate("H", metres(section.height), "m", "Height of the section."),
        Estimate("L", path_length(section), "m", "From counter electrode to collector's middle."),
    ]
    if (porosity := section.porosity) is not None:
        meaning = "Porosity in the collector's height, without its lithium."
        estimates.append(Estimate("porosity", 100.0 * porosity, "%", meaning))
    for name, length in wetted_lengths(section).items():
        ratio = length / metres(section.width)
        meaning = f'Wetted length of surface "{name}" per width of the section.'
        estimates.append(Estimate(f"s_{name}", ratio, "1", meaning))
    return estimates


def host_estimates(case: Case) -> list[Estimate]:
    """Walls of the pores of each porous host, and the capacity of these."""
    hosts = Hosts.of(case.cross_section(), case.regions)
    estimates = []
    rows = zip(hosts.names, hosts.depths, hosts.mediums, hosts.matrices, strict=True)
    for name, depth, medium, matrix in rows:
        meaning = f'Area of the walls of the pores of host "{name}" per footprint.'
        estimates.append(Estimate(f"s_{name}", hosts.walls[name], "1", meaning))
        volume = depth * matrix.room(medium.porosity)
        meaning = f'Capacity of the pores of host "{name}" until all are closed.'
        most = volume / case.metal.volume_per_charge
        estimates.append(Estimate(f"q_{name}", most, "C/m^2", meaning))
    return estimates


def dimensionless_estimates(case: Case) -> list[Estimate]:
    """Current at the first moment and the dimensionless groups it makes.

    Groups of a net stripping current are left out. Beside drawn regions, through which there is no
    straight way, only the current is told.
    """
    section = case.cross_section()
    if section.drawn_regions:
        return _beside_drawn_regions(case, section)
    path = path_of(case, section)
    length = path.resisting_length
    electrolyte = case.electrolyte
    start, slope = start_current(case, section)
    limit = _limiting_current(case, path)
    estimates = []
    if section.regions:
        meaning = "Length of free electrolyte with the resistance of L and its layers."
        estimates.append(Estimate("L_eff", length, "m", meaning))
    if limit is not None:
        diffusion = length * path.storing_length / electrolyte.diffusivity
        estimates += [
            Estimate("t_D", diffusion, "s", "Diffusion time L^2/D."),
            Estimate("i_lim", limit, "A/m^2", "Limiting current density per footprint."),
        ]
    step = case.driven_step
    pulses = step.control.pulses
    meaning = "Current at the first moment (c = c0), per footprint."
    if pulses is not None:
        meaning = "Current of the forward pulse, per footprint."
    estimates.append(Estimate("i_0", start, "A/m^2", meaning))
    if start <= 0.0:
        return estimates
    kappa = electrolyte.conductivity
    wagner = thermal_voltage(electrolyte.temperature) * kappa / (start * length)
    estimates += [
        Estimate("Wa", wagner, "1", "Wagner number (RT/F) kappa/(i_0 L); even plating if >> 1.")
    ]
    if slope > 0.0:  # a law that has levelled off does not respond to the potential
        meaning = "Wagner number kappa (deta/di)/L."
        estimates.append(Estimate("Wa_lin", kappa / (slope * length), "1", meaning))
    steady = start
    if limit is not None:
        carried = (electrolyte.current_per_gradient or 0.0) * electrolyte.concentration
        sand = math.pi / (4.0 * electrolyte.diffusivity) * (carried / start) ** 2
        # i = i_0 c_s/c0 with c_s = c0 (1 - i/i_lim)
        steady = start * limit / (start + limit)
        meaning = "Estimated steady current i_0 i_lim/(i_0 + i_lim)."
        estimates += [
            Estimate("i_0/i_lim", start / limit, "1", "Depletion of the electrolyte if > 1."),
            Estimate("t_S", sand, "s", "Sand's time, were i_0 kept up."),
            Estimate("i_est", steady, "A/m^2", meaning),
        ]
    if case.only_step is not None and (capacity := step.stop.last_capacity) is not None:
        duration = capacity / steady
        meaning = "Estimated duration to the stop capacity at i_est."
        if pulses is not None:
            duration = capacity / pulses.mean_current_density
            meaning = "Duration to the stop capacity at the mean current."
        estimates.append(Estimate("t_end", duration, "s", meaning))
    return estimates


def _beside_drawn_regions(case: Case, section: CrossSection) -> list[Estimate]:
    """Return what needs no way through the electrolyte: the current, where it is given."""
    step = case.driven_step
    if step.control.gives_potential or step.control.pulses is not None:
        return []
    start, _ = start_current(case, section)
    meaning = "Current at the first moment (c = c0), per footprint."
    return [Estimate("i_0", start, "A/m^2", meaning)]


def share_of_limit(case: Case) -> float | None:
    """Return the estimated steady current over the limiting current [1].

    A given current may exceed it; given potentials only approach it. None if no salt can run out,
    for a net stripping current, and beside drawn regions, for which no closed one is known.
    """
    section = case.cross_section()
    if section.drawn_regions:
        return None
    limit = _limiting_current(case, path_of(case, section))
    try:
        start, _ = start_current(case, section)
    except DeadEndError:
        return None  # the run says why
    if limit is None or start <= 0.0:
        return None
    control = case.driven_step.control
    if control.pulses is not None:
        return control.pulses.mean_current_density / limit
    if control.gives_current:
        return start / limit
    return start / (start + limit)


def _limiting_current(case: Case, path: CellPath) -> float | None:
    """Steady current per footprint at which the front runs empty [A/m²].

    None if it cannot, and where a flow brings more than diffusion across the cell.
    """
    if case.electrolyte.current_per_gradient is None or case.flow is not None:
        return None
    # with kinetics at the counter electrode c is conserved: it rises there as it falls here
    reservoir = case.counter.rate_law is None
    return sustained_in_cell(case.electrolyte, path, reservoir=reservoir)
