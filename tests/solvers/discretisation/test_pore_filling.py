"""Metal in pores on new meshes, and the share of triangles below a height."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely

from platefront.geometry.arrays import Floats
from platefront.geometry.mesh.triangulation import TriangleMesh
from platefront.geometry.section.regions import ElectrolyteRegion
from platefront.solvers.balance.charge_by_height import ChargeByHeight, share_below
from platefront.solvers.discretisation.pore_filling import PoreFilling
from platefront.solvers.model.electrolyte.hosts import Hosts
from platefront.solvers.model.electrolyte.porous_host import PorousHost
from platefront.solvers.model.electrolyte.region import PorousMedium
from platefront.solvers.model.kinetics.linear import Linear
from tests.shared.cells import foil

WIDTH, HEIGHT = 8.0, 20.0
SECTION = replace(foil(width=WIDTH, height=HEIGHT), regions=(ElectrolyteRegion("felt", 5.0, 15.0),))
HOSTS = Hosts.of(
    SECTION,
    {
        "felt": PorousMedium(
            porosity=0.8, host=PorousHost(specific_area=1e6, reaction=Linear(conductance=1.0))
        )
    },
)


def mesh(seed: int, start: float = 0.0) -> TriangleMesh:
    """Random triangles between the levels of the layer, on a box that begins at `start`."""
    random = np.random.default_rng(seed)
    points, triangles = [], []
    for low, high in ((0.0, 5.0), (5.0, 15.0), (15.0, HEIGHT)):
        inside = random.uniform((0.2, low + 0.2), (WIDTH - 0.2, high - 0.2), (30, 2))
        box = [(0.0, low), (WIDTH, low), (0.0, high), (WIDTH, high)]
        cloud = shapely.MultiPoint([*box, *inside])
        for triangle in shapely.delaunay_triangles(cloud).geoms:
            corners = np.asarray(triangle.exterior.coords)[:3]
            triangles.append(np.arange(3) + len(points))
            points.extend(corners + np.array([start, 0.0]))
    nothing = np.empty((0, 2), dtype=np.int64)
    return TriangleMesh(np.array(points), np.array(triangles), nothing, nothing[:, 0])


@pytest.mark.parametrize(("start", "period"), [(0.0, None), (3.0, WIDTH), (-11.0, WIDTH)])
def test_a_new_mesh_takes_over_all_metal_and_charge(start: float, period: float | None) -> None:
    old = PoreFilling.none_on(mesh(1), HOSTS)
    inside = old.region == 1
    metal = np.where(inside, np.random.default_rng(2).uniform(0.0, 0.5, len(inside)), 0.0)
    charge = np.where(inside, np.random.default_rng(3).normal(size=len(inside)), 0.0)
    old = replace(old, filled=metal)
    new, (carried,) = old.carried_to(mesh(4, start), HOSTS, [charge], period)
    assert new.metal == pytest.approx(old.metal, rel=1e-12)
    assert carried.sum() == pytest.approx(charge.sum(), abs=1e-12 * np.abs(charge).sum())
    assert not new.filled[new.region != 1].any()
    assert new.filled.max() <= metal.max() * (1.0 + 1e-9)


def test_even_metal_stays_even() -> None:
    old = PoreFilling.none_on(mesh(1), HOSTS)
    old = replace(old, filled=np.where(old.region == 1, 0.3, 0.0))
    new, _ = old.carried_to(mesh(5), HOSTS, [], None)
    assert new.filled[new.region == 1] == pytest.approx(0.3, rel=1e-10)


def area_below(corners: Floats, height: float) -> float:
    half = shapely.box(-100.0, -100.0, 100.0, height)
    return float(shapely.Polygon(corners).intersection(half).area)


def test_share_of_triangles_below_a_height() -> None:
    random = np.random.default_rng(6)
    corners = random.uniform(0.0, 1.0, (200, 3, 2))
    corners[:20, 1, 1] = corners[:20, 0, 1]  # with a side along the line
    whole = np.array([shapely.Polygon(triangle).area for triangle in corners])
    for height in (0.0, 0.3, float(corners[0, 0, 1]), 0.7, 1.0):
        wanted = np.array([area_below(triangle, height) for triangle in corners]) / whole
        assert share_below(corners[:, :, 1], height) == pytest.approx(wanted, abs=1e-9)


def test_thirds_of_charge_in_a_layer() -> None:
    """Even charge in a layer of half the height of the electrode."""
    filling = PoreFilling.none_on(mesh(7), HOSTS)
    charge = np.where(filling.region == 1, filling.areas, 0.0)
    y = filling.corners[:, :, 1]
    sums = ChargeByHeight().with_charge_in(charge, y, (0.0, 15.0))
    assert sums.bottom_share == pytest.approx(0.25, rel=1e-10)
    assert sums.shares_by_third == pytest.approx((0.0, 0.5, 0.5), abs=1e-10)
