"""Protocol of a case: cycles, numbers of steps, output within steps, pickling, words of `check`."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from platefront.case.load import parse_case
from platefront.case.model import Case
from platefront.solvers.model.control import Galvanostatic, Pulse, Rest

HEAD = """
[section]
gap = "60 um"

[section.collector]
kind = "foil"
width = "4 um"

[electrolyte]
concentration = "1 mol/L"
salt_diffusivity = "2.93e-10 m^2/s"
transference_number = 0.4

[surfaces.foil]
law = "butler_volmer"

[mesh]
front_size = "1 um"
largest_size = "4 um"
"""
CYCLES = """
[[protocol]]
mode = "rest"
until = { time = "10 min" }
fields = { every_time = "4 min" }

[[protocol]]
mode = "galvanostatic"
c_rate = 0.5
capacity_at_1c = "4 mAh/cm^2"
until = { capacity = "1 mAh/cm^2", potential_below = "-0.3 V" }
fields = { every_capacity = "0.4 mAh/cm^2" }

[[protocol]]
mode = "cycles"
repeat = 3

[[protocol.steps]]
mode = "pulse"
on_current_density = "2 mA/cm^2"
on_time = "1 s"
off_time = "3 s"
until = { capacity = "1 mAh/cm^2" }

[[protocol.steps]]
mode = "galvanostatic"
current_density = "-1 mA/cm^2"
until = { capacity = "-1 mAh/cm^2", potential_above = "0.5 V" }

[[protocol]]
mode = "sweep"
end_potential = "-0.1 V"
rate = "1 mV/s"
until = { time = "10 min" }
"""
MAH_PER_CM2 = 3.6e4


@pytest.fixture(scope="module")
def case() -> Case:
    """A rest and a step, three cycles of two steps, a sweep."""
    return parse_case(HEAD + CYCLES, "case.toml")


def test_steps_have_numbers_and_repeated_groups_make_cycles(case: Case) -> None:
    """Steps outside of groups that follow each other are one cycle."""
    steps = case.problem().protocol.steps
    places = [(step.cycle, step.number, step.control.mode) for step in steps]
    assert places == [
        (1, 1, "rest"),
        (1, 2, "galvanostatic"),
        (2, 3, "pulse"),
        (2, 4, "galvanostatic"),
        (3, 3, "pulse"),
        (3, 4, "galvanostatic"),
        (4, 3, "pulse"),
        (4, 4, "galvanostatic"),
        (5, 5, "sweep"),
    ]
    assert case.problem().protocol.cycles == 5


def test_values_are_those_of_the_file(case: Case) -> None:
    steps = case.problem().protocol.steps
    assert isinstance(steps[0].control, Rest)
    second, pulses = steps[1].control, steps[2].control
    assert isinstance(second, Galvanostatic)
    assert isinstance(pulses, Pulse)
    assert second.value_at(0.0) == pytest.approx(20.0, rel=1e-12)  # 2 mA/cm²
    assert pulses.mean_current_density == pytest.approx(5.0, rel=1e-12)
    assert steps[1].stop.last_capacity == pytest.approx(MAH_PER_CM2, rel=1e-12)
    assert steps[3].stop.last_capacity == pytest.approx(-MAH_PER_CM2, rel=1e-12)


def test_fields_are_written_at_instants_of_their_step(case: Case) -> None:
    steps = case.problem().protocol.steps
    assert steps[0].must_hit.times == pytest.approx((240.0, 480.0))
    capacities = steps[1].must_hit.capacities
    assert capacities == pytest.approx((0.4 * MAH_PER_CM2, 0.8 * MAH_PER_CM2))
    assert not steps[2].must_hit.times


def test_a_case_and_its_steps_are_pickled(case: Case) -> None:
    again = pickle.loads(pickle.dumps(case))
    assert again == case
    assert again.problem().protocol == case.problem().protocol
    for entry in case.protocol:
        assert pickle.loads(pickle.dumps(entry)) == entry


def test_check_tells_the_protocol_in_words(tmp_path: Path, command) -> None:
    path = tmp_path / "case.toml"
    path.write_text(HEAD + CYCLES, encoding="utf-8")
    code, out, err = command("check", path)
    assert code == 0, err
    told = " ".join((out + err).split())
    for words in (
        "protocol",
        "rest",
        "3 cycles of",
        "pulse: on current density 2 mA/cm²",
        "galvanostatic: current density -1 mA/cm²",
        "sweep: end potential -100 mV",
        "until capacity 1 mAh/cm²",
        "potential below -300 mV",
    ):
        assert words in told, f'"{words}" is not in: {told}'
