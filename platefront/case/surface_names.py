"""Names of the surfaces of a case, and laws that turn with the lithium."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from platefront.case.law_checks import Laws
from platefront.case.model import shapes_of
from platefront.case.place_names import PLACES
from platefront.case.problems import Problem, Problems, choices, nearest, suggestion
from platefront.case.start_current import lithium_lengths
from platefront.geometry.assembly.build import SectionParameters
from platefront.geometry.errors import SectionError
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.states import (
    BARE,
    LITHIATED,
    STATES,
    homeless,
    surface_names,
    surface_of,
)
from platefront.solvers.model.kinetics.rate_law import RateLaw
from platefront.solvers.model.metal import Metal

_HALVES = (
    "laws follow what a surface is, not where it lies: [surfaces.lithiated] is the half of the "
    'host with the lithium ("upper" upright, "lower" inverted), [surfaces.bare] the rest, '
    "[surfaces.host] all of it"
)
_TURNED = (
    "names by place are read where the law of the lithiated half passes more current than that of "
    "the bare half; here it passes less, as in a case that was turned without its laws"
)


def surfaces_named_as_in_section(
    section: SectionParameters, metal: Metal, surfaces: Laws
) -> Problems:
    """Every part of the host has a law in each of its states, and no other name has one."""
    try:
        shapes = shapes_of(section, metal)
    except SectionError:
        return  # told by section_can_be_built
    kind, parts = section.collector.kind, list(shapes.surfaces)
    names = surface_names(parts)
    misspelt = {nearest(name, names) for name in surfaces if name not in names}
    for name in surfaces:
        if name not in names:
            by_place = "host" in parts and name in PLACES
            yield Problem(
                f'collector "{kind}" has no surface "{name}"',
                ("surfaces", name),
                at_key=True,
                notes=(
                    *(_on_places(shapes, surfaces) if by_place else suggestion(name, names)),
                    ("allowed", _allowed(parts)),
                ),
            )
    missing = dict(homeless(shapes, {*surfaces, *(name for name in misspelt if name)}))
    if set(PLACES) & set(surfaces) and "host" in parts:
        return
    for part, state in missing.items():
        yield _without_law(kind, shapes, part, state)


def _on_places(shapes: CrossSection, surfaces: Laws) -> Iterator[tuple[str, str]]:
    yield "help", _HALVES
    if set(surfaces) == set(PLACES) and not shapes.deposit.is_empty:
        yield "note", _TURNED


def _allowed(parts: Sequence[str]) -> str:
    names = choices(dict.fromkeys([*parts, *STATES]))
    if len(surface_names(parts)) == len({*parts, *STATES}):
        return names
    return f"{names}, or a part in a state, as bare_{parts[0]}"


def _without_law(kind: str, shapes: CrossSection, part: str, state: str) -> Problem:
    """Return the problem of a part that no law covers in a state."""
    if part == "host":
        what, remedy = f'{state} host of collector "{kind}"', f"[surfaces.{state}]"
    else:
        what, remedy = f'surface "{part}" of collector "{kind}"', f"[surfaces.{part}]"
    return Problem(
        f"{what} has no rate law",
        ("surfaces",),
        at_key=True,
        notes=(("help", f'add {remedy}; law = "insulating" if it is inert'),),
    )


def laws_turn_with_lithium(section: SectionParameters, metal: Metal, surfaces: Laws) -> Problems:
    """With the other orientation no lithium gets a law that is meant for bare host.

    Where orientation moves the lithium from one part of the host to another, laws of whole parts
    are the same, or tell bare host from lithium themselves.
    """
    try:
        shapes = shapes_of(section, metal)
        if shapes.deposit.is_empty or len(shapes.surfaces) < 2:
            return
        turned = shapes_of(_turned(section), metal)
    except SectionError:
        return  # told by section_can_be_built, or there is no other orientation
    here, there = _with_lithium(shapes), _with_lithium(turned)
    if here == there:
        return
    whole = _of_whole_parts(here | there, surfaces)
    laws = list(whole.values())
    same = len(whole) == len(here | there) and all(law == laws[0] for law in laws)
    blind = [part for part, law in whole.items() if not law.tells_bare_host]
    if same or not blind:
        return
    now, then = (", ".join(f'"{name}"' for name in sorted(names)) for names in (here, there))
    part = blind[0]
    yield Problem(
        f"lithium lies on {now} at the start, and on {then} with the other orientation, but the "
        f'law of "{part}" does not tell it from bare host and the laws differ: turned, lithium '
        f"would get a law that is meant for bare host",
        ("surfaces", part),
        at_key=True,
        notes=(
            (
                "help",
                "give the laws by state, as [surfaces.lithiated] and [surfaces.bare], of one part "
                f"[surfaces.lithiated_{part}] and [surfaces.bare_{part}]; or a nucleation_barrier",
            ),
        ),
    )


def _turned(section: SectionParameters) -> SectionParameters:
    other = "upright" if section.orientation == "inverted" else "inverted"
    return section.model_copy(update={"orientation": other})


def _with_lithium(shapes: CrossSection) -> set[str]:
    return {part for part, length in lithium_lengths(shapes).items() if length > 0.0}


def _of_whole_parts(parts: set[str], surfaces: Laws) -> Mapping[str, RateLaw]:
    """Return the laws of those parts that have one in a state because they have it in both."""
    return {
        part: surfaces[part]
        for part in sorted(parts)
        if any(surface_of(part, state, surfaces) == part for state in (LITHIATED, BARE))
    }
