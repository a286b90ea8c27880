"""Capillary shift: the size of it, where there is metal, and how a step approaches it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from platefront.geometry.front.outline import Outline
from platefront.geometry.front.tags import COUNTER, SYMMETRY
from platefront.solvers.constants import FARADAY
from platefront.solvers.front.capillarity import Capillarity
from platefront.solvers.front.curvature import curvature
from platefront.solvers.model.metal import Metal

STRENGTH = 6.7e-11
"""s of lithium [V m]."""
LAW = Capillarity(per_curvature=STRENGTH, volume_per_charge=1.35e-10, conductivity=1.0)
COUNT, EDGE = 48, 0.25
"""Edges of the front and their length [µm]."""


def wave(number: int, amplitude: float = 1e-3, bare: float = 0.0, film: float = 0.0) -> Outline:
    """Half waves on a flat front between symmetry planes."""
    x = EDGE * np.arange(COUNT + 1)
    y = amplitude * np.cos(np.pi * number * x / x[-1])
    points = np.vstack((np.column_stack((x, y)), [(x[-1], 20.0), (0.0, 20.0)]))
    tag = np.array([0] * COUNT + [SYMMETRY, COUNTER, SYMMETRY])
    return Outline(
        points, np.array([0]), tag, np.full(len(tag), 1e-6 * film), np.full(len(tag), bare)
    )


def test_metal_bulging_by_its_radius_lowers_the_equilibrium_by_the_textbook_value() -> None:
    """Lithium of 0.5 J/m² and a radius of 10 nm: γ V_m/(F r) = 6.7 mV."""
    metal = Metal(surface_energy=0.5)
    molar_volume = 6.941e-3 / 534.0
    assert metal.shift_per_curvature == pytest.approx(0.5 * molar_volume / FARADAY)
    assert metal.shift_per_curvature / 10e-9 == pytest.approx(6.74e-3, rel=1e-3)
    assert Metal().shift_per_curvature is None


def test_divalent_metal_is_shifted_by_half_and_pores_do_not_count() -> None:
    one = Metal(surface_energy=1.0)
    two = Metal(surface_energy=1.0, electrons=2, porosity=0.4)
    assert two.shift_per_curvature == pytest.approx(0.5 * one.shift_per_curvature)


def test_the_shift_is_that_of_the_curvature() -> None:
    front = wave(3)
    assert LAW.shift(front) == pytest.approx(1e6 * STRENGTH * curvature(front), rel=1e-14)
    assert LAW.shift(front)[0] > 0.0


def test_it_comes_with_the_first_ten_nanometres_of_metal_on_bare_host() -> None:
    whole = LAW.shift(wave(3))
    assert not LAW.shift(wave(3, bare=1.0)).any()
    film = LAW.shift(wave(3, bare=1.0, film=0.01))
    assert film == pytest.approx((1.0 - np.exp(-1.0)) * whole, rel=1e-12)
    assert LAW.shift(wave(3, bare=1.0, film=1.0)) == pytest.approx(whole, rel=1e-12)


def test_the_line_where_metal_ends_on_bare_host_has_none() -> None:
    front = wave(3, amplitude=0.5)
    bare = np.where(np.arange(len(front)) < 20, 1.0, 0.0)
    shift = LAW.shift(replace(front, bare=bare))
    assert not shift[:21].any()
    assert shift[21 : COUNT + 1] == pytest.approx(LAW.shift(front)[21 : COUNT + 1])


@pytest.mark.parametrize("number", [1, 8, 24, 48])
def test_a_step_approaches_each_wave_by_its_own_factor(number: int) -> None:
    """1/(1 + Ω s Δt G k²), with k of the polyline: 2 sin(k l/2)/l."""
    front, step, surface = wave(number), 40.0, 3e5
    conductance = surface * 1e-6 * front.growing_length
    k = 2.0 * np.sin(0.5 * np.pi * number / COUNT) / (1e-6 * EDGE)
    total = 1.0 / (1.0 / surface + 1e-6 * EDGE / np.pi)
    factor = 1.0 / (1.0 + 1.35e-10 * STRENGTH * step * total * k**2)
    assert 1e-3 < factor < 0.99999
    wanted = LAW.shift(front)
    last = 0.3 * wanted
    found = LAW.approached(front, last, conductance, step)
    scale = float(np.abs(wanted).max())
    assert found == pytest.approx(last + factor * (wanted - last), abs=1e-4 * scale)


def test_without_a_step_or_without_current_it_is_reached_at_once() -> None:
    front = wave(5)
    last = np.zeros(len(front))
    some = 1e5 * 1e-6 * front.growing_length
    assert LAW.approached(front, last, some, 0.0) == pytest.approx(LAW.shift(front), rel=1e-12)
    assert LAW.approached(front, last, 0.0 * some, 50.0) == pytest.approx(
        LAW.shift(front), rel=1e-12
    )
