"""Interface to DOLFINx and its PETSc, for all supported versions and installations.

The only module that imports them: requirements of the import, and differences between DOLFINx 0.9,
0.10 and 0.11, are confined to this file.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from inspect import getsource, signature
from pathlib import Path
from typing import Any

import numpy as np
import ufl
from mpi4py import MPI
from numpy.typing import NDArray

from platefront.geometry.arrays import Floats, Integers
from platefront.solvers.compilers import PATIENCE, compiled
from platefront.solvers.errors import NoDolfinxError
from platefront.solvers.parallel import on_root

if find_spec("dolfinx_solver") is not None:
    # The wheels on PyPI must load their MPI library first.
    import dolfinx_solver  # noqa: F401
try:
    from dolfinx import common, cpp, fem, graph, io, jit, la, mesh
    from dolfinx.fem import petsc as fem_petsc
    from petsc4py import PETSc
except ImportError as error:
    raise NoDolfinxError(error) from error
if np.issubdtype(PETSc.ScalarType, np.complexfloating):
    raise NoDolfinxError("the one here computes with complex numbers")

__all__ = [
    "PETSc",
    "bind_form",
    "cell_nodes",
    "compile_form",
    "create_form",
    "create_vector",
    "exterior_facets",
    "fem",
    "fem_petsc",
    "graph",
    "io",
    "la",
    "linear_solution",
    "mesh",
    "with_geometry",
]

# A compiler's warnings about generated code are of no use to anybody; its errors are still printed.
# By the environment, because the options in DOLFINx's settings are part of the key of compiled
# forms, which would all be compiled again.
os.environ["CFLAGS"] = f"{os.environ.get('CFLAGS', '')} -w".strip()

# Compiled forms that no other program of DOLFINx writes beside, see `compilers`.
_CACHE = Path(jit.get_options()["cache_dir"]) / "platefront"
_JIT = {"cache_dir": _CACHE, "timeout": PATIENCE}


def compile_form(comm: MPI.Intracomm, form: Any) -> Any:
    """Compile a form without a mesh (collective)."""
    _fill_cache(comm, form)
    return fem.compile_form(
        comm, form, form_compiler_options={"scalar_type": np.float64}, jit_options=_JIT
    )


def create_form(domain: mesh.Mesh, form: Any) -> fem.Form:
    """Return a form on its mesh, compiled (collective)."""
    _fill_cache(domain.comm, form)
    return fem.form(form, jit_options=_JIT)


def bind_form(
    form: Any,
    spaces: Sequence[fem.FunctionSpace],
    domain: mesh.Mesh,
    subdomains: Mapping[fem.IntegralType, Any],
    coefficients: Mapping[Any, fem.Function],
    constants: Mapping[Any, fem.Constant],
) -> fem.Form:
    """Return a form that was compiled without a mesh on one, with its functions.

    0.9 takes the numbers of coefficients in the form as written for those in the compiled form, in
    which some may be missing: a derivative of what is linear in an unknown does not depend on it.
    All that follow would then be the wrong functions. Here they are given by their compiled number.

    Args:
        form: as of `compile_form`.
        spaces: of the arguments.
        domain: the mesh.
        subdomains: entities of each mark, by type of integral.
        coefficients: function for each abstract coefficient of the form.
        constants: value for each abstract constant of the form.
    """
    given = dict(coefficients)
    if "original_coefficient_positions" not in getsource(fem.create_form):
        written = ufl.algorithms.extract_coefficients(form.ufl_form)
        compiled_form = form.ufcx_form
        positions = [
            compiled_form.original_coefficient_positions[number]
            for number in range(compiled_form.num_coefficients)
        ]
        given = {
            written[number]: coefficients[written[position]]
            for number, position in enumerate(positions)
        }
    return fem.create_form(form, list(spaces), domain, dict(subdomains), given, dict(constants))


def _fill_cache(comm: MPI.Intracomm, form: Any) -> None:
    """Compile a form on the first rank, so that all find it in the cache (collective)."""
    options = {"scalar_type": np.float64}

    def compilation() -> None:
        jit.ffcx_jit(MPI.COMM_SELF, form, form_compiler_options=options, jit_options=_JIT)

    on_root(comm, lambda: compiled(_CACHE, compilation))


def cell_nodes(domain: mesh.Mesh) -> NDArray[Any]:
    """Return the geometry nodes of each cell, 32-bit integers (cells, nodes of a cell).

    Since 0.11 a geometry has an array and a coordinate element for each cell type.
    """
    geometry = domain.geometry
    return geometry.dofmaps[0] if hasattr(geometry, "cmaps") else geometry.dofmap


def exterior_facets(topology: mesh.Topology, facets: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the integration entities, (cell, local facet) flattened, of facets of triangles.

    0.9 requires the dimension of the facets, later versions derive it from the integral type.
    """
    arguments = (fem.IntegralType.exterior_facet, topology, facets)
    if "dim" in signature(fem.compute_integration_domains).parameters:
        return fem.compute_integration_domains(*arguments, 1)
    return fem.compute_integration_domains(*arguments)


def create_vector(form: fem.Form) -> PETSc.Vec:
    """Create an uninitialised vector for the assembly of a linear form.

    0.9 takes the form, later versions its space.
    """
    if "L" in signature(fem_petsc.create_vector).parameters:
        return fem_petsc.create_vector(form)
    return fem_petsc.create_vector(form.function_spaces[0])


def linear_solution(
    domain: mesh.Mesh,
    bilinear: Any,
    linear: Any,
    conditions: Sequence[fem.DirichletBC],
    options: Mapping[str, str],
) -> fem.Function:
    """Solve a linear problem on a mesh by PETSc.

    0.9 generates the prefix of PETSc's options, later versions require one.
    """
    for form in (bilinear, linear):
        # A problem whose form does not compile is incomplete, and complains when it is destroyed.
        create_form(domain, form)
    named = signature(fem_petsc.LinearProblem).parameters
    prefix = {"petsc_options_prefix": "linear_"} if "petsc_options_prefix" in named else {}
    problem = fem_petsc.LinearProblem(
        bilinear,
        linear,
        bcs=list(conditions),
        petsc_options=dict(options),
        jit_options=_JIT,
        **prefix,
    )
    return problem.solve()


def with_geometry(
    domain: mesh.Mesh, dofmap: NDArray[np.int32], points: Floats, names: Integers
) -> mesh.Mesh:
    """Return a mesh with the topology of another one and new nodes, on this process only.

    See `cell_nodes` for the versions.

    Args:
        domain: mesh with the topology and the coordinate element.
        dofmap: (cells, nodes of a cell) row in `points`.
        points: (n, 2) nodes.
        names: (n,) global index of each node.
    """
    old = domain.geometry
    element = old.cmaps[0] if hasattr(old, "cmaps") else old.cmap
    index_map = common.IndexMap(MPI.COMM_SELF, len(points))
    made = cpp.mesh.Geometry_float64(index_map, dofmap, element._cpp_object, points, names)
    both = domain.topology._cpp_object, made
    return mesh.Mesh(cpp.mesh.Mesh_float64(domain.comm, *both), domain.ufl_domain())
