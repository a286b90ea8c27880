"""Conductors below the front of a run, and their network for each front."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
import shapely
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.tags import DEAD
from platefront.geometry.lengths import UM
from platefront.geometry.mesh.grading import Grading
from platefront.geometry.plane.cylinder import images
from platefront.solvers.mesh.electronic.host_network import HostNetwork
from platefront.solvers.mesh.electronic.solid_network import SolidNetwork
from platefront.solvers.model.kinetics.surface_state import LAST_LITHIUM
from platefront.solvers.model.scales import Scales
from platefront.solvers.model.voltage.conduction import SolidConduction

_LEAST_FOOT, _MOST_FOOT = 0.05, 20.0
"""Length at the foot of a strongly curved shell, relative to that on the front, at its limits."""
_NEARLY = 1e-5
"""Relative difference of two values whose logarithmic mean is one of them."""


@dataclass(frozen=True)
class Conductors:
    """Host, terminal and their materials.

    Attributes:
        host: host that resists; None for a perfect conductor.
        perfect: conductors at the potential of the terminal [µm].
        parameters: materials.
        scales: units of current and potential.
        moving: False for a front that stays and only counts its thickness.
    """

    host: HostNetwork | None
    perfect: BaseGeometry
    parameters: SolidConduction
    scales: Scales
    moving: bool

    @classmethod
    def of(
        cls,
        host: BaseGeometry,
        perfect: BaseGeometry,
        parameters: SolidConduction,
        grading: Grading,
        scales: Scales,
        *,
        period: float | None,
        moving: bool,
    ) -> Conductors:
        """Return the conductors of a run.

        Args:
            host: its host, bars of separators and counter electrode left out [µm].
            perfect: part of y = 0 that is an electrode, and lithium that is held [µm].
            parameters: materials.
            grading: sizes of the mesh.
            scales: units of current and potential.
            period: of the section [µm]; None between symmetry planes.
            moving: False for a front that stays and only counts its thickness.

        Raises:
            MeshingError: the host cannot be meshed.
        """
        conductivity, network = parameters.host_conductivity, None
        if conductivity is None:
            perfect = shapely.union_all([perfect, host])
        elif not host.is_empty:
            network = HostNetwork.of(host, grading, conductivity, scales, period)
        if period is not None:
            perfect = images(perfect, period)
        shapely.prepare(perfect)
        return cls(network, perfect, parameters, scales, moving)

    def network(self, outline: Outline) -> SolidNetwork:
        """Return the network of a front."""
        trace, height = self._feet(outline)
        if not self.moving:
            height = height + outline.thickness_um
        height = np.where(outline.front_points, np.maximum(height, 0.0), 0.0)
        edge = np.flatnonzero(outline.is_front & (outline.tag != DEAD) & (outline.lengths > 0.0))
        one, other = edge, outline.following[edge]
        unit = self.scales.current / self.scales.potential
        sigma, contact = self.parameters.deposit_conductivity, self.parameters.contact_resistance
        length = outline.growing_length
        foot = _foot(outline, height)
        middle = _logarithmic_mean(length, foot)
        carries = length > 0.0

        def over(resistance: Floats, lengths: Floats) -> Floats:
            """Resistance per length [Ω m²] over lengths [µm], scaled."""
            whole = np.zeros(len(length))
            return np.divide(unit * resistance, UM * lengths, out=whole, where=carries)

        along = sigma / unit * _logarithmic_mean(height[one], height[other]) / outline.lengths[edge]
        conducts = along > 0.0
        return SolidNetwork(
            host=self.host,
            trace=trace,
            within=over(np.asarray(UM * height / sigma, dtype=np.float64), middle),
            contact=over(contact * _cover(outline), foot),
            ends=np.column_stack((one, other))[conducts],
            conductance=along[conducts],
        )

    def _feet(self, outline: Outline) -> tuple[sp.csr_matrix, Floats]:
        """Return T and the (n,) distance of the vertices from host and terminal [µm]."""
        count, front = len(outline), np.flatnonzero(outline.front_points)
        height: Floats = np.zeros(count)
        places = outline.places[front]
        height[front] = shapely.distance(self.perfect, shapely.points(places))
        if self.host is None:
            return sp.csr_matrix((count, 0)), height
        apart, nodes, weights = self.host.trace(places)
        nearer = (apart < height[front]) | self.perfect.is_empty
        height[front[nearer]] = apart[nearer]
        rows = np.repeat(front[nearer], 2)
        columns = self.host.unknown[nodes[nearer]].ravel()
        free = columns >= 0
        entries = (weights[nearer].ravel()[free], (rows[free], columns[free]))
        return sp.csr_matrix(entries, shape=(count, self.host.count)), height


def _foot(outline: Outline, height: Floats) -> Floats:
    """Return the (n,) length at the foot of the shell that belongs to each vertex [µm].

    That of a parallel curve, l - δ times the turn of the front, exact for circles.
    """
    length = outline.growing_length
    grows, before = outline.grows, outline.preceding
    lengths = np.where(outline.lengths > 0.0, outline.lengths, 1.0)[:, None]
    leaving = outline.edges / lengths
    arriving = leaving[before]
    cross = arriving[:, 0] * leaving[:, 1] - arriving[:, 1] * leaving[:, 0]
    turn = -np.arctan2(cross, np.einsum("ij,ij->i", arriving, leaving))
    inner = grows & grows[before]
    foot = length - np.where(inner, height * turn, 0.0)
    return np.asarray(np.clip(foot, _LEAST_FOOT * length, _MOST_FOOT * length))


def _cover(outline: Outline) -> Floats:
    """Return the (n,) share of deposit on the surface of each vertex.

    Bare host has none; it comes with the first 10 nm.
    """
    thickness = np.maximum(outline.thickness_um, 0.0)
    return np.asarray(1.0 - np.minimum(outline.bare, 1.0) * np.exp(-thickness / LAST_LITHIUM))


def _logarithmic_mean(one: Floats, other: Floats) -> Floats:
    """Return (a - b)/ln(a/b), that of a conductor as wide as a at one end and b at the other."""
    low, high = np.minimum(one, other), np.maximum(one, other)
    differ = (low > 0.0) & (high - low > _NEARLY * high)
    ratio = np.divide(high, low, out=np.full(len(low), np.e), where=differ)
    mean = (high - low) / np.log(ratio)
    return np.where(differ, mean, np.where(low > 0.0, 0.5 * (low + high), 0.0))
