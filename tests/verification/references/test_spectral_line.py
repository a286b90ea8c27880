"""Quadrature, derivatives and interpolation of spectral elements."""

from __future__ import annotations

import numpy as np
import pytest

from verification.references.spectral_line import gauss_lobatto, graded_line


@pytest.mark.parametrize("order", [2, 5, 8, 16])
def test_the_rule_is_exact_to_its_degree_and_no_further(order):
    x, weights, matrix = gauss_lobatto(order)
    for degree in range(2 * order):
        exact = (1.0 + (-1.0) ** degree) / (degree + 1)
        assert weights @ x**degree == pytest.approx(exact, abs=1e-14)
    assert abs(weights @ x ** (2 * order) - 2.0 / (2 * order + 1)) > 1e-12
    assert matrix @ x**order == pytest.approx(order * x ** (order - 1), abs=1e-12)


def test_fields_are_interpolated_with_spectral_accuracy():
    at = np.linspace(0.0, 1.0, 37)
    errors = []
    for order in (4, 6, 8, 10):
        line = graded_line(order, 1e-2, 4.0)
        values = np.sin(5.0 * line.nodes)
        value = np.abs(line.interpolated(values, at) - np.sin(5.0 * at)).max()
        slope = np.abs(line.slope(values, at) - 5.0 * np.cos(5.0 * at)).max()
        errors.append(max(value, slope))
    assert (np.diff(np.log(errors)) < -3.0).all(), f"{errors}"
    assert errors[-1] < 1e-6, f"{errors}"


def test_matrices_integrate_derivatives_by_parts():
    line = graded_line(8, 1e-2, 4.0)
    f, g = line.nodes**3, np.cos(line.nodes)
    both = g @ line.transport @ f  # ∫ g' f
    parts = f[-1] * g[-1] - f[0] * g[0] - f @ line.transport @ g
    assert both == pytest.approx(parts, rel=1e-12)
    assert f @ line.stiffness @ f == pytest.approx(9.0 / 5.0, rel=1e-11)
    assert line.weights.sum() == pytest.approx(1.0, rel=1e-14)
