"""Porosity, effective conductivity and tortuosity of a collector.

Between the planes at the bottom and the top of the collector, ∇²φ = 0 in the pores, φ = 0 at the
bottom and 1 at the top, with no current into solids and side walls. An electrolyte of conductivity
κ carries the current of a homogeneous layer of κ_eff. With porosity ε, thickness h and width W of
the layer

    κ_eff/κ = (h/W) ∫|∇φ|²,   τ = ε κ/κ_eff.

τ = 1 for straight channels across the layer; the path of the current is √τ h long.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import shapely
import ufl
from mpi4py import MPI
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from platefront.geometry.errors import FrontError
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.topology.merging import merge
from platefront.geometry.front.tracing import trace_section
from platefront.geometry.mesh.grading import Grading
from platefront.geometry.mesh.triangulation import triangulate
from platefront.geometry.plane.connectivity import connected_round
from platefront.geometry.plane.polygons import polygons_of
from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.fenicsx import create_form, fem, linear_solution
from platefront.solvers.mesh.domain import Domain
from platefront.solvers.parallel import OnRoot

_ON_PLANE = 1e-7
"""Distance up to which a point counts as lying on a plane [µm]."""
_NARROW = 0.5
"""Width below which pores count as closed [edge lengths on the solids]."""
_ORDER = 2
_DIRECT = {"ksp_type": "preonly", "pc_type": "lu", "pc_factor_mat_solver_type": "mumps"}


@dataclass(frozen=True, slots=True)
class PoreTransport:
    """Transport properties of the layer occupied by the bare collector.

    Attributes:
        porosity: area fraction of pores ε [1].
        conductivity: relative effective conductivity κ_eff/κ [1]; 0 if no pore percolates.
    """

    porosity: float
    conductivity: float

    @property
    def tortuosity(self) -> float:
        """Tortuosity τ = ε κ/κ_eff [1]; infinite if no pore percolates."""
        return self.porosity / self.conductivity if self.conductivity > 0.0 else float("inf")


def pore_transport(section: CrossSection, grading: Grading) -> PoreTransport | None:
    """Compute porosity and effective conductivity of the bare collector from bottom to top.

    The deposit counts as electrolyte. Runs on this process alone.

    Args:
        section: section with the collector, considered within its span.
        grading: grading of the mesh, which has quadratic elements.

    Returns:
        The transport properties; None for a collector without thickness.

    Raises:
        MeshingError: the pores cannot be meshed.
    """
    low, high = section.span
    if high <= low:
        return None
    layer = _layer(section)
    pores = layer.electrolyte
    parts: list[BaseGeometry] = list(polygons_of(pores))
    if layer.periodic:
        parts = [
            shapely.MultiPolygon(group)
            for group in connected_round(polygons_of(pores), layer.width)
        ]
    through = [
        pore
        for pore in parts
        if pore.bounds[1] < _ON_PLANE and pore.bounds[3] > layer.height - _ON_PLANE
    ]
    conducting = sum(_conductance(layer, pore, grading) for pore in through)
    return PoreTransport(pores.area / layer.box.area, conducting * layer.height / layer.width)


def _layer(section: CrossSection) -> CrossSection:
    """Return the section cut at bottom and top of the collector."""
    low, high = section.span

    def cut(shape: BaseGeometry) -> BaseGeometry:
        band = shapely.box(0.0, low, section.width, high)
        return affinity.translate(shape.intersection(band), yoff=-low)

    above_floor = shapely.box(0.0, _ON_PLANE, section.width, high - low)
    return replace(
        section,
        height=high - low,
        collector=cut(section.collector),
        deposit=shapely.Polygon(),
        span=(0.0, high - low),
        surfaces={"solid": above_floor},
        counter=None,
    )


def _conductance(layer: CrossSection, pore: BaseGeometry, grading: Grading) -> float:
    """Compute ∫|∇φ|² in one pore that extends from plane to plane."""
    outline = _without_cusps(layer, pore, grading)
    if outline is None:
        return 0.0
    domain = Domain(OnRoot(MPI.COMM_SELF, triangulate(outline, grading))).mesh
    space = fem.functionspace(domain, ("Lagrange", _ORDER))
    planes = [(0.0, 0.0), (layer.height, 1.0)]
    held = [_held(space, y, value) for y, value in planes]
    trial, test = ufl.TrialFunction(space), ufl.TestFunction(space)
    conductance = ufl.inner(ufl.grad(trial), ufl.grad(test)) * ufl.dx
    nothing = fem.Constant(domain, 0.0) * test * ufl.dx
    potential = linear_solution(domain, conductance, nothing, held, _DIRECT)
    energy = create_form(domain, ufl.inner(ufl.grad(potential), ufl.grad(potential)) * ufl.dx)
    return float(fem.assemble_scalar(energy))


def _without_cusps(layer: CrossSection, pore: BaseGeometry, grading: Grading) -> Outline | None:
    """Return the pore without parts too narrow to be meshed; None if it closes.

    A round solid meets the plane at its bottom or top with a cusp.
    """
    try:
        merging = merge(
            trace_section(layer, pore),
            obstacles=layer.collector,
            gap=_NARROW * grading.front,
            size=grading.front,
            cell=layer.box,
            near_junctions=grading.near_junctions,
        )
    except FrontError:
        return None
    outline = merging.outline
    return outline if (outline.points[:, 1] < _ON_PLANE).sum() > 1 else None


def _held(space: fem.FunctionSpace, y: float, value: float) -> fem.DirichletBC:
    """Return the Dirichlet condition for the potential on a plane."""
    dofs = fem.locate_dofs_geometrical(space, lambda x: np.abs(x[1] - y) < _ON_PLANE)
    return fem.dirichletbc(fem.Constant(space.mesh, value), dofs, space)
