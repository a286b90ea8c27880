"""Displacement of the front by charges: within the metal there is, outside the host."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np

from platefront.geometry.front.motion import advance, thickened
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.sliding import stuck_vertices
from platefront.geometry.lengths import UM2
from platefront.solvers.evolution.step.stripping_limit import inside_host, within_supply
from platefront.solvers.front.mesh_broken import MeshBrokenError
from platefront.solvers.front.metal_supply import Supply
from platefront.solvers.front.vertex_currents import VertexCurrents
from platefront.solvers.front.walls import beyond_walls
from platefront.solvers.state.film.film_growth import FilmGrowth, film_growth
from platefront.solvers.state.plating_state import PlatingState

_PINNINGS = 8
"""Largest number of passes in which vertices that would enter the host or pass a wall are held."""
_THIN = 0.1
"""Depth of metal that may stay below an edge that would cut into the host, in edge sizes."""
_FILM_PASSES = 3
"""Number of times that the growth of films is found from the front at the end of the step."""


def displaced(state: PlatingState, charges: VertexCurrents, supply: Supply | None) -> Outline:
    """Return the front after charges [C/m], displaced or, if it is fixed, thickened."""
    outline = state.tracker.value.outline
    swept = charges.plated * (state.problem.metal.volume_per_charge / UM2)
    if not state.moving:
        return thickened(outline, swept)
    guided = None if supply is None else supply.guided
    if state.room is not None:
        aside = state.room.guided(outline)
        guided = aside if guided is None else guided.beside(aside)
    return advance(outline, swept, guided=guided)


def stripped_front(
    state: PlatingState, step: float, charges: VertexCurrents, supply: Supply, *, even: bool
) -> tuple[VertexCurrents, Outline, Supply, float, FilmGrowth | None]:
    """Return charges within the supply of metal, and the front after them, outside the host.

    Films consume of the metal what the charges leave.

    Vertices whose edges would enter the host, or that would pass a wall, as the tip of a crevice
    does that undercuts metal, are held back, as are those that have no way to retreat. The supply
    left is returned, too, the charge that was passed far away, and the growth of films. At the host
    they are held back on a fresh mesh only, where a new mesh would help otherwise.

    Raises:
        MeshBrokenError: front vertices above the corners of the host would help.
    """
    control = state.control
    within = partial(
        within_supply,
        charges,
        even=even,
        passed_on=control.pulses is None,
        steady=control.gives_current,
    )
    allowed, far = within(supply)
    growth, net, moved = _with_films(state, step, allowed, supply)
    for _ in range(_PINNINGS if state.moving else 0):
        tracker = state.tracker.value
        pinned = beyond_walls(moved, state.problem.section) & (net.plated < 0.0)
        at_host = inside_host(state, net, moved)
        if at_host is not None:
            tracker.on_host = True
            thick = supply.depth[at_host] > _THIN * state.problem.mesh.grading.front
            if not state.fresh_mesh and (thick.any() or not tracker.follows_host):
                raise MeshBrokenError("the front cannot follow the host")
            pinned |= at_host
        swept = net.plated * (state.problem.metal.volume_per_charge / UM2)
        stuck = stuck_vertices(tracker.outline, swept, moved)
        if not (pinned | stuck).any():
            break
        held = tracker.hold(pinned, stuck)
        depth = np.where(supply.depth > 0.0, held.depth, 0.0)
        supply = replace(held, depth=depth, arriving=supply.arriving)
        allowed, far = within(supply)
        growth, net, moved = _with_films(state, step, allowed, supply)
    return allowed, moved, supply, far, growth


def _with_films(
    state: PlatingState, step: float, charges: VertexCurrents, supply: Supply
) -> tuple[FilmGrowth | None, VertexCurrents, Outline]:
    """Return the growth of films, charges less the metal that it consumes, and the front after.

    Films stretch by the lengths of front at the end of the step, which they shorten by what they
    consume. That is a share of film over radius, and each pass leaves this share of an error.
    """
    moved, film = displaced(state, charges, supply), state.film.value
    if state.films is None or film is None:
        return None, charges, moved
    outline = state.tracker.value.outline
    metal = np.maximum(supply.charge + charges.plated, 0.0)
    growth, net = None, charges
    for _ in range(_FILM_PASSES):
        growth = film_growth(state.films, film, charges, step, (outline, moved), metal)
        net = charges.less(growth.lost)
        moved = displaced(state, net, supply)
    return growth, net, moved
