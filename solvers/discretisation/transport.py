"""Concentration and potential on one mesh: initial state, steps, currents, inventories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from operator import attrgetter

import numpy as np
from mpi4py import MPI

from platefront.geometry.arrays import Floats
from platefront.geometry.mesh.triangulation import TriangleMesh
from platefront.solvers.discretisation.exchange import Exchange
from platefront.solvers.discretisation.mesh_motion import MeshMotion
from platefront.solvers.discretisation.solid_drops import solid_drops
from platefront.solvers.discretisation.time_scheme import History, Level
from platefront.solvers.fenicsx import PETSc, create_vector, fem_petsc
from platefront.solvers.forms.bound_forms import BoundForms
from platefront.solvers.forms.boundary_currents import (
    boundary_currents,
    front_currents,
    pore_currents,
    surface_conductances,
)
from platefront.solvers.forms.compiled_forms import CompiledForms
from platefront.solvers.forms.dirichlet_conditions import Conditions
from platefront.solvers.forms.form_arguments import TAKEN
from platefront.solvers.forms.unknowns import CONCENTRATION
from platefront.solvers.mesh.domain import Domain
from platefront.solvers.mesh.electronic.solid_network import SolidNetwork
from platefront.solvers.model.electrolyte.hosts import PoresOfCells
from platefront.solvers.newton.chord_newton import ChordNewton
from platefront.solvers.newton.convergence import FROM_AFAR, ITERATIONS
from platefront.solvers.newton.depleted_guess import Depletion, deplete
from platefront.solvers.newton.surface_nodes import SurfaceExtreme
from platefront.solvers.parallel import OnRoot
from platefront.solvers.timing import Timings


class Transport:
    """Transport problem on one mesh connectivity, from one remeshing to the next.

    Attributes:
        newton: solver of the fields.
        first_quality: lowest triangle quality of the mesh before it moved.
    """

    def __init__(
        self,
        compiled: CompiledForms,
        triangulation: OnRoot[TriangleMesh],
        *,
        reservoir: bool,
        electrode_potential: float,
        reference_current: float,
        timings: Timings,
        network: SolidNetwork | None = None,
    ) -> None:
        """Distribute the mesh and bind the forms.

        Args:
            compiled: forms of the simulation.
            triangulation: mesh to be distributed.
            reservoir: whether c = c0 and φ = 0 at the counter electrode.
            electrode_potential: φ_s F/RT of the collector; initial guess if a current is given.
            reference_current: largest current to be given [A/m], of which tolerances are a part.
            timings: record of wall times.
            network: of solids that resist; None where they conduct perfectly.
        """
        self.timings = timings
        self.scales = compiled.scales
        self.domain = Domain(triangulation)
        self.forms = BoundForms(compiled, self.domain, network)
        self.forms.constants["electrode"].value = electrode_potential
        self.forms.reference_current = abs(reference_current) / self.scales.current
        self.conditions = Conditions.of(self.forms, reservoir=reservoir)
        self.newton = ChordNewton(self.forms, self.conditions.in_steps, timings)
        self._exchange = Exchange(self.forms, self.conditions, self.newton.residual)
        self._inventory = create_vector(self.forms.inventory)
        self._history = self._inventory.duplicate()
        self.motion: MeshMotion | None = None
        self.first_quality = self.domain.lowest_quality()

    def give_current(self, current: float) -> None:
        """Give the total plating current [A/m]; the electrode potential becomes an unknown."""
        self.forms.constants["current"].value = current / self.scales.current
        if not self.forms.gives_current:
            self.forms.gives_current = True
            self.newton.factored = False  # without the border

    def give_potential(self, potential: float) -> None:
        """Give the electrode potential φ_s F/RT of the collector."""
        self.forms.constants["electrode"].value = potential
        self.conditions.follow(potential)
        self.forms.gives_current = False

    def allow_motion(
        self, given: OnRoot[Floats], width: float | None, height: float | None
    ) -> None:
        """Prepare the motion of the mesh with the front; arguments as of `MeshMotion`."""
        self.motion = MeshMotion(self.domain, given, width, height)

    def set_front(
        self,
        thickness: OnRoot[Floats],
        bare: OnRoot[Floats],
        metal: OnRoot[Floats],
        taken_per_current: float,
        shift: OnRoot[Floats] | None = None,
        network: SolidNetwork | None = None,
        room: OnRoot[Floats] | None = None,
        film: OnRoot[Floats] | None = None,
    ) -> None:
        """Set the state of the front as coefficients of the kinetics.

        Args:
            thickness: deposit thickness in vertex order, zero away from the front [µm].
            bare: 1 where the front started on bare host, likewise.
            metal: depth of metal that can be stripped, likewise [µm].
            taken_per_current: depth of metal that the step takes per current density [µm/(A/m²)].
            shift: capillary shift of the potential, likewise [V]; None without capillarity.
            network: of solids that resist; None where they conduct perfectly.
            room: share of plating by the room below a layer, likewise; None without one at which
                the front stops.
            film: thickness of growing films, likewise [µm]; None without any.
        """
        if self.forms.solids is not None and network is not None:
            self.forms.solids.connect(network)
        if self.forms.room is not None and room is not None:
            self.forms.room.x.array[:] = self.domain.scatter(room)
        if self.forms.shift is not None and shift is not None:
            self.forms.shift.x.array[:] = self.domain.scatter(shift) / self.scales.potential
        if self.forms.film is not None and film is not None:
            self.forms.film.x.array[:] = self.domain.scatter(film)
        self.forms.thickness.x.array[:] = self.domain.scatter(thickness)
        self.forms.bare.x.array[:] = self.domain.scatter(bare)
        self.forms.metal.x.array[:] = self.domain.scatter(metal)
        self.forms.constants[TAKEN].value = taken_per_current * self.scales.current_density

    # --- states

    def level(self, time: float, exchange: float, extra: Floats | None = None) -> Level:
        """Return the present state as a level of the time scheme.

        Args:
            time: t [s].
            exchange: amount of c received since the start, in c0 L².
            extra: contents in excess of those of the nodal values (owned entries).
        """
        inventory = self.inventory()
        if extra is not None:
            inventory += extra
        total = self.domain.comm.allreduce(float(inventory.sum()), op=MPI.SUM)
        return Level(
            time,
            self.forms.unknown.x.array.copy(),
            inventory,
            self.domain.coordinates.copy(),
            exchange,
            total,
            self.electrode,
            self.forms.filled_porosity(),
            None if self.forms.solids is None else self.forms.solids.unknowns.copy(),
        )

    def with_present(self, level: Level) -> Level:
        """Return a level with the present fields and potentials instead of its own."""
        solids = self.forms.solids
        return replace(
            level,
            unknown=self.forms.unknown.x.array.copy(),
            electrode=self.electrode,
            solids=None if solids is None else solids.unknowns.copy(),
        )

    def set_potentials(self, level: Level) -> None:
        """Set the potentials of electrode and solids of a level."""
        self.forms.constants["electrode"].value = level.electrode
        if self.forms.solids is not None and level.solids is not None:
            self.forms.solids.set(level.solids)

    @property
    def electrode(self) -> float:
        """Electrode potential φ_s F/RT of the collector."""
        return float(self.forms.constants["electrode"].value)

    def inventory(self) -> Floats:
        """Assemble ∫ c ψ; return the owned entries (interleaved; φ entries are zero)."""
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
        *,
        from_afar: bool = False,
    ) -> tuple[Level, int]:
        """Solve for the fields at the end of a step, and complete its level: see `solve`."""
        iterations = self.solve(history, step, coordinates, load, from_afar=from_afar)
        return self.completed(history, step), iterations

    def solve(
        self,
        history: History,
        step: float,
        coordinates: Floats | None,
        load: Floats | None = None,
        *,
        from_afar: bool = False,
        roughly: bool = False,
    ) -> int:
        """Solve for the fields at the end of a step; return the Newton iterations spent.

        Args:
            history: levels up to the start of the step.
            step: Δt [s].
            coordinates: mesh positions at the end of the step (local vertex dofs) [µm]; None for a
                fixed mesh.
            load: source terms of manufactured solutions, added to the residual at the end of the
                step (owned entries).
            from_afar: True if the initial guess may be far from the solution.
            roughly: True for a solution that is not completed, but the guess of another one.

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
        iterations = FROM_AFAR if from_afar else ITERATIONS
        return self.newton.solve(self._history, iterations, roughly=roughly).iterations

    def completed(self, history: History, step: float) -> Level:
        """Return the level at the end of the step that was solved last, with its balances.

        Args:
            history: levels up to the start of the step.
            step: Δt [s].
        """
        differences, last = history.differences(step), history.last
        past = differences.history(last.exchange, (history.older or last).exchange)
        inflow = self._exchange.inflow() * step / self.scales.time
        return self.level(last.time + step, (inflow - float(past)) / differences.new)

    def current_gap(self) -> float:
        """Return the current of the front less that of the counter electrode, of the last step.

        Both are sums of rate laws or reactions, and equal but for the error of the solution. [A/m]
        """
        return self._exchange.current_gap() * self.scales.current

    def electronic_gap(self) -> float:
        """Return the current of the front less that through the terminal of the solids [A/m].

        The former is that of the rate laws, the latter follows from the potential in the solids.
        """
        drops = solid_drops(self.forms)
        if drops is None:
            return 0.0
        current = float(front_currents(self.forms).sum())
        return self.scales.current * current - drops.terminal_current

    def guess(self, values: Floats, start: Depletion | None = None) -> None:
        """Set the initial guess of Newton's method, with Dirichlet values.

        Args:
            values: nodal values of (c, φ), interleaved.
            start: of a step that depletes a surface at once.
        """
        unknown = self.forms.unknown
        c, c_last = (
            self.forms.unknowns.of(CONCENTRATION, all_) for all_ in (values, unknown.x.array)
        )
        # An extrapolated concentration must stay positive.
        np.copyto(c, 0.1 * np.abs(c_last) + 1e-12, where=c <= 0.0)
        unknown.x.array[:] = values
        if start is not None:
            deplete(self.newton.nodes, start)
        for condition in self.conditions.in_steps:
            condition.set(unknown.x.array)
        unknown.x.scatter_forward()

    # --- boundary values for the front

    def currents(self) -> Mapping[int, OnRoot[Floats]]:
        """Return the current of each marked boundary by vertex, in vertex order [A/m]."""
        return {
            mark: self.domain.gather(self.scales.current * part)
            for mark, part in self._vertex_currents().items()
        }

    def _vertex_currents(self) -> Mapping[int, Floats]:
        """Return the current of each marked boundary by vertex dof, ghosts not updated [F D c0]."""
        with self.timings.phase("assembly"):
            return boundary_currents(self.forms)

    def pore_currents(self) -> OnRoot[Floats]:
        """Return the current in the pores of each triangle of the mesh [A/m].

        Only with porous hosts.
        """
        with self.timings.phase("assembly"):
            parts = pore_currents(self.forms)
        return self.domain.gather_cells(self.scales.current * parts)

    def set_pores(self, pores: OnRoot[PoresOfCells]) -> None:
        """Set the pores of hosts, by triangle."""
        parts = (pores.map(attrgetter(field.name)) for field in fields(PoresOfCells))
        self.forms.set_pores(PoresOfCells(*map(self.domain.scatter_cells, parts)))

    def conductance(self) -> OnRoot[Floats]:
        """Return the conductance -dI/dη of the front by vertex, in vertex order [S/m].

        Only with capillarity.
        """
        with self.timings.phase("assembly"):
            parts = surface_conductances(self.forms)
        return self.domain.gather(self.scales.current / self.scales.potential * parts)

    def extremes_at_surfaces(self) -> tuple[SurfaceExtreme | None, SurfaceExtreme | None]:
        """Return the lowest and the highest c/c0 at a reacting surface; None without any."""
        return self.newton.nodes.extreme_concentrations()

    def destroy(self) -> None:
        """Free matrices and factorisations."""
        self.newton.destroy()
        if self.motion is not None:
            self.motion.destroy()
