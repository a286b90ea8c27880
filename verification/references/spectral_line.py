"""Spectral elements on a line: Gauss–Lobatto nodes in elements that are graded to both ends.

Nodal polynomials of degree p in each element with integrals by the nodes' own quadrature, so that
the mass matrix is diagonal (Canuto et al., Spectral Methods, chapter 5). The error decays with p
like exp(-const p) for smooth functions. Elements shrink geometrically to both ends, to resolve the
boundary layers √(Dt) that a step of the current or the potential starts.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.polynomial import legendre

from platefront.geometry.arrays import Floats, Integers


@dataclass(frozen=True, slots=True)
class SpectralLine:
    """Discretisation of 0 ≤ s ≤ 1.

    Attributes:
        nodes: (n,) s, ascending.
        weights: (n,) weights of the quadrature, ∫ f ds ≈ Σ w_k f(s_k).
        stiffness: (n, n) ∫ ψ_j' ψ_k' ds.
        transport: (n, n) ∫ ψ_j' ψ_k ds.
        breaks: (m + 1,) ends of the elements.
        order: degree p.
    """

    nodes: Floats
    weights: Floats
    stiffness: Floats
    transport: Floats
    breaks: Floats
    order: int

    def interpolated(self, values: Floats, at: Floats) -> Floats:
        """Return f at positions s, by the polynomials of the elements."""
        coefficients, local, _ = self._local(values, at)
        return np.einsum("ij,ij->i", legendre.legvander(local, self.order), coefficients)

    def slope(self, values: Floats, at: Floats) -> Floats:
        """Return df/ds at positions s, by the polynomials of the elements."""
        coefficients, local, sizes = self._local(values, at)
        derivative = legendre.legder(coefficients, axis=1)
        basis = legendre.legvander(local, self.order - 1)
        return np.einsum("ij,ij->i", basis, derivative) * 2.0 / sizes

    def _local(self, values: Floats, at: Floats) -> tuple[Floats, Floats, Floats]:
        """Return Legendre coefficients, coordinates and sizes of the elements at positions s."""
        reference, _, _ = gauss_lobatto(self.order)
        element = np.clip(np.searchsorted(self.breaks, at, "right") - 1, 0, len(self.breaks) - 2)
        sizes = np.diff(self.breaks)[element]
        local = 2.0 * (at - self.breaks[element]) / sizes - 1.0
        inverse = np.linalg.inv(legendre.legvander(reference, self.order))
        return (values[self._numbers()] @ inverse.T)[element], local, sizes

    def _numbers(self) -> Integers:
        """Return the numbers of the nodes of each element, (m, p + 1)."""
        first = self.order * np.arange(len(self.breaks) - 1)
        return first[:, None] + np.arange(self.order + 1)


def gauss_lobatto(order: int) -> tuple[Floats, Floats, Floats]:
    """Return nodes on [-1, 1], weights, and the matrix of derivatives at the nodes."""
    polynomial = legendre.Legendre.basis(order)
    inner = np.sort(np.real(polynomial.deriv().roots()))
    for _ in range(2):  # polish the roots
        inner = inner - polynomial.deriv()(inner) / polynomial.deriv(2)(inner)
    x = np.concatenate(([-1.0], inner, [1.0]))
    value = polynomial(x)
    weights = 2.0 / (order * (order + 1) * value**2)
    apart = x[:, None] - x[None, :] + np.eye(order + 1)
    matrix = value[:, None] / value[None, :] / apart
    np.fill_diagonal(matrix, 0.0)
    matrix -= np.diag(matrix.sum(axis=1))
    return x, weights, matrix


def graded_line(order: int, first: float, ratio: float) -> SpectralLine:
    """Assemble elements that grow from both ends.

    Args:
        order: degree p of the polynomials.
        first: size of the elements at the ends.
        ratio: ratio of the positions of consecutive ends of elements.
    """
    half = [0.0]
    while (end := max(first, ratio * half[-1])) < 0.5 / ratio**0.5:
        half.append(end)
    breaks = np.array([*half, 0.5, *(1.0 - end for end in reversed(half))])
    x, weights, matrix = gauss_lobatto(order)
    count = order * (len(breaks) - 1) + 1
    nodes, mass = np.zeros(count), np.zeros(count)
    stiffness, transport = np.zeros((count, count)), np.zeros((count, count))
    local_stiffness = matrix.T @ np.diag(weights) @ matrix
    local_transport = matrix.T @ np.diag(weights)
    for element, (low, high) in enumerate(pairwise(breaks)):
        size = high - low
        own = slice(order * element, order * (element + 1) + 1)
        nodes[own] = low + 0.5 * size * (x + 1.0)
        mass[own] += 0.5 * size * weights
        stiffness[own, own] += 2.0 / size * local_stiffness
        transport[own, own] += local_transport
    return SpectralLine(nodes, mass, stiffness, transport, breaks, order)
