"""The pieces of two meshes fill them both and are where both say they are."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from platefront.geometry.arrays import Floats
from platefront.solvers.mesh import overlay as module
from platefront.solvers.mesh.overlay import Pieces, overlay


def triangles(count: int, seed: int) -> Floats:
    """A Delaunay mesh of the unit square with random vertices, (cells, 3, 2)."""
    inside = np.random.default_rng(seed).random((count, 2))
    points = shapely.multipoints(np.concatenate((inside, [(0, 0), (1, 0), (0, 1), (1, 1)])))
    cells = shapely.get_parts(shapely.delaunay_triangles(points))
    return shapely.get_coordinates(shapely.get_exterior_ring(cells)).reshape(-1, 4, 2)[:, :3]


def areas(cells: Floats) -> Floats:
    return np.asarray(shapely.area(shapely.polygons(cells)))


def joined(new: Floats, old: Floats) -> Pieces:
    parts = list(overlay(new, old))
    return Pieces(*(np.concatenate([getattr(p, name) for p in parts]) for name in Pieces.__slots__))


def covered(pieces: Pieces, new: Floats, old: Floats) -> tuple[Floats, Floats]:
    """Share of each cell that is covered by pieces."""
    size = pieces.share * areas(new)[pieces.new]
    here = np.bincount(pieces.new, pieces.share, len(new))
    return here, np.bincount(pieces.old, size, len(old)) / areas(old)


CASES = {
    "of like size": (triangles(300, 1), triangles(300, 2)),
    "finer": (triangles(900, 3), triangles(40, 4)),
    "coarser": (triangles(5, 5), triangles(600, 6)),
    "the same": (triangles(200, 7), triangles(200, 7)),
    "turned": (triangles(200, 8), triangles(200, 8)[:, ::-1]),
}


@pytest.mark.parametrize("name", CASES)
def test_pieces_fill_both_meshes(name: str) -> None:
    new, old = CASES[name]
    pieces = joined(new, old)
    for shares in covered(pieces, new, old):
        assert np.abs(shares - 1.0).max() < 1e-9
    assert pieces.in_old.min() > -1e-9
    assert pieces.in_new.min() > -1e-9
    there = np.einsum("kij,kjx->kix", pieces.in_new, new[pieces.new])
    also_there = np.einsum("kij,kjx->kix", pieces.in_old, old[pieces.old])
    assert np.abs(there - also_there).max() < 1e-9


def test_areas_are_those_of_a_geometry_library() -> None:
    """Meshes that overlap in part: a shifted one."""
    new, old = triangles(120, 9) + np.array([0.37, -0.21]), triangles(150, 10)
    pieces = joined(new, old)
    each = np.zeros((len(new), len(old)))
    np.add.at(each, (pieces.new, pieces.old), pieces.share * areas(new)[pieces.new])
    shapes = shapely.polygons(new)[:, None], shapely.polygons(old)[None, :]
    assert each == pytest.approx(shapely.area(shapely.intersection(*shapes)), abs=1e-12)


def test_meshes_apart_have_no_pieces() -> None:
    new, old = triangles(20, 11), triangles(20, 12) + np.array([1.5, 0.0])
    assert all(len(part.new) == 0 for part in overlay(new, old))


def test_parts_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    new, old = CASES["of like size"]
    whole = joined(new, old)
    monkeypatch.setattr(module, "_AT_ONCE", 17)
    assert covered(joined(new, old), new, old)[1] == pytest.approx(covered(whole, new, old)[1])
