"""Salt and concentrations of each region of the electrolyte."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from mpi4py import MPI

from platefront.geometry.arrays import Floats, Integers
from platefront.geometry.section.regions import FREE_NAME
from platefront.solvers.discretisation.transport import Transport
from platefront.solvers.fenicsx import fem
from platefront.solvers.forms.unknowns import CONCENTRATION


@dataclass(frozen=True, slots=True)
class RegionState:
    """Electrolyte of a region at one instant.

    Attributes:
        pores: area of electrolyte in it [µm²].
        salt: content [c0 L²].
        lowest, highest: nodal concentration [c0].
    """

    pores: float
    salt: float
    lowest: float
    highest: float


def region_states(transport: Transport) -> dict[str, RegionState]:
    """Return the state of each region by name; empty for electrolyte of one region (collective)."""
    forms, domain = transport.forms, transport.domain
    media = forms.compiled.media
    if media is None or forms.contents is None:
        return {}
    count, names = domain.cell_count, (FREE_NAME, *media.names)
    space = forms.porosity.function_space
    contents = fem.Function(space)
    fem.assemble_vector(contents.x.array, forms.contents)
    cells: Integers = space.dofmap.list[:count, 0]
    region: Integers = forms.region[:count]
    corners = domain.corners(domain.coordinates)
    side, other = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    areas = 0.5 * np.abs(side[:, 0] * other[:, 1] - side[:, 1] * other[:, 0])
    pores = areas * forms.porosity.x.array[cells]
    c = forms.unknowns.of(CONCENTRATION, forms.unknown.x.array)[forms.space.dofmap.list[:count]]

    def by_region(values: Floats) -> Floats:
        own = np.bincount(region, values, minlength=len(names))
        return np.asarray(domain.comm.allreduce(own, op=MPI.SUM))

    def extreme(values: Floats, kind: np.ufunc, start: float, op: MPI.Op) -> Floats:
        own = np.full(len(names), start)
        kind.at(own, region, values)
        return np.asarray([domain.comm.allreduce(float(value), op=op) for value in own])

    parts = (
        by_region(pores),
        by_region(contents.x.array[cells]),
        extreme(c.min(axis=1, initial=np.inf), np.minimum, np.inf, MPI.MIN),
        extreme(c.max(axis=1, initial=-np.inf), np.maximum, -np.inf, MPI.MAX),
    )
    rows = zip(names, *parts, strict=True)
    return {name: RegionState(*map(float, values)) for name, *values in rows}
