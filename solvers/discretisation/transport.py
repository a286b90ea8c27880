"""Concentration and potential on one mesh: initial state, steps, currents, inventories."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from mpi4py import MPI

from platefront.geometry.arrays import Floats
from platefront.geometry.front.outline import Outline
from platefront.geometry.mesh.triangulation import TriangleMesh
from platefront.solvers.discretisation.mesh_motion import MeshMotion
from platefront.solvers.discretisation.newton import ChordNewton
from platefront.solvers.discretisation.time_scheme import History, Level
from platefront.solvers.fenicsx import PETSc, create_vector, fem, fem_petsc, la
from platefront.solvers.forms.bound_forms import BoundForms
from platefront.solvers.forms.dirichlet_conditions import Conditions
from platefront.solvers.forms.primary_current import primary_currents
from platefront.solvers.forms.weak_forms import CompiledForms
from platefront.solvers.mesh.domain import Domain
from platefront.solvers.timing import Timings


class Transport:
    """Everything that lives on one mesh connectivity and dies at the next remeshing."""

    def __init__(
        self,
        compiled: CompiledForms,
        comm: MPI.Intracomm,
        triangulation: TriangleMesh | None,
        *,
        reservoir: bool,
        electrode_potential: float,
        current: float | None,
        timings: Timings,
    ) -> None:
        """Distribute the mesh and bind the forms.

        Args:
            compiled: forms of the run.
            comm: communicator.
            triangulation: on rank 0.
            reservoir: whether c = c0 and φ = 0 hold at the counter electrode.
            electrode_potential: φ_s F/RT of the collector; a first guess if a current is given.
            current: total plating current [A/m] to be met by the electrode potential; None where
                the potential is given.
            timings: where time is booked.
        """
        self.timings = timings
        self.scales = compiled.scales
        self.domain = Domain(comm, triangulation)
        self.forms = BoundForms(compiled, self.domain)
        self.forms.constants["electrode"].value = electrode_potential
        if current is not None:
            self.forms.constants["current"].value = current / self.scales.current
        self.conditions = Conditions.of(self.forms, reservoir=reservoir)
        self._newton = ChordNewton(self.forms, self.conditions.in_steps, timings)
        self._inventory = create_vector(self.forms.inventory)
        self._history = self._inventory.duplicate()
        self.motion: MeshMotion | None = None

    def allow_motion(self, given: Floats | None, width: float | None, height: float | None) -> None:
        """Prepare the mesh to follow its front; arguments as of `MeshMotion`."""
        self.motion = MeshMotion(self.domain, given, width, height)

    def set_front(self, outline: Outline | None) -> None:
        """Hand deposit thickness and bareness of the front to the kinetics."""
        for function, name, factor in (
            (self.forms.thickness, "thickness", 1e6),
            (self.forms.bare, "bare", 1.0),
        ):
            values = None
            if outline is not None:
                values = np.zeros(self.domain.count)
                values[: len(outline)] = factor * getattr(outline, name)
            function.x.array[:] = self.domain.scatter(values)

    # --- states

    def level(self, time: float, exchange: float) -> Level:
        """The present state as a level of the time scheme."""
        inventory = self.inventory()
        total = self.domain.comm.allreduce(float(inventory.sum()), op=MPI.SUM)
        return Level(
            time,
            self.forms.unknown.x.array.copy(),
            inventory,
            self.domain.coordinates.copy(),
            exchange,
            total,
            float(self.forms.constants["electrode"].value),
        )

    def inventory(self) -> Floats:
        """Assembled ∫ c ψ, owned entries (interleaved; φ entries are zero)."""
        with self.timings.phase("assembly"):
            with self._inventory.localForm() as local:
                local.set(0.0)
            fem_petsc.assemble_vector(self._inventory, self.forms.inventory)
            self._inventory.ghostUpdate(addv=PETSc.InsertMode.ADD, mode=PETSc.ScatterMode.REVERSE)
        return np.array(self._inventory.array_r)

    def step(
        self,
        history: History,
        step: float,
        coordinates: Floats | None,
        load: Floats | None = None,
    ) -> tuple[Level, int]:
        """Solve for the fields at the end of a step.

        Args:
            history: levels up to the start of the step.
            step: Δt [s].
            coordinates: mesh positions at the end of the step (local vertex dofs) [µm]; None
                leaves the mesh where it is.
            load: what sources add to the residual at the end of the step, laid out like the
                history (owned entries); the physics has none, manufactured solutions do.

        Returns:
            The new level and the Newton iterations spent.

        Raises:
            NotConvergedError: Newton's method failed.
        """
        differences = history.differences(step)
        scaled = step / self.scales.time
        last = history.last
        older = history.older or last
        if coordinates is not None:
            self.domain.move_to(coordinates)
            past = differences.history(last.coordinates, older.coordinates)
            velocity = (differences.new * coordinates + past) / scaled
            self.forms.velocity.x.array[:] = velocity.ravel()
        self.forms.constants["rate"].value = differences.new / scaled
        self._history.array_w[:] = differences.history(last.inventory, older.inventory) / scaled
        if load is not None:
            self._history.array_w[:] += load
        report = self._newton.solve(self._history)
        inflow = self._inflow() * scaled
        exchange = (inflow - float(differences.history(last.exchange, older.exchange))) / (
            differences.new
        )
        return self.level(last.time + step, exchange), report.iterations

    def _inflow(self) -> float:
        """What passes into the electrolyte through all boundaries per time, in scaled units.

        Where concentrations are held the residual is what it takes to hold them; elsewhere it is
        what Newton's method left.
        """
        self._newton.assemble_residual(self._history)
        inflow = float(self._newton.residual.array_r[::2].sum())
        if self.forms.outflow is not None:
            inflow -= float(fem.assemble_scalar(self.forms.outflow))
        uptake = self.forms.compiled.electrolyte.uptake
        if uptake:
            owned = self.domain.vertex_space.dofmap.index_map.size_local
            taken = sum(float(part[:owned].sum()) for part in self._vertex_currents().values())
            inflow -= uptake * taken
        return float(self.domain.comm.allreduce(inflow, op=MPI.SUM))

    def guess(self, values: Floats) -> None:
        """Set the starting point of Newton's method; Dirichlet values are put in place."""
        unknown = self.forms.unknown
        c, c_last = values[::2], unknown.x.array[::2]
        # An extrapolated concentration must stay positive.
        np.copyto(c, 0.1 * np.abs(c_last) + 1e-12, where=c <= 0.0)
        unknown.x.array[:] = values
        for condition in self.conditions.in_steps:
            condition.set(unknown.x.array)
        unknown.x.scatter_forward()

    # --- what the front wants to know

    def currents(self) -> Mapping[int, Floats | None]:
        """Current of each marked boundary by vertex, Σ_j = total; vertex order, rank 0 [A/m]."""
        return {
            mark: self.domain.gather_array(self.scales.current * part)
            for mark, part in self._vertex_currents().items()
        }

    def _vertex_currents(self) -> Mapping[int, Floats]:
        """Current of each marked boundary by local vertex dof, ghosts not up to date [F D c0]."""
        collected: dict[int, Floats] = {}
        with self.timings.phase("assembly"):
            for mark, form in self.forms.currents.items():
                function = fem.Function(self.domain.vertex_space)
                fem.assemble_vector(function.x.array, form)
                function.x.scatter_reverse(la.InsertMode.add)
                collected[mark] = np.array(function.x.array)
            collected |= primary_currents(self.forms)
        return collected

    def smallest_concentration(self) -> float:
        """Smallest nodal concentration [mol/m³]."""
        local = float(self.forms.unknown.x.array[::2].min(initial=np.inf))
        smallest = self.domain.comm.allreduce(local, op=MPI.MIN)
        return float(smallest) * self.scales.concentration

    def vertex_values(self) -> tuple[Floats | None, Floats | None]:
        """Concentration [mol/m³] and potential [V] at the vertices, vertex order, rank 0."""
        dofmap = self.forms.space.dofmap.list[:, :3]
        block_of_dof = np.empty(len(self.domain.vertex_of_dof), dtype=np.int64)
        block_of_dof[self.domain.vertex_space.dofmap.list] = dofmap
        pairs = self.forms.unknown.x.array.reshape(-1, 2)[block_of_dof]
        collected = self.domain.gather_array(
            pairs * np.array([self.scales.concentration, self.scales.potential])
        )
        if collected is None:
            return None, None
        return collected[:, 0], collected[:, 1]

    def destroy(self) -> None:
        """Free matrices and factorisations."""
        self._newton.destroy()
        if self.motion is not None:
            self.motion.destroy()
