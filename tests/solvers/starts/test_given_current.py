"""Any current begins, however far from equilibrium: the potential is that of the row of drops."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from platefront.case.load import load_case
from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.errors import NotConvergedError
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.control import PulseReverse
from platefront.solvers.model.counter import LithiumCounter
from platefront.solvers.model.electrolyte.model import Electrolyte
from platefront.solvers.model.electrolyte.ohmic import Ohmic
from platefront.solvers.model.electrolyte.supported import Supported
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.linear import Linear
from platefront.solvers.model.kinetics.rate_law import RateLaw
from tests.shared.cells import SALT, foil, problem, run
from tests.shared.series_foil import HEIGHT, MESH, THERMAL, overpotential, potential

BARE = foil(4.0, 1e6 * HEIGHT, bare=True)
COATED = foil(4.0, 1e6 * HEIGHT + 10.0, layer=10.0)


def starts(law: RateLaw, current: float, electrolyte: Electrolyte, steps: int = 3) -> float:
    """φ_s [V] at the first moment; the current is met there and in the first steps."""
    case = problem(
        BARE if current > 0.0 else COATED, law, current=current, electrolyte=electrolyte,
        first_step=1e-7, time=1.0, **MESH,
    )  # fmt: skip
    records = []
    for record in Simulation(case).run():
        records.append(record)
        if len(records) > steps:
            break
    # φ_s itself is subject to round-off, and with it what a large conductance makes of it
    high = 10.0 + abs(records[0].electrode_potential or 0.0) / THERMAL
    round_off = 2e-15 * getattr(law, "exchange_current_density", 0.0) * high
    for record in records:
        assert abs(record.current - current) < 1e-9 * abs(current) + round_off
    first = records[0].electrode_potential
    assert first is not None
    return first


@pytest.mark.parametrize("direction", [1.0, -1.0], ids=["plating", "stripping"])
@pytest.mark.parametrize("conductivity", [0.01, 10.0, 100.0])
@pytest.mark.parametrize("ratio", [1e-8, 1e-3, 1.0, 6e4, 1e8])
@pytest.mark.slow
def test_ohmic_foil(ratio: float, conductivity: float, direction: float) -> None:
    law, bath = (
        ButlerVolmer(exchange_current_density=10.0 / ratio),
        Ohmic(conductivity=conductivity),
    )
    exact = potential(law, 10.0 * direction, bath)
    assert starts(law, 10.0 * direction, bath) == pytest.approx(exact, rel=1e-9)


@pytest.mark.long
@pytest.mark.parametrize("current", [1e-3, 1.0, 1e3, 1e6, -1e-3, -1.0, -1e3, -1e6])
@pytest.mark.parametrize("conductivity", [0.01, 0.1, 1.0, 10.0, 100.0])
@pytest.mark.parametrize("power", range(-8, 21, 2))
def test_ohmic_foil_over_the_whole_range(power: int, conductivity: float, current: float) -> None:
    law = ButlerVolmer(exchange_current_density=abs(current) / 10.0**power)
    bath = Ohmic(conductivity=conductivity)
    exact = potential(law, current, bath)
    assert starts(law, current, bath, steps=1) == pytest.approx(exact, rel=1e-9)


@pytest.mark.parametrize("ratio", [1e-6, 6e4, 1e8, 1e16])
@pytest.mark.parametrize("bath", [SALT, Supported(ion_diffusivity=3e-10, conductivity=10.0)])
def test_electrolyte_with_concentration(bath: Electrolyte, ratio: float) -> None:
    law = ButlerVolmer(exchange_current_density=10.0 / ratio, equilibrium_potential=0.3)
    assert starts(law, 10.0, bath) == pytest.approx(potential(law, 10.0, bath), rel=1e-9)


@pytest.mark.parametrize("ratio", [1e-4, 1e4, 1e10])
def test_behind_a_film(ratio: float) -> None:
    law = ButlerVolmer(exchange_current_density=10.0 / ratio, film_resistance=1e-3)
    bath = Ohmic(conductivity=1.0)
    for current in (10.0, -10.0):
        exact = potential(law, current, bath)
        assert starts(law, current, bath) == pytest.approx(exact, rel=1e-9)


@pytest.mark.parametrize("barrier", [0.1, 1.0, 2.0])
def test_beyond_a_barrier(barrier: float) -> None:
    law = ButlerVolmer(exchange_current_density=1e-6, nucleation_barrier=barrier)
    exact = potential(law, 10.0, SALT) - barrier
    assert starts(law, 10.0, SALT, steps=0) == pytest.approx(exact, rel=1e-9)


@pytest.mark.parametrize("conductance", [1e-3, 187.045, 1e9])
@pytest.mark.parametrize("current", [1.0, 1e6, -1e6])
def test_linear_law_however_far_from_rest(conductance: float, current: float) -> None:
    bath = Ohmic(conductivity=1.12)
    exact = -current * (1.0 / conductance + HEIGHT / bath.conductivity)
    assert starts(Linear(conductance=conductance), current, bath) == pytest.approx(exact, rel=1e-9)


def test_counter_electrode_has_its_overpotential_too() -> None:
    law, other = (
        ButlerVolmer(exchange_current_density=1e-6),
        LithiumCounter(exchange_current_density=1e-4),
    )
    case = problem(
        BARE, law, current=50.0, counter=other, electrolyte=Ohmic(conductivity=2.0), time=1e-6,
        **MESH,
    )  # fmt: skip
    first = next(iter(Simulation(case).run())).electrode_potential
    exact = potential(law, 50.0, Ohmic(conductivity=2.0))
    exact += overpotential(ButlerVolmer(exchange_current_density=1e-4), 50.0)
    assert first == pytest.approx(exact, rel=1e-9)


def couple(width: float = 20.0) -> CrossSection:
    """A foil with lithium whose halves are two surfaces."""
    return CrossSection(
        width=width,
        height=1e6 * HEIGHT,
        collector=shapely.Polygon(),
        deposit=shapely.Polygon([(0, 0), (width, 0), (width, 4), (width / 2, 4), (0, 4)]),
        span=(0.0, 4.0),
        surfaces={
            "left": shapely.box(0.0, -1.0, width / 2, 1e6 * HEIGHT),
            "right": shapely.box(width / 2, -1.0, width, 1e6 * HEIGHT),
        },
    )


@pytest.mark.parametrize("current", [0.01, -0.01, 1e-6, 1e-12])
@pytest.mark.parametrize("apart", [0.05, 0.3])
@pytest.mark.parametrize("bath", [SALT, Ohmic(conductivity=0.5)])
def test_net_current_of_a_couple_is_the_small_difference_of_large_ones(
    bath: Electrolyte, apart: float, current: float
) -> None:
    laws = {
        "left": ButlerVolmer(exchange_current_density=20.0),
        "right": ButlerVolmer(exchange_current_density=20.0, equilibrium_potential=apart),
    }
    case = problem(
        couple(), laws, current=current, electrolyte=bath, mode="fixed", size=1e-6,
        first_step=1e-4, time=3e-4,
    )  # fmt: skip
    for record in run(case):
        left, right = (record.surfaces[name].current for name in ("left", "right"))
        assert left < 0.0 < right
        assert right > 1e-5, "the couple hardly acts"
        assert abs(record.current - current) * 20e-6 < 1e-11 * right


@pytest.mark.parametrize("current", [1e-10, -1e-10])
def test_net_current_near_zero_at_equilibrium(current: float) -> None:
    """Exchange currents are 2e12 times larger."""
    case = problem(
        COATED, ButlerVolmer(exchange_current_density=200.0), current=current, time=1e-3, **MESH
    )
    for record in run(case):
        assert abs(record.current - current) < 1e-12 * 200.0


def test_pulses_of_a_linear_law_far_from_rest() -> None:
    """Both pulses strip or plate 0.3 A/m of a strip: ±2.7 and -6.7 V, where Newton starts at 0."""
    case = load_case(Path(__file__).parent / "linear_pulses.toml").problem()
    records = run(case)
    last = records[-1]
    # conductance 187.045 S/m² over 8 of 20 µm, in series with the spreading resistance
    forward = (500.0 + 0.2 * 500.0) / 0.8
    least = forward * 20.0 / 8.0 / 187.045
    assert last.electrode_potential is not None
    assert -1.2 * least < last.electrode_potential < -least
    assert last.current == pytest.approx(500.0, rel=1e-9)
    assert last.capacity / 36000.0 == pytest.approx(0.371134, rel=1e-9)


@pytest.mark.parametrize("reverse", [-1e3, -1e6])
@pytest.mark.parametrize("exchange", [1e-6, 20.0])
def test_pulses_far_apart(exchange: float, reverse: float) -> None:
    law, bath = ButlerVolmer(exchange_current_density=exchange), Ohmic(conductivity=10.0)
    control = PulseReverse(
        mean_current_density=1.0, reverse_current_density=reverse, forward_share=0.9
    )
    simulation = Simulation(
        problem(COATED, law, control=control, electrolyte=bath, time=1e-6, **MESH)
    )
    first = next(iter(simulation.run()))
    forward = control.forward_current_density
    assert first.electrode_potential == pytest.approx(potential(law, forward, bath), rel=1e-9)
    found = simulation.state.reverse_potential
    assert found == pytest.approx(potential(law, reverse, bath), rel=1e-9)


def test_nothing_to_strip_is_told() -> None:
    case = problem(BARE, ButlerVolmer(), current=-10.0, time=1.0, **MESH)
    with pytest.raises(NotConvergedError, match=r"at t = 0 s .*nothing to strip.*\"foil\""):
        run(case)
