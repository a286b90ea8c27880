"""Protocol of a case: the entries of `[[protocol]]`, and the one step of `[control]` and `[stop]`.

A step of a protocol has the keys of a control, its ends (`until`) and its output (`fields`). Every
registered control, those of plugins included, may be a step.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, partial
from types import MappingProxyType
from typing import Annotated, Any, Literal, NamedTuple, cast

from pydantic import Field

from platefront.case.output import OutputSettings, Positive
from platefront.case.positions import Path
from platefront.geometry.family import Family
from platefront.geometry.parameters import Parameters, option, quantity
from platefront.solvers.model.control import CONTROLS, Control
from platefront.solvers.model.landings import Landings, multiples
from platefront.solvers.model.protocol.protocol import Protocol, ProtocolStep
from platefront.solvers.model.stopping.settings import StopSettings

_MOST_CYCLES = 100_000


class StepFields(Parameters):
    """Output of the fields within a step, counted from its start; its end is written anyway."""

    every_capacity: float | None = quantity(
        "C/m^2", "Write the fields each time this much more charge has been passed.", None, gt=0
    )
    every_time: float | None = quantity("s", "Write the fields at this interval.", None, gt=0)
    times: tuple[Positive, ...] = quantity("s", "Write the fields at these times.", ())

    def landings(self, stop: StopSettings, duration: float | None) -> Landings:
        """Instants to hit exactly in a step with some ends.

        Args:
            stop: ends of the step.
            duration: time after which the control ends by itself [s]; None if it does not.
        """
        times, capacities = set(self.times), set[float]()
        ends = [time for time in (stop.last_time, duration) if time is not None]
        if self.every_time is not None and ends:
            times |= {*multiples(self.every_time, min(ends))}
        if self.every_capacity is not None and (last := stop.last_capacity) is not None:
            capacities = {*multiples(math.copysign(self.every_capacity, last), last)}
        return Landings(tuple(sorted(times)), tuple(sorted(capacities)))


class StepKeys(Parameters):
    """Keys of a step of the protocol besides those of its control."""

    until: StopSettings | None = option("Ends of the step, the first that comes.", None)
    fields: StepFields | None = option("Output of the fields within the step.", None)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle by the control's class, which other processes find by its name."""
        kind: type = type(self)
        control = next(c for c in CONTROLS.members.values() if step_of(c) is kind)
        return partial(_rebuilt, control), (dict(self),)


@lru_cache
def step_of(control: type[Control]) -> type[Control]:
    """Return the class of the steps under controls of a class."""
    name, doc = f"{control.__name__}Step", control.__doc__
    made = type(name, (StepKeys, control), {"__doc__": doc, "__module__": __name__})
    return cast(type[Control], made)


def _rebuilt(control: type[Control], values: Mapping[str, Any]) -> Control:
    return step_of(control)(**values)


class _StepFamily(Family[Parameters]):
    """Registered controls as steps, and further entries."""

    @property
    def members(self) -> Mapping[str, type[Parameters]]:
        """Tag → class, controls first."""
        steps = {tag: step_of(control) for tag, control in CONTROLS.members.items()}
        return MappingProxyType({**steps, **self._members})


STEPS = _StepFamily(Parameters, key="mode")
ENTRIES = _StepFamily(Parameters, key="mode")


@ENTRIES.register
class Cycles(Parameters):
    """Group of steps that is carried out several times, each time a cycle of its own."""

    mode: Literal["cycles"] = option("Kind of entry.", "cycles")
    repeat: int = option("Number of cycles.", ge=1, le=_MOST_CYCLES)
    steps: Annotated[tuple[Annotated[Parameters, STEPS], ...], Field(min_length=1)] = option(
        "Steps of the cycle, in their order."
    )


class PlannedStep(NamedTuple):
    """Step as it stands in a case file.

    Attributes:
        control, stop: control and ends.
        at_control, at_stop: where their keys are in the document.
        fields: output within the step; None for that of `[output]`.
        repeat: number of times that its group is carried out, with the same number for the steps of
            one group.
        group: number of its group from 0; steps outside of groups that follow each other make one.
    """

    control: Control
    stop: StopSettings
    at_control: Path
    at_stop: Path
    fields: StepFields | None
    repeat: int
    group: int


def planned_steps(
    control: Control | None, stop: StopSettings | None, protocol: tuple[Parameters, ...]
) -> tuple[PlannedStep, ...]:
    """Return every step of a case once, groups not repeated; none if it has neither form."""
    if control is not None and not protocol:
        own = stop or StopSettings()
        return (PlannedStep(control, own, ("control",), ("stop",), None, 1, 0),)
    return tuple(_planned(protocol))


def _planned(protocol: tuple[Parameters, ...]) -> Iterator[PlannedStep]:
    group, inside = -1, True
    for index, entry in enumerate(protocol):
        here: Path = ("protocol", index)
        if isinstance(entry, Cycles):
            group, inside = group + 1, True
            for number, step in enumerate(entry.steps):
                yield _one(step, (*here, "steps", number), entry.repeat, group)
        else:
            group, inside = group + inside, False
            yield _one(entry, here, 1, group)


def _one(step: Parameters, here: Path, repeat: int, group: int) -> PlannedStep:
    control, keys = cast(Control, step), cast(StepKeys, step)  # of a class made by `step_of`
    stop, fields = keys.until or StopSettings(), keys.fields or StepFields()
    return PlannedStep(control, stop, here, (*here, "until"), fields, repeat, group)


def protocol_of(planned: tuple[PlannedStep, ...], output: OutputSettings) -> Protocol:
    """Return the protocol of a case, its cycles one by one."""
    steps: list[ProtocolStep] = []
    cycle = 0
    for group in range(planned[-1].group + 1):
        members = [(n, step) for n, step in enumerate(planned, 1) if step.group == group]
        for _ in range(members[0][1].repeat):
            cycle += 1
            steps += [
                ProtocolStep(step.control, step.stop, _must_hit(step, output), number, cycle)
                for number, step in members
            ]
    return Protocol(tuple(steps))


def _must_hit(step: PlannedStep, output: OutputSettings) -> Landings:
    if step.fields is None:
        return output.frames(step.stop)
    return step.fields.landings(step.stop, step.control.own_duration)


def with_ends(
    stop: StopSettings | None,
    protocol: tuple[Parameters, ...],
    change: Callable[[StopSettings], StopSettings],
) -> dict[str, Any]:
    """Return the tables `stop` and `protocol` of a case with the ends of all steps changed."""
    return {
        "stop": None if stop is None else change(stop),
        "protocol": tuple(_with_ends(entry, change) for entry in protocol),
    }


def _with_ends(entry: Parameters, change: Callable[[StopSettings], StopSettings]) -> Parameters:
    if isinstance(entry, Cycles):
        steps = tuple(_with_ends(step, change) for step in entry.steps)
        return entry.model_copy(update={"steps": steps})
    assert isinstance(entry, StepKeys)
    return entry.model_copy(update={"until": change(entry.until or StopSettings())})
