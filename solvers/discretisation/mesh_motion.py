"""Extension of the front's displacement into the mesh (arbitrary Lagrangian–Eulerian)."""

from __future__ import annotations

from typing import Any

import numpy as np
import ufl

from platefront.geometry.arrays import Floats
from platefront.solvers.fenicsx import compile_form, fem, fem_petsc
from platefront.solvers.mesh.domain import UFL_MESH, VERTEX_ELEMENT, Domain
from platefront.solvers.newton.direct_solver import direct_solver
from platefront.solvers.parallel import OnRoot


class MeshMotion:
    """Displacement of all nodes as a linear function of the displacement of the front.

    Each component solves ∇·(k∇d) = 0 on the reference mesh, with the stiffness k equal to the
    inverse cell area, so that small triangles deform little. The displacement of some nodes is
    given, in particular on the front; nodes on walls slide along them.
    """

    def __init__(
        self,
        domain: Domain,
        given: OnRoot[Floats],
        width: float | None,
        height: float | None,
    ) -> None:
        """Factorise the systems of both components, which differ in the fixed walls.

        Args:
            domain: the mesh in its reference position.
            given: (vertices,) true where the displacement of a vertex is given.
            width: width of the box [µm]; None if its side walls are periodic.
            height: height of the box [µm]; None if its top moves by a given displacement.
        """
        self.domain = domain
        self.reference = domain.coordinates.copy()
        x, y = self.reference.T
        fixed = domain.scatter(given).astype(bool)
        sides = (x == 0.0) | (x == width) if width is not None else np.zeros_like(fixed)
        levels = (y == 0.0) | (y == height) if height is not None else y == 0.0
        form = _stiffness(domain)
        # The coupling to given values, assembled before their columns are removed.
        self._coupling = fem_petsc.assemble_matrix(form)
        self._coupling.assemble()
        self._solvers = [
            _Component(domain, form, self._coupling, fixed | sides),
            _Component(domain, form, self._coupling, fixed | levels),
        ]

    def coordinates(self, displacement: OnRoot[Floats]) -> Floats:
        """Return the positions of the local vertex dofs for a displacement of the given vertices.

        Args:
            displacement: (vertices, 2) displacement from the reference position, read where it
                is given [µm].
        """
        local = self.domain.scatter(displacement)
        columns = [solver.solve(local[:, axis]) for axis, solver in enumerate(self._solvers)]
        return self.reference + np.column_stack(columns)

    def destroy(self) -> None:
        """Free the factorisations."""
        for solver in self._solvers:
            solver.destroy()
        self._coupling.destroy()


def _stiffness(domain: Domain) -> fem.Form:
    space = ufl.FunctionSpace(UFL_MESH, VERTEX_ELEMENT)
    u, v = ufl.TrialFunction(space), ufl.TestFunction(space)
    weight = 1.0 / ufl.CellVolume(UFL_MESH)
    form = weight * ufl.inner(ufl.grad(u), ufl.grad(v)) * ufl.dx(domain=UFL_MESH)
    compiled = compile_form(domain.comm, form)
    spaces = [domain.vertex_space] * 2
    return fem.create_form(compiled, spaces, domain.mesh, {}, {}, {})


class _Component:
    """Cartesian component of the mesh displacement."""

    def __init__(self, domain: Domain, form: fem.Form, coupling: Any, given: Any) -> None:
        self.values = fem.Function(domain.vertex_space)
        self.solution = fem.Function(domain.vertex_space)
        self.condition = fem.dirichletbc(self.values, np.flatnonzero(given).astype(np.int32))
        self.given = given
        self.matrix = fem_petsc.assemble_matrix(form, bcs=[self.condition])
        self.matrix.assemble()
        self.form = form
        self.coupling = coupling
        self.ksp = direct_solver(self.matrix, symmetric=True)
        self.ksp.setUp()
        self.right = self.matrix.createVecRight()

    def solve(self, displacement: Floats) -> Floats:
        """Return the displacement of all nodes for that of the given nodes (local dofs) [µm]."""
        given = np.where(self.given, displacement, 0.0)
        self.values.x.array[:] = given
        self.values.x.scatter_forward()
        self.coupling.mult(self.values.x.petsc_vec, self.right)
        self.right.scale(-1.0)
        owned = len(self.right.array_r)
        fixed = self.given[:owned]
        self.right.array_w[fixed] = given[:owned][fixed]
        self.ksp.solve(self.right, self.solution.x.petsc_vec)
        self.solution.x.scatter_forward()
        return np.array(self.solution.x.array)

    def destroy(self) -> None:
        for thing in (self.ksp, self.matrix, self.right):
            thing.destroy()
