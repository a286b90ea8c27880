"""Films on a foil: thickness, resistance and consumed metal against closed solutions."""

from __future__ import annotations

import numpy as np
import pytest

from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.constants import FARADAY
from platefront.solvers.model.control import Control, Galvanostatic, Rest
from platefront.solvers.model.counter import LithiumCounter
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.growing_film import GrowthByCharge, ParabolicGrowth
from platefront.solvers.model.kinetics.growing_film.growing_film import GrowingFilm
from platefront.solvers.model.kinetics.linear import Linear
from platefront.solvers.model.metal import Metal
from platefront.solvers.model.protocol.protocol import Protocol, ProtocolStep
from platefront.solvers.model.stopping.settings import StopSettings
from tests.shared.cells import foil, problem, run

START, RESISTIVITY, VOLUME = 2e-9, 1e6, 3e-5
COMMON = {"initial_thickness": START, "resistivity": RESISTIVITY, "molar_volume": VOLUME}
RATE = 1e-20
CURRENT = 20.0
FOIL = foil(width=3.0, height=20.0, layer=2.0)
MOLAR = Metal().volume_per_charge * FARADAY
"""Volume of metal [m³/mol]."""


def law(**film: float) -> ButlerVolmer:
    return ButlerVolmer(film=ParabolicGrowth(**(COMMON | {"rate": RATE} | film)))


def thickness(record: StepRecord) -> float:
    """Thickness of a film that is the same everywhere [m]."""
    assert record.film is not None
    mean, largest = record.film.extent["foil"]
    assert largest == pytest.approx(mean, rel=1e-6)
    return mean


def consumed(record: StepRecord) -> float:
    """Metal that the film has consumed [C/m²]."""
    assert record.film is not None
    return record.film.consumed


def grown(time: float) -> float:
    return float(np.sqrt(START**2 + 2.0 * RATE * time))


def test_at_rest_the_film_grows_with_the_root_of_time_and_the_foil_recedes() -> None:
    first, *rest = run(problem(FOIL, law(), control=Rest(), time=7200.0))
    area = first.deposit_area
    for record in rest:
        gained = grown(record.time) - START
        assert thickness(record) == pytest.approx(grown(record.time), rel=1e-12)
        assert consumed(record) == pytest.approx(FARADAY * gained / VOLUME, rel=1e-10)
        lost = (area - record.deposit_area) / record.footprint
        assert lost == pytest.approx(MOLAR / VOLUME * gained, rel=1e-6, abs=1e-15)
        assert record.books.film is not None and abs(record.books.film) < 1e-12
    assert thickness(rest[-1]) > 5.0 * START
    assert abs(rest[-1].books.faraday) < 1e-9


@pytest.mark.parametrize("mode", ["moving", "fixed"])
def test_under_a_current_the_voltage_has_the_drop_in_the_film(mode: str) -> None:
    records = run(problem(FOIL, law(), current=CURRENT, time=3600.0, mode=mode))
    for record in records:
        assert record.voltage is not None and record.electrode_potential is not None
        drop = -CURRENT * RESISTIVITY * grown(record.time)
        assert record.voltage.film == pytest.approx(drop, rel=1e-9)
        assert record.voltage.total == pytest.approx(record.electrode_potential, rel=1e-9)
    assert records[-1].voltage.film < 3.0 * records[0].voltage.film  # type: ignore[union-attr]


def test_a_film_may_grow_with_the_charge() -> None:
    rate = 1e-22
    film = GrowthByCharge(rate=rate, **COMMON)
    records = run(problem(FOIL, ButlerVolmer(film=film), current=-CURRENT, time=600.0))
    for record in records:
        wanted = np.sqrt(START**2 + 2.0 * rate * CURRENT * record.time)
        assert thickness(record) == pytest.approx(wanted, rel=1e-9)
        assert record.voltage is not None
        assert record.voltage.film == pytest.approx(CURRENT * RESISTIVITY * wanted, rel=1e-9)
    at_rest = run(problem(FOIL, ButlerVolmer(film=film), control=Rest(), time=600.0))
    assert thickness(at_rest[-1]) == pytest.approx(START, rel=1e-6)


def test_a_film_that_does_not_grow_is_a_resistance() -> None:
    """The same steps, currents and deposits as with `film_resistance`."""
    given = ButlerVolmer(film_resistance=RESISTIVITY * START)
    one, other = (
        run(problem(FOIL, surface, potential=-0.1, time=60.0)) for surface in (law(rate=0.0), given)
    )
    assert len(one) == len(other)
    for film, resistance in zip(one, other, strict=True):
        assert film.time == pytest.approx(resistance.time, rel=1e-10)
        assert film.current == pytest.approx(resistance.current, rel=1e-10)
        assert film.deposit_area == pytest.approx(resistance.deposit_area, rel=1e-10)
    slow = run(problem(FOIL, law(rate=1e-32), potential=-0.1, time=60.0))[-1]
    assert slow.current == pytest.approx(other[-1].current, rel=1e-6)
    fast = run(problem(FOIL, law(), potential=-0.1, time=60.0))[-1]
    assert fast.current < 0.99 * other[-1].current, "the film hardly matters"


@pytest.mark.slow
def test_growth_under_a_potential_is_of_second_order_in_time() -> None:
    """Charge at a given potential, where current and resistance follow each other."""
    surface = Linear(conductance=300.0, film=ParabolicGrowth(**(COMMON | {"rate": 1e-19})))

    def charge(count: int) -> float:
        step = 200.0 / count
        case = problem(
            FOIL, surface, potential=-0.05, time=200.0, tolerance=0.1, first_step=step,
            largest_step=step, size=2e-6,
        )  # fmt: skip
        return run(case)[-1].capacity

    found = np.array([charge(count) for count in (16, 32, 64, 128)])
    order = np.log2(np.abs(np.diff(found))[:-1] / np.abs(np.diff(found))[1:])
    assert order[-1] == pytest.approx(2.0, abs=0.25), f"order in time {order}"


def cycle(film: GrowingFilm, *, stripped: float, bare: bool = False) -> list[StepRecord]:
    """Records of a foil that is plated, left at rest and stripped."""

    def step(control: Control, number: int, **stop: float) -> ProtocolStep:
        return ProtocolStep(control, StopSettings(**stop), number=number)

    protocol = Protocol(
        (
            step(Galvanostatic(current_density=40.0), 1, capacity=1e4),
            step(Rest(), 2, time=3600.0),
            step(Galvanostatic(current_density=-40.0), 3, capacity=-stripped),
        )
    )
    section = foil(width=3.0, height=20.0, layer=0.0 if bare else 2.0, bare=bare)
    return run(
        problem(section, ButlerVolmer(film=film), protocol=protocol, counter=LithiumCounter())
    )


@pytest.mark.parametrize(
    "film",
    [ParabolicGrowth(rate=1e-19, **COMMON), GrowthByCharge(rate=1e-21, **COMMON)],
    ids=lambda film: film.growth,
)
@pytest.mark.slow
def test_a_cycle_closes_its_books(film: GrowingFilm) -> None:
    """Metal on the foil is what was plated, less what was stripped and what is in the film."""
    records = cycle(film, stripped=9e3)
    first, last = records[0], records[-1]
    gained = (last.deposit_area - first.deposit_area) / last.footprint
    left = gained / Metal().volume_per_charge
    assert left == pytest.approx(1e3 - consumed(last), rel=1e-9)
    assert consumed(last) == pytest.approx(FARADAY / VOLUME * (thickness(last) - START), rel=1e-9)
    assert consumed(last) > 5.0
    for record in records:
        assert abs(record.books.faraday) < 1e-9 and abs(record.books.anions) < 1e-9
        assert record.books.film is not None and abs(record.books.film) < 1e-12


def test_what_the_film_has_consumed_is_missing_from_the_efficiency() -> None:
    """All is stripped from a foil that was bare: 1 - Q_film/Q, but for the last metal on it."""
    records = cycle(ParabolicGrowth(rate=1e-18, **COMMON), stripped=1.2e4, bare=True)
    last = records[-1]
    assert last.end.startswith("stripped empty")
    efficiency = last.stripped.total / last.plated.total
    lost = consumed(last) * last.footprint / last.plated.total
    left = last.deposit_area / Metal().volume_per_charge / last.plated.total
    assert efficiency == pytest.approx(1.0 - lost - left, abs=1e-9)
    assert lost > 0.01 and 0.0 < left < 3e-4
    assert last.dead_area == 0.0


def test_a_film_on_bare_host_finds_nothing_to_consume() -> None:
    """It stays as it is, and plates and strips the host on neither side."""
    bare = foil(width=3.0, height=20.0, bare=True)
    last = run(problem(bare, law(), control=Rest(), time=3600.0))[-1]
    assert thickness(last) == pytest.approx(START, rel=1e-12)
    assert consumed(last) == pytest.approx(0.0, abs=1e-15)
    assert last.deposit_area == pytest.approx(0.0, abs=1e-20)


def test_a_film_ends_with_the_metal() -> None:
    """A layer of 5 nm: all of it goes into the film, and nothing more."""
    film = ParabolicGrowth(**(COMMON | {"rate": 1e-18, "molar_volume": 1e-5}))
    thin = foil(width=3.0, height=20.0, layer=5e-3)
    records = run(problem(thin, ButlerVolmer(film=film), control=Rest(), time=3600.0))
    last = records[-1]
    whole = 5e-9 / Metal().volume_per_charge
    assert consumed(last) == pytest.approx(whole, rel=0.05)
    assert consumed(last) < whole
    assert thickness(last) - START == pytest.approx(1e-5 / FARADAY * consumed(last), rel=1e-6)
    assert last.deposit_area >= 0.0
    assert abs(last.books.faraday) < 1e-6


def test_long_rests_take_steps_that_the_mesh_bears() -> None:
    """A film of micrometres: the front recedes by a share of an edge in a step."""
    film = ParabolicGrowth(**(COMMON | {"rate": 1e-15, "resistivity": 0.0}))
    records = run(problem(FOIL, ButlerVolmer(film=film), control=Rest(), time=3600.0))
    areas = np.array([record.deposit_area for record in records])
    receded = -np.diff(areas) / records[0].footprint
    assert receded.max() < 1.01 * 0.2e-6
    assert receded.sum() > 1e-6
    assert abs(records[-1].books.faraday) < 1e-9
