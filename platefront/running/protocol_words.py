"""Protocol of a case in words, with estimated durations."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from platefront.case.protocol import PlannedStep, StepKeys
from platefront.case.tables import unit_of
from platefront.case.units import DIMENSIONLESS, readable_quantity, typeset
from platefront.geometry.parameters import Parameters
from platefront.running.closing_table import duration_text

type StepRow = tuple[str, str, str, str]
"""Number of a step, its control, its ends, its duration."""


def protocol_rows(steps: tuple[PlannedStep, ...]) -> Iterator[StepRow]:
    """Yield a row for each step, and one before the steps of each repeated group."""
    numbered = enumerate(steps, 1)
    for _, members in groupby(numbered, key=lambda member: member[1].group):
        group = list(members)
        repeat = group[0][1].repeat
        if repeat > 1:
            total = total_duration(tuple(step for _, step in group))
            yield "", f"{repeat} cycles of", "", total
        for number, step in group:
            yield str(number), _control(step), _ends(step), duration_of(step)


def total_duration(steps: tuple[PlannedStep, ...]) -> str:
    """Return the estimated duration of steps with their repetitions, in words."""
    known = [_seconds(step) for step in steps]
    total = sum(seconds * step.repeat for (seconds, _), step in zip(known, steps, strict=True))
    return _about(total, exact=all(exact for _, exact in known))


def duration_of(step: PlannedStep) -> str:
    """Return the estimated duration of a step, in words; empty if it cannot be told."""
    seconds, exact = _seconds(step)
    return _about(seconds, exact=exact)


def _about(seconds: float, *, exact: bool) -> str:
    if seconds == 0.0:
        return ""
    return f"{'' if exact else 'at most '}{duration_text(seconds)}"


def _seconds(step: PlannedStep) -> tuple[float, bool]:
    """Return the longest duration of a step [s], 0 if unknown, and whether it is exact."""
    ends = [time for time in (step.stop.last_time, step.control.own_duration) if time is not None]
    capacity, largest = step.stop.last_capacity, step.control.largest_current
    by_charge = None
    if capacity is not None and step.control.gives_current and largest > 0.0:
        mean = getattr(step.control, "mean_current_density", step.control.value_at(0.0))
        by_charge = capacity / mean if mean * capacity > 0.0 else None
    if by_charge is not None:
        ends.append(by_charge)
    shortest = min(ends, default=0.0)
    return shortest, len(step.stop.criteria) == len(ends)


def _control(step: PlannedStep) -> str:
    own = {name for name in type(step.control).model_fields if name not in StepKeys.model_fields}
    values = ", ".join(_values(step.control, own - {"mode"}))
    return f"{step.control.mode}: {values}" if values else step.control.mode


def _ends(step: PlannedStep) -> str:
    parts = [part for criterion in step.stop.criteria for part in [_criterion(criterion)]]
    return f"until {' or '.join(parts)}" if parts else ""


def _criterion(criterion: Parameters) -> str:
    key = str(getattr(criterion, "key", "")).replace("_", " ")
    values = [
        text.removeprefix("value ")
        for text in _values(criterion, set(type(criterion).model_fields))
    ]
    return f"{key} {', '.join(values)}"


def _values(parameters: Parameters, names: set[str]) -> Iterator[str]:
    """Yield the values that are given, each with its name."""
    for name, field in type(parameters).model_fields.items():
        value = getattr(parameters, name)
        if name in names and value is not None and value != field.default:
            unit = unit_of(field) or DIMENSIONLESS
            text = readable_quantity(value, unit) if isinstance(value, int | float) else str(value)
            yield f"{name.replace('_', ' ')} {typeset(text)}"
