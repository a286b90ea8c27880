"""Runs of the strip electrode on several meshes, and their errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from platefront.case.model import Case
from platefront.geometry.arrays import Floats
from platefront.geometry.collectors.strip import Strip
from platefront.solvers.model.control import Potentiostatic
from platefront.solvers.model.electrolyte.ohmic import Ohmic
from platefront.solvers.model.settings import MeshSettings
from verification.benchmarks.strip_solution import StripCell
from verification.shipped import records_of

COARSENING = (4.0, 2.0, 1.0, 0.5)
"""Edge lengths of the meshes, relative to the case."""
AWAY = 0.9
"""Largest x/a of the region away from the edge."""
ROUND_OFF = 1e-9


@dataclass(frozen=True, slots=True)
class StripRun:
    """Current of the strip on one mesh.

    Attributes:
        unknowns: number of unknowns.
        current: current of half the strip, per metre of depth [A/m].
        left, right: end points of the strip's front edges, in order [m].
        density: current density of each edge [A/m²].
    """

    unknowns: int
    current: float
    left: Floats
    right: Floats
    density: Floats


def cell_of(case: Case) -> StripCell:
    """Return the parameters of the conformal mapping for a case."""
    collector, electrolyte, control = case.section.collector, case.electrolyte, case.control
    assert isinstance(collector, Strip) and isinstance(electrolyte, Ohmic)
    assert isinstance(control, Potentiostatic)
    return StripCell(
        half_width=collector.length,
        width=collector.width,
        height=case.section.gap,
        conductivity=electrolyte.conductivity,
        voltage=-control.electrode_potential,
    )


def scaled(mesh: MeshSettings, factor: float, *, at_junctions: bool = True) -> MeshSettings:
    """Multiply edge lengths by a factor, as `platefront converge`, with or without grading."""
    junction = mesh.junction_size
    update = {
        "front_size": factor * mesh.front_size,
        "largest_size": factor * mesh.largest_size,
        "growth": factor * mesh.growth,
        "junction_size": factor * junction if at_junctions and junction else None,
    }
    return MeshSettings.model_validate({**dict(mesh), **update})


def run(case: Case, mesh: MeshSettings) -> StripRun:
    """Compute the initial state, which has the primary current distribution."""
    record = next(records_of(case.model_copy(update={"mesh": mesh})))
    fields = record.fields().value
    strip = np.flatnonzero(fields.surface == list(record.surfaces).index("strip"))
    ends = 1e-6 * fields.points[fields.front[strip], 0]
    place = np.argsort(ends.mean(axis=1))
    return StripRun(
        record.unknowns,
        record.surfaces["strip"].current,
        ends.min(axis=1)[place],
        ends.max(axis=1)[place],
        fields.normal_current[strip][place],
    )


def exact_means(found: StripRun, cell: StripCell) -> Floats:
    """Return the exact mean current density of each front edge [A/m²]."""
    passed = cell.current_up_to(found.right) - cell.current_up_to(found.left)
    return passed / (found.right - found.left)


def error(found: StripRun, cell: StripCell) -> float:
    """Return the relative error of the total current."""
    return abs(found.current / cell.current - 1.0)


def order(runs: Sequence[StripRun], cell: StripCell) -> float:
    """Fit the order of convergence of the total current.

    Args:
        runs: run for each of `COARSENING`.
        cell: cell with the exact current.
    """
    errors = np.log([error(found, cell) for found in runs])
    return float(np.polyfit(np.log(COARSENING), errors, 1)[0])


def away(found: StripRun, cell: StripCell) -> NDArray[np.bool_]:
    """Return a mask of the mesh edges away from the strip's edge."""
    return np.asarray(found.right <= AWAY * cell.half_width * (1.0 + ROUND_OFF))


def off_away(found: StripRun, cell: StripCell) -> Floats:
    """Return relative errors of the current density away from the strip's edge."""
    ratio = found.density / exact_means(found, cell)
    return np.asarray(ratio[away(found, cell)] - 1.0)
