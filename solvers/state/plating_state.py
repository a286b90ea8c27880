"""PlatingState: all variables of a run, in one place."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from mpi4py import MPI

from platefront.geometry.arrays import Floats
from platefront.geometry.errors import FrontError, MeshingError
from platefront.geometry.front.outline import Outline
from platefront.geometry.lengths import UM
from platefront.solvers.balance.ledger import Ledger
from platefront.solvers.discretisation.pore_filling import PoreFilling
from platefront.solvers.discretisation.pulses import ReversePulse
from platefront.solvers.discretisation.solid_drops import solid_drops
from platefront.solvers.discretisation.time_scheme import History
from platefront.solvers.discretisation.transport import Transport
from platefront.solvers.discretisation.voltage import voltage_parts
from platefront.solvers.errors import GeometryFailedError
from platefront.solvers.forms.problem_forms import compile_problem
from platefront.solvers.front.capillarity import Capillarity
from platefront.solvers.front.front_tracker import FrontTracker
from platefront.solvers.front.metal_supply import Supply
from platefront.solvers.front.room import Room
from platefront.solvers.front.vertex_currents import VertexCurrents
from platefront.solvers.mesh.domain import COUNTER_MARK
from platefront.solvers.mesh.electronic.conductors import Conductors
from platefront.solvers.mesh.electronic.solid_network import SolidNetwork
from platefront.solvers.model.control import Control
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.model.scales import Scales
from platefront.solvers.model.voltage.parts import VoltageParts
from platefront.solvers.model.voltage.solid_drops import SolidDrops
from platefront.solvers.parallel import OnRoot, on_root
from platefront.solvers.state.film.films import Films, SurfaceFilm
from platefront.solvers.state.front_on_mesh import FrontOnMesh, conductors_of, give_pores
from platefront.solvers.state.position import ProtocolPosition
from platefront.solvers.state.step_control import StepControl
from platefront.solvers.timing import Timings


class PlatingState:
    """Front, fields and balances of a run, and where it is in its protocol.

    No other object has state: what is not here follows from it and the problem.

    Attributes:
        problem: plating problem (constant).
        position: step of the protocol that the run is in.
        tracker: front and its mesh.
        filling: metal in the pores of hosts, on the same mesh; None without hosts.
        ledger: balances.
        transport: fields on the present mesh.
        history: past time levels of the fields.
        step_control: length of the next time step.
        rates: currents by outline vertex [A/m].
        end_rates: the same at the end of the last step, on the mesh that it was solved on.
        end_potential: electrode potential there [V]; None for given overpotentials.
        end_voltage: its parts; None without any.
        end_solids: drops in solids that resist; None where they conduct perfectly.
        previous: length of the last step [s] and the rates at its start; None before the first step
            and after a restart of the time scheme.
        shift: capillary shift of the front under which `rates` flow [V]; None without capillarity.
        response: conductance of the front at the start of a step [S/m]; set with capillarity.
        films: films that grow on the front (constant); None without any.
        film: their state; None without any.
        deferred: charge that the last step leaves to the next one, by vertex; None before it.
        last_step: length of the last step [s]; infinite before the first one.
        capacity: charge plated per footprint [C/m²].
        steps, remeshings: counts.
        reported_steps: count of the steps that are reported.
        reverse_pulse: reverse pulse of alternating ones; None under other controls.
        starts_abruptly: True before a first step, of the run or under a control, whose currents
            empty the elements at the front at once. The mesh does not resolve the first moments of
            such a start, only what they lead to: the step is one of the implicit Euler method, to
            which the currents before it do not matter, for the front as for the fields.
        fresh_mesh: True before the first accepted step on a mesh.
        went_too_far: True if the last step strips or crosses too much, but was not worth shortening
            further.
        located: why the step of the protocol ends with the last time step, which was cut for it;
            empty if it was not.
        value_jumps: True if the given value jumps within the step of the protocol now.
        initial_iterations: Newton iterations for the initial potential.
    """

    tracker: OnRoot[FrontTracker]
    filling: OnRoot[PoreFilling | None]
    ledger: OnRoot[Ledger]
    transport: Transport
    history: History
    step_control: StepControl
    rates: OnRoot[VertexCurrents]
    end_rates: OnRoot[VertexCurrents]
    end_potential: float | None
    end_voltage: VoltageParts | None
    end_solids: SolidDrops | None
    deferred: OnRoot[VertexCurrents | None]
    shift: OnRoot[Floats | None]
    response: OnRoot[Floats]
    film: OnRoot[SurfaceFilm | None]

    def __init__(
        self,
        problem: PlatingProblem,
        comm: MPI.Intracomm,
        timings: Timings,
        position: ProtocolPosition,
    ) -> None:
        """Compile the forms; front, balances and fields are set by `start` or a checkpoint.

        Raises:
            OneProcessError: the problem is solved on one process only.
        """
        problem.check_processes(comm.size)
        self.problem = problem
        self.comm = comm
        self.timings = timings
        self.position = position
        self.scales = Scales.of(problem.electrolyte)
        self.hosts = problem.hosts
        self.names = list(problem.electrode)
        self.moving = problem.front.mode == "moving"
        self.capillarity = Capillarity.of(problem)
        self.conductors: Conductors | None = None
        self.room = Room.of(problem)
        self.films = Films.of(problem)
        with timings.phase("compilation"):
            self._compiled = compile_problem(comm, problem)
        self.reverse_pulse: ReversePulse | None = None
        self.previous: tuple[float, OnRoot[VertexCurrents]] | None = None
        self.last_step = np.inf
        self.capacity = 0.0
        self.steps = self.reported_steps = self.remeshings = self.initial_iterations = 0
        self.fresh_mesh = True
        self.starts_abruptly = self.went_too_far = self.value_jumps = False
        self.located = ""

    def on_front[T](self, action: Callable[[], T]) -> OnRoot[T]:
        """Run a geometric action on rank 0; raise its errors on all ranks.

        Raises:
            GeometryFailedError: front or mesh could not be continued.
        """
        try:
            return on_root(self.comm, action)
        except (FrontError, MeshingError) as error:
            raise GeometryFailedError(str(error)) from error

    def new_transport(self) -> Transport:
        """Return the transport problem on the present mesh, without fields."""
        return self.transport_from(self.time, self.electrode_potential or 0.0)

    def transport_from(self, time: float, potential: float) -> Transport:
        """Return the transport problem on the present mesh under the control at a time [s].

        Args:
            time: t [s].
            potential: electrode potential, of use unless one is given [V].
        """
        problem, tracker = self.problem, self.tracker
        self.conductors = self._conductors()
        with self.timings.phase("setup"):
            transport = Transport(
                self._compiled,
                tracker.map(lambda front: front.mesh.mesh),
                reservoir=problem.counter.rate_law is None,
                electrode_potential=potential / self.scales.potential,
                reference_current=problem.protocol.largest_current * self.footprint,
                timings=self.timings,
                network=self._network(tracker.map(lambda front: front.outline)),
            )
            self._drive(transport, time, before_jump=self.value_jumps)
            self._show(transport, *_standing(tracker), 0.0, self.shift, self.film)
            self._show_pores(transport, self.filling)
            if self.moving:
                held = tracker.map(lambda front: front.given())
                top = None if problem.counter.recedes else problem.section.height
                width = None if problem.section.periodic else problem.section.width
                transport.allow_motion(held, width, top)
        return transport

    def show_standing(self) -> None:
        """Set the present front, outside of a time step."""
        self.show(*_standing(self.tracker), step=0.0, filling=self.filling)

    def first_shift(self, outline: Outline) -> Floats | None:
        """Return the capillary shift of a front at rest [V]; None without capillarity."""
        return None if self.capillarity is None else self.capillarity.shift(outline)

    def first_film(self, outline: Outline) -> SurfaceFilm | None:
        """Return the film of a front at the start; None without any."""
        return None if self.films is None else self.films.at_start(outline)

    def show(
        self,
        outline: OnRoot[Outline],
        supply: OnRoot[Supply | None],
        step: float,
        shift: OnRoot[Floats | None] | None = None,
        film: OnRoot[SurfaceFilm | None] | None = None,
        filling: OnRoot[PoreFilling | None] | None = None,
    ) -> None:
        """Set the state of front and pores on the present mesh as coefficients of the forms.

        Args:
            outline: the front.
            supply: metal at the start of the step; None where nothing is stripped.
            step: length of the step [s]; 0 outside of time steps.
            shift: capillary shift [V]; that at the start of the step if None.
            film: growing films; those at the start of the step if None.
            filling: metal in the pores of hosts; as it was set last if None.
        """
        if filling is not None:
            self._show_pores(self.transport, filling)
        shift, film = shift or self.shift, film or self.film
        self._show(self.transport, outline, supply, step, shift, film)

    def _show(
        self,
        transport: Transport,
        outline: OnRoot[Outline],
        supply: OnRoot[Supply | None],
        step: float,
        shift: OnRoot[Floats | None],
        film: OnRoot[SurfaceFilm | None],
    ) -> None:
        self._shown_shift = shift
        shown = FrontOnMesh(
            self.tracker,
            outline,
            supply,
            step,
            None if self.capillarity is None else shift,
            None if self.films is None else film,
            self.room,
            self._network(outline),
        )
        shown.give(transport, self.problem.metal.volume_per_charge)

    def _show_pores(self, transport: Transport, filling: OnRoot[PoreFilling | None]) -> None:
        give_pores(transport, self.hosts, filling, counted=not self.moving)

    def _conductors(self) -> Conductors | None:
        """Return the conductors below the front; None where these conduct perfectly."""
        if self.problem.conduction is None or self.conductors is not None:
            return self.conductors
        return self.on_front(partial(conductors_of, self.problem, self.tracker.value)).value

    def _network(self, outline: OnRoot[Outline]) -> SolidNetwork | None:
        """Return the network of solids below a front; None where these conduct perfectly."""
        return None if self.conductors is None else self.conductors.network(outline.value)

    @property
    def control(self) -> Control:
        """Control of the present step of the protocol."""
        return self.position.control

    def drive(self, time: float, *, before_jump: bool = False) -> None:
        """Give the fields the current or potential of the control at a time [s].

        Args:
            time: t [s].
            before_jump: True for the value before a jump, with which a time step ends at one.
        """
        self._drive(self.transport, time, before_jump=before_jump)

    def _drive(self, transport: Transport, time: float, *, before_jump: bool) -> None:
        position = self.position
        value = position.value_before(time) if before_jump else position.value(time)
        if self.control.gives_current:
            transport.give_current(value * self.footprint)
        elif self.control.gives_potential:
            transport.give_potential(value / self.scales.potential)

    @property
    def electrode_potential(self) -> float | None:
        """Electrode potential φ_s, of the forward pulse [V]; None for given overpotentials."""
        if self.control.gives_overpotentials:
            return None
        return float(self.transport.forms.constants["electrode"].value) * self.scales.potential

    def voltage(self) -> VoltageParts | None:
        """Return the parts of the electrode potential, of the forward pulse; None without any."""
        with self.timings.phase("records"):
            return voltage_parts(self.transport.forms, self.names)

    def solid_drops(self) -> SolidDrops | None:
        """Return drops in solids that resist, of the forward pulse; None without any."""
        with self.timings.phase("records"):
            return solid_drops(self.transport.forms)

    @property
    def reverse_potential(self) -> float | None:
        """Electrode potential φ_s in the reverse pulse [V]; None without pulses."""
        return self.reverse_pulse.electrode_potential if self.reverse_pulse else None

    @property
    def time(self) -> float:
        """Time of the last accepted state [s]."""
        return self.history.last.time

    @property
    def footprint(self) -> float:
        """Width of the electrode [m]."""
        return self.problem.section.reference_width * UM

    def front(self) -> tuple[FrontTracker, list[Floats]]:
        """Return tracker and currents of the surfaces (rank 0 only)."""
        return self.tracker.value, self.rates.value.surfaces

    def currents(self) -> OnRoot[VertexCurrents]:
        """Return the present currents by outline vertex, of pulses the mean [A/m]."""
        pulse, transport, shift = self.reverse_pulse, self.transport, self._shown_shift
        currents = pulse.mean_currents(transport) if pulse else transport.currents()
        pores: OnRoot[Floats] | OnRoot[None] = on_root(self.comm, lambda: None)
        if len(self.hosts):
            pores = transport.pore_currents()

        def on_outline(front: FrontTracker) -> VertexCurrents:
            def of(mark: int) -> Floats:
                if mark not in currents:
                    return np.zeros(len(front.outline))
                return front.mesh.on_outline(currents[mark].value)

            surfaces = [of(index + 1) for index in range(len(self.problem.section.surfaces))]
            return VertexCurrents(surfaces, of(COUNTER_MARK), shift.otherwise(None), pores.value)

        return self.tracker.map(on_outline)

    def metal_in_pores(self) -> float:
        """Return the area of metal in pores that can be stripped (rank 0 only) [µm²]."""
        filling = self.filling.value
        return 0.0 if filling is None else filling.strippable(self.hosts)

    def find_response(self) -> None:
        """Set `response` to that of the present front and fields, of pulses the mean."""
        if self.capillarity is None:
            return
        self.show_standing()  # the laws may still see the metal of the last step
        pulse, transport = self.reverse_pulse, self.transport
        all_of = pulse.mean_conductance(transport) if pulse else transport.conductance()
        self.response = self.tracker.map(lambda front: front.mesh.on_outline(all_of.value))


def _standing(
    tracker: OnRoot[FrontTracker],
) -> tuple[OnRoot[Outline], OnRoot[Supply | None]]:
    """Present front; outside of time steps the rate laws do not look at its metal."""
    return tracker.map(lambda front: front.outline), tracker.map(lambda _: None)
