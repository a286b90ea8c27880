"""ParaView fields of a run: frames of electrolyte, front and solids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats
from platefront.geometry.lengths import micrometres
from platefront.results.solid_potentials import front_potential, solid_parts
from platefront.results.vtu import Array, Collection, Grid, in_space
from platefront.solvers.balance.step_record import Fields
from platefront.solvers.constants import COULOMB_PER_M2_PER_MAH_PER_CM2
from platefront.solvers.model.voltage.electronic_field import ElectronicField

MATERIALS = ("collector", "deposit", "pocket", "dead_deposit", "separator")
COLLECTOR, DEPOSIT, POCKET, DEAD_DEPOSIT, SEPARATOR = range(5)
ELECTRONIC = "electronic_potential_V"
"""Name of the potential of solids that resist."""
DEAD_SURFACE = "dead_deposit"
"""Name of the front of dead lithium, after those of the surfaces."""

# smaller pieces are round-off of shape operations
_SMALLEST_PIECE = 1e-9  # µm²

_COLLECTIONS = ("electrolyte", "front", "solids")

type Frames = Sequence[tuple[float, str]]
type _FieldData = dict[str, Array | Sequence[str]]


class FieldWriter:
    """Writer of `electrolyte.pvd`, `front.pvd` and `solids.pvd` with their VTU frames."""

    def __init__(
        self, folder: Path, surfaces: Sequence[str], frames: Mapping[str, Frames] | None = None
    ) -> None:
        """Begin the collections, or go on with them.

        Args:
            folder: of the collections.
            surfaces: names of the surfaces, in the section's order.
            frames: frames of each collection that are there, as in `frames`.
        """
        self._surfaces = list(surfaces)
        there = frames or {}
        self._collections = {
            name: Collection(folder / f"{name}.pvd", there.get(name, ())) for name in _COLLECTIONS
        }

    @property
    def frames(self) -> dict[str, list[tuple[float, str]]]:
        """Time [s] and file of each frame so far, by collection."""
        return {name: list(one.frames) for name, one in self._collections.items()}

    def append(self, time: float, capacity: float, fields: Fields) -> None:
        """Write one frame.

        Args:
            time: time [s], the time value in ParaView.
            capacity: plated charge per footprint [C/m²].
            fields: nodal fields and shapes of this instant.
        """
        instant: _FieldData = {
            "TimeValue": np.array([time]),
            "capacity_mAh_per_cm2": np.array([capacity / COULOMB_PER_M2_PER_MAH_PER_CM2]),
        }
        section: _FieldData = {
            "periodic_walls": np.array([int(fields.periodic)]),
            "diffusion_current_A_per_m2": np.array([fields.diffusion_current]),
        }
        if len(fields.region_names) > 1:
            section["region_names"] = list(fields.region_names)
        self._collections["electrolyte"].append(time, electrolyte_grid(fields, instant | section))
        dead = bool((fields.surface == len(self._surfaces)).any())
        front = instant | {
            "surface_names": [*self._surfaces, *([DEAD_SURFACE] * dead)],
            "material_names": list(MATERIALS[:POCKET]),
        }
        self._collections["front"].append(time, front_grid(fields, front))
        self._collections["solids"].append(
            time, solids_grid(fields, instant | {"material_names": list(MATERIALS)})
        )


def electrolyte_grid(fields: Fields, field_data: _FieldData) -> Grid:
    """Return fields on the electrolyte, with a marker of the counter electrode."""
    return Grid(
        fields.points,
        fields.triangles,
        point_data={
            "concentration_mol_per_m3": fields.concentration,
            "potential_V": fields.potential,
            "potential_against_metal_V": fields.against_metal,
            "current_density_A_per_m2": in_space(fields.current_density),
            "on_counter_electrode": fields.on_counter.astype(np.int64),
            **({} if fields.matrix is None else {"matrix_potential_V": fields.matrix}),
        },
        cell_data=_of_cells(fields),
        field_data=field_data,
    )


def _of_cells(fields: Fields) -> dict[str, Array]:
    """Return the region of each cell, and metal and reaction in the pores of hosts."""
    data: dict[str, Array] = {"region": fields.region} if len(fields.region_names) > 1 else {}
    if fields.filling is not None and fields.reaction is not None:
        data["filling"] = fields.filling
        data["reaction_A_per_m3"] = fields.reaction
    return data


def front_grid(fields: Fields, field_data: _FieldData) -> Grid:
    """Return thickness, current density, surface and material on the edges of the front."""
    used, cells = np.unique(fields.front, return_inverse=True)
    films = {}
    if fields.film_thickness is not None and fields.film_resistance is not None:
        films["film_thickness_nm"] = 1e3 * micrometres(1.0) * fields.film_thickness[used]
        films["film_resistance_ohm_m2"] = fields.film_resistance[used]
    electronic: dict[str, Array] = {}
    if fields.electronic is not None:
        electronic[ELECTRONIC] = front_potential(fields.electronic, fields.points[used])
    return Grid(
        fields.points[used],
        cells.reshape(-1, 2).astype(np.int64),
        point_data={
            "thickness_um": micrometres(1.0) * fields.thickness[used],
            "concentration_mol_per_m3": fields.concentration[used],
            "potential_V": fields.potential[used],
            "potential_against_metal_V": fields.against_metal[used],
            **films,
            **electronic,
        },
        cell_data={
            "normal_current_A_per_m2": fields.normal_current,
            "surface": fields.surface,
            "material": np.where(fields.on_lithium, DEPOSIT, COLLECTOR).astype(np.int64),
        },
        field_data=field_data,
    )


def solids_grid(fields: Fields, field_data: _FieldData) -> Grid:
    """Return all solids and pockets as triangles with their material."""
    alive = fields.deposit if fields.dead.is_empty else fields.deposit.difference(fields.dead)
    shapes = (fields.collector, alive, fields.pockets, fields.dead, fields.separator)
    corners = [triangulated(shape) for shape in shapes]
    if fields.electronic is not None:
        return _with_potential(fields.electronic, corners, field_data)
    material = np.repeat(np.arange(len(shapes)), [len(c) for c in corners])
    # x + iy sorts as (x, y) does, in a sixth of the time of rows
    places = np.concatenate(corners).view(np.complex128)
    points, cells = np.unique(places, return_inverse=True)
    return Grid(
        points.view(np.float64).reshape(-1, 2),
        cells.reshape(-1, 3).astype(np.int64),
        cell_data={"material": material.astype(np.int64)},
        field_data=field_data,
    )


def _with_potential(
    electronic: ElectronicField, corners: Sequence[Floats], field_data: _FieldData
) -> Grid:
    """Return the solids with their electronic potential, which may jump between materials.

    Args:
        electronic: the potential.
        corners: (m, 3, 2) triangles of each material [µm].
        field_data: values for the whole grid.
    """
    grids, first = list(solid_parts(electronic, corners)), 0
    cells = []
    for points, triangles, _ in grids:
        cells.append(triangles + first)
        first += len(points)
    return Grid(
        np.concatenate([points for points, _, _ in grids]),
        np.concatenate(cells),
        point_data={ELECTRONIC: np.concatenate([potential for _, _, potential in grids])},
        cell_data={"material": np.repeat(np.arange(len(cells)), [len(each) for each in cells])},
        field_data=field_data,
    )


def triangulated(shape: BaseGeometry) -> Floats:
    """Return corners (m, 3, 2) [µm] of triangles that fill the polygons of `shape`."""
    parts = shapely.get_parts(shape)
    parts = parts[shapely.area(parts) > _SMALLEST_PIECE]
    triangles = shapely.get_parts(shapely.constrained_delaunay_triangles(parts))
    corners: Floats = shapely.get_coordinates(triangles).reshape(-1, 4, 2)[:, :3]
    return corners
