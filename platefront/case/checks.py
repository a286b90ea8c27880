"""Compatibility of the tables of a case with one another.

A check is a function of the tables it names; it runs when each of them is valid by itself.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from platefront.case.film_checks import film_patterns_hold, films_are_of_one_material
from platefront.case.host_checks import (
    hosts_fit_control,
    hosts_have_contact,
    hosts_have_kinetics,
    hosts_have_own_names,
    hosts_lie_still,
)
from platefront.case.law_checks import (
    control_fits_electrolyte,
    counter_transfer_coefficients_sum,
    electrolyte_is_sound,
    electrons_equal_cation_charge,
    laws_fit_cell,
    laws_fit_control,
    something_reacts,
    surface_energy_acts,
    transfer_coefficients_sum,
)
from platefront.case.model import shapes_of
from platefront.case.output import OutputSettings
from platefront.case.positions import Path
from platefront.case.problems import Problem, Problems
from platefront.case.protocol import PlannedStep, planned_steps
from platefront.case.protocol_checks import (
    criteria_fit_control,
    criteria_fit_section,
    one_form,
    steps_end,
)
from platefront.case.region_checks import (
    regions_are_at_rest,
    regions_have_media,
    separators_have_own_names,
)
from platefront.case.room_checks import ROOM_CHECKS
from platefront.case.solid_checks import (
    host_reaches_terminal,
    solids_see_their_potential,
    solids_without_porous_hosts,
)
from platefront.case.surface_checks import given_current_has_metal, reacting_surface_is_reached
from platefront.case.surface_names import laws_turn_with_lithium, surfaces_named_as_in_section
from platefront.case.units import readable_quantity
from platefront.geometry.assembly.build import SectionParameters
from platefront.geometry.errors import SectionError
from platefront.geometry.parameters import Parameters
from platefront.solvers.model.control import Control
from platefront.solvers.model.counter import Counter
from platefront.solvers.model.electrolyte.model import Electrolyte
from platefront.solvers.model.flow import Poiseuille
from platefront.solvers.model.metal import Metal
from platefront.solvers.model.settings import FrontSettings
from platefront.solvers.model.stopping.settings import StopSettings

_NOTES = 6
"""Number of notes on a refused drawing that are shown."""


def check_tables(
    tables: Mapping[str, Any], checks: Iterable[Callable[..., Problems]]
) -> list[Problem]:
    """Run every check whose tables are all there.

    Args:
        tables: name of a top-level table → its parameter object; invalid ones left out.
        checks: functions of the tables that their parameters name.
    """
    problems: list[Problem] = []
    for check in checks:
        names = inspect.signature(check).parameters
        if all(name in tables for name in names):
            problems += check(**{name: tables[name] for name in names})
    return problems


def section_can_be_built(section: SectionParameters, metal: Metal) -> Problems:
    """The shapes exist: no overlap, and the pre-deposited metal fits."""
    try:
        shapes_of(section, metal)
    except SectionError as error:
        yield Problem(
            f"[section] cannot be built: {error}", ("section",), at_key=True, notes=_notes(error)
        )


def _notes(error: SectionError) -> tuple[tuple[str, str], ...]:
    """Return what was noted on a drawing before it was refused."""
    notes = getattr(error, "__notes__", [])
    more = [f"and {len(notes) - _NOTES} more"] if len(notes) > _NOTES else []
    return tuple(("note", note) for note in (*notes[:_NOTES], *more))


def output_within_run(
    output: OutputSettings,
    control: Control | None,
    stop: StopSettings | None,
    protocol: tuple[Parameters, ...],
) -> Problems:
    """Fields are asked for at instants within the run."""
    if protocol:
        for key in ("every_capacity", "capacities", "times"):
            if getattr(output, key):
                yield Problem(
                    f"output.{key} belongs to [control]; the steps of a protocol have their own "
                    "output",
                    ("output", key),
                    at_key=True,
                    notes=(("help", "give `fields` in the steps, for example fields.every_time"),),
                )
        for step in planned_steps(control, stop, protocol):
            yield from _fields_within_step(step)
        return
    if stop is None:
        return  # told by one_form
    last = stop.last_capacity
    for index, value in enumerate(output.capacities):
        if value == 0.0 or (last is not None and (abs(value) > abs(last) or value * last < 0.0)):
            end = last or 0.0
            yield _beyond_end(
                f"capacities[{index}]", value, end, "C/m^2", ("output", "capacities", index)
            )
    for index, value in enumerate(output.times):
        if stop.last_time is not None and value > stop.last_time:
            yield _beyond_end(
                f"times[{index}]", value, stop.last_time, "s", ("output", "times", index)
            )
    if (interval := output.every_capacity) is None:
        return
    if last is None:
        yield Problem(
            "every_capacity needs a run that ends at a capacity",
            ("output", "every_capacity"),
            notes=(("help", "give stop.capacity, or output.capacities"),),
        )
    elif interval > abs(last):
        yield _beyond_end("every_capacity", interval, last, "C/m^2", ("output", "every_capacity"))


def _fields_within_step(step: PlannedStep) -> Problems:
    """Yield what `fields` of a step asks for at instants that never come."""
    fields, here = step.fields, (*step.at_control, "fields")
    if fields is None:
        return
    ends = [time for time in (step.stop.last_time, step.control.own_duration) if time is not None]
    last, capacity = min(ends, default=None), step.stop.last_capacity
    named: list[tuple[str, Path, float]] = [
        (f"times[{index}]", ("times", index), time) for index, time in enumerate(fields.times)
    ]
    if fields.every_time is not None:
        named.append(("every_time", ("every_time",), fields.every_time))
    for name, path, time in named:
        if last is not None and time > last:
            yield _beyond_end(name, time, last, "s", (*here, *path), of="step")
    for key, value, end, what in (
        ("every_time", fields.every_time, last, "time"),
        ("every_capacity", fields.every_capacity, capacity, "capacity"),
    ):
        if value is not None and end is None:
            yield Problem(f"{key} needs a step that ends at a {what}", (*here, key))
    interval = fields.every_capacity
    if interval is not None and capacity is not None and interval > abs(capacity):
        at = (*here, "every_capacity")
        yield _beyond_end("every_capacity", interval, capacity, "C/m^2", at, of="step")


def _beyond_end(
    name: str, value: float, end: float, unit: str, path: Path, *, of: str = "run"
) -> Problem:
    given, at = readable_quantity(value, unit), readable_quantity(end, unit)
    return Problem(f"{name} is {given}, beyond the end of the {of} at {at}", path)


def flow_fits(
    section: SectionParameters,
    metal: Metal,
    electrolyte: Electrolyte,
    front: FrontSettings,
    flow: Poiseuille | None,
) -> Problems:
    """A given flow needs ions to carry, and a channel that stays as it is."""
    if flow is None:
        return
    if electrolyte.held:
        yield Problem(
            f'electrolyte.model is "{electrolyte.model}", which has no concentration that a flow '
            "could carry along",
            ("flow",),
            at_key=True,
            notes=(("help", 'leave [flow] out, or use model = "nernst_planck" or "supported"'),),
        )
    if section.walls == "periodic":
        yield Problem(
            "fresh electrolyte flows in through one side wall and out through the other, so they "
            "cannot be periodic",
            ("section", "walls"),
            notes=(("help", "leave section.walls out, or [flow]"),),
        )
    if front.mode == "moving":
        yield Problem(
            "a front that moves changes the channel, but the velocity is given for flat plates",
            ("flow",),
            at_key=True,
            notes=(("help", 'add front.mode = "fixed", which only counts the thickness'),),
        )
    try:
        shapes = shapes_of(section, metal)
    except SectionError:
        return  # told by section_can_be_built
    filled = shapes.solids.intersection(shapes.box).area / shapes.box.area
    if filled > 0.0:
        yield Problem(
            f"the flow is that between flat plates, but solids fill {100.0 * filled:.3g} % of the "
            "section",
            ("flow",),
            at_key=True,
            notes=(("help", 'use collector kind "foil" or "strip" without predeposit'),),
        )


def counter_can_recede(
    section: SectionParameters, metal: Metal, counter: Counter, front: FrontSettings
) -> Problems:
    """Only a plane over the whole section recedes, and only where the front moves, too."""
    if not counter.recedes:
        return
    path = ("counter", "recession")
    if front.mode == "fixed":
        yield Problem(
            f'counter.recession is "{counter.recession}", but front.mode is "fixed"',
            path,
            notes=(("help", 'let both move or none: front.mode = "moving"'),),
        )
    try:
        given = shapes_of(section, metal).counter
    except SectionError:
        return  # told by section_can_be_built
    if given is not None:
        yield Problem(
            f'counter.recession is "{counter.recession}", but the counter electrode of '
            f'collector "{section.collector.kind}" is not the whole plane on top',
            path,
            notes=(("allowed", 'recession = "none"'),),
        )


CHECKS: tuple[Callable[..., Problems], ...] = (
    section_can_be_built,
    surfaces_named_as_in_section,
    laws_turn_with_lithium,
    something_reacts,
    reacting_surface_is_reached,
    given_current_has_metal,
    film_patterns_hold,
    films_are_of_one_material,
    laws_fit_control,
    laws_fit_cell,
    control_fits_electrolyte,
    electrolyte_is_sound,
    electrons_equal_cation_charge,
    surface_energy_acts,
    solids_see_their_potential,
    solids_without_porous_hosts,
    host_reaches_terminal,
    transfer_coefficients_sum,
    counter_transfer_coefficients_sum,
    counter_can_recede,
    regions_have_media,
    hosts_have_kinetics,
    hosts_have_own_names,
    hosts_have_contact,
    hosts_lie_still,
    hosts_fit_control,
    separators_have_own_names,
    regions_are_at_rest,
    *ROOM_CHECKS,
    output_within_run,
    one_form,
    steps_end,
    criteria_fit_control,
    criteria_fit_section,
    flow_fits,
)
