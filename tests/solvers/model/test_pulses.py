"""Pulse-reverse plating: the mean of two current distributions, each with its own total."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from pydantic import ValidationError
from scipy.optimize import brentq

from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.constants import thermal_voltage
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.control import Galvanostatic, PulseReverse
from platefront.solvers.model.electrolyte.ohmic import Ohmic
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.insulating import Insulating
from platefront.solvers.model.metal import Metal
from tests.shared.cells import foil, problem, round_fibre, run, with_solids

LAW = ButlerVolmer(exchange_current_density=20.0)
KAPPA = 2.0
PULSES = PulseReverse(mean_current_density=100.0, reverse_current_density=-500.0, forward_share=0.8)
FORWARD = 250.0
"""(100 + 0.2 · 500)/0.8."""


def ohmic(conductivity: float = KAPPA) -> Ohmic:
    return Ohmic(conductivity=conductivity)


VOLT = thermal_voltage(ohmic().temperature)


def overpotential(law: ButlerVolmer, current: float) -> float:
    """η F/RT at which a surface carries `current` [A/m²]."""

    def excess(eta: float) -> float:
        cathodic = math.exp(-law.cathodic_transfer * eta)
        anodic = math.exp(law.anodic_transfer * eta)
        return law.exchange_current_density * (cathodic - anodic) - current

    return float(brentq(excess, -40.0, 40.0, xtol=1e-14))


def two_foils(bare: bool = False) -> CrossSection:
    """Two foils 4 µm wide, `left` and `right`, with something inert between them."""
    strips = {
        name: shapely.box(4.0 * place, -1.0, 4.0 * (place + 1), 20.0)
        for place, name in enumerate(("left", "inert", "right"))
    }
    coat = shapely.segmentize(shapely.box(0.0, 0.0, 12.0, 5.0), 4.0)
    if bare:
        coat = shapely.Polygon()
    return CrossSection(12.0, 20.0, shapely.Polygon(), coat, (0.0, 0.0), strips)


def test_forward_current_makes_the_mean() -> None:
    assert PULSES.forward_current_density == pytest.approx(FORWARD, rel=1e-15)
    assert PULSES.reverse_share == pytest.approx(0.2, rel=1e-15)


@pytest.mark.parametrize(
    "wrong",
    [
        {"mean_current_density": 0.0},
        {"reverse_current_density": 500.0},
        {"forward_share": 0.0},
        {"forward_share": 1.1},
    ],
)
def test_senseless_pulses_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        PulseReverse.model_validate({**dict(PULSES), **wrong})


def test_even_currents_make_the_mean_exactly() -> None:
    height = 40e-6
    case = problem(foil(4.0, 1e6 * height), LAW, control=PULSES, electrolyte=ohmic(), time=200.0)
    simulation = Simulation(case)
    records = list(simulation.run())
    worst = max(abs(record.current / 100.0 - 1.0) for record in records)
    assert worst < 1e-10, f"the mean current is missed by {worst:.1e}"
    last = records[-1]
    off = last.capacity / (100.0 * 200.0) - 1.0
    assert abs(off) < 1e-10, f"the charge is missed by {off:.1e}"
    grown = last.surfaces["foil"].thickness_mean / (2e4 * Metal().volume_per_charge) - 1.0
    assert abs(grown) < 1e-9, f"the thickness is off by {grown:.1e}"
    # Both potentials: kinetics in series with what is left of the electrolyte.
    path = height - last.surfaces["foil"].thickness_mean
    reverse = simulation.state.reverse_potential
    for found, current in ((last.electrode_potential, FORWARD), (reverse, -500.0)):
        expected = VOLT * overpotential(LAW, current) - current * path / KAPPA
        assert found is not None
        assert abs(found / expected - 1.0) < 1e-9, f"{found} V, expected {expected} V"


def test_two_surfaces_share_each_pulse_by_their_kinetics() -> None:
    laws = {
        "left": ButlerVolmer(
            exchange_current_density=20.0, anodic_transfer=0.7, cathodic_transfer=0.3
        ),
        "right": ButlerVolmer(exchange_current_density=5.0),
    }
    # so good a conductor that one overpotential drives both
    case = problem(
        two_foils(), {**laws, "inert": Insulating()}, control=PULSES, electrolyte=ohmic(1e7),
        mode="fixed", time=50.0, size=2e-6,
    )  # fmt: skip
    last = run(case)[-1]

    def densities(total: float) -> dict[str, float]:
        def of(eta: float) -> dict[str, float]:
            return {
                name: law.exchange_current_density
                * (math.exp(-law.cathodic_transfer * eta) - math.exp(law.anodic_transfer * eta))
                for name, law in laws.items()
            }

        eta = brentq(lambda x: sum(of(x).values()) / 3.0 - total, -40.0, 40.0, xtol=1e-14)
        return of(eta)

    forward, reverse = densities(FORWARD), densities(-500.0)
    for name in laws:
        mean = 0.8 * forward[name] + 0.2 * reverse[name]
        surface = last.surfaces[name]
        off = surface.current / (4e-6 * mean) - 1.0
        assert abs(off) < 1e-6, f"{name}: mean current off by {off:.1e}"
        off = surface.charge / (50.0 * 4e-6 * mean) - 1.0
        assert abs(off) < 1e-6, f"{name}: charge off by {off:.1e}"
    together = sum(surface.charge for surface in last.surfaces.values()) / (12e-6 * 100.0 * 50.0)
    assert abs(together - 1.0) < 1e-10, f"the charges add up to {together - 1.0:.1e} too much"


def edge_currents(record: StepRecord) -> tuple[np.ndarray, np.ndarray]:
    """Middle of each front edge [µm] and its mean current density [A/m²]."""
    fields = record.fields().value
    return fields.points[fields.front, 0].mean(axis=1), fields.normal_current


@pytest.mark.parametrize("share", [0.85, 0.6])
def test_wave_sees_the_mean_of_two_growth_rates(share: float) -> None:
    """i_k/a of a small wave: Σ t i k coth(kL)/(1 + (κk/g) coth(kL)), g = -di/dη, pulse by pulse."""
    width, height, amplitude = 100.0, 60.0, 0.02
    law = ButlerVolmer(exchange_current_density=200.0, anodic_transfer=0.7, cathodic_transfer=0.3)
    pulses = PulseReverse(
        mean_current_density=500.0, reverse_current_density=-3000.0, forward_share=share
    )
    x = np.linspace(0.0, width, 101)
    k = math.pi / width
    wave = np.column_stack((x, 5.0 + amplitude * np.cos(k * x)))
    copper = shapely.Polygon([*wave, (width, 0.0), (0.0, 0.0)])
    case = problem(
        with_solids(width, height, deposit=copper), law, control=pulses,
        electrolyte=ohmic(), order=2, size=1e-6, largest=8e-6, time=1e-6, mode="fixed",
    )  # fmt: skip
    place, current = edge_currents(next(iter(Simulation(case).run())))
    found = 2.0 * float(np.mean(current * np.cos(k * place))) / (amplitude * 1e-6)

    def growth(density: float) -> float:
        eta = overpotential(law, density)
        slope = law.exchange_current_density / VOLT * (
            law.cathodic_transfer * math.exp(-law.cathodic_transfer * eta)
            + law.anodic_transfer * math.exp(law.anodic_transfer * eta)
        )  # fmt: skip
        per_metre = k * 1e6
        coth = 1.0 / math.tanh(k * (height - 5.0))
        return density * per_metre * coth / (1.0 + KAPPA * per_metre / slope * coth)

    expected = share * growth(pulses.forward_current_density) + (1.0 - share) * growth(-3000.0)
    off = found / expected - 1.0
    assert abs(off) < 1e-3, f"the wave's current is off by {off:.1e} ({found:.4g} A/m³)"


def test_forward_share_of_one_is_galvanostatic() -> None:
    section = with_solids(30.0, 40.0, deposit=round_fibre(15.0, 12.0, 5.0, 32))

    def last(control: PulseReverse | Galvanostatic) -> StepRecord:
        case = problem(section, LAW, control=control, electrolyte=ohmic(), size=2e-6, time=100.0)
        return run(case)[-1]

    always = PulseReverse(
        mean_current_density=40.0, reverse_current_density=-500.0, forward_share=1.0
    )
    one, other = last(always), last(Galvanostatic(current_density=40.0))
    assert one.capacity == other.capacity
    assert one.electrode_potential == other.electrode_potential
    assert one.surfaces == other.surfaces


def test_means_are_met_through_motion_and_remeshing() -> None:
    section = with_solids(30.0, 40.0, deposit=round_fibre(15.0, 12.0, 5.0, 32))
    pulses = PulseReverse(
        mean_current_density=40.0, reverse_current_density=-200.0, forward_share=0.9
    )
    case = problem(section, LAW, control=pulses, electrolyte=ohmic(), size=2e-6, capacity=4e4)
    records = run(case)
    assert records[-1].remeshings > 0
    worst = max(abs(record.current / 40.0 - 1.0) for record in records)
    assert worst < 1e-10, f"the mean current is missed by {worst:.1e}"
    assert records[-1].time == pytest.approx(1000.0, rel=1e-9)
    assert abs(records[-1].books.faraday) < 1e-9


def test_bare_host_is_stripped_of_what_the_same_period_laid_down() -> None:
    case = problem(foil(4.0, 40.0, bare=True), LAW, control=PULSES, electrolyte=ohmic(), time=10.0)
    records = run(case)
    worst = max(abs(record.current / 100.0 - 1.0) for record in records)
    assert worst < 1e-10, f"the mean current is missed by {worst:.1e}"


def test_bare_host_is_not_stripped_by_the_mean() -> None:
    easily_stripped = ButlerVolmer(
        exchange_current_density=20.0, anodic_transfer=0.8, cathodic_transfer=0.2
    )
    case = problem(
        two_foils(bare=True), {"left": LAW, "inert": Insulating(), "right": easily_stripped},
        control=PULSES, electrolyte=ohmic(), mode="fixed", time=20.0, size=2e-6,
    )  # fmt: skip
    last = run(case)[-1]
    assert last.surfaces["right"].current < 0.0, "the mean would strip here"
    assert abs(last.surfaces["right"].charge) < 1e-12, "there was nothing to strip"
    assert last.surfaces["left"].charge > 0.0
