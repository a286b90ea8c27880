"""Films that grow, for records and fields (on rank 0)."""

from __future__ import annotations

import numpy as np

from platefront.geometry.arrays import Floats
from platefront.geometry.lengths import UM
from platefront.solvers.balance.step_record import FilmRecord
from platefront.solvers.state.plating_state import PlatingState


def film_content(state: PlatingState) -> float:
    """Return the metal in the films on the front, as charge [C/m]; zero without any."""
    films, film = state.films, state.film.value
    if films is None or film is None:
        return 0.0
    return films.content(film, state.tracker.value.outline)


def film_record(state: PlatingState) -> FilmRecord | None:
    """Return the record of the films; None without any."""
    films, film, account = state.films, state.film.value, state.ledger.value.film
    if films is None or film is None or account is None:
        return None
    extent = films.extent(film, state.tracker.value.outline)
    return FilmRecord(account.consumed / state.footprint, extent)


def film_fields(state: PlatingState) -> tuple[Floats, Floats] | None:
    """Return thickness [m] and resistance [Ω m²] of films by vertex of the outline; None without.

    The resistance is that of the whole film of the surface: `film_resistance`, where the front is,
    and that of the film that grows.
    """
    films, film = state.films, state.film.value
    if films is None or film is None:
        return None
    outline = state.tracker.value.outline
    thickness: Floats = np.asarray(UM * film.thickness, dtype=np.float64)
    resistance = {}
    for index, law in films.laws.items():
        surface = state.problem.surfaces[films.names[index]]
        given = getattr(surface, "film_resistance", 0.0)
        pattern = getattr(surface, "film_pattern", None)
        if pattern is not None:
            given = given * pattern.factor(*outline.places.T)
        resistance[index] = law.resistivity * thickness + given
    return thickness, films.mean_by_length(films.lengths(outline), resistance)
