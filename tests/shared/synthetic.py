"""A made-up run to write: pillars that fill with lithium, with a field that obeys Laplace's law.

The shapes and currents are chosen, not simulated; they are physical enough to draw (current
lines end on the front) and simple enough to know every number beforehand.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import shapely
from mpi4py import MPI
from scipy.sparse import coo_array
from scipy.sparse.linalg import spsolve
from scipy.spatial import Delaunay
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats
from platefront.results.folder import create_folder
from platefront.results.recorder import Recorder
from platefront.solvers.balance.books import Books, Corrections, Stock
from platefront.solvers.balance.charge_by_height import ChargeByHeight
from platefront.solvers.balance.step_record import (
    Event,
    Fields,
    Remeshing,
    StepRecord,
    SurfaceRecord,
)
from platefront.solvers.parallel import OnRoot

WIDTH, HEIGHT = 60.0, 90.0  # µm
SURFACES = ("upper", "side", "lower")
COLLECTOR = shapely.union_all(
    [shapely.box(0, 0, 60, 4), shapely.box(8, 4, 22, 54), shapely.box(38, 4, 52, 54)]
)
CONDUCTIVITY = 1.0  # S/m
STEP_SECONDS = 600.0
CAPACITY_PER_STEP = 1800.0  # C/m², 0.05 mAh/cm²
# micrometres of lithium per step on lower, side and upper surfaces
INVERTED = (1.0, 0.10, 0.05)
UPRIGHT = (0.15, 0.12, 1.1)


def deposit_after(steps: int, rates: tuple[float, float, float]) -> BaseGeometry:
    """Lithium layers on floor, pillar sides and pillar tops, `steps` steps thick."""
    if steps == 0:
        return shapely.MultiPolygon()
    lower, side, upper = (rate * steps for rate in rates)
    pillars = [shapely.box(8, 4, 22, 54), shapely.box(38, 4, 52, 54)]
    coats = [p.buffer(side, join_style="round", quad_segs=8) for p in pillars]
    caps = [shapely.box(p.bounds[0] - side, 54, p.bounds[2] + side, 54 + upper) for p in pillars]
    grown = shapely.union_all([*coats, *caps, shapely.box(0, 4, WIDTH, 4 + lower)])
    box = shapely.box(0, 0, WIDTH, HEIGHT)
    return grown.intersection(box).difference(COLLECTOR)


def synthetic_fields(
    steps: int, rates: tuple[float, float, float] = INVERTED, size: float = 2.0
) -> Fields:
    """Mesh of what is left of the electrolyte, with potential and current."""
    deposit = deposit_after(steps, rates)
    box = shapely.box(0, 0, WIDTH, HEIGHT)
    pocket = shapely.box(24, 1, 26, 2) if steps > 5 else shapely.Polygon()
    collector = COLLECTOR.difference(pocket)
    electrolyte = box.difference(shapely.union_all([COLLECTOR, deposit]))
    points, triangles = triangulate(electrolyte, size)
    front = front_edges(points, triangles)
    middle = points[front].mean(axis=1)
    height = (points[:, 1] - 4.0) / 50.0
    on_front = np.unique(front)
    value = np.zeros(len(points))
    slope = (rates[0] - rates[2]) * 0.02
    value[on_front] = -0.03 - slope * (0.5 - height[on_front])
    top = np.flatnonzero(points[:, 1] > HEIGHT - 1e-9)
    potential = laplace(points, triangles, np.union1d(on_front, top), value)
    current, nodal = currents(points, triangles, potential)
    owner = np.searchsorted(np.array([6.0, 52.0]), middle[:, 1])
    surface = np.array([2, 1, 0])[owner]
    thickness = np.zeros(len(points))
    rate = np.array(rates)[np.searchsorted(np.array([8.0, 50.0]), points[on_front, 1])]
    thickness[on_front] = rate * steps * 1e-6
    return Fields(
        points=points,
        triangles=triangles,
        concentration=1000.0 + 5000.0 * potential,
        potential=potential,
        against_metal=0.5 * potential,
        current_density=nodal,
        on_counter=points[:, 1] > HEIGHT - 1e-9,
        front=front,
        surface=surface.astype(np.int64),
        on_lithium=shapely.dwithin(shapely.points(middle), deposit, 1e-3),
        thickness=thickness,
        normal_current=np.hypot(*current_at_edges(front, triangles, current).T),
        collector=collector,
        deposit=deposit,
        pockets=pocket,
        dead=shapely.MultiPolygon(),
    )


def triangulate(region: BaseGeometry, size: float) -> tuple[Floats, np.ndarray]:
    """Delaunay mesh of boundary points and a staggered lattice inside."""
    boundary = shapely.get_coordinates(shapely.segmentize(region, 0.5 * size))
    boundary = np.unique(np.round(boundary, 9), axis=0)
    x, y = np.meshgrid(np.arange(0.0, WIDTH, size), np.arange(0.0, HEIGHT, size))
    x = x + 0.5 * size * (np.arange(len(x)) % 2)[:, None]
    lattice = np.column_stack([x.ravel(), y.ravel()])
    shapely.prepare(region)
    inside = shapely.contains_xy(region, lattice)
    far = shapely.distance(shapely.points(lattice), region.boundary) > 0.6 * size
    points = np.vstack([boundary, lattice[inside & far]])
    cells = Delaunay(points).simplices
    corners = points[cells]
    span = corners[:, 1:] - corners[:, :1]
    doubled = span[:, 0, 0] * span[:, 1, 1] - span[:, 0, 1] * span[:, 1, 0]
    cells = np.where((doubled > 0)[:, None], cells, cells[:, ::-1])
    keep = (np.abs(doubled) > 1e-9) & shapely.contains_xy(region, corners.mean(axis=1))
    used, renumbered = np.unique(cells[keep], return_inverse=True)
    return points[used], renumbered.reshape(-1, 3).astype(np.int64)


def front_edges(points: Floats, triangles: np.ndarray) -> np.ndarray:
    """Boundary edges that are not on the box, electrolyte on the left."""
    edges = triangles[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2)
    keys = np.sort(edges, axis=1)
    _, first, count = np.unique(keys, axis=0, return_index=True, return_counts=True)
    outer = edges[first[count == 1]]
    x, y = points[outer].mean(axis=1).T
    inner = (x > 1e-9) & (x < WIDTH - 1e-9) & (y < HEIGHT - 1e-9)
    return outer[inner].astype(np.int64)


def gradients(points: Floats, triangles: np.ndarray) -> tuple[Floats, Floats]:
    """Gradients (m, 3, 2) of the linear shape functions [1/µm] and areas (m,) [µm²]."""
    corners = points[triangles]
    side = np.roll(corners, -2, axis=1) - np.roll(corners, -1, axis=1)
    span = corners[:, 1:] - corners[:, :1]
    area = 0.5 * (span[:, 0, 0] * span[:, 1, 1] - span[:, 0, 1] * span[:, 1, 0])
    normal = np.stack([-side[..., 1], side[..., 0]], axis=-1)
    return normal / (2.0 * area[:, None, None]), area


def laplace(points: Floats, triangles: np.ndarray, fixed: np.ndarray, value: Floats) -> Floats:
    """Potential with given values at the `fixed` nodes."""
    slope, area = gradients(points, triangles)
    local = np.einsum("mid,mjd,m->mij", slope, slope, area)
    rows = np.repeat(triangles, 3, axis=1).ravel()
    columns = np.tile(triangles, (1, 3)).ravel()
    matrix = coo_array((local.ravel(), (rows, columns)), shape=(len(points),) * 2).tocsr()
    free = np.setdiff1d(np.arange(len(points)), fixed)
    solution = value.copy()
    solution[free] = spsolve(
        matrix[free][:, free].tocsc(), -(matrix[free][:, fixed] @ value[fixed])
    )
    return solution


def currents(points: Floats, triangles: np.ndarray, potential: Floats) -> tuple[Floats, Floats]:
    """Current density [A/m²] of each triangle and, area-averaged, of each node."""
    slope, area = gradients(points, triangles)
    current = -CONDUCTIVITY * 1e6 * np.einsum("mid,mi->md", slope, potential[triangles])
    total, weight = np.zeros_like(points), np.zeros(len(points))
    np.add.at(total, triangles, (area[:, None] * current)[:, None, :])
    np.add.at(weight, triangles, area[:, None])
    return current, total / weight[:, None]


def current_at_edges(front: np.ndarray, triangles: np.ndarray, current: Floats) -> Floats:
    """Current density of the triangle behind each front edge."""
    edges = triangles[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2)
    owner = {(int(a), int(b)): i // 3 for i, (a, b) in enumerate(edges)}
    return current[[owner[int(a), int(b)] for a, b in front]]


def synthetic_record(step: int, rates: tuple[float, float, float] = INVERTED) -> StepRecord:
    """State `step` of the made-up run: charges grow linearly, the gap shrinks."""
    capacity = CAPACITY_PER_STEP * step
    share = rates[0] / sum(rates)
    weights = dict(zip(("lower", "side", "upper"), rates, strict=True))
    charge = capacity * WIDTH * 1e-6
    surfaces = {
        name: SurfaceRecord(
            current=weights[name] * 1e-4,
            charge=charge * weights[name] / sum(rates),
            length=2e-5,
            thickness_mean=weights[name] * step * 0.8e-6,
            thickness_max=weights[name] * step * 1e-6,
        )
        for name in SURFACES
    }
    event = Event(step * STEP_SECONDS, "pocket", 25.0, 1.5, 2e-12, 2e-9)
    remeshing = Remeshing(step * STEP_SECONDS, 0, 1, 0.0, 1e-14, 2e-12, 2e-9, -1e-6, 3, 1e-8, True)
    return StepRecord(
        step=step,
        time=STEP_SECONDS * step,
        time_step=STEP_SECONDS if step else 0.0,
        surfaces=surfaces,
        current=3.0,
        capacity=capacity,
        electrode_potential=None,
        footprint=WIDTH * 1e-6,
        voltage=None,
        solids=None,
        plated=_by_height(charge, share * (1.0 - 0.01 * step), share),
        stripped=ChargeByHeight(),
        metal_left=None,
        gap_to_counter=(36.0 - rates[2] * step) * 1e-6,
        gap_to_layer=None,
        room_left=None,
        regions={},
        trapped_area=2e-12 if step > 5 else 0.0,
        electrolyte_area=3.0e-9,
        deposit_area=1e-12 * deposit_after(step, rates).area,
        dead_area=0.0,
        dead_capacity=0.0,
        min_concentration=850.0,
        max_concentration=1100.0,
        unevenness=0.25,
        pores_closed=0,
        cycle=1,
        protocol_step=1,
        mode="overpotentials",
        roughness=1e-7 * step,
        stock=Stock(
            charge=charge,
            charge_of_current=charge * (1.0 - 1e-9 * step),
            charge_between=0.5e-9 * step * charge,
            charge_in_solids=0.0,
            turnover=charge,
            charge_of_deposit=charge * (1.0 + 1e-9 * step),
            salt_at_start=4e-6,
            salt=3.9e-6,
            salt_in_pockets=2e-9 if step > 5 else 0.0,
            salt_received=-0.1e-6,
            box=WIDTH * HEIGHT * 1e-12,
            electrolyte=3.0e-9,
            deposit=1e-12 * deposit_after(step, rates).area,
            collector=1e-12 * COLLECTOR.area,
            pockets=2e-12 if step > 5 else 0.0,
        ),
        books=Books(1e-9 * step, -1e-9 * step, 0.5e-9 * step, -2e-12, 3e-16),
        corrections=Corrections(1e-3 * step, 1e-6 * step, 1e-7 * step),
        events=(event,) if step == 6 else (),
        remeshed=(remeshing,) if step == 6 else (),
        remeshings=step // 2,
        newton_iterations=3 if step else 0,
        unknowns=4000,
        fields=lambda: OnRoot(MPI.COMM_SELF, synthetic_fields(step, rates)),
    )


def _by_height(charge: float, below: float, lower: float) -> ChargeByHeight:
    """Charge [C/m] with a share below the middle and another in the lower third."""
    rest = 0.5 * (1.0 - lower)
    thirds = (lower * charge, rest * charge, rest * charge)
    return ChargeByHeight(charge, below * charge, thirds)


def synthetic_run(steps: int, rates: tuple[float, float, float] = INVERTED) -> Iterator[StepRecord]:
    """States 0 to `steps`."""
    return (synthetic_record(step, rates) for step in range(steps + 1))


def write_for_ever(folder: Path) -> None:
    """Write a run that does not end, to be killed; says on stdout when frames are there."""
    case = Path("endless.toml")
    recorder = Recorder(create_folder(folder, False), case, "", SURFACES, (WIDTH, HEIGHT))
    fields = synthetic_fields(1, size=6.0)
    for record in synthetic_run(10**9):
        recorder.add_step(record)
        recorder.add_frame(record, fields)
        recorder.write_summary("running", None, {}, 0.0, 1)
        print(record.step, flush=True)


if __name__ == "__main__":
    write_for_ever(Path(sys.argv[1]))
