"""Growing films of a problem, and their state along the front.

The volume of film that belongs to a vertex is its thickness times the length of front with a film
there: front that stretches makes it thinner, front that shrinks thicker. Volumes are those per
metre of depth.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from platefront.geometry.arrays import Floats
from platefront.geometry.front.outline import Outline
from platefront.geometry.lengths import UM, UM2
from platefront.solvers.constants import FARADAY
from platefront.solvers.front.front_transfer import carried_density
from platefront.solvers.model.kinetics.film import growing_film
from platefront.solvers.model.kinetics.growing_film.growing_film import GrowingFilm
from platefront.solvers.model.problem import PlatingProblem


@dataclass(frozen=True, slots=True)
class SurfaceFilm:
    """Film along the front.

    Attributes:
        thickness: (n,) by vertex of the outline, zero where there is no film [µm].
        stretch: (n,) length of front over that on which its film formed, at most that at which it
            breaks; one where there is no film.
    """

    thickness: Floats
    stretch: Floats


@dataclass(frozen=True, slots=True)
class Films:
    """Films that grow on the surfaces of a problem.

    Attributes:
        laws: film by the index of its surface.
        names: name of each of these surfaces.
        charge_per_volume: charge of the metal that a volume of film consumes, n_e F/V_f [C/m³].
    """

    laws: Mapping[int, GrowingFilm]
    names: Mapping[int, str]
    charge_per_volume: float

    @classmethod
    def of(cls, problem: PlatingProblem) -> Films | None:
        """Return those of a problem; None if no film grows."""
        laws: dict[int, GrowingFilm] = {}
        names = {}
        for index, name in enumerate(problem.section.surfaces):
            film = growing_film(problem.surfaces[name])
            if film is not None:
                laws[index], names[index] = film, name
        if not laws:
            return None
        volume = next(iter(laws.values())).molar_volume
        return cls(laws, names, problem.metal.electrons * FARADAY / volume)

    def lengths(self, outline: Outline) -> Floats:
        """Return (films, n) half the length of the edges with each film at each vertex [µm]."""
        own = np.array(
            [np.where(outline.grows & (outline.tag == k), outline.lengths, 0.0) for k in self.laws]
        )
        return np.asarray(0.5 * (own + own[:, outline.preceding]), dtype=np.float64)

    def mean_by_length(self, lengths: Floats, values: Mapping[int, Floats | float]) -> Floats:
        """Return the (n,) mean of a value of each film, weighted by its length at the vertex.

        Args:
            lengths: (films, n) as of `lengths`; the mean is zero where there is no film.
            values: (n,) by the index of the surface, or one for all vertices.
        """
        whole = lengths.sum(axis=0)
        parts = [length * value for length, value in zip(lengths, values.values(), strict=True)]
        return np.divide(sum(parts), whole, out=np.zeros(len(whole)), where=whole > 0.0)

    def at_start(self, outline: Outline) -> SurfaceFilm:
        """Return the film of the initial thickness."""
        initial = {index: law.initial for index, law in self.laws.items()}
        thickness = self.mean_by_length(self.lengths(outline), initial)
        return SurfaceFilm(thickness, np.ones(len(outline)))

    def carried(self, film: SurfaceFilm, old: Outline, new: Outline) -> SurfaceFilm:
        """Return the film on a new outline in the place of the old one, by the nearest place."""
        was, is_now = self.edges(old), self.edges(new)
        if not was.any():
            return self.at_start(new)
        thickness = carried_density(film.thickness, old, new, was, is_now)
        stretch = carried_density(film.stretch, old, new, was, is_now)
        return SurfaceFilm(thickness, np.where(stretch > 0.0, stretch, 1.0))

    def edges(self, outline: Outline) -> NDArray[np.bool_]:
        """Return (n,) True for edges with a film; front of dead lithium has none."""
        return np.asarray(outline.grows & np.isin(outline.tag, list(self.laws)))

    def content(self, film: SurfaceFilm, outline: Outline) -> float:
        """Return the charge of the metal in the film [C/m]."""
        volume = float((film.thickness * self.lengths(outline).sum(axis=0)).sum())
        return volume * UM2 * self.charge_per_volume

    def extent(self, film: SurfaceFilm, outline: Outline) -> dict[str, tuple[float, float]]:
        """Return mean and largest thickness of each film by the name of its surface [m]."""
        found = {}
        for name, length in zip(self.names.values(), self.lengths(outline), strict=True):
            whole = float(length.sum())
            mean = float((length * film.thickness).sum()) / whole if whole else 0.0
            most = float(film.thickness[length > 0.0].max(initial=0.0))
            found[name] = (UM * mean, UM * most)
        return found
