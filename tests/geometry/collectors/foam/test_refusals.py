"""Foams that cannot be had are refused with what to change."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from platefront.geometry.collectors import Foam
from platefront.geometry.errors import SectionError
from platefront.geometry.section.predeposit import Layer
from tests.geometry.collectors.foam.foams import HAIR_THIN


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


@pytest.mark.parametrize(
    ("layer", "inverted", "message"),
    [
        (20.0, False, "it fills the gap of 2 µm up to the counter electrode"),
        (10.0, True, r"stands .* µm out of the foam, but inverted there is only floor_gap = 1 µm"),
        (1e3, False, "does not fit: it fills the gap"),
    ],
)
def test_lithium_that_does_not_fit_is_refused(layer: float, inverted: bool, message: str) -> None:
    with pytest.raises(SectionError, match=message):
        Foam(floor_gap=1e-6).section(40.0 if inverted else 2.0, Layer(layer), inverted=inverted)
