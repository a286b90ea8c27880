"""Compatibility of the steps of a protocol, or of `[control]` and `[stop]`, with their ends."""

from __future__ import annotations

from platefront.case.law_checks import reason_of
from platefront.case.model import shapes_of
from platefront.case.positions import Path
from platefront.case.problems import Problem, Problems, dotted
from platefront.case.protocol import planned_steps
from platefront.geometry.assembly.build import SectionParameters
from platefront.geometry.errors import SectionError
from platefront.geometry.parameters import Parameters
from platefront.solvers.model.control import Control
from platefront.solvers.model.metal import Metal
from platefront.solvers.model.misfit import Misfit
from platefront.solvers.model.stopping.settings import StopSettings


def one_form(
    control: Control | None, stop: StopSettings | None, protocol: tuple[Parameters, ...]
) -> Problems:
    """A case has a control with its ends, or the steps of a protocol."""
    if protocol:
        for name, table in (("control", control), ("stop", stop)):
            if table is not None:
                yield Problem(
                    f"[{name}] and [[protocol]] exclude each other",
                    (name,),
                    at_key=True,
                    notes=(("help", "each step of a protocol has its control and `until`"),),
                )
        return
    if control is None:
        yield Problem(
            "missing table [control]",
            ("control",),
            notes=(
                ("meaning", "Control: potential, current or overpotentials."),
                ("help", "or give the steps of a protocol, an entry [[protocol]] each"),
            ),
        )
    if stop is None:
        yield Problem(
            "missing table [stop]",
            ("stop",),
            notes=(("meaning", "Stopping criteria: the run ends at the first that is met."),),
        )


def steps_end(
    control: Control | None, stop: StopSettings | None, protocol: tuple[Parameters, ...]
) -> Problems:
    """Each step ends: at a time, at a capacity, or by itself."""
    if not protocol and (control is None or stop is None):
        return  # told by one_form
    for step in planned_steps(control, stop, protocol):
        if step.stop.has_end or step.control.own_duration is not None:
            continue
        if step.control.begun(0.0).own_duration is not None:
            continue
        needs = "a step needs an end that comes in any case" if protocol else "a run needs an end"
        yield Problem(
            f"[{dotted(step.at_stop)}]: {needs}: give capacity, time or both",
            step.at_stop,
            at_key=True,
        )


def criteria_fit_control(
    control: Control | None, stop: StopSettings | None, protocol: tuple[Parameters, ...]
) -> Problems:
    """No end contradicts the control of its step."""
    if not protocol and (control is None or stop is None):
        return  # told by one_form
    for step in planned_steps(control, stop, protocol):
        for criterion in step.stop.criteria:
            if (misfit := criterion.never(step.control)) is not None:
                yield _unfit(criterion.key, misfit, step.at_stop)


def criteria_fit_section(
    section: SectionParameters,
    metal: Metal,
    control: Control | None,
    stop: StopSettings | None,
    protocol: tuple[Parameters, ...],
) -> Problems:
    """No end refuses the section as it is at the start."""
    if not protocol and (control is None or stop is None):
        return  # told by one_form
    try:
        shapes = shapes_of(section, metal)
    except SectionError:
        return  # told by section_can_be_built
    for step in planned_steps(control, stop, protocol):
        for criterion in step.stop.criteria:
            if (misfit := criterion.misfit(shapes)) is not None:
                notes = (("help", misfit.remedy),) if misfit.remedy else ()
                yield Problem(reason_of(misfit), (*step.at_stop, criterion.key), notes=notes)


def _unfit(key: str, misfit: Misfit, at_stop: Path) -> Problem:
    notes = (("help", misfit.remedy),) if misfit.remedy else ()
    return Problem(f"{key} {reason_of(misfit)}", (*at_stop, key), notes=notes)
