"""Remarks on a valid case: how its section was built, and what in it may not be meant."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import shapely
from rich.console import Console

from platefront.case.estimates import share_of_limit
from platefront.case.model import Case, shapes_of
from platefront.case.start_current import lithium_lengths, path_length, wetted_lengths
from platefront.geometry.errors import SectionError
from platefront.geometry.lengths import micrometres
from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.front.idle_surfaces import ON_LITHIUM
from platefront.solvers.model.scales import Scales

_NEAR_LIMIT = 0.5
"""Share of the limiting current from which the noise of the mesh is amplified noticeably."""
_MOST = 0.99
"""Largest share that the linear growth rate is evaluated for."""
_NOISE_WAVE = 8.0
"""Wavelength of the noise that grows fastest and is still resolved [front edges]."""
_TOLD_FACTOR = 3.0
"""Amplification of the noise from which it is told."""
_ON_FLOOR, _DIGITS = 1e-6, 4
"""Height up to which solids stand on the floor [µm]; digits of their length there."""


def remarks(case: Case) -> list[str]:
    """Return the remarks on a case, one sentence or two each."""
    return [
        *case.notes,
        *case.section.collector.remarks,
        *_laws_without_surface(case),
        *_hanging_solids(case),
        *_unreached_surfaces(case),
        *_nothing_to_strip(case),
        *_amplified_noise(case),
    ]


def tell_remarks(case: Case, console: Console) -> bool:
    """Print the remarks on a case, one per line; return True if there are any."""
    found = remarks(case)
    for remark in found:
        console.print(f"note: {remark}", markup=False, highlight=False, soft_wrap=True)
    return bool(found)


def _upright(case: Case) -> CrossSection | None:
    """Return the section of an inverted case upright; None for others or if it cannot be built."""
    if case.section.orientation != "inverted":
        return None
    try:
        return shapes_of(case.section.model_copy(update={"orientation": "upright"}), case.metal)
    except SectionError:
        return None


def _laws_without_surface(case: Case) -> Iterator[str]:
    """Tell of laws of surfaces that the section does not have at the start."""
    section = case.cross_section()
    reason = "the section has no such surface"
    if section.deposit.is_empty:
        reason = "there is no lithium"
    for name in case.surfaces:
        if name not in section.surfaces:
            yield f"[surfaces.{name}] has no effect: {reason} at the start"


def _hanging_solids(case: Case) -> Iterator[str]:
    """Tell if solids that stand on the floor hang above it once they are turned over."""
    if (upright := _upright(case)) is None:
        return
    section = case.cross_section()
    stood, stands = (_base(shapes) for shapes in (upright, section))
    if stood == 0.0 or stands >= stood:
        return
    _, high = section.span
    yield (
        f"inverted: the collector stood on the floor along {stood:.4g} µm and now along "
        f"{stands:.4g} µm. What stood there hangs with its former base at y = {high:.4g} µm "
        f"towards the counter electrode, and this base is wetted; the floor is inert. If the "
        f"collector has a back, draw it"
    )


def _base(section: CrossSection) -> float:
    """Return the length of the collector on the floor [µm]."""
    floor = shapely.box(0.0, -_ON_FLOOR, section.width, _ON_FLOOR)
    return round(section.collector.boundary.intersection(floor).length, _DIGITS)


def _unreached_surfaces(case: Case) -> Iterator[str]:
    """Tell of laws of surfaces that touch no electrolyte in contact with the counter electrode."""
    section = case.cross_section()
    laws = case.laws_of(section)
    for name, length in wetted_lengths(section).items():
        if length == 0.0 and laws[name].reacts:
            yield (
                f'surface "{name}" has no boundary in contact with the counter electrode: its law '
                f"has no effect at the start"
            )


def _nothing_to_strip(case: Case) -> Iterator[str]:
    """Tell of bare surfaces whose given overpotential would strip them."""
    if not case.driven_step.control.gives_overpotentials:
        return
    section, scales = case.cross_section(), Scales.of(case.electrolyte)
    lithium, laws = lithium_lengths(section), case.laws_of(section)
    for name, length in wetted_lengths(section).items():
        current, _ = laws[name].response(ON_LITHIUM, scales)
        if length > 0.0 and lithium[name] == 0.0 and current < 0.0:
            yield (
                f'surface "{name}" would be stripped, but has no lithium at the start: it '
                f"carries no current unless the concentration there rises until it plates, and is "
                f"inert to lithium that grows over it"
            )


def _amplified_noise(case: Case) -> Iterator[str]:
    """Tell of a current so near the limit that a smooth front roughens from the mesh's noise.

    A wave of number k on a front that grows by h under diffusion to a distance L grows by
    exp(h k β/(k + β)), β = r/((1 - r) L) at the share r of the limiting current (linear stability
    with currents proportional to the concentration and without surface tension).
    """
    share = share_of_limit(case)
    capacity = case.most_plated
    if share is None or capacity is None or share < _NEAR_LIMIT:
        return
    if case.front.mode != "moving" or case.front.growth != "local":
        return
    steep = min(share, _MOST)
    distance = micrometres(path_length(case.cross_section()))
    rate = steep / ((1.0 - steep) * distance)
    edge = micrometres(case.mesh.front_size)
    wave = 2.0 * math.pi / (_NOISE_WAVE * edge)
    thickness = micrometres(capacity * case.metal.volume_per_charge)
    exponent = thickness * wave * rate / (wave + rate)
    if exponent < math.log(_TOLD_FACTOR):
        return
    factor = f"{np.exp(exponent):.2g}" if exponent < 20.0 else f"e^{exponent:.0f}"
    order = "mesh.order = 2 and a" if case.mesh.order == 1 else "a"
    yield (
        f"the current is about {share:.2g} of the limiting current: a flat front is unstable "
        f"there, and without surface tension it roughens from the noise of the mesh (waves of "
        f"{_NOISE_WAVE * edge:.3g} µm grow by a factor of about {factor} until the stop capacity). "
        f"Such roughness is no result: {order} finer mesh reduce its seed, a current below half "
        f"the limiting current or a lower capacity its growth"
    )
