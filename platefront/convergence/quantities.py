"""Quantities of a convergence study, by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from platefront.case.model import Case
from platefront.case.problems import CaseError, choices, suggestion
from platefront.convergence.front_distance import FrontDistance, front_distance, thickness_near
from platefront.convergence.runs import LevelRun
from platefront.geometry.lengths import UM2_PER_M2, UM_PER_M, micrometres
from platefront.solvers.balance.step_record import StepRecord, SurfaceRecord
from platefront.solvers.constants import COULOMB_PER_M2_PER_MAH_PER_CM2, SECONDS_PER_HOUR

type Values = list[float | None]

_POINT = re.compile(r"thickness@\s*([-+.\deE]+)\s*,\s*([-+.\deE]+)\s*")


class QuantityNameError(CaseError):
    """A requested quantity does not exist for the case."""


def _own_size(run: LevelRun, value: float) -> float:
    return abs(value)


def _largest_thickness(run: LevelRun, value: float) -> float:
    """Return a reference length [µm] for distances between fronts, which vanish in the limit."""
    return micrometres(max(surface.thickness_max for surface in run.last.surfaces.values()))


@dataclass(frozen=True, slots=True)
class Quantity:
    """Quantity whose convergence is assessed.

    Attributes:
        name: name on the command line.
        label: label in tables and figures.
        unit: unit of the values.
        of: values in that unit by run (coarsest first); None if undefined.
        size: reference value for relative differences, from the finest run and value.
        vanishes: whether its limit is zero by definition.
    """

    name: str
    label: str
    unit: str
    of: Callable[[Sequence[LevelRun]], Values]
    size: Callable[[LevelRun, float], float] = field(default=_own_size)
    vanishes: bool = False


def _each(read: Callable[[LevelRun], float | None]) -> Callable[[Sequence[LevelRun]], Values]:
    return lambda runs: [read(run) for run in runs]


def _state(
    name: str,
    label: str,
    unit: str,
    read: Callable[[StepRecord], float | None],
    scale: float = 1.0,
) -> Quantity:
    """Return a quantity of the last record, in units of 1/scale."""

    def value(run: LevelRun) -> float | None:
        found = read(run.last)
        return None if found is None else scale * found

    return Quantity(name, label, unit, _each(value))


def _surface(
    kind: str,
    label: str,
    unit: str,
    surface: str,
    read: Callable[[SurfaceRecord], float],
    scale: float = 1.0,
) -> Quantity:
    return _state(
        f"{kind}.{surface}",
        label.format(surface),
        unit,
        lambda record: read(record.surfaces[surface]),
        scale,
    )


def _front(name: str, label: str, read: Callable[[FrontDistance], float]) -> Quantity:
    def distances(runs: Sequence[LevelRun]) -> Values:
        finest = runs[-1].fields
        return [*(read(front_distance(run.fields, finest)) for run in runs[:-1]), 0.0]

    return Quantity(name, label, "µm", distances, _largest_thickness, vanishes=True)


def _point(name: str, x: float, y: float) -> Quantity:
    def thickness(run: LevelRun) -> float:
        return micrometres(thickness_near(run.fields, x, y))

    return Quantity(name, f"thickness at ({x:g}, {y:g}) µm", "µm", _each(thickness))


def quantities_of(surfaces: Sequence[str]) -> dict[str, Quantity]:
    """Return all quantities with a fixed name, for a section with these surfaces."""
    states = [
        _state("bottom_share", "bottom share", "1", lambda r: r.bottom_share),
        _state("gap", "gap to counter", "µm", lambda r: r.gap_to_counter, UM_PER_M),
        _state(
            "capacity",
            "capacity",
            "mAh/cm²",
            lambda r: r.capacity,
            1.0 / COULOMB_PER_M2_PER_MAH_PER_CM2,
        ),
        _state("duration", "duration", "h", lambda r: r.time, 1.0 / SECONDS_PER_HOUR),
        _state("current", "current density", "mA/cm²", lambda r: r.current, 0.1),
        _state("potential", "electrode potential", "mV", lambda r: r.electrode_potential, 1e3),
        _state("trapped_area", "trapped area", "µm²", lambda r: r.trapped_area, UM2_PER_M2),
        _state(
            "min_concentration", "lowest concentration", "mol/m³", lambda r: r.min_concentration
        ),
        _front("front", "front, largest distance", lambda d: d.largest),
        _front("front_mean", "front, mean distance", lambda d: d.mean),
    ]
    on_surfaces = [
        quantity
        for s in surfaces
        for quantity in (
            _surface("charge", "charge on {}", "C/m", s, lambda r: r.charge),
            _surface("current", "current of {}", "A/m", s, lambda r: r.current),
            _surface(
                "thickness_mean",
                "mean thickness on {}",
                "µm",
                s,
                lambda r: r.thickness_mean,
                UM_PER_M,
            ),
            _surface(
                "thickness_max",
                "largest thickness on {}",
                "µm",
                s,
                lambda r: r.thickness_max,
                UM_PER_M,
            ),
        )
    ]
    return {quantity.name: quantity for quantity in [*states, *on_surfaces]}


def default_names(case: Case) -> list[str]:
    """Return the names of the default quantities.

    The current is an instantaneous value that jumps when fronts merge; it is omitted for moving
    fronts.
    """
    step = case.only_step
    end = "duration" if step is not None and step.stop.last_capacity is not None else "capacity"
    moving = case.front.mode == "moving"
    return ["bottom_share", end, *(["gap", "front_mean"] if moving else ["current"])]


def quantities_named(names: Sequence[str], case: Case) -> list[Quantity]:
    """Return the quantities of these names; the default ones if there are none.

    Raises:
        QuantityNameError: a name is unknown; the message suggests the nearest and lists all.
    """
    known = quantities_of(list(case.problem().electrode))
    wanted = dict.fromkeys(names or default_names(case))
    return [known[name] if name in known else _at_point(name, known) for name in wanted]


def _at_point(name: str, known: dict[str, Quantity]) -> Quantity:
    match = _POINT.fullmatch(name)
    try:
        if match is not None:
            return _point(name, float(match[1]), float(match[2]))
    except ValueError:
        pass  # "1.2.3" and the like
    notes = [*suggestion(name, known), ("allowed", choices([*known, "thickness@x,y (µm)"]))]
    lines = [
        f'error: unknown quantity "{name}"',
        *(f"  = {label}: {text}" for label, text in notes),
    ]
    raise QuantityNameError("\n".join(lines))
