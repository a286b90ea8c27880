"""One ion in supporting electrolyte: diffusion of the ion, Ohm's law for the potential."""

from __future__ import annotations

import math

import pytest
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.constants import FARADAY, thermal_voltage
from platefront.solvers.model.counter import Counter, LithiumCounter, Reservoir
from platefront.solvers.model.electrolyte.model import Electrolyte
from platefront.solvers.model.electrolyte.ohmic import Ohmic
from platefront.solvers.model.electrolyte.supported import Supported
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.metal import Metal
from tests.shared.cells import at, foil, problem, round_fibre, run, with_solids

ION = Supported(ion_diffusivity=5e-10, conductivity=1.5, cation_charge=2, concentration=500.0)
COPPER = Metal(molar_mass=63.55e-3, density=8960.0, electrons=2)
LAW = ButlerVolmer(exchange_current_density=30.0, anodic_transfer=1.5, cathodic_transfer=0.5)
VOLT = thermal_voltage(ION.temperature)
K = 2.0 * FARADAY * ION.ion_diffusivity


def rate(eta: float, c: float) -> float:
    return 30.0 * (c * math.exp(-0.5 * eta / VOLT) - math.exp(1.5 * eta / VOLT))


def test_steady_current_with_depletion_and_ohmic_drop() -> None:
    length, potential = 80e-6, -0.08
    case = problem(
        foil(4.0, 1e6 * length, bare=True), LAW, potential=potential, electrolyte=ION,
        metal=COPPER, mode="fixed", size=1e-6, order=2, time=400.0,
    )  # fmt: skip
    records = run(case)

    def missed(i: float) -> float:
        c = 1.0 - i * length / (K * ION.concentration)
        return rate(potential + i * length / ION.conductivity, c) - i

    expected = brentq(missed, 0.0, K * ION.concentration / length, xtol=1e-12)
    off = records[-1].current / expected - 1.0
    assert abs(off) < 1e-6, f"steady current off by {off:.2e}"
    depletion = 1.0 - records[-1].min_concentration / ION.concentration
    assert depletion == pytest.approx(expected * length / (K * ION.concentration), rel=1e-6)
    worst = max(abs(record.books.anions) for record in records)
    assert worst < 1e-12, f"ion book off by {worst:.1e}"


def test_transient_between_two_electrodes_conserves_the_ion() -> None:
    length, current, times = 60e-6, 400.0, (0.5, 2.0, 10.0)
    case = problem(
        foil(4.0, 1e6 * length, bare=True), LAW, current=current, electrolyte=ION, metal=COPPER,
        counter=LithiumCounter(anodic_transfer=1.5, cathodic_transfer=0.5), mode="fixed",
        size=0.5e-6, largest=2e-6, order=2, tolerance=2e-5, must_hit=times, time=times[-1],
    )  # fmt: skip
    records = run(case)
    for time in times:
        series = sum(
            4.0 * length / (n * math.pi) ** 2
            * math.exp(-((n * math.pi / length) ** 2) * ION.ion_diffusivity * time)
            for n in range(1, 401, 2)
        )  # fmt: skip
        exact = current / K * (0.5 * length - series)
        off = (ION.concentration - at(records, time).min_concentration) / exact - 1.0
        assert abs(off) < 1e-3, f"t = {time} s: depletion off by {off:.2e}"
    worst = max(abs(record.books.anions) for record in records)
    assert worst < 1e-12, f"ion book off by {worst:.1e}"


def test_front_that_moves_takes_the_ions_it_meets() -> None:
    """The front moves so slowly that profiles stay straight but for the sweeping of c w."""
    length, start, potential = 80e-6, 10e-6, -0.05
    times = (20.0, 60.0, 120.0)
    ion = ION.model_copy(update={"concentration": 50.0})
    case = problem(
        foil(4.0, 1e6 * length, layer=1e6 * start), LAW, potential=potential, electrolyte=ion,
        metal=COPPER, size=1e-6, order=2, tolerance=1e-4, must_hit=times, time=times[-1],
    )  # fmt: skip
    records = run(case)
    volume = COPPER.volume_per_charge

    def current(height: float) -> float:
        gap = length - height

        def missed(i: float) -> float:
            # at rest with the front c obeys D c'' + w c' = 0, D c'(0) + w c(0) = i/(2F)
            decay = volume * i * gap / ion.ion_diffusivity
            taken = 1.0 / (2.0 * FARADAY * volume)
            c = taken + (ion.concentration - taken) * math.exp(decay)
            return rate(potential + i * gap / ion.conductivity, c / ion.concentration) - i

        return float(brentq(missed, 0.0, 1.5 * K * ion.concentration / gap, xtol=1e-12))

    solution = solve_ivp(
        lambda _, h: [volume * current(h[0])], (0.0, times[-1]), [start], "DOP853", times,
        rtol=1e-10, atol=1e-16,
    )  # fmt: skip
    for time, height in zip(times, solution.y[0], strict=True):
        off = at(records, time).current / current(height) - 1.0
        assert abs(off) < 2e-3, f"t = {time} s: current off by {off:.2e}"
    worst = max(abs(record.books.anions) for record in records)
    assert worst < 1e-11, f"ion book off by {worst:.1e}"


@pytest.mark.parametrize("counter", [Reservoir(), LithiumCounter()])
def test_ion_book_closes_through_remeshing(counter: Counter) -> None:
    ion = Supported(ion_diffusivity=3e-10, conductivity=1.0)
    law = ButlerVolmer(exchange_current_density=20.0)
    fibre = round_fibre(15.0, 12.0, 5.0, 32)
    section = with_solids(30.0, 40.0, deposit=fibre)
    case = problem(section, law, potential=-0.04, electrolyte=ion, counter=counter, capacity=9e4)
    records = run(case)
    assert records[-1].remeshings > 0
    worst = max(abs(record.books.anions) for record in records)
    assert worst < 1e-11, f"ion book off by {worst:.1e}"


def test_a_supported_ion_that_diffuses_fast_leaves_an_ohmic_solution() -> None:
    def last(electrolyte: Electrolyte) -> StepRecord:
        return run(
            problem(
                foil(height=30.0, width=3.0),
                ButlerVolmer(exchange_current_density=5.0),
                current=100.0,
                electrolyte=electrolyte,
                mode="fixed",
                size=3e-6,
                time=5.0,
            )
        )[-1]

    fast, slow = (last(Supported(ion_diffusivity=d, conductivity=0.5)) for d in (1e-3, 1e-9))
    ohmic = last(Ohmic(conductivity=0.5))
    assert fast.electrode_potential == pytest.approx(ohmic.electrode_potential, rel=1e-6)
    assert slow.electrode_potential != pytest.approx(ohmic.electrode_potential, rel=1e-3)
