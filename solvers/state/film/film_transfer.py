"""Films on a new mesh, and the metal that they gain or lose by it.

What belongs to a vertex ends at the middles of its edges, and has its film. A new vertex takes the
mean of the film on that front of the old outline which lies between the middles of its own edges,

    δ_j = Σ_h V_h / Σ_h l_h,   V_h = ∫_h δ_old ds,

over its half edges h of the length l_h, with the integrals along the old front between the points
nearest to the ends of h. So a film that is piled up at one vertex, as in the tip of a crevice that
closes, is divided among new ones; taken from the nearest points alone it would be multiplied or
lost. Chords of a smooth front have another length l_h than those of the old one, ∫_h ds, though the
front is the same: there the film keeps its thickness, V_h = l_h ∫_h δ_old ds/∫_h ds, with an error

    e = Σ_h (V_h - ∫_h δ_old ds)

in the metal, of second order in the length of the edges. The sum of its magnitudes over all meshes
is a correction of the run. Where a corner is cut lengths differ more, and films keep their volume.

Front that is gone, buried where fronts have met or on lithium that died, takes its film along.
Front that was not there gets that of the nearest place: half edges whose ends are not near, or
between which the old front was much longer or shorter, as round a gap that has closed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray

from platefront.geometry.arrays import Floats, Integers
from platefront.geometry.front.outline import Outline
from platefront.geometry.lengths import UM2
from platefront.solvers.state.film.films import Films, SurfaceFilm

_BESIDE = 0.25
"""Distance of a place from the old front relative to its edge, within which it lies on it."""
_CHORD = 0.01
"""Largest relative difference of the chords of the same front, that of 13 edges to a circle."""
_AS_LONG = 0.2
"""Largest relative difference of the lengths of old and new front between the same places."""


@dataclass(frozen=True, slots=True)
class CarriedFilm:
    """Film on a new outline.

    Attributes:
        film: along it.
        change: metal in it less that in the film of the old outline, as charge [C/m].
        error: e, part of the change along front that stays [C/m].
    """

    film: SurfaceFilm
    change: float
    error: float


def carried_film(films: Films, film: SurfaceFilm, old: Outline, new: Outline) -> CarriedFilm:
    """Return a film on a new outline, and what that changed.

    Args:
        films: of the problem.
        film: along the old outline.
        old: outline before.
        new: outline with other vertices; pores may have closed, and lithium died or come to life.
    """
    carried, error = films.carried(film, old, new), 0.0
    was, is_now = films.edges(old), films.edges(new)
    if was.any() and is_now.any():
        halves = HalfEdges.of(new, is_now, old, was)
        thickness, error = halves.mean(film.thickness, carried.thickness)
        was_formed, is_formed = (
            np.asarray(1.0 / each.stretch, dtype=np.float64) for each in (film, carried)
        )
        formed, _ = halves.mean(was_formed, is_formed)
        stretch = np.divide(1.0, formed, out=np.ones(len(new)), where=formed > 0.0)
        carried = SurfaceFilm(thickness, stretch)
    change = films.content(carried, new) - films.content(film, old)
    return CarriedFilm(carried, change, error * UM2 * films.charge_per_volume)


@dataclass(frozen=True, slots=True)
class HalfEdges:
    """Half edges with a film on a new outline, and where they lie on the old one.

    Those from a vertex to the middle of its edge come first, then those from there to the next one.

    Attributes:
        old: outline before.
        was: (m,) True for its edges with a film.
        vertex: (2n,) vertex of the new outline to which each belongs.
        length: (2n,) l of each, zero without a film [µm].
        edge, share: (2, 2n) edge of the old outline and share of it at both ends.
        stays: (2n,) True for front that was there.
    """

    old: Outline
    was: NDArray[np.bool_]
    vertex: Integers
    length: Floats
    edge: Integers
    share: Floats
    stays: NDArray[np.bool_]

    @classmethod
    def of(
        cls, new: Outline, is_now: NDArray[np.bool_], old: Outline, was: NDArray[np.bool_]
    ) -> HalfEdges:
        """Return those of a new outline.

        Args:
            new: outline.
            is_now: (n,) True for its edges with a film, one at least.
            old: outline before.
            was: (m,) True for its edges with a film, one at least.
        """
        count, end = len(new), new.following
        places = np.concatenate((new.places, new.places + 0.5 * new.edges))
        edge, share, apart = _nearest(places, old, was)
        middle = np.arange(count, 2 * count)
        ends = np.array([np.append(np.arange(count), middle), np.append(middle, end)])
        length = np.tile(np.where(is_now, 0.5 * new.lengths, 0.0), 2)
        near = (apart[ends] <= 2.0 * _BESIDE * length).all(axis=0)
        made = cls(
            old, was, np.append(np.arange(count), end), length, edge[ends], share[ends], near
        )
        passed = made._length
        stays = near & (np.abs(passed - length) <= _AS_LONG * length) & (passed > 0.0)
        return replace(made, stays=stays)

    def mean(self, density: Floats, elsewhere: Floats) -> tuple[Floats, float]:
        """Return (n,) values δ of a density by vertex, and the error e.

        Args:
            density: (m,) by vertex of the old outline.
            elsewhere: (n,) on front that was not there, and where there is no film.
        """
        passed, content = self._length, self._integral(density, self.was)
        stretched = np.divide(self.length, passed, out=np.ones(len(passed)), where=self.stays)
        chord = self.stays & (np.abs(stretched - 1.0) <= _CHORD)
        kept = np.where(chord, stretched * content, content)
        volume = np.where(self.stays, kept, self.length * elsewhere[self.vertex])
        count = len(elsewhere)
        whole = np.bincount(self.vertex, self.length, count)
        sums = np.bincount(self.vertex, volume, count)
        error = float((kept - content)[self.stays].sum())
        return np.divide(sums, whole, out=elsewhere.copy(), where=whole > 0.0), error

    @property
    def _length(self) -> Floats:
        """(2n,) length of the old front between both ends."""
        return self._integral(np.ones(len(self.old)), np.ones(len(self.old), dtype=bool))

    def _integral(self, density: Floats, on: NDArray[np.bool_]) -> Floats:
        """Return the integral of a density along the old front between both ends, (2n,).

        Zero where they are on different rings.
        """
        old, (start, end) = self.old, self.edge
        lengths = np.where(on, old.lengths, 0.0)
        next_density = density[old.following]
        parts = 0.5 * lengths * (density + next_density)
        before = np.cumsum(parts) - parts
        at_start, at_end = (
            before[edge]
            + lengths[edge]
            * (
                density[edge] * np.minimum(share, 0.5)
                + next_density[edge] * np.maximum(share - 0.5, 0.0)
            )
            for edge, share in zip(self.edge, self.share, strict=True)
        )
        ring = old.ring[start]
        turned = (end < start) | (end == start) & (self.share[1] < self.share[0])
        whole = np.add.reduceat(parts, old.starts)[ring]
        along = at_end - at_start + np.where(turned, whole, 0.0)
        return np.where(ring == old.ring[end], along, 0.0)


def _nearest(
    places: Floats, outline: Outline, edges: NDArray[np.bool_]
) -> tuple[Integers, Floats, Floats]:
    """Return edge, share of it and distance [µm] of the points of some edges nearest to places.

    Args:
        places: (k, 2) [µm].
        outline: of the edges.
        edges: (m,) True for those that count.
    """
    lines, edge = outline.seen_segments()
    lines, edge = lines[edges[edge]], edge[edges[edge]]
    points = shapely.points(places)
    (_, found), apart = shapely.STRtree(lines).query_nearest(
        points, return_distance=True, all_matches=False
    )
    share = shapely.line_locate_point(lines[found], points, normalized=True)
    return edge[found], np.asarray(share, dtype=np.float64), np.asarray(apart, dtype=np.float64)
