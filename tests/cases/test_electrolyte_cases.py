"""Cases with concentrated solutions give the numbers that follow from their properties."""

from __future__ import annotations

import math

import numpy as np
import pytest

from platefront.case.load import load_case
from platefront.solvers.model.electrolyte.concentrated import Concentrated
from tests.cases.shipped import check_books, records_of
from tests.shared.case_files import CASES

VOLT = 8.314462618 * 298.15 / 96485.33212


def test_lithium_cell_with_a_measured_electrolyte() -> None:
    """At first kinetics and Ohm's law; in the steady state i L = ∫ K dc, K = FD/(1 - t₊)."""
    bath = load_case(CASES / "electrolytes" / "lipf6.toml").electrolyte
    assert isinstance(bath, Concentrated)
    records = records_of("electrolytes/lipf6")
    first = -4.0 * VOLT * math.asinh(50.0 / 40.0) - 50.0 * 100e-6 / bath.conductivity
    assert records[0].electrode_potential == pytest.approx(first, rel=1e-9)
    plated = next(record for record in records if record.end)
    assert plated.capacity == pytest.approx(50.0 * 240.0, rel=1e-9)
    c = np.linspace(plated.min_concentration, plated.max_concentration, 2001)
    carried = np.trapezoid(bath.current_per_gradient_at(c), c)
    # the front that moves displaces anions, c V_m/(1 - t₊) of them: 1.3 % at most
    assert carried == pytest.approx(50.0 * plated.gap_to_counter, rel=1.3e-2)
    anions = 1.0 - bath.solution.transference_at(c, 298.15)
    weight = 2.0 * VOLT * anions * bath.solution.factor_at(c, 298.15) / c
    cold = [50.0 / (40.0 * math.sqrt(end / 1000.0)) for end in (c[0], c[-1])]
    ohmic = np.trapezoid(
        bath.current_per_gradient_at(c) / bath.solution.conductivity_at(c, 298.15), c
    )
    steady = -2.0 * VOLT * sum(math.asinh(x) for x in cold) - np.trapezoid(weight, c) - ohmic
    assert plated.electrode_potential == pytest.approx(steady, rel=1e-3)
    assert abs(records[-1].electrode_potential or 0.0) < 1e-6
    assert max(abs(record.books.anions) for record in records) < 1e-9


def test_pillars_with_own_properties() -> None:
    """The properties are those of formula, table and file, and nearly even plating follows."""
    bath = load_case(CASES / "electrolytes" / "own_properties.toml").electrolyte
    assert isinstance(bath, Concentrated)
    assert bath.conductivity == pytest.approx(0.91, rel=1e-9)
    assert bath.diffusivity == pytest.approx(5.9e-10 * math.exp(-0.7), rel=1e-9)
    assert bath.solution.factor_at(1000.0, 298.15) == pytest.approx(2.1, rel=1e-9)
    records = records_of("electrolytes/own_properties")
    last = records[-1]
    assert last.time == pytest.approx(900.0, rel=1e-9)
    assert last.capacity == pytest.approx(1.8e4, rel=1e-9)
    # 2 mA/cm² spread over 2.67 times the footprint, and over the counter electrode; what is left
    # of the drop is that over 40 µm of electrolyte
    kinetic = -2.0 * VOLT * (math.asinh(7.5 / 40.0) + math.asinh(20.0 / 40.0))
    start = records[0].electrode_potential
    assert start is not None
    assert -1.2e-3 < start - kinetic < -0.5e-3
    assert last.bottom_share == pytest.approx(0.4981, abs=0.005)
    assert abs(last.books.faraday) < 1e-9


@pytest.mark.slow
def test_pillars_below_a_separator() -> None:
    """Bruggeman's factor, the salt in the pores, and an end two edges below the separator."""
    case = load_case(CASES / "electrolytes" / "separator.toml")
    assert case.regions["separator"].conduction == pytest.approx(0.39**1.5, rel=1e-12)
    records = records_of("electrolytes/separator")
    first, last = records[0], records[-1]
    pores = 0.39 * 25.0 * 24.0
    assert 1e12 * first.regions["separator"].pores == pytest.approx(pores, rel=1e-9)
    salt = 1e-9 * (pores + (40.0 * 24.0 - 10.0 * 20.0))
    assert first.stock.salt == pytest.approx(salt, rel=1e-9)
    assert last.end == "the electrode is as close to a region of the electrolyte as allowed"
    assert last.gap_to_layer == pytest.approx(2e-6, rel=1e-5)
    free = records_of(
        "electrolytes/separator",
        {"porosity = 0.39 ": "porosity = 1.0 ", 'time = "2 h"': 'time = "10 s"'},
    )
    # without concentration differences only the resistance of the separator is different
    more = 30.0 * 25e-6 * (0.39**-1.5 - 1.0) / case.electrolyte.conductivity
    found = free[0].electrode_potential - first.electrode_potential
    assert found == pytest.approx(more, rel=1e-3)
    check_books(records)


@pytest.mark.long
def test_lithium_grows_through_the_pores_of_a_membrane_and_back() -> None:
    """In the pores the current passes through 40 % of the front, and the overpotential rises."""
    records = records_of("electrolytes/membrane")
    last = records[-1]
    plated = max(records, key=lambda record: record.capacity)
    assert plated.capacity == pytest.approx(6.48e4, rel=1e-8)  # 1.8 mAh/cm²
    assert 20e-6 - plated.gap_to_counter > 10e-6
    in_pores = min(records, key=lambda record: record.voltage.kinetic if record.voltage else 0.0)
    assert in_pores.voltage is not None
    assert 6e-6 < 20e-6 - in_pores.gap_to_counter < 9.2e-6
    # the counter electrode has the whole current at, within 1 %, the same concentration
    factor = math.sinh(0.5 * in_pores.voltage.counter / VOLT)
    flat = 2.0 * VOLT * math.asinh(factor / 0.4)
    assert 0.93 < in_pores.voltage.kinetic / flat < 1.005
    assert last.end == "stripped empty: no metal that can be stripped is left on the electrode"
    assert last.capacity < 5e-3 * plated.capacity
    assert last.surfaces["membrane"].charge == 0.0
    check_books(records[: records.index(plated) + 1])
    for record in records:  # stripped to the last films, which round-off of shapes divides
        assert abs(record.books.area) < 1e-8
        assert abs(record.books.faraday) < 1e-8
        assert abs(record.books.anions) < 1e-9


def test_carbon_aerogel_on_foil_fills_from_its_faces() -> None:
    """The first charge is shared as Newman and Tobias say; metal displaces electrolyte, no salt."""
    case = load_case(CASES / "electrolytes" / "porous_host.toml")
    medium = case.regions["aerogel"]
    host = medium.host
    assert host is not None
    assert host.conductivity is not None
    records = records_of("electrolytes/porous_host")
    first, last = records[1], records[-1]
    pores = 1.0 / (case.electrolyte.conductivity * medium.conduction)
    matrix = 1.0 / host.conductivity
    slope = host.specific_area * 20.0 / VOLT  # 2 mA/cm² on all walls, near equilibrium
    nu = 50e-6 * math.sqrt(slope * (pores + matrix))
    near_face = (pores + matrix * math.cosh(nu)) * math.sinh(0.5 * nu) / math.sinh(nu)
    share = (near_face - matrix * (math.cosh(0.5 * nu) - 1.0)) / (pores + matrix)
    assert first.bottom_share == pytest.approx(share, abs=1e-3)
    assert last.end == "capacity reached"
    volume = 7.2e4 * case.metal.volume_per_charge * 10e-6
    left = 0.9 * 50e-6 * 10e-6 - volume
    assert last.regions["aerogel"].pores == pytest.approx(left, rel=1e-9)
    assert last.surfaces["aerogel"].charge == pytest.approx(7.2e4 * 10e-6, rel=1e-9)
    assert last.surfaces["foil"].charge == 0.0
    assert last.share_of_pores is not None
    assert last.share_of_pores > 2.0 * volume / (0.89 * 50e-6 * 10e-6)
    assert sum(r.salt for r in last.regions.values()) == pytest.approx(first.stock.salt, rel=1e-10)
    check_books(records)


@pytest.mark.slow
def test_lithium_that_presses_on_a_separator_spreads_along_it() -> None:
    """It covers the tops of the pillars and meets above the trenches, which stay empty."""
    records = records_of("electrolytes/pressed")
    last = records[-1]
    assert last.end == "no room is left beside regions of the electrolyte"
    film = 1e12 * last.electrolyte_area / 24.0 - 25.0  # below the separator [µm]
    assert 0.6 < film < 1.0
    assert 1e12 * last.trapped_area > 0.7 * 20.0 * 14.0
    assert last.capacity == pytest.approx(36e3 * 1.293, rel=0.02)
    gaps = [record.gap_to_layer or 0.0 for record in records]
    resting = next(i for i, gap in enumerate(gaps) if gap < 0.7e-6)
    assert records[resting].capacity < 0.6 * last.capacity  # the rest is plated beside
    assert min(gaps) > 0.6e-6
    check_books(records)
