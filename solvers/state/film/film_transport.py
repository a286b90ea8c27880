"""Film that passes from vertex to vertex where these do not move along the normal of the front.

A film moves with the front, along its normal. Vertices move otherwise where their edges are
unequal. What belongs to a vertex ends at the middles of its edges; a middle moves along the front
by the mean u of its ends, taken halfway through the step. It then has passed front of the length u,
with film of the vertex ahead, which now belongs to the vertex behind. Volumes are conserved to
round-off, and stretch is that of the front, not of the distances between vertices.

The front is the smooth curve through its vertices: its direction at one of them is the mean of
those of the two edges, weighted by the length of the other one, exact for circles. Taken as a
polygon it would stretch at its corners only. Vertices on walls, and between a film and a surface
without one, are ends of the film and pass nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from platefront.geometry.arrays import Floats
from platefront.geometry.front.outline import Outline
from platefront.solvers.state.film.films import Films, SurfaceFilm

_MOST = 0.25
"""Largest shift of the middle of an edge, relative to its length; more is a corner that closes."""


@dataclass(frozen=True, slots=True)
class MovedFilm:
    """Film that belongs to each vertex at the end of a step, as it was at its start.

    Attributes:
        volume: (n,) of film [µm²].
        length: (n,) of the front that it covered at the start [µm].
        formed: (n,) of the front on which it formed [µm].
    """

    volume: Floats
    length: Floats
    formed: Floats


def moved_film(films: Films, film: SurfaceFilm, before: Outline, after: Outline) -> MovedFilm:
    """Return the film that belongs to each vertex after a step.

    Args:
        films: of the problem.
        film: at the start of the step.
        before: the front then.
        after: the same vertices at its end.
    """
    length = films.lengths(before).sum(axis=0)
    passed = _passed(films, before, after)
    volume, formed = film.thickness * length, length / film.stretch
    return MovedFilm(
        volume + _gained(passed, film.thickness, before),
        length + _gained(passed, np.ones(len(before)), before),
        formed + _gained(passed, np.asarray(1.0 / film.stretch, dtype=np.float64), before),
    )


def _passed(films: Films, before: Outline, after: Outline) -> Floats:
    """(n,) length of front that the middle of each edge passes on its way to the next vertex."""
    own, last = films.edges(before), before.preceding
    edges = 0.5 * (before.edges + after.edges)
    length = np.hypot(edges[:, 0], edges[:, 1])
    # unit vectors times the other length, but for a common factor
    along = edges[last] * (length**2)[:, None] + edges * (length**2)[last][:, None]
    size = np.hypot(along[:, 0], along[:, 1])
    shift = np.einsum("ij,ij->i", after.points - before.points, along)
    inner = own & own[last] & (size > 0.0)
    shift = np.divide(shift, size, out=np.zeros(len(size)), where=inner)
    limit = np.where(own, _MOST * before.lengths, 0.0)
    return np.clip(0.5 * (shift + shift[before.following]), -limit, limit)


def _gained(passed: Floats, density: Floats, outline: Outline) -> Floats:
    """(n,) what each vertex gains of a density, that of the vertex from which it passes."""
    taken = passed * np.where(passed > 0.0, density[outline.following], density)
    return np.asarray(taken - taken[outline.preceding], dtype=np.float64)
