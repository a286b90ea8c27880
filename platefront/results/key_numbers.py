"""Key numbers of runs side by side, in customary units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from platefront.geometry.lengths import UM2_PER_M2, UM_PER_M
from platefront.results.reading import RunResults
from platefront.solvers.constants import (
    COULOMB_PER_M2_PER_MAH_PER_CM2,
    SECONDS_PER_HOUR,
    SECONDS_PER_MINUTE,
)

_SAME_CAPACITY = 0.01
"""Relative difference of capacities that is none."""


@dataclass(frozen=True, slots=True)
class KeyNumber:
    """Quantity of several runs.

    Attributes:
        quantity: its name.
        unit: `1` for a plain number.
        values: value of each run; None if undefined.
    """

    quantity: str
    unit: str
    values: tuple[float | None, ...]


def key_numbers(runs: Sequence[RunResults]) -> Iterator[KeyNumber]:
    """Yield the key numbers of runs at their ends, from their summaries."""

    def number(quantity: str, unit: str, *keys: str, scale: float = 1.0) -> KeyNumber:
        values = (_entry(run.summary, keys) for run in runs)
        scaled = (None if value is None else scale * value for value in values)
        return KeyNumber(quantity, unit, tuple(scaled))

    yield number("capacity", "mAh/cm²", "capacity_mAh_per_cm2")
    yield number("duration", "h", "time_s", scale=1.0 / SECONDS_PER_HOUR)
    yield number("bottom share", "1", "bottom_share")
    yield number("gap to counter", "µm", "gap_to_counter_m", scale=UM_PER_M)
    yield from _at_common_capacity(runs)
    for surface in dict.fromkeys(name for run in runs for name in run.surfaces):
        charges = tuple(_per_footprint(run.summary, surface) for run in runs)
        yield KeyNumber(f"charge on {surface}", "mAh/cm²", charges)
        yield number(
            f"largest thickness on {surface}",
            "µm",
            "thickness_max_by_surface",
            surface,
            scale=UM_PER_M,
        )
    yield number("trapped area", "µm²", "trapped_area_m2", scale=UM2_PER_M2)
    yield number("electrode potential", "mV", "electrode_potential_V", scale=1e3)
    yield number("current density", "mA/cm²", "current_density_A_per_m2", scale=0.1)
    yield number("steps", "1", "steps")
    yield number("wall time", "min", "wall_time_s", "total", scale=1.0 / SECONDS_PER_MINUTE)


def _at_common_capacity(runs: Sequence[RunResults]) -> Iterator[KeyNumber]:
    """Yield bottom share and gap at the smallest capacity, if the runs ended at different ones."""
    ends = [float(run.history["capacity_mAh_per_cm2"].max()) for run in runs]
    common = min(ends)
    if max(ends) - common <= _SAME_CAPACITY * max(ends):
        return
    for label, column, unit, scale in (
        ("bottom share", "bottom_share", "1", 1.0),
        ("gap to counter", "gap_to_counter_m", "µm", UM_PER_M),
    ):
        values = tuple(_interpolated(run, column, common, scale) for run in runs)
        yield KeyNumber(f"{label} at {common:.3g} mAh/cm²", unit, values)


def _interpolated(run: RunResults, column: str, capacity: float, scale: float) -> float | None:
    known = run.history[["capacity_mAh_per_cm2", column]].astype(float).dropna()
    if known.empty:
        return None
    known = known.sort_values("capacity_mAh_per_cm2")
    return scale * float(np.interp(capacity, known["capacity_mAh_per_cm2"], known[column]))


def _entry(summary: Mapping[str, Any], keys: tuple[str, ...]) -> float | None:
    value: Any = summary
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return None if value is None else float(value)


def _per_footprint(summary: Mapping[str, Any], surface: str) -> float | None:
    """Return the charge on a surface per electrode footprint [mAh/cm²].

    Early versions did not write the width of the section, by which a charge per depth is divided.
    """
    charge = _entry(summary, ("charge_by_surface", surface))
    width = _entry(summary, ("width_m",))
    if charge is None or width is None:
        return None
    return charge / width / COULOMB_PER_M2_PER_MAH_PER_CM2
