"""Interpolation of tables: exact at their points, monotone between, the same for symbols."""

from __future__ import annotations

import numpy as np
import pytest
import ufl
from mpi4py import MPI
from scipy.interpolate import PchipInterpolator

from platefront.solvers.fenicsx import fem, mesh
from platefront.solvers.model.functions.monotone_table import MonotoneTable

PLACES = [0.1, 0.2, 0.5, 1.0, 1.2, 2.5]
VALUES = [0.3, 0.6, 0.9, 0.95, 0.7, 0.1]


def test_points_are_met_and_no_extreme_is_added() -> None:
    table = MonotoneTable(PLACES, VALUES)
    assert [table(x) for x in PLACES] == pytest.approx(VALUES, rel=1e-14)
    x = np.linspace(0.1, 2.5, 2001)
    y = table(x)
    assert y == pytest.approx(PchipInterpolator(PLACES, VALUES)(x), rel=1e-13)
    rising = x[1:] <= 1.0
    assert (np.diff(y)[rising] >= 0.0).all()
    assert (np.diff(y)[x[:-1] >= 1.0] <= 0.0).all()


def test_ends_are_held_outside() -> None:
    table = MonotoneTable(PLACES, VALUES)
    assert (table(-3.0), table(9.0)) == (pytest.approx(0.3), pytest.approx(0.1))


def test_symbols_give_the_same_with_a_continuous_slope() -> None:
    table = MonotoneTable(PLACES, VALUES)
    line = mesh.create_interval(MPI.COMM_SELF, 240, [0.05, 2.6])
    x = ufl.variable(ufl.SpatialCoordinate(line)[0])
    space = fem.functionspace(line, ("DG", 1))
    found, slope = fem.Function(space), fem.Function(space)
    points = space.element.interpolation_points
    at = points() if callable(points) else points
    found.interpolate(fem.Expression(table(x), at))
    slope.interpolate(fem.Expression(ufl.diff(table(x), x), at))
    where = space.tabulate_dof_coordinates()[:, 0]
    assert found.x.array == pytest.approx(table(where), abs=1e-14)
    exact = PchipInterpolator(PLACES, VALUES).derivative()(where)
    inside = (where > 0.11) & (where < 2.49)
    assert slope.x.array[inside] == pytest.approx(exact[inside], abs=1e-12)
