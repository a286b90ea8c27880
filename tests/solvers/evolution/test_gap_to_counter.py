"""Gap to the counter electrode: continuous in time, whatever is bare, covered or inert."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import shapely

from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.model.counter import LithiumCounter
from platefront.solvers.model.kinetics import GivenOverpotential, Insulating
from platefront.solvers.model.kinetics.rate_law import RateLaw
from tests.shared.cells import foil, problem, run, with_solids

FAST = GivenOverpotential(overpotential=-0.03, exchange_current_density=10.0)
SLOW = GivenOverpotential(overpotential=-0.005, exchange_current_density=10.0)
STRIPPING = GivenOverpotential(overpotential=0.005, exchange_current_density=10.0)
UPPER, LOWER = shapely.box(0, 15, 12, 40), shapely.box(0, 1e-3, 12, 15)


def two_blocks(lithium: bool = True, left: float = 0.0) -> CrossSection:
    """An upper and a lower block, the upper one 10 µm below the counter plane."""
    right = left + 5.0
    return with_solids(
        12.0,
        30.0,
        deposit=shapely.box(left, 8, right, 10) if lithium else None,
        collector=shapely.union_all(
            [shapely.box(left, 4, right, 8), shapely.box(left, 16, right, 20)]
        ),
        surfaces={"upper": UPPER, "lower": LOWER},
    )


CELLS: dict[str, tuple[CrossSection, dict[str, RateLaw], dict[str, Any], float]] = {
    "bare foil": (foil(height=20.0, bare=True), {"foil": SLOW}, {}, 20.0),
    "lithium below, bare above": (two_blocks(), {"upper": SLOW, "lower": FAST}, {}, 10.0),
    "all bare": (two_blocks(lithium=False), {"upper": FAST, "lower": SLOW}, {}, 10.0),
    "inert above": (two_blocks(), {"upper": Insulating(), "lower": FAST}, {}, 20.0),
    "stripped below": (two_blocks(), {"upper": SLOW, "lower": STRIPPING}, {}, 10.0),
    "periodic": (
        replace(two_blocks(left=3.0), periodic=True),
        {"upper": SLOW, "lower": FAST},
        {},
        10.0,
    ),
    "receding counter electrode": (
        two_blocks(),
        {"upper": SLOW, "lower": FAST},
        {"counter": LithiumCounter(exchange_current_density=50.0, recession="even")},
        10.0,
    ),
}


@pytest.mark.parametrize("name", CELLS)
@pytest.mark.slow
def test_gap_changes_no_faster_than_the_films_grow(name: str) -> None:
    """Also while films pass 0.1 µm, from the distance of the section on."""
    section, laws, settings, start = CELLS[name]
    records = run(problem(section, laws, capacity=7200.0, largest=3e-6, **settings))
    gaps = np.array([record.gap_to_counter for record in records])
    grown = np.array(
        [[surface.thickness_max for surface in record.surfaces.values()] for record in records]
    )
    assert gaps[0] == pytest.approx(1e-6 * start, rel=1e-6)
    assert np.abs(grown[-1]).max() > 1.5e-7, "a film thicker than 0.1 µm"
    recession = 3e-7 if "receding" in name else 0.0  # of the whole run
    fastest = np.abs(np.diff(grown, axis=0)).max(axis=1)
    assert (np.abs(np.diff(gaps)) <= 2.0 * fastest + recession + 1e-9).all()


def test_a_bare_top_that_plates_comes_nearer_from_the_start() -> None:
    section, laws, _, _ = CELLS["lithium below, bare above"]
    records = run(problem(section, laws, capacity=3600.0, largest=3e-6))
    gaps = np.array([record.gap_to_counter for record in records])
    assert (np.diff(gaps) <= 1e-12).all()
    film = records[-1].surfaces["upper"].thickness_max
    assert gaps[0] - gaps[-1] == pytest.approx(film, rel=0.6)
