"""Ends of the steps of a run against the limits in its case, read independently of the program."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

type TableRow = dict[str, str]

_UNITS = {
    "mAh/cm^2": 1.0, "mA/cm^2": 10.0, "s": 1.0, "mV": 1e-3, "mol/L": 1e3, "um": 1e-6,
}  # fmt: skip
"""Unit of a case → its size in the unit of the tables."""
_ACCURACY = {
    "time": ("duration_s", 1e-9, True),
    "capacity": ("passed_mAh_per_cm2", 1e-8, True),
    "end_potential": ("end_potential_V", 1e-6, False),
    "potential_below": ("end_potential_V", 1e-6, False),
    "potential_above": ("end_potential_V", 1e-6, False),
    "current_below": ("end_current_density_A_per_m2", 1e-6, True),
    "concentration_below": ("min_concentration_mol_per_m3", 1e-6, True),
}
"""Key of a limit → column of protocol.csv or history.csv, accuracy, True if that is relative."""
_HIT = {
    "time reached": ("time", 0),
    "capacity reached": ("capacity", 0),
    "sweep completed": ("end_potential", 0),
    "lower potential limit reached": ("potential_below", -1),
    "upper potential limit reached": ("potential_above", 1),
    "the current has fallen to its limit": ("current_below", -1),
    "the concentration has fallen to its limit": ("concentration_below", -1),
}
"""Reason of an end → key of its limit, and side on which a step may begin beyond it."""
_CLOSED = (
    "pores closed",
    "the electrode is as close to the counter electrode as allowed",
    "the electrode is as close to a region of the electrolyte as allowed",
    "no room is left beside regions of the electrolyte",
    "the pores of the host are filled as far as allowed",
)
_STRIPPED = "stripped empty"
_INSTANT = 1e-9
"""Length of a time step, relative to the step of the protocol, in which a quantity only jumps."""


class Planned(NamedTuple):
    """Step of a protocol as it has to be carried out.

    Attributes:
        cycle, number: its place, from 1.
        keys: its table in the case.
    """

    cycle: int
    number: int
    keys: Mapping[str, Any]


class Ended(NamedTuple):
    """Step of a protocol that was carried out.

    Attributes:
        row: of protocol.csv.
        last: row of history.csv in which it ends.
    """

    row: TableRow
    last: TableRow


def planned(text: str) -> Iterator[Planned]:
    """Yield the steps of the protocol of a case one by one."""
    number, cycle, outside = 1, 0, False
    for entry in tomllib.loads(text)["protocol"]:
        steps, repeat = entry.get("steps", [entry]), entry.get("repeat", 1)
        for _ in range(repeat):
            cycle += not (outside and "steps" not in entry)  # single steps make a cycle together
            for place, step in enumerate(steps):
                yield Planned(cycle, number + place, step)
            outside = "steps" not in entry
        number += len(steps)


def ended(results: Path) -> list[Ended]:
    """Return the steps that a run has carried out."""
    last = {(row["cycle"], row["protocol_step"]): row for row in _rows(results / "history.csv")}
    rows = _rows(results / "protocol.csv")
    return [Ended(row, last[row["cycle"], row["protocol_step"]]) for row in rows]


def complaints(text: str, results: Path) -> list[str]:
    """Return what is wrong with the ends of a run that carried out the protocol of a case."""
    steps, ends = list(planned(text)), ended(results)
    places = [(int(end.row["cycle"]), int(end.row["protocol_step"])) for end in ends]
    if places != [(step.cycle, step.number) for step in steps]:
        return [f"{len(ends)} of {len(steps)} steps ended, or in another order"]
    told = ((step, complaint(step.keys, end), end) for step, end in zip(steps, ends, strict=True))
    return [
        f"cycle {step.cycle}, step {step.number} ({end.row['end']}): {wrong}"
        for step, wrong, end in told
        if wrong
    ]


def complaint(keys: Mapping[str, Any], end: Ended) -> str:
    """Return what is wrong with the end of a step; empty if it is right."""
    reason = end.row["end"]
    if reason in _HIT:
        return _missed(keys, end, *_HIT[reason])
    if reason in _CLOSED:
        return "" if float(end.last["current_density_A_per_m2"]) >= 0.0 else "nothing is plated"
    if reason.startswith(_STRIPPED):
        at_once = float(end.row["duration_s"]) == 0.0  # for want of metal at the start
        strips = float(end.row["passed_mAh_per_cm2"]) < 0.0 or at_once
        return "" if strips else "nothing was stripped"
    return "no end of a step"


def _missed(keys: Mapping[str, Any], end: Ended, key: str, side: int) -> str:
    """Return the distance from a limit that was not hit; empty if it was, NaN not.

    Args:
        keys: of the step.
        end: of the step.
        key: of the limit.
        side: 1 if the quantity may begin above an upper limit, or jump beyond it as films end; -1
            if below a lower one; 0 if it may not.
    """
    limit = _number(keys[key] if key in keys else keys["until"][key])
    column, tolerance, relative = _ACCURACY[key]
    value = float((end.row | end.last)[column])
    if key == "current_below":
        value = abs(value)
    if key == "time":  # to the digits of the tables
        tolerance *= 1.0 + float(end.row["start_s"]) / limit
    at_once = float(end.last["time_step_s"]) <= _INSTANT * float(end.row["duration_s"])
    if side * (value - limit) > 0.0 and at_once:
        return ""
    near = tolerance * (abs(limit) if relative else 1.0)
    return "" if abs(value - limit) <= near else f"{value:.12g} instead of {limit:.12g}"


def _number(value: str | float) -> float:
    if not isinstance(value, str):
        return float(value)
    number, unit = value.split()
    return float(number) * _UNITS[unit]


def _rows(path: Path) -> list[TableRow]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
