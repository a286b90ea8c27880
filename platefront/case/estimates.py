"""Numbers that follow from a case without solving it: physics.md's dimensionless groups."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import shapely

from geometry.lengths import metres
from geometry.section import CrossSection
from geometry.tracing import connected_to_counter, trace_section
from platefront.case.model import Case
from solvers.constants import thermal_voltage
from solvers.control import GivenOverpotentials, Potentiostatic, PulseReverse, given_current
from solvers.counter import LithiumCounter
from solvers.electrolyte.nernst_planck import NernstPlanck
from solvers.kinetics.butler_volmer import ButlerVolmer
from solvers.kinetics.linear import Linear
from solvers.kinetics.overpotential import GivenOverpotential
from solvers.kinetics.reversible import Reversible
from solvers.problem import RateLaw

_LARGEST_EXPONENT = 600.0  # keeps exp() finite for any potential a case may ask for
_WIDEST = 20.0  # V, wider than any potentials a case may add up


@dataclass(frozen=True, slots=True)
class Estimate:
    """A derived number.

    Attributes:
        symbol: short name, as in the documentation.
        value: in `unit`.
        unit: SI unit.
        meaning: one sentence.
    """

    symbol: str
    value: float
    unit: str
    meaning: str


def electrolyte_estimates(case: Case) -> list[Estimate]:
    """Transport properties that follow from the two that were given."""
    electrolyte, metal = case.electrolyte, case.metal
    estimates = []
    if isinstance(electrolyte, NernstPlanck):
        d_plus, d_minus = electrolyte.ion_diffusivities
        estimates += [
            Estimate("D+", d_plus, "m^2/s", "Diffusivity of the cation."),
            Estimate("D-", d_minus, "m^2/s", "Diffusivity of the anion."),
            Estimate("D", electrolyte.diffusivity, "m^2/s", "Diffusivity of the salt."),
            Estimate("t+", electrolyte.transference, "1", "Transference number of the cation."),
        ]
    elif not electrolyte.held:
        meaning = "Diffusivity of the reacting ion."
        estimates.append(Estimate("D", electrolyte.diffusivity, "m^2/s", meaning))
    estimates += [
        Estimate("kappa", electrolyte.conductivity, "S/m", "Conductivity at c0."),
        Estimate("V_m", metal.molar_mass / metal.density, "m^3/mol", "Molar volume of the metal."),
    ]
    if case.stop.capacity is not None:
        thickness = case.stop.capacity * metal.volume_per_charge
        meaning = "Thickness of the stop capacity as a flat layer."
        estimates.append(Estimate("h", thickness, "m", meaning))
    return estimates


def section_estimates(section: CrossSection) -> list[Estimate]:
    """Sizes of the section and the wetted length of each surface."""
    low, high = section.span
    band = shapely.box(0.0, low, section.width, high)
    estimates = [
        Estimate("W", metres(section.width), "m", "Width of the section."),
        Estimate("H", metres(section.height), "m", "Height of the section."),
        Estimate("L", path_length(section), "m", "From counter electrode to collector's middle."),
    ]
    if band.area > 0.0:
        porosity = section.electrolyte.intersection(band).area / band.area
        meaning = "Share of electrolyte between the collector's lowest and highest point."
        estimates.append(Estimate("porosity", porosity, "1", meaning))
    for name, length in wetted_lengths(section).items():
        ratio = length / metres(section.width)
        meaning = f'Wetted length of surface "{name}" per width of the section.'
        estimates.append(Estimate(f"s_{name}", ratio, "1", meaning))
    return estimates


def dimensionless_estimates(case: Case) -> list[Estimate]:
    """Current at the first moment and the groups it makes (physics, section 6).

    Groups of a net stripping current are left out.
    """
    section = case.cross_section()
    length = path_length(section)
    electrolyte = case.electrolyte
    start, slope = start_current(case, section)
    limit = _limiting_current(case, length)
    estimates = []
    if limit is not None:
        diffusion = length**2 / electrolyte.diffusivity
        estimates += [
            Estimate("t_D", diffusion, "s", "Diffusion time L^2/D."),
            Estimate("i_lim", limit, "A/m^2", "Limiting current density per footprint."),
        ]
    meaning = "Current at the first moment (c = c0), per footprint."
    if isinstance(case.control, PulseReverse):
        meaning = "Current of the forward pulse, per footprint."
    estimates.append(Estimate("i_0", start, "A/m^2", meaning))
    if start <= 0.0:
        return estimates
    kappa = electrolyte.conductivity
    wagner = thermal_voltage(electrolyte.temperature) * kappa / (start * length)
    estimates += [
        Estimate("Wa", wagner, "1", "Wagner number (RT/F) kappa/(i_0 L); even plating if >> 1."),
        Estimate("Wa_lin", kappa / (slope * length), "1", "Wagner number kappa (deta/di)/L."),
    ]
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
    if case.stop.capacity is not None:
        duration = case.stop.capacity / steady
        meaning = "Estimated duration to the stop capacity at i_est."
        if isinstance(case.control, PulseReverse):
            duration = case.stop.capacity / case.control.mean_current_density
            meaning = "Duration to the stop capacity at the mean current."
        estimates.append(Estimate("t_end", duration, "s", meaning))
    return estimates


def _limiting_current(case: Case, length: float) -> float | None:
    """Steady current per footprint at which the front runs empty [A/m²].

    None if it cannot, and where a flow brings more than diffusion across the cell.
    """
    per_gradient = case.electrolyte.current_per_gradient
    if per_gradient is None or case.flow is not None:
        return None
    limit = per_gradient * case.electrolyte.concentration / length
    if isinstance(case.counter, LithiumCounter):
        limit *= 2.0  # c is conserved, so it rises at the counter electrode as it falls here
    return limit


def path_length(section: CrossSection) -> float:
    """L [m]: from the counter electrode to the middle of the collector."""
    return metres(section.height - section.middle)


def wetted_lengths(section: CrossSection) -> dict[str, float]:
    """Length [m] of front that each surface owns, in pores that reach the counter electrode."""
    lengths = np.zeros(len(section.surfaces))
    for polygon in connected_to_counter(section.electrolyte, section.counter_electrode)[0]:
        outline = trace_section(section, polygon)
        front = outline.tag >= 0
        lengths += np.bincount(
            outline.tag[front], weights=outline.lengths[front], minlength=len(lengths)
        )
    return {name: metres(float(x)) for name, x in zip(section.surfaces, lengths, strict=True)}


def start_current(case: Case, section: CrossSection) -> tuple[float, float]:
    """Plating current i [A/m²] and -di/dη [S/m²] per footprint at the first moment.

    The concentration is still c0. A given electrode potential is shared by the rate laws, the
    ohmic drop i L/κ and the counter electrode; given overpotentials are what they are.
    """
    lengths = wetted_lengths(section)
    shares = {name: length / metres(section.width) for name, length in lengths.items()}

    def front(potential: float) -> tuple[float, float]:
        rates = [_rate(case.surfaces[name], case, potential) for name in shares]
        pairs = list(zip(rates, shares.values(), strict=True))
        return sum(i * share for (i, _), share in pairs), sum(g * share for (_, g), share in pairs)

    if isinstance(case.control, GivenOverpotentials):
        return front(0.0)
    if (wanted := given_current(case.control)) is not None:
        return wanted, front(_root(lambda p: front(p)[0] - wanted, -_WIDEST, _WIDEST))[1]
    resistance = path_length(section) / case.electrolyte.conductivity

    def excess(potential: float) -> float:
        """Rises with the potential before the front; zero where all drops add up."""
        current, _ = front(potential)
        top = potential + current * resistance
        if isinstance(case.counter, LithiumCounter):
            return current + _butler_volmer(case.counter, -top, case)[0]
        return top

    if (held := _held_potential(case)) is not None:
        return -held / resistance, math.inf
    return front(_root(excess, -_WIDEST, _WIDEST))


def _held_potential(case: Case) -> float | None:
    """Potential before a front without kinetic resistance [V]; None if there is no such surface."""
    if isinstance(case.control, Potentiostatic):
        for law in case.surfaces.values():
            if isinstance(law, Reversible):
                return case.control.electrode_potential - law.equilibrium_potential
    return None


def _root(rising: Callable[[float], float], low: float, high: float) -> float:
    """Where a rising function vanishes, by bisection to round-off."""
    while low < (middle := 0.5 * (low + high)) < high:
        low, high = (low, middle) if rising(middle) > 0.0 else (middle, high)
    return middle


def _rate(law: RateLaw, case: Case, potential: float) -> tuple[float, float]:
    """Current density and -di/dη of a law on bare host, at c0 and an electrolyte potential."""
    match law, case.control:
        case ButlerVolmer() | Linear(), control if not isinstance(control, GivenOverpotentials):
            # with a given current only the difference of the potentials matters
            electrode = 0.0
            if isinstance(control, Potentiostatic):
                electrode = control.electrode_potential
            driving = electrode - potential - law.equilibrium_potential
            rate = _driven(law, driving, case)
        case GivenOverpotential(), _:
            rate = _butler_volmer(law, law.overpotential, case)
        case _:
            return 0.0, 0.0
    # bare host holds nothing that could be stripped
    return (0.0, 0.0) if rate[0] < 0.0 and case.section.predeposit is None else rate


def _driven(law: ButlerVolmer | Linear, driving: float, case: Case) -> tuple[float, float]:
    """The same for φ_s - φ - E_eq, of which film and nucleation barrier take their parts."""

    def reaction(eta: float) -> tuple[float, float]:
        if isinstance(law, Linear):
            return -law.conductance * eta, law.conductance
        return _butler_volmer(law, eta, case)

    if isinstance(law, ButlerVolmer):
        driving += law.nucleation_barrier
    film = law.film_resistance
    eta = driving
    if film > 0.0:
        low, high = sorted((0.0, driving))
        eta = _root(lambda eta: eta - film * reaction(eta)[0] - driving, low, high)
    current, slope = reaction(eta)
    return current, slope / (1.0 + film * slope)


def _butler_volmer(
    law: ButlerVolmer | GivenOverpotential | LithiumCounter, eta: float, case: Case
) -> tuple[float, float]:
    """Current density i [A/m²], positive for plating, and -di/dη [S/m²] at c0."""
    f = 1.0 / thermal_voltage(case.electrolyte.temperature)
    a, c = law.anodic_transfer, law.cathodic_transfer
    cathodic, anodic = (
        law.exchange_current_density * math.exp(min(exponent, _LARGEST_EXPONENT))
        for exponent in (-c * f * eta, a * f * eta)
    )
    return cathodic - anodic, f * (c * cathodic + a * anodic)
