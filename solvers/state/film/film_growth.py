"""Growth of films in a time step, and the metal that it consumes.

At a place on the front with the length L and the volume V = δL of film,

    dV/dt = L g(δ) + δ_i dA/dt,

g the growth of the film's law and dA/dt the new front where it breaks. The film is stretched with
the front, λ = L over the length L_0 on which it formed, until λ exceeds 1 + ε with the breaking
strain ε. Then λ stays, and all further length is new front that gets a film of the initial
thickness δ_i; δ is the mean over both. Front that shrinks lowers λ, and has to stretch by as much
before it breaks again. None of this depends on the mesh or on the steps: a film that broke as a
whole where a threshold is passed would do so at one vertex and not at the next.

In a step the laws are integrated at the root mean square of the lengths at its ends, between halves
of the new front: exact where the front keeps its length, else of second order. V and L_0 have moved
to their vertices before (`film_transport`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from platefront.geometry.arrays import Floats
from platefront.geometry.front.outline import Outline
from platefront.geometry.lengths import UM, UM2, UM_PER_M
from platefront.solvers.front.vertex_currents import VertexCurrents
from platefront.solvers.state.film.film_transport import moved_film
from platefront.solvers.state.film.films import Films, SurfaceFilm


@dataclass(frozen=True, slots=True)
class FilmGrowth:
    """Growth of the film in a step.

    Attributes:
        volume: (n,) film of each vertex at its end [µm²].
        stretch: (n,) as in `SurfaceFilm`.
        lost: (n,) charge of the metal that it has consumed [C/m].
    """

    volume: Floats
    stretch: Floats
    lost: Floats

    def on(self, films: Films, outline: Outline, before: SurfaceFilm) -> SurfaceFilm:
        """Return the film on the front at the end of the step.

        Args:
            films: of the problem.
            outline: the front at the end of the step.
            before: the film at its start, which stays where a vertex has lost its front.
        """
        length = films.lengths(outline).sum(axis=0)
        thickness = np.divide(self.volume, length, out=before.thickness.copy(), where=length > 0.0)
        return SurfaceFilm(thickness, self.stretch)


def film_growth(
    films: Films,
    film: SurfaceFilm,
    charges: VertexCurrents,
    step: float,
    ends: tuple[Outline, Outline],
    metal: Floats,
) -> FilmGrowth:
    """Return the growth of films in a step.

    Args:
        films: of the problem.
        film: at the start of the step.
        charges: plated and stripped in the step [C/m].
        step: its length [s].
        ends: the front at its start and at its end.
        metal: (n,) charge of the metal at each vertex, all that a film can consume [C/m].
    """
    lengths = films.lengths(ends[0])
    end: Floats = np.asarray(films.lengths(ends[1]).sum(axis=0), dtype=np.float64)
    start = moved_film(films, film, *ends)
    covered = (start.length > 0.0) & (start.formed > 0.0) & (end > 0.0)
    end = np.where(covered, end, start.length)
    stretch, laid_bare = _broken(films, lengths, _ratio(end, start.formed), end)
    initial = {index: law.initial for index, law in films.laws.items()}
    laid = laid_bare * films.mean_by_length(lengths, initial)
    middle = np.sqrt(0.5 * (start.length**2 + end**2))
    thickness = UM * _ratio(start.volume + 0.5 * laid, middle)
    grown = {
        index: law.grown(
            thickness, step, _ratio(np.abs(charges.surfaces[index]), UM * lengths[number])
        )
        for number, (index, law) in enumerate(films.laws.items())
    }
    gained = UM_PER_M * (films.mean_by_length(lengths, grown) - thickness) * middle + laid
    gained = np.where(covered, np.maximum(gained, 0.0), 0.0)
    lost = gained * UM2 * films.charge_per_volume
    share = np.divide(metal, lost, out=np.ones(len(lost)), where=lost > metal)
    return FilmGrowth(
        start.volume + share * gained, np.where(covered, stretch, film.stretch), share * lost
    )


def _broken(films: Films, lengths: Floats, stretch: Floats, end: Floats) -> tuple[Floats, Floats]:
    """Return the (n,) stretch of a film that breaks, and the length of front laid bare [µm].

    Args:
        films: of the problem.
        lengths: (films, n) length of front with each film at the start [µm].
        stretch: (n,) of a film that does not break.
        end: (n,) length of front with a film at the end [µm].
    """
    limits = np.full(lengths.shape, np.inf)
    for row, law in enumerate(films.laws.values()):
        if law.breaking_strain is not None:
            limits[row] = np.where(lengths[row] > 0.0, 1.0 + law.breaking_strain, np.inf)
    limit = limits.min(axis=0)
    beyond = np.maximum(stretch / limit, 1.0)
    return np.minimum(stretch, limit), end * (1.0 - 1.0 / beyond)


def _ratio(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0.0)


def time_to_thicken(
    films: Films, film: SurfaceFilm, rates: VertexCurrents, outline: Outline, gain: Floats
) -> float:
    """Return the time in which some vertex gains a thickness of film at the present rates [s].

    Args:
        films: of the problem.
        film: now.
        rates: currents [A/m].
        outline: the front.
        gain: (n,) thickness [m].
    """
    shortest = np.inf
    lengths = films.lengths(outline)
    for number, (index, law) in enumerate(films.laws.items()):
        length = lengths[number]
        here = length > 0.0
        current = np.abs(rates.surfaces[index][here]) / (UM * length[here])
        times = law.time_to_gain(UM * film.thickness[here], gain[here], current)
        shortest = min(shortest, float(times.min(initial=np.inf)))
    return shortest
