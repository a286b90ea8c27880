"""The current at the first moment of a case, without solving it."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from platefront.case.model import Case
from platefront.geometry.front.tracing import trace_section
from platefront.geometry.lengths import metres
from platefront.geometry.plane.connectivity import connected_to_counter
from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.constants import thermal_voltage
from platefront.solvers.model.control import GivenOverpotentials, Potentiostatic, given_current
from platefront.solvers.model.counter import LithiumCounter
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.linear import Linear
from platefront.solvers.model.kinetics.overpotential import GivenOverpotential
from platefront.solvers.model.kinetics.rate_law import RateLaw
from platefront.solvers.model.kinetics.reversible import Reversible

_LARGEST_EXPONENT = 600.0  # keeps exp() finite for any potential a case may ask for
_WIDEST = 20.0  # V, wider than any potentials a case may add up


def path_length(section: CrossSection) -> float:
    """L [m]: from the counter electrode to the middle of the collector."""
    return metres(section.height - section.middle)


def wetted_lengths(section: CrossSection) -> dict[str, float]:
    """Length [m] of front that each surface owns, in pores that reach the counter electrode."""
    lengths = np.zeros(len(section.surfaces))
    for polygon in connected_to_counter(
        section.electrolyte, section.counter_electrode, section.period
    )[0]:
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
