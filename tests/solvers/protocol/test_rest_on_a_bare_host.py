"""A rest before anything is plated: a bare host passes no current at any potential above onset."""

from __future__ import annotations

import math

import pytest

from platefront.case.load import parse_case
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.electrolyte.supported import Supported
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from tests.shared.cells import foil, problem, run
from tests.solvers.protocol.steps import current, ends_of, potential, protocol, rest

BATH = Supported(ion_diffusivity=1e-9, conductivity=1e4, concentration=10.0)
LAW = ButlerVolmer(exchange_current_density=1000.0)


def test_a_bare_host_rests_and_is_plated_then() -> None:
    steps = rest(1.0), potential(-0.01, time=0.1), rest(0.5), current(20.0, time=0.1)
    records = run(
        problem(
            foil(2.0, 60.0, bare=True),
            LAW,
            protocol=protocol(*steps),
            electrolyte=BATH,
            mode="fixed",
            size=2e-6,
            largest=8e-6,
            order=2,
        )
    )
    ends = ends_of(records)
    assert [end.mode for end in ends] == ["rest", "potentiostatic", "rest", "galvanostatic"]
    resting = max(abs(record.current) for record in records if record.mode == "rest")
    assert resting < 1e-9 * 20.0, f"current at rest {resting:.1e} A/m²"
    first = [record.electrode_potential or 0.0 for record in records if record.protocol_step == 1]
    assert max(abs(value) for value in first) < 1e-9, "the potential drifts at rest"
    assert ends[3].capacity - ends[2].capacity > 1.9


AT_ONSET = """
[section]
gap = "31.26 um"

[section.collector]
kind = "profile"
width = "9.719 um"

[section.collector.curve]
shape = "sinusoid"
amplitude = "0.6994 um"
waves = 0.5

[electrolyte]
model = "ohmic"
concentration = "0.654 mol/L"
temperature = "269.6 K"
conductivity = "0.306 S/m"

[counter]
kind = "lithium"
exchange_current_density = "1.77 mA/cm^2"

[surfaces.profile]
law = "butler_volmer"
exchange_current_density = "1.88 mA/cm^2"
anodic_transfer = 0.49
cathodic_transfer = 0.51
nucleation_barrier = "31.5 mV"
nucleation_thickness = "11.7 nm"

[front]
mode = "fixed"

[mesh]
front_size = "0.5181 um"
largest_size = "3.307 um"
growth = 0.3
order = 1

[[protocol]]
mode = "galvanostatic"
current_density = "2.385 mA/cm^2"
until = {capacity = "0.01304 mAh/cm^2", potential_below = "-77.3 mV"}

[[protocol]]
mode = "rest"
until = {time = "9.039 s"}

[[protocol]]
mode = "galvanostatic"
current_density = "0.4857 mA/cm^2"
until = {capacity = "0.01622 mAh/cm^2"}
"""


def test_a_bare_host_with_a_barrier_is_plated_after_a_rest_at_its_onset() -> None:
    """There the current does not respond to the potential, from which the jump begins.

    Newton's method went to 2e16 V and a current of 5e113 A/m², which was taken for the round-off of
    such a potential.
    """
    records = list(Simulation(parse_case(AT_ONSET, "case.toml").problem()).run())
    first = next(record for record in records if record.protocol_step == 3)
    assert first.current == pytest.approx(4.857, rel=1e-9)
    # a plane of the mean height; the curved one is longer by 1.3 %
    volt, path = 8.314462618 * 269.6 / 96485.33212, 31.9e-6 / 0.306
    reactions = 2.0 * volt * (math.asinh(4.857 / 2.0 / 18.8) + math.asinh(4.857 / 2.0 / 17.7))
    expected = -0.0315 - reactions - 4.857 * path
    assert first.electrode_potential == pytest.approx(expected, abs=2e-4)
    assert records[-1].capacity == pytest.approx(0.01622 * 36000.0, rel=1e-9)
