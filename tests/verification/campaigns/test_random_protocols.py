"""Campaign of random protocols, in small; and that it sees ends that are not right."""

from __future__ import annotations

import csv
import tomllib

import pytest

from platefront.case.load import parse_case
from platefront.case.problems import CaseError
from verification.campaigns.command_worker import Answer
from verification.campaigns.protocol_ends import Ended, complaint, complaints, planned
from verification.campaigns.random_case import random_protocol_case
from verification.campaigns.random_case.protocols import THEMES
from verification.campaigns.random_protocols import CAMPAIGN, outcome_of
from verification.campaigns.runner import FAULTS, Outcome

CASE = """
[[protocol]]
mode = "galvanostatic"
current_density = "1 mA/cm^2"
until = {capacity = "0.5 mAh/cm^2", potential_below = "-100 mV"}
[[protocol]]
mode = "rest"
until = {time = "60 s"}
[[protocol]]
mode = "cycles"
repeat = 2
steps = [{mode = "sweep", end_potential = "20 mV", rate = "1 mV/s"}, {mode = "rest"}]
[[protocol]]
mode = "rest"
until = {time = "1 s"}
"""
ROW = {
    "start_s": "100",
    "duration_s": "60",
    "passed_mAh_per_cm2": "0.5",
    "end_potential_V": "-0.1",
    "end_current_density_A_per_m2": "-5",
}
LAST = {
    "time_step_s": "0",
    "min_concentration_mol_per_m3": "300",
    "current_density_A_per_m2": "10",
}


def ends_of(count):
    return [list(planned(random_protocol_case(1, index).text)) for index in range(count)]


def test_all_modes_limits_and_cycles_are_made():
    steps = [step.keys for protocol in ends_of(84) for step in protocol]
    assert {step["mode"] for step in steps} == {
        "galvanostatic", "potentiostatic", "pulse", "pulse_reverse", "rest", "sweep",
    }  # fmt: skip
    assert {key for step in steps for key in step["until"]} == {
        "capacity", "time", "potential_below", "potential_above", "current_below",
        "concentration_below", "pores_closed",
    }  # fmt: skip
    assert any("c_rate" in step for step in steps)
    assert any(step.cycle > 2 for protocol in ends_of(84) for step in protocol)
    kinds = [random_protocol_case(1, index).kind for index in range(84)]
    assert {kind: kinds.count(kind) for kind in THEMES} == dict.fromkeys(THEMES, 12)


def test_steps_are_planned_as_the_program_plans_them():
    compared = 0
    for index in range(20):
        text = random_protocol_case(1, index).text
        try:
            steps = parse_case(text, "case.toml").problem().protocol.steps
        except CaseError:  # made anew in a campaign
            continue
        compared += 1
        ours = [(step.cycle, step.number, step.keys["mode"]) for step in planned(text)]
        assert ours == [(step.cycle, step.number, step.control.mode) for step in steps]
    assert compared > 10


def test_single_steps_between_groups_make_one_cycle():
    places = [(step.cycle, step.number) for step in planned(CASE)]
    assert places == [(1, 1), (1, 2), (2, 3), (2, 4), (3, 3), (3, 4), (4, 5)]


@pytest.mark.parametrize(
    ("until", "reason", "right", "wrong"),
    [
        ({"time": "60 s"}, "time reached", {}, {"duration_s": "60.000001"}),
        (
            {"capacity": "0.5 mAh/cm^2"},
            "capacity reached",
            {},
            {"passed_mAh_per_cm2": "0.50000001"},
        ),
        (
            {"potential_below": "-100 mV"},
            "lower potential limit reached",
            {"end_potential_V": "-0.1000009", "time_step_s": "1"},
            {"end_potential_V": "-0.1000011", "time_step_s": "1"},
        ),
        (
            {"potential_above": "-200 mV"},
            "upper potential limit reached",
            {},
            {"time_step_s": "1e-6"},
        ),
        (
            {"potential_above": "0 mV"},
            "upper potential limit reached",
            {"end_potential_V": "1e-7"},
            {},
        ),
        (
            {"current_below": "0.5 mA/cm^2"},
            "the current has fallen to its limit",
            {},
            {"end_current_density_A_per_m2": "nan"},
        ),
        (
            {"concentration_below": "0.3 mol/L"},
            "the concentration has fallen to its limit",
            {},
            {"min_concentration_mol_per_m3": "300.001"},
        ),
        ({}, "pores closed", {}, {"current_density_A_per_m2": "-1"}),
        ({}, "stripped empty: a", {"passed_mAh_per_cm2": "-1"}, {}),
    ],
)  # fmt: skip
def test_limits_that_are_hit_are_told_from_those_that_are_missed(until, reason, right, wrong):
    for changes, is_right in ((right, True), (wrong, False)):
        row = {key: changes.get(key, value) for key, value in ROW.items()}
        last = {key: changes.get(key, value) for key, value in LAST.items()}
        found = complaint({"until": until}, Ended(row | {"end": reason}, last))
        assert (found == "") is is_right, found


def test_unknown_ends_and_missing_steps_are_seen(tmp_path):
    assert complaint({}, Ended(ROW | {"end": "something"}, LAST)) == "no end of a step"
    place = {"cycle": "1", "protocol_step": "1"}
    for name, row in (("protocol", ROW | {"end": "capacity reached"}), ("history", LAST)):
        with (tmp_path / f"{name}.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, [*place, *row])
            writer.writeheader()
            writer.writerow(place | row)
    assert complaints(CASE, tmp_path) == ["1 of 7 steps ended, or in another order"]
    single = "\n".join(CASE.split("\n")[:5])
    assert complaints(single, tmp_path) == []


def test_protocols_are_run_and_reported(tmp_path):
    # plating, rest, plating, rest of a foil
    trial, refusals = next(CAMPAIGN.run(1, 1, tmp_path))
    assert trial.outcome is Outcome.FINISHED, trial.message
    assert "4 ×" not in trial.message
    assert trial.message.count("×") >= 2
    text = (tmp_path / "r0000.toml").read_text()
    assert len(tomllib.loads(text)["protocol"]) == 4
    report = CAMPAIGN.report([trial], refusals, "the command")
    assert not report.faults
    # the same results, judged by the limits of another case
    other = text.replace("capacity = ", "time = '1 s', was = ")
    answer = Answer(0, "", 1.0)
    assert outcome_of(answer, tmp_path / "r0000", text)[0] is Outcome.FINISHED
    with pytest.raises(KeyError):
        outcome_of(answer, tmp_path / "r0000", other)
    assert Outcome.MISSED not in FAULTS
