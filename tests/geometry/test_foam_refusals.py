"""Foams that cannot be had are refused with what to change."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from geometry.collectors import Foam
from geometry.errors import SectionError
from geometry.predeposit import Layer
from tests.geometry.test_collectors_foam import HAIR_THIN


def test_struts_as_thin_as_hairs_are_refused() -> None:
    with pytest.raises(SectionError, match=r"all in corners, .* struts would be 0.32 µm thin"):
        HAIR_THIN.metal()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"pore_size": 95e-6}, "pore_size must exceed neither width nor thickness"),
        ({"min_gap": 12e-6}, "min_gap must not exceed 0.8 of the windows"),
        ({"pore_size": 2e-6, "min_gap": 1e-7}, "too small for the section: more than 2000 pores"),
        ({"porosity": 0.7}, "greater than or equal to 0.75"),
    ],
)
def test_impossible_foams_are_refused(changes: dict[str, float], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Foam(**changes)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {
                "thickness": 39e-6,
                "porosity": 0.76,
                "window": 0.4,
                "ligaments": 0.1,
                "min_gap": 0.6e-6,
                "seed": 3124,
            },
            "no room for a share of metal of 0.24: raise porosity, or lower window or min_gap",
        ),
        (
            {
                "thickness": 51e-6,
                "porosity": 0.98,
                "window": 0.28,
                "ligaments": 0.4,
                "min_gap": 6.3e-6,
                "seed": 982,
            },
            "min_gap rounds the pores off so much that more metal is left than the porosity allows",
        ),
    ],
)
def test_metal_that_does_not_fit_is_refused(changes: dict[str, float], message: str) -> None:
    with pytest.raises(SectionError, match=message):
        Foam(width=42e-6, **changes).metal()


def test_a_nook_that_a_strut_shuts_at_a_wall_is_refused() -> None:
    """Where struts wear through at a wall, a nook of 0.03 µm by 0.5 µm lies between two waists."""
    foam = Foam(
        width=46.7e-6,
        thickness=44e-6,
        porosity=0.946,
        pore_size=30e-6,
        window=0.395,
        ligaments=1.0,
        min_gap=7.078e-6,
        seed=5232,
    )
    with pytest.raises(SectionError, match="close pores off: raise porosity or window, or change"):
        foam.metal()


@pytest.mark.parametrize(
    "foam",
    [
        Foam(width=32.5e-6, thickness=37.3e-6, porosity=0.784, window=0.4, ligaments=0, seed=2282),
        Foam(
            width=1e-4,
            thickness=1e-4,
            porosity=0.75,
            pore_size=1e-4,
            window=0.3125,
            ligaments=0.0,
            min_gap=1.5625e-5,
            floor_gap=5e-5,
            seed=7940,
        ),
        Foam(width=32.2e-6, thickness=36.4e-6, porosity=0.774, window=0.4, ligaments=0, seed=4307),
    ],
)
def test_metal_in_islands_no_larger_than_ends_of_struts_is_refused(foam: Foam) -> None:
    """Where windows leave islands only, struts as thick as pores meet the porosity.

    Some islands are then as small as the ends of such struts, and dropped; no shift makes up for
    them.
    """
    with pytest.raises(SectionError, match="no thickness of the struts has the porosity asked for"):
        foam.between_periodic_walls().metal()


@pytest.mark.parametrize(
    ("layer", "inverted", "message"),
    [
        (20.0, False, "it fills the gap of 2 µm up to the counter electrode"),
        (10.0, True, r"stands .* µm out of the foam, but inverted there is only floor_gap = 1 µm"),
        (1e3, False, "does not fit into the pores and the gap"),
    ],
)
def test_lithium_that_does_not_fit_is_refused(layer: float, inverted: bool, message: str) -> None:
    with pytest.raises(SectionError, match=message):
        Foam(floor_gap=1e-6).section(40.0 if inverted else 2.0, Layer(layer), inverted=inverted)
