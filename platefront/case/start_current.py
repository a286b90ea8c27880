"""The current at the first moment of a case, without solving it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
from shapely.geometry.base import BaseGeometry

from platefront.case.model import Case
from platefront.geometry.front.tracing import trace_section
from platefront.geometry.lengths import metres
from platefront.geometry.plane.connectivity import connected_to_counter
from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.model.kinetics.rate_law import RateLaw
from platefront.solvers.model.kinetics.surface_state import SurfaceState
from platefront.solvers.model.scales import Scales

_WIDEST = 20.0  # V, wider than any potentials a case may add up


def path_length(section: CrossSection) -> float:
    """L [m]: from the counter electrode to the middle of the collector."""
    return metres(section.height - section.middle)


def wetted_lengths(
    section: CrossSection, pores: Iterable[BaseGeometry] | None = None
) -> dict[str, float]:
    """Length [m] of front that each surface owns.

    Args:
        section: the section.
        pores: parts of its electrolyte; those that reach the counter electrode if omitted.
    """
    lengths = np.zeros(len(section.surfaces))
    if pores is None:
        pores, _ = connected_to_counter(
            section.electrolyte, section.counter_electrode, section.period
        )
    for polygon in pores:
        outline = trace_section(section, polygon)
        front = outline.tag >= 0
        lengths += np.bincount(
            outline.tag[front], weights=outline.lengths[front], minlength=len(lengths)
        )
    return {name: metres(float(x)) for name, x in zip(section.surfaces, lengths, strict=True)}


def lithium_lengths(section: CrossSection) -> dict[str, float]:
    """Length [m] of front on lithium that each surface owns, in contact with the counter."""
    lengths = np.zeros(len(section.surfaces))
    reaching, _ = connected_to_counter(
        section.electrolyte, section.counter_electrode, section.period
    )
    for polygon in reaching:
        outline = trace_section(section, polygon)
        bare = outline.bare
        lithium = (outline.tag >= 0) & (bare == 0.0) & (bare[outline.following] == 0.0)
        lengths += np.bincount(
            outline.tag[lithium], weights=outline.lengths[lithium], minlength=len(lengths)
        )
    return {name: metres(float(x)) for name, x in zip(section.surfaces, lengths, strict=True)}


def start_current(case: Case, section: CrossSection) -> tuple[float, float]:
    """Plating current i [A/m²] and -di/dη [S/m²] per footprint at the first moment.

    The concentration is still c0. A given electrode potential is shared by the rate laws, the
    ohmic drop i L/κ and the counter electrode; given overpotentials are what they are.
    """
    lengths = wetted_lengths(section)
    shares = {name: length / metres(section.width) for name, length in lengths.items()}
    control, scales = case.control, Scales.of(case.electrolyte)
    # with a given current only the difference of the potentials matters
    electrode = control.given_potential or 0.0

    def front(potential: float) -> tuple[float, float]:
        host = _bare_host(potential / scales.potential, electrode / scales.potential)
        rates = [_response(case.surfaces[name], host, scales, case) for name in shares]
        pairs = list(zip(rates, shares.values(), strict=True))
        return sum(i * share for (i, _), share in pairs), sum(g * share for (_, g), share in pairs)

    if control.gives_overpotentials:
        return front(0.0)
    if (wanted := control.given_current) is not None:
        return wanted, front(_root(lambda p: front(p)[0] - wanted, -_WIDEST, _WIDEST))[1]
    resistance = path_length(section) / case.electrolyte.conductivity
    drops = [law.held_drop for law in case.surfaces.values() if law.held_drop is not None]
    if drops:
        return (drops[0] - electrode) / resistance, math.inf
    counter = case.counter.rate_law

    def excess(potential: float) -> float:
        """Rises with the potential before the front; zero where all drops add up."""
        current, _ = front(potential)
        top = potential + current * resistance
        if counter is None:
            return top
        metal = replace(_bare_host(top / scales.potential, 0.0), bare=0.0)
        return current + counter.response(metal, scales)[0]

    return front(_root(excess, -_WIDEST, _WIDEST))


def _bare_host(potential: float, electrode_potential: float) -> SurfaceState:
    """Bare host at c0 and potentials in RT/F, on which nothing has grown yet."""
    return SurfaceState(1.0, potential, electrode_potential, bare=1.0, thickness=0.0)


def _response(law: RateLaw, host: SurfaceState, scales: Scales, case: Case) -> tuple[float, float]:
    """Current density and -di/dη of a surface: the host plates, pre-deposited metal strips."""
    plates = law.response(host, scales)
    if plates[0] > 0.0 or case.section.predeposit is None:
        return plates
    strips = law.response(replace(host, bare=0.0), scales)
    return strips if strips[0] < 0.0 else plates


def _root(rising: Callable[[float], float], low: float, high: float) -> float:
    """Zero of a rising function, by bisection to round-off."""
    while low < (middle := 0.5 * (low + high)) < high:
        low, high = (low, middle) if rising(middle) > 0.0 else (middle, high)
    return middle
