"""Nodal fields of one instant, for figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely

from platefront.geometry.arrays import Floats, Integers
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.tags import COUNTER
from platefront.geometry.lengths import UM, UM2
from platefront.geometry.mesh.meeting_regions import middles
from platefront.geometry.section.regions import FREE_NAME, regions_at
from platefront.solvers.balance.step_record import Fields
from platefront.solvers.discretisation.current_density import (
    current_density,
    with_boundary_currents,
)
from platefront.solvers.discretisation.vertex_values import matrix_potential, vertex_values
from platefront.solvers.evolution.film_reporting import film_fields
from platefront.solvers.mesh.unfolded_mesh import unfolded_mesh
from platefront.solvers.model.kinetics.activity import LOWEST
from platefront.solvers.model.voltage.electronic_field import ElectronicField
from platefront.solvers.parallel import OnRoot
from platefront.solvers.state.plating_state import PlatingState


def sample(state: PlatingState) -> OnRoot[Fields]:
    """Return the nodal fields of the present instant (collective)."""
    values = vertex_values(state.transport)
    matrix = matrix_potential(state.transport)
    points = state.transport.domain.gather_points()
    return state.on_front(lambda: _fields(state, points.value, *values.value, matrix.value))


def _fields(
    state: PlatingState,
    points: Floats,
    concentration: Floats,
    potential: Floats,
    matrix: Floats | None,
) -> Fields:
    """Return the fields on rank 0.

    Args:
        state: of the run.
        points: (n, 2) present positions of the mesh vertices [µm].
        concentration: (n,) [mol/m³].
        potential: (n,) [V].
        matrix: (n,) potential of the matrix of hosts [V]; None without a resistance of it.
    """
    tracker, ledger = state.tracker.value, state.ledger.value
    outline, mesh = tracker.outline, tracker.mesh.mesh
    front, twins = np.flatnonzero(outline.is_front), mesh.vertex_of
    electrolyte, height = state.problem.electrolyte, state.problem.section.height
    regions = state.problem.section.regions
    _, conduction = state.problem.media.at(middles(points, mesh.triangles))
    films = film_fields(state)
    filling, pores = state.filling.value, state.rates.value.pores
    if filling is not None:
        conduction = filling.pores(state.hosts, counted=not state.moving).conduction
    fields = Fields(
        points=points,
        triangles=mesh.triangles,
        concentration=concentration,
        potential=potential,
        against_metal=potential + _equilibrium(state, concentration),
        current_density=with_boundary_currents(
            _share_of_forward_pulse(state)
            * current_density(points, mesh, concentration, potential, electrolyte, conduction),
            points,
            mesh,
            {
                index: tracker.mesh.on_mesh(np.asarray(rate / UM, dtype=np.float64))
                for index, rate in enumerate(state.rates.value.surfaces)
            },
            state.rates.value.in_pores / UM,
        ),
        on_counter=mesh.on_boundary(COUNTER),
        front=tracker.mesh.front_edges,
        surface=np.minimum(outline.tag[front], len(state.names)),  # dead lithium is the last
        on_lithium=outline.on_lithium[front],
        thickness=tracker.mesh.on_mesh(outline.thickness_m)[twins],
        normal_current=_edge_currents(outline, front, state.rates.value.surfaces),
        collector=ledger.section.host,
        separator=ledger.section.separator,
        deposit=ledger.deposit(outline),
        pockets=shapely.MultiPolygon(ledger.pockets),
        dead=shapely.MultiPolygon(ledger.dead),
        periodic=outline.period is not None,
        diffusion_current=state.scales.current_density / height,
        filling=None if filling is None else filling.filled,
        reaction=None if filling is None or pores is None else pores / (UM2 * filling.areas),
        matrix=matrix,
        electronic=_electronic(state, outline),
    )
    if films is not None:
        film, resistance = (tracker.mesh.on_mesh(values)[twins] for values in films)
        fields = replace(fields, film_thickness=film, film_resistance=resistance)
    if outline.period is not None:
        fields = _in_section(fields, twins, outline.period)
    number = regions_at(regions, middles(fields.points, fields.triangles))
    names = (FREE_NAME, *(region.name for region in regions))
    return replace(fields, region=number, region_names=names)


def _electronic(state: PlatingState, outline: Outline) -> ElectronicField | None:
    """Return the potential in solids that resist; None where these conduct perfectly."""
    if (solids := state.transport.forms.solids) is None:
        return None
    network, unknowns, unit = solids.network, solids.unknowns, state.scales.potential
    terminal, host = state.electrode_potential or 0.0, network.host
    front = np.flatnonzero(outline.front_points)
    return ElectronicField(
        host_points=np.empty((0, 2)) if host is None else host.mesh.points,
        host_triangles=np.empty((0, 3), np.int64) if host is None else host.mesh.triangles,
        host_potential=terminal + unit * network.host_potential(unknowns),
        terminal=terminal,
        front_points=outline.places[front],
        front_potential=terminal + unit * network.front_potential(unknowns)[front],
        foot_potential=terminal + unit * network.foot_potential(unknowns)[front],
    )


def _equilibrium(state: PlatingState, concentration: Floats) -> Floats:
    """Return (RT/z₊F) ln(c/c0), the potential of the metal without current against that at c0."""
    electrolyte = state.problem.electrolyte
    share = np.maximum(concentration / electrolyte.concentration, LOWEST)
    return np.asarray(state.scales.potential / electrolyte.cation_charge * np.log(share))


def _share_of_forward_pulse(state: PlatingState) -> float:
    """Mean current over the current of the fields, which are those of the forward pulse."""
    pulses = state.control.pulses
    return pulses.mean_current_density / pulses.forward_current_density if pulses else 1.0


def _in_section(fields: Fields, twins: Integers, period: float) -> Fields:
    """Fields of the mesh of a cylinder, unfolded to the section."""
    view = unfolded_mesh(fields.points, fields.triangles, fields.front, twins, period)
    film, resistance = fields.film_thickness, fields.film_resistance
    return replace(
        fields,
        points=view.points,
        triangles=view.triangles,
        concentration=view.values(fields.concentration),
        potential=view.values(fields.potential),
        against_metal=view.values(fields.against_metal),
        current_density=view.values(fields.current_density),
        on_counter=fields.on_counter[view.first] & fields.on_counter[view.second],
        front=view.edges,
        surface=fields.surface[view.owner],
        on_lithium=fields.on_lithium[view.owner],
        thickness=view.values(fields.thickness),
        film_thickness=None if film is None else view.values(film),
        film_resistance=None if resistance is None else view.values(resistance),
        normal_current=fields.normal_current[view.owner],
        filling=None if fields.filling is None else fields.filling[view.triangle],
        reaction=None if fields.reaction is None else fields.reaction[view.triangle],
        matrix=None if fields.matrix is None else view.values(fields.matrix),
    )


def _edge_currents(outline: Outline, front: Integers, rates: Sequence[Floats]) -> Floats:
    """Mean current density of each front edge from the currents of its ends [A/m²].

    A vertex between two surfaces has a current of each; an edge uses those of its own surface.
    """
    density = np.zeros(len(front))
    for index, rate in enumerate(rates):
        own = np.where(outline.tag == index, outline.lengths, 0.0)
        share = 0.5 * UM * (own + own[outline.preceding])
        with np.errstate(divide="ignore", invalid="ignore"):
            at_vertex = np.where(share > 0, rate / share, 0.0)
        here = outline.tag[front] == index
        edges = front[here]
        density[here] = 0.5 * (at_vertex[edges] + at_vertex[outline.following[edges]])
    return density
