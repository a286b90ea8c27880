"""Stopping criteria that are not in the package, from the case file to the end of the run."""

from __future__ import annotations

import json
import pickle
import re
from pathlib import Path

import pytest

from platefront.case.load import load_case
from platefront.case.plugins import load_plugin
from platefront.case.reference import case_reference
from platefront.results.reading import RunResults, read_results

CRITERIA = Path(__file__).parent / "criteria.py"
CURRENT = 40.0
"""A/m²."""
METAL = 6.941e-3 / (534.0 * 96485.33212)
"""Volume of lithium per charge [m³/C]."""

CASE = """\
[section]
gap = "50 um"
collector = { kind = "foil", width = "10 um" }

[electrolyte]
model = "ohmic"
conductivity = "2 S/m"

[control]
mode = "galvanostatic"
current_density = "40 A/m^2"

[surfaces.foil]
law = "linear"
conductance = "400 S/m^2"

[front]
mode = "fixed"

[mesh]
front_size = "5 um"
largest_size = "5 um"

[time]
largest_step = "1 s"

[stop]
STOP

[output]
figures = false
"""
THICKNESS = CASE.replace("STOP", 'time = "1 min"\nthickness = "0.1 um"')
CHARGE = CASE.replace(
    "STOP", 'state_of_charge = { positive_electrode = "4 mAh/cm^2", share = "2 %" }'
)
RESISTIVE = (
    CASE.replace('"galvanostatic"', '"potentiostatic"')
    .replace('current_density = "40 A/m^2"', 'electrode_potential = "-100 mV"')
    .replace('"400 S/m^2"', '"400 S/m^2"\ndeposit_conductivity = "1e-5 S/m"')
    .replace("1 s", "0.1 s")
    .replace("STOP", 'time = "1 min"\ncut_off_current = "2 mA/cm^2"')
)


@pytest.fixture
def run(platefront, tmp_path):
    """Runs the text of a case; returns the results and what was said on the way."""

    def call(text: str) -> tuple[RunResults, list[str]]:
        case = tmp_path / "case.toml"
        case.write_text(text)
        code, _, said = platefront("--plugin", CRITERIA, "run", case, "-o", tmp_path / "run")
        assert code == 0, said
        return read_results(tmp_path / "run"), said.splitlines()

    return call


def test_run_ends_with_the_first_step_of_that_thickness(run):
    """A flat layer of thickness h takes the time h/(i V)."""
    results, said = run(THICKNESS)
    assert results.summary["reason"] == "thickness reached"
    times = results.history["time_s"].to_numpy()
    grown = results.history["thickness_max_foil_m"].to_numpy()
    wanted = 0.1e-6 / (CURRENT * METAL)
    assert 18.0 < wanted < 19.0
    assert times[-2] < wanted <= times[-1] <= wanted + 1.0
    assert grown == pytest.approx(CURRENT * METAL * times, rel=1e-9, abs=1e-20)
    assert grown[-2] < 0.1e-6 <= grown[-1]
    assert said[-1].startswith("100 %"), "by the time it would be 31 %"


def test_run_lands_on_the_capacity_that_a_criterion_names(run):
    """2 % of 4 mAh/cm², with fields at tenths of it."""
    results, said = run(CHARGE)
    assert results.summary["reason"] == "state of charge reached"
    capacities = results.history["capacity_mAh_per_cm2"].to_numpy()
    assert capacities[-1] == pytest.approx(0.08, rel=1e-9)
    assert results.history["time_s"].iloc[-1] == pytest.approx(0.08 * 36000.0 / CURRENT, rel=1e-9)
    for tenth in range(1, 10):
        assert abs(capacities / (0.008 * tenth) - 1.0).min() < 1e-9
    assert said[-1].startswith("100 %")


def test_results_hold_a_case_that_reads_back(run):
    results, _ = run(CHARGE)
    again = load_case(results.path / "case.toml")
    [criterion] = again.stop.criteria
    assert (criterion.positive_electrode, criterion.share) == (144000.0, 0.02)


def test_check_prints_the_values(platefront, tmp_path):
    case = tmp_path / "case.toml"
    case.write_text(CHARGE)
    code, out, _ = platefront("--plugin", CRITERIA, "check", case)
    assert code == 0
    assert "[stop.state_of_charge]" in out
    [row] = [line for line in out.splitlines() if line.startswith("positive_electrode ")]
    assert row.split()[1:5] == ["144000", "C/m²", "4", "mAh/cm²"]
    [end] = [line for line in out.splitlines() if line.startswith("t_end ")]
    assert end.split()[1:3] == ["72", "s"]


def test_schema_and_reference_know_the_keys(platefront):
    code, out, _ = platefront("--plugin", CRITERIA, "schema")
    assert code == 0
    definitions = json.loads(out)["$defs"]
    stop = definitions["StopSettings"]
    assert list(stop["properties"])[-2:] == ["thickness", "state_of_charge"]
    assert stop["required"] == []
    assert stop["properties"]["thickness"]["unit"] == "m"
    assert stop["properties"]["thickness"]["bounds"] == ["> 0 m", "<= 1 mm"]
    assert definitions["StateOfCharge"]["required"] == ["positive_electrode"]
    text = case_reference()
    meaning = "Largest thickness of the deposit grown."
    assert f"| `thickness` | length | none | &gt; 0 m, &lt;= 1 mm | {meaning} |" in text
    assert "## `[stop.state_of_charge]`" in text
    assert "| `share` | number | `1.0` | &gt; 0, &lt;= 1 | Share that is plated. |" in text


@pytest.mark.parametrize(
    ("stop", "said"),
    [
        (
            'time = "1 s"\nthickness = "60 um"',
            [
                "thickness is 60 um, but the counter electrode is only 50 um away",
                "(stop.thickness)",
                "help: give a smaller thickness, or a larger section.gap",
            ],
        ),
        ('time = "1 s"\nthickness = 60', ["thickness needs a unit of m"]),
        ('time = "1 s"\nthickness = "2 mm"', ["thickness must be at most 1 mm, but is 2 mm"]),
        ('time = "1 s"\nthicknes = "2 um"', ['did you mean "thickness"?']),
        ('thickness = "2 um"', ["a run needs an end: give capacity, time or both"]),
        (
            '[stop.state_of_charge]\nshare = "20 %"',
            ['missing key "positive_electrode" in [stop.state_of_charge]'],
        ),
        (
            'state_of_charge = { positive_electrode = "4 mAh/cm^2", share = 0.5 }\n'
            '[output]\ncapacities = ["3 mAh/cm^2"]',
            ["capacities[0] is 3 mAh/cm^2, beyond the end of the run at 2 mAh/cm^2"],
        ),
    ],
)
def test_wrong_cases_get_messages_as_of_the_packages_own(platefront, tmp_path, stop, said):
    case = tmp_path / "case.toml"
    case.write_text(CASE.replace("[output]\nfigures = false\n", "").replace("STOP", stop))
    code, out, message = platefront("--plugin", CRITERIA, "check", case)
    assert (code, out) == (2, "")
    assert message.startswith("error: ")
    for part in said:
        assert part in message


def test_without_the_plugin_the_keys_are_not_known(platefront, tmp_path):
    case = tmp_path / "case.toml"
    case.write_text(THICKNESS)
    code, _, message = platefront("check", case)
    assert code == 2
    assert 'unknown key "thickness" in [stop]' in message
    assert "allowed: capacity, time, gap_to_counter" in message


def test_criterion_of_the_guide_ends_a_run_at_its_current(platefront, tmp_path):
    """i = E/√(R0² + 2 E V t/κ_d) falls as the deposit of conductivity κ_d grows by V i."""
    guide = (CRITERIA.parents[2] / "docs" / "extending.md").read_text("utf-8")
    [code] = [c for c in re.findall(r"```python\n(.*?)```", guide, re.DOTALL) if "CRITERIA" in c]
    (tmp_path / "cut_off.py").write_text(code, "utf-8")
    case = tmp_path / "case.toml"
    case.write_text(RESISTIVE)
    run = ("--plugin", tmp_path / "cut_off.py", "run", case, "-o", tmp_path / "run")
    status, _, said = platefront(*run)
    assert status == 0, said
    results = read_results(tmp_path / "run")
    assert results.summary["reason"] == "cut-off current reached"
    ended = (0.1**2 / 20.0**2 - (50e-6 / 2.0 + 1.0 / 400.0) ** 2) * 1e-5 / (2.0 * 0.1 * METAL)
    assert 6.0 < ended < 8.0
    times = results.history["time_s"].to_numpy()
    assert times[-2] < 1.001 * ended
    assert 0.999 * ended < times[-1] < 1.001 * ended + 0.1


def test_problem_with_an_outside_criterion_is_sent_to_other_ranks(only_here, tmp_path):
    load_plugin(CRITERIA)
    case = tmp_path / "case.toml"
    case.write_text(CHARGE)
    problem = load_case(case).problem()
    assert pickle.loads(pickle.dumps(problem)).protocol == problem.protocol
