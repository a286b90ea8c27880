"""Front, pores and solids as the rate laws see them: coefficients of the forms on a mesh."""

from __future__ import annotations

from dataclasses import dataclass

from platefront.geometry.arrays import Floats
from platefront.geometry.front.outline import Outline
from platefront.geometry.lengths import UM
from platefront.solvers.discretisation.pore_filling import PoreFilling
from platefront.solvers.discretisation.transport import Transport
from platefront.solvers.front.front_tracker import FrontTracker
from platefront.solvers.front.metal_supply import Supply, depth_of_metal, film_on_host
from platefront.solvers.front.room import Room
from platefront.solvers.mesh.electronic.conductors import Conductors
from platefront.solvers.mesh.electronic.solid_network import SolidNetwork
from platefront.solvers.model.electrolyte.hosts import Hosts, PoresOfCells
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.model.scales import Scales
from platefront.solvers.parallel import OnRoot
from platefront.solvers.state.film.films import SurfaceFilm


@dataclass(frozen=True, slots=True)
class FrontOnMesh:
    """Front for which the fields are solved.

    Attributes:
        tracker: determines the mesh.
        outline: the front.
        supply: metal at the start of the step; None where nothing is stripped.
        step: length of the step [s]; 0 outside of time steps.
        shift: capillary shift [V]; None without capillarity.
        film: growing films; None without any.
        room: below a layer at which the front stops; None without one.
        network: of solids that resist; None where they conduct perfectly.
    """

    tracker: OnRoot[FrontTracker]
    outline: OnRoot[Outline]
    supply: OnRoot[Supply | None]
    step: float
    shift: OnRoot[Floats | None] | None
    film: OnRoot[SurfaceFilm | None] | None
    room: Room | None
    network: SolidNetwork | None

    def give(self, transport: Transport, volume_per_charge: float) -> None:
        """Set the coefficients of a transport problem.

        Args:
            transport: of the mesh.
            volume_per_charge: volume by which the front moves per charge [m³/C].
        """
        transport.set_front(
            self.outline.map(self._thickness),
            self.outline.map(lambda front: self._on_mesh(front.bare)),
            self.outline.map(self._metal),
            self.step * volume_per_charge / UM,
            None if self.shift is None else self.shift.map(self._shift),
            self.network,
            None if self.room is None else self.outline.map(self._room),
            None if self.film is None else self.film.map(self._film),
        )

    def _on_mesh(self, values: Floats) -> Floats:
        return self.tracker.value.mesh.on_mesh(values)

    def _thickness(self, front: Outline) -> Floats:
        return self._on_mesh(film_on_host(front, self.supply.value))

    def _metal(self, front: Outline) -> Floats:
        depth = depth_of_metal(front, self.supply.value, self.step)
        return self._on_mesh(self.tracker.value.at_rest.without(front, depth))

    def _shift(self, values: Floats | None) -> Floats:
        assert values is not None  # with capillarity
        return self._on_mesh(values)

    def _film(self, values: SurfaceFilm | None) -> Floats:
        assert values is not None  # with films
        return self._on_mesh(values.thickness)

    def _room(self, front: Outline) -> Floats:
        assert self.room is not None  # where the front stops
        return self._on_mesh(self.room.at(front))


def give_pores(
    transport: Transport, hosts: Hosts, filling: OnRoot[PoreFilling | None], *, counted: bool
) -> None:
    """Set the state of the pores of hosts as coefficients of a transport problem.

    Args:
        transport: of the mesh.
        hosts: the porous hosts, perhaps none.
        filling: metal in their pores.
        counted: True if metal is only counted and leaves the pores as they are.
    """
    if not len(hosts):
        return

    def pores(metal: PoreFilling | None) -> PoresOfCells:
        assert metal is not None  # with hosts
        return metal.pores(hosts, counted=counted)

    transport.set_pores(filling.map(pores))


def conductors_of(problem: PlatingProblem, tracker: FrontTracker) -> Conductors:
    """Mesh the conductors below a front of a problem whose solids resist.

    Raises:
        MeshingError: the host cannot be meshed.
    """
    assert problem.conduction is not None  # as solids resist
    return Conductors.of(
        *tracker.solids.conducting(problem.section),
        problem.conduction,
        problem.mesh.grading,
        Scales.of(problem.electrolyte),
        period=problem.section.period,
        moving=problem.front.mode == "moving",
    )
