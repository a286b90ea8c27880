"""Round fronts with a film, in a box."""

from __future__ import annotations

import numpy as np

from platefront.geometry.arrays import Floats
from platefront.geometry.front.outline import Outline
from platefront.solvers.model.kinetics.growing_film.growing_film import GrowingFilm
from platefront.solvers.state.film.films import Films

CIRCLE = 6.0
"""Radius of a round front [µm]."""


def films(*laws: GrowingFilm) -> Films:
    given = dict(enumerate(laws))
    return Films(given, {index: f"surface {index}" for index in given}, 2e9)


def ring(angles: Floats, tag: int = 0) -> Outline:
    """A hole in the electrolyte with vertices at angles, clockwise."""
    points = CIRCLE * np.column_stack((np.cos(-angles), np.sin(-angles)))
    box = np.array([[-9.0, -9.0], [9.0, -9.0], [9.0, 9.0], [-9.0, 9.0]])
    count = len(angles)
    return Outline(
        points=np.concatenate((box, points)),
        starts=np.array([0, 4]),
        tag=np.concatenate((np.full(4, -1), np.full(count, tag))),
        thickness_m=np.zeros(4 + count),
        bare=np.zeros(4 + count),
    )


def uneven(count: int, seed: int = 1) -> Floats:
    """Angles whose steps differ by up to a factor of three."""
    steps = np.random.default_rng(seed).uniform(0.5, 1.5, count)
    return np.cumsum(steps) * (2.0 * np.pi / steps.sum())
