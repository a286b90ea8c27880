"""A given flow carries the ions: Lévêque's limiting current, and what comes in goes out."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
import shapely

from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.constants import FARADAY
from platefront.solvers.model.electrolyte.model import Electrolyte
from platefront.solvers.model.electrolyte.nernst_planck import NernstPlanck
from platefront.solvers.model.electrolyte.supported import Supported
from platefront.solvers.model.flow import Poiseuille
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.overpotential import GivenOverpotential
from tests.shared.cells import foil, problem, run

HEIGHT, LENGTH, BEFORE, AFTER = 150.0, 100.0, 30.0, 30.0
FLOW = Poiseuille(mean_velocity=0.01125)
ION = Supported(ion_diffusivity=5e-10, conductivity=5.0, concentration=10.0)
LIMITING = ButlerVolmer(exchange_current_density=20.0)


def channel() -> CrossSection:
    """A strip in the floor of a channel with inert inlet and outlet."""
    strip = shapely.box(BEFORE, -1.0, BEFORE + LENGTH, HEIGHT)
    empty = foil(BEFORE + LENGTH + AFTER, HEIGHT, bare=True)
    return replace(empty, surfaces={"strip": strip})


def leveque(diffusivity: float) -> float:
    """Mean mass-transfer coefficient of a strip under a linear velocity profile [m/s]."""
    shear = 6.0 * FLOW.mean_velocity / (1e-6 * HEIGHT)
    local = (shear / (9.0 * diffusivity * 1e-6 * LENGTH)) ** (1.0 / 3.0)
    return 1.5 * diffusivity / math.gamma(4.0 / 3.0) * local


def solve(electrolyte: Electrolyte, potential: float) -> list[StepRecord]:
    case = problem(
        channel(), LIMITING, potential=potential, electrolyte=electrolyte, mode="fixed",
        size=1e-6, largest=40e-6, order=2, tolerance=0.02, time=2.0,
    )  # fmt: skip
    return run(replace(case, flow=FLOW))


def strip_current(record: StepRecord) -> float:
    """Mean current density on the strip [A/m²]."""
    return record.surfaces["strip"].current / (1e-6 * LENGTH)


@pytest.fixture(scope="module")
def supported() -> list[StepRecord]:
    return solve(ION, -0.4)


def test_limiting_current_in_the_entrance_of_a_channel(supported: list[StepRecord]) -> None:
    expected = FARADAY * ION.concentration * leveque(ION.ion_diffusivity)
    off = strip_current(supported[-1]) / expected - 1.0
    assert abs(off) < 0.01, f"limiting current off from Lévêque's by {off:.2%}"


def test_what_comes_in_goes_out_or_is_plated(supported: list[StepRecord]) -> None:
    worst = max(abs(record.books.anions) for record in supported)
    assert worst < 1e-9, f"ion book off by {worst:.1e}"
    last = supported[-1].stock
    throughput = FLOW.mean_velocity * 1e-6 * HEIGHT * ION.concentration * supported[-1].time
    assert abs(last.salt - last.salt_at_start) < 1e-3 * throughput
    assert supported[-1].min_concentration > -1e-6 * ION.concentration


def test_migration_multiplies_the_limiting_current() -> None:
    salt = NernstPlanck(
        salt_diffusivity=ION.ion_diffusivity, transference_number=0.4, concentration=10.0
    )
    records = solve(salt, -1.0)
    expected = FARADAY * salt.concentration * leveque(salt.diffusivity) / (1.0 - 0.4)
    off = strip_current(records[-1]) / expected - 1.0
    assert abs(off) < 0.01, f"limiting current off by {off:.2%}"
    worst = max(abs(record.books.anions) for record in records)
    assert worst < 1e-9, f"anion book off by {worst:.1e}"


def test_profile_is_that_of_poiseuille() -> None:
    """Without reaction c stays c0, whatever the mesh: the velocity has no divergence."""
    inert = GivenOverpotential(overpotential=0.0)
    case = problem(
        channel(), inert, electrolyte=ION, mode="fixed", size=5e-6, largest=100e-6, time=1.0
    )
    last = run(replace(case, flow=FLOW))[-1]
    fields = last.fields().value
    assert np.ptp(fields.concentration) < 1e-9 * ION.concentration
