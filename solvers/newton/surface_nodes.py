"""Rate laws at the nodes of the reacting surfaces and porous hosts, by numbers.

Newton's method evaluates the laws in compiled forms. Far from the solution it needs more: their
states for currents at other potentials (`predicted_currents`), and the arguments of exponentials.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from mpi4py import MPI

from platefront.geometry.arrays import Floats, Integers
from platefront.solvers.errors import ExponentError
from platefront.solvers.fenicsx import fem
from platefront.solvers.forms.bound_forms import BoundForms
from platefront.solvers.forms.unknowns import CONCENTRATION, MATRIX, POTENTIAL
from platefront.solvers.mesh.domain import COUNTER_MARK
from platefront.solvers.model.functions.expressions import LARGEST, exponents
from platefront.solvers.model.kinetics.rate_law import IMAGINARY_STEP, RateLaw
from platefront.solvers.model.kinetics.surface_state import SurfaceState


@dataclass(frozen=True, slots=True)
class Surface:
    """Nodes of the facets with one mark, or of the cells of a porous host.

    Attributes:
        mark: facet mark, or mark of a porous host.
        law: rate law.
        constants: its dimensionless constants.
        nodes: (n,) local node numbers.
        ends: (n, 2) vertex dofs between which each node lies in the middle; twice the same one for
            a vertex.
    """

    mark: int
    law: RateLaw
    constants: Mapping[str, float]
    nodes: Integers
    ends: Integers


class Snapshot(NamedTuple):
    """Concentration and potentials at all local nodes, and electrode potential.

    Attributes:
        concentration: (nodes,) c/c0.
        potential: (nodes,) φ F/RT.
        matrix: (nodes,) potential of the matrix of porous hosts against the electrode, zero
            elsewhere.
        electrode: E F/RT.
        rise: φ_s F/RT less that by vertex dof; None where solids conduct perfectly.
    """

    concentration: Floats
    potential: Floats
    matrix: Floats
    electrode: float
    rise: Floats | None = None


class SurfaceExtreme(NamedTuple):
    """SurfaceExtreme value at a surface, with its facet mark and (x, y) [µm]."""

    value: float
    mark: int
    place: tuple[float, float]


_NOTHING = SurfaceExtreme(-np.inf, 0, (0.0, 0.0))


class SurfaceNodes:
    """Nodes of all surfaces with kinetics, the counter electrode included.

    Attributes:
        forms: bound forms of the fields.
        surfaces: nodes by mark.
        nodes: local numbers of all of them.
    """

    def __init__(self, forms: BoundForms) -> None:
        """Find the nodes; called by all processes."""
        self.forms = forms
        corners = forms.space.dofmap.list
        ends = np.zeros((forms.unknowns.nodes(forms.unknown.x.array), 2), dtype=np.int64)
        vertices = forms.domain.vertex_space.dofmap.list
        ends[corners[:, :3]] = vertices[:, :, None]
        if corners.shape[1] == 6:  # the node on an edge faces the corner of the same number
            for side, others in enumerate(((1, 2), (0, 2), (0, 1))):
                ends[corners[:, 3 + side]] = vertices[:, others]
        self.surfaces = []
        for mark, law in forms.compiled.laws:
            nodes = self._nodes_of(mark)
            constants = law.constants(forms.compiled.scales)
            self.surfaces.append(Surface(mark, law, constants, nodes, ends[nodes]))
        together = [surface.nodes for surface in self.surfaces]
        self.nodes = np.unique(np.concatenate(together)) if together else np.empty(0, np.int64)

    def _nodes_of(self, mark: int) -> Integers:
        """Return the nodes on the facets with a mark, or of the cells of a porous host."""
        forms = self.forms
        if mark in forms.compiled.hosts:
            cells = forms.region == forms.compiled.hosts[mark]
            return np.unique(forms.space.dofmap.list[cells])
        return fem.locate_dofs_topological(forms.space, 1, forms.domain.facets.find(mark))

    def snapshot(self) -> Snapshot:
        """Return copies of the present values."""
        values = self.forms.unknown.x.array
        electrode = float(self.forms.constants["electrode"].value)
        of = self.forms.unknowns.of
        c, phi = (of(each, values).copy() for each in (CONCENTRATION, POTENTIAL))
        resists = MATRIX in self.forms.unknowns.potentials
        matrix = of(MATRIX, values).copy() if resists else np.zeros(len(c))
        solids = self.forms.solids
        rise = None if solids is None else solids.rise.x.array.copy()
        return Snapshot(c, phi, matrix, electrode, rise)

    @property
    def concentration(self) -> Floats:
        """View of c/c0 at all local nodes."""
        return self.forms.unknowns.of(CONCENTRATION, self.forms.unknown.x.array)

    @property
    def potential(self) -> Floats:
        """View of φ F/RT at all local nodes."""
        return self.forms.unknowns.of(POTENTIAL, self.forms.unknown.x.array)

    def state(self, surface: Surface, at: Snapshot) -> SurfaceState:
        """Return the state of the nodes of a surface."""
        counter, forms = surface.mark == COUNTER_MARK, self.forms
        if surface.mark in forms.compiled.hosts:
            return SurfaceState(
                concentration=at.concentration[surface.nodes],
                potential=at.potential[surface.nodes],
                electrode_potential=at.electrode + at.matrix[surface.nodes],
                bare=1.0,
                thickness=self._film(surface),
            )

        def of(function: fem.Function) -> Any:
            if counter:
                return 0.0
            return between(function.x.array, surface.ends)

        electrode = at.electrode if forms.shift is None else at.electrode + of(forms.shift)
        if at.rise is not None:
            electrode = electrode + between(at.rise, surface.ends)
        return SurfaceState(
            concentration=at.concentration[surface.nodes],
            potential=at.potential[surface.nodes],
            electrode_potential=0.0 if counter else electrode,
            bare=of(forms.bare),
            thickness=of(forms.thickness),
            place=self._places(surface),
            film=None if forms.film is None else of(forms.film),
        )

    def _film(self, surface: Surface) -> Floats:
        """Return the mean thickness of the metal in the pores of the cells at each node [µm]."""
        forms = self.forms
        cells = np.flatnonzero(forms.region == forms.compiled.hosts[surface.mark])
        nodes = forms.space.dofmap.list[cells]
        film = forms.coat.x.array[forms.cell_space.dofmap.list[cells, 0]]
        size = forms.unknowns.nodes(forms.unknown.x.array)
        sums = np.bincount(nodes.ravel(), np.repeat(film, nodes.shape[1]), minlength=size)
        counts = np.bincount(nodes.ravel(), minlength=size)
        return np.asarray(sums[surface.nodes] / counts[surface.nodes])

    def _places(self, surface: Surface) -> tuple[Any, Any]:
        """Return x and y of the nodes of a surface [µm]."""
        x, y = self.forms.domain.coordinates[surface.ends].mean(axis=1).T
        return x, y

    def response_to_concentration(self) -> tuple[Integers, Floats]:
        """Return the numbers of all nodes, and the largest |∂i/∂c| of the laws at each."""
        now = self.snapshot()
        slopes = np.zeros(len(now.concentration))
        for surface in self.surfaces:
            state = self.state(surface, now)
            stepped = replace(state, concentration=state.concentration + IMAGINARY_STEP)
            with np.errstate(all="ignore"):
                current = surface.law.current_density(stepped, surface.constants)
            slope = np.abs(np.imag(current)) / IMAGINARY_STEP.imag
            slopes[surface.nodes] = np.maximum(slopes[surface.nodes], slope)
        return self.nodes, slopes[self.nodes]

    def check_exponents(self) -> None:
        """Refuse a solution with an exponential beyond its range.

        Raises:
            ExponentError: names mark, place and exponent.
        """
        now, worst = self.snapshot(), _NOTHING
        for surface in self.surfaces:
            if not len(surface.nodes):
                continue
            with np.errstate(all="ignore"), exponents() as seen:
                surface.law.current_density(self.state(surface, now), surface.constants)
            for argument in seen:
                worst = max(worst, self._largest(surface, argument))
        worst = self.forms.domain.comm.allreduce(worst, op=MPI.MAX)
        if worst.value > LARGEST:
            raise ExponentError(worst.mark, worst.place, worst.value)

    def extreme_concentrations(self) -> tuple[SurfaceExtreme | None, SurfaceExtreme | None]:
        """Return the lowest and the highest c/c0 at a surface; None without surfaces."""
        now = self.snapshot().concentration
        filled = [surface for surface in self.surfaces if len(surface.nodes)]
        lows = [self._largest(surface, -now[surface.nodes]) for surface in filled]
        highs = [self._largest(surface, now[surface.nodes]) for surface in filled]
        comm = self.forms.domain.comm
        low = comm.allreduce(max(lows, default=_NOTHING), op=MPI.MAX)
        high = comm.allreduce(max(highs, default=_NOTHING), op=MPI.MAX)
        if high == _NOTHING:
            return None, None
        return low._replace(value=-low.value), high

    def _largest(self, surface: Surface, values: Any) -> SurfaceExtreme:
        """Return the largest one of the values at the nodes of a surface."""
        spread = np.broadcast_to(values, surface.nodes.shape)
        at = int(np.argmax(spread))
        x, y = self.forms.domain.coordinates[surface.ends[at]].mean(axis=0)
        return SurfaceExtreme(float(spread[at]), surface.mark, (float(x), float(y)))


def between(values: Floats, ends: Integers) -> Floats:
    """Return the (n,) means of values at the ends (n, 2) between which nodes lie."""
    one, other = ends.T
    return np.asarray(0.5 * (values[one] + values[other]))
