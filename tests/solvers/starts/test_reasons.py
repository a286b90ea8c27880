"""A run that cannot go on tells what limits it, where and when."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
import shapely

from platefront.case.estimates import dimensionless_estimates
from platefront.case.load import parse_case
from platefront.solvers.constants import FARADAY
from platefront.solvers.errors import LimitingCurrentError
from platefront.solvers.model.counter import LithiumCounter, Reservoir
from platefront.solvers.model.electrolyte.supported import Supported
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.linear import Linear
from platefront.solvers.model.kinetics.overpotential import GivenOverpotential
from platefront.solvers.model.kinetics.rate_law import RateLaw
from tests.shared.case_files import FOIL
from tests.shared.cells import SALT, foil, problem, round_fibre, run, with_solids
from tests.shared.series_foil import HEIGHT, MESH

BARE = foil(4.0, 1e6 * HEIGHT, bare=True)
ONE = FARADAY * SALT.diffusivity * SALT.concentration / ((1.0 - SALT.transference) * HEIGHT)
"""Limiting current of a foil below a reservoir [A/m²]."""
LAW = ButlerVolmer()


def limits(case: Any) -> Mapping[str, Any]:
    """Surface, time [s], concentration [c0] and both currents [A/m²] of the message."""
    with pytest.raises(LimitingCurrentError) as raised:
        run(case)
    pattern = (
        r"at t = (\S+) s \(\S+ mAh/cm² plated\): limiting current: at (.*), x = (\S+) µm, "
        r"y = (\S+) µm, the concentration has fallen to (\S+) of c0\. The current is (\S+) mA/cm²; "
        r"diffusion sustains (\S+) mA/cm² in a steady state"
    )
    found = re.match(pattern, str(raised.value))
    assert found, str(raised.value)
    time, surface, x, y, c, drawn, limit = found.groups()
    assert float(c) < 0.02
    return {
        "time": float(time), "surface": surface, "x": float(x), "y": float(y),
        "drawn": 10.0 * float(drawn), "limit": 10.0 * float(limit),
    }  # fmt: skip


@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize("law", [LAW, ButlerVolmer(exchange_current_density=1e-6)], ids=repr)
@pytest.mark.slow
def test_below_a_reservoir(law: RateLaw, order: int) -> None:
    told = limits(problem(BARE, law, current=3000.0, order=order, time=9.0, **MESH))
    assert told["surface"] == 'surface "foil"' and told["y"] == 0.0
    assert told["drawn"] == pytest.approx(3000.0, rel=1e-3)
    assert told["limit"] == pytest.approx(ONE, rel=1e-3)
    # Sand's time, for the depletion does not reach the other side
    sand = 3.14159 / 4.0 / SALT.diffusivity * (ONE * HEIGHT / 3000.0) ** 2
    assert told["time"] == pytest.approx(sand, rel=0.1)


@pytest.mark.parametrize("factor", [1.05, 4.0, 400.0])
@pytest.mark.slow
def test_between_electrodes_that_conserve_the_salt(factor: float) -> None:
    current = 2.0 * ONE * factor
    told = limits(problem(BARE, LAW, current=current, counter=LithiumCounter(), time=99.0, **MESH))
    assert told["drawn"] == pytest.approx(current, rel=1e-3)
    assert told["limit"] == pytest.approx(2.0 * ONE, rel=1e-3)


@pytest.mark.slow
def test_stripping_depletes_the_counter_electrode() -> None:
    section = foil(4.0, 1e6 * HEIGHT + 30.0, layer=30.0)
    told = limits(
        problem(section, LAW, current=-5000.0, counter=LithiumCounter(), time=9.0, **MESH)
    )
    assert told["surface"] == "the counter electrode" and told["y"] == 1e6 * HEIGHT + 30.0
    assert told["drawn"] == pytest.approx(5000.0, rel=1e-3)
    assert told["limit"] == pytest.approx(2.0 * ONE, rel=1e-3)


def test_supported_ion() -> None:
    bath = Supported(ion_diffusivity=3e-10, conductivity=5.0)
    told = limits(problem(BARE, LAW, current=900.0, electrolyte=bath, time=99.0, **MESH))
    assert told["limit"] == pytest.approx(FARADAY * 3e-10 * 1000.0 / HEIGHT, rel=1e-3)


def test_linear_law_drains_whatever_is_there() -> None:
    """It takes no notice of the concentration, at any control."""
    assert limits(problem(BARE, Linear(conductance=1e4), current=2000.0, time=9.0, **MESH))
    assert limits(problem(BARE, Linear(conductance=1e5), potential=-0.9, time=9.0, **MESH))


def test_order_zero_does_so_too() -> None:
    law = ButlerVolmer(reaction_order=0.0)
    assert limits(problem(BARE, law, potential=-0.4, time=9.0, **MESH))


def test_the_surface_that_is_depleted_is_named() -> None:
    fibres = [round_fibre(8.0, y, 4.0, 24) for y in (8.0, 30.0)]
    surfaces = {"low": shapely.box(0, 1e-3, 16, 20), "high": shapely.box(0, 20, 16, 40)}
    section = with_solids(16.0, 40.0, collector=shapely.MultiPolygon(fibres), surfaces=surfaces)
    laws = {
        "low": ButlerVolmer(exchange_current_density=500.0),
        "high": ButlerVolmer(exchange_current_density=1e-3),
    }
    told = limits(problem(section, laws, current=3e4, mode="fixed", size=2e-6, time=99.0))
    assert told["surface"] in ('surface "low"', 'surface "high"')
    assert told["limit"] > ONE * HEIGHT / 10e-6 / 2.0


def test_moving_front_and_remeshing() -> None:
    section = foil(20.0, 1e6 * HEIGHT, bare=True)
    told = limits(problem(section, LAW, current=1100.0, size=2e-6, time=999.0))
    assert told["limit"] == pytest.approx(ONE * HEIGHT / (HEIGHT - 1e-6 * told["y"]), rel=0.02)


def test_check_gives_the_same_limit() -> None:
    text = FOIL.replace("100 um", "50 um").replace(
        '"overpotentials"', '"galvanostatic"\ncurrent_density = "300 mA/cm^2"'
    )
    text = text.replace('"overpotential"\noverpotential = "-30 mV"', '"butler_volmer"')
    case = parse_case(text + '\n[front]\nmode = "fixed"\n', "a.toml")
    estimate = next(e.value for e in dimensionless_estimates(case) if e.symbol == "i_lim")
    assert limits(case.problem())["limit"] == pytest.approx(estimate, rel=1e-3)


def test_an_absurd_overpotential_strips_what_there_is() -> None:
    section = foil(4.0, 1e6 * HEIGHT + 30.0, layer=30.0)
    case = problem(section, GivenOverpotential(overpotential=1.2), time=1.0, **MESH)
    last = run(case)[-1]
    assert last.capacity == pytest.approx(-30e-6 / case.metal.volume_per_charge, rel=2e-4)
    assert last.time < 0.1 and last.metal_left == pytest.approx(0.0, abs=2e-4)


def test_reservoir_has_no_limit_for_stripping() -> None:
    section = foil(4.0, 1e6 * HEIGHT + 30.0, layer=30.0)
    case = problem(section, LAW, current=-5000.0, counter=Reservoir(), time=0.5, **MESH)
    assert run(case)[-1].current == pytest.approx(-5000.0)
