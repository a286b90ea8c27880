"""A rate law, an electrolyte, a counter electrode and a control that are not in the package."""

from __future__ import annotations

import json
import math

import pytest
from scipy.optimize import brentq

from platefront.case.load import load_case
from platefront.case.plugins import load_plugin
from platefront.case.reference import case_reference
from platefront.results.reading import read_results
from platefront.solvers.constants import FARADAY, thermal_voltage
from tests.extension.plugin_file import OUTSIDE

THERMAL = thermal_voltage(298.15)
GAP = 50e-6

CASE = """\
[section]
gap = "50 um"
collector = { kind = "foil", width = "10 um" }

[electrolyte]
model = "crowded_ion"
diffusivity = "4e-10 m^2/s"
sensitivity = "40 %"
conductivity = "2 S/m"

[control]
mode = "potentiostatic"
electrode_potential = "-120 mV"

[surfaces.foil]
law = "one_way"
exchange_current_density = "10 A/m^2"

[front]
mode = "fixed"

[mesh]
front_size = "5 um"
largest_size = "5 um"
order = 2

[stop]
time = "200 s"

[output]
figures = false
"""
OTHER_ELECTRODES = (
    CASE.replace('model = "crowded_ion"', 'model = "ohmic"')
    .replace('diffusivity = "4e-10 m^2/s"\nsensitivity = "40 %"\n', "")
    .replace('"potentiostatic"\nelectrode_potential = "-120 mV"', '"c_rate"\n' + "RATE")
    .replace("RATE", 'capacity = "1 mAh/cm^2"\nduration = "15 min"\n')
    + '\n[counter]\nkind = "resistive"\nconductance = "400 S/m^2"\n'
)


@pytest.fixture
def case(tmp_path):
    path = tmp_path / "case.toml"
    path.write_text(CASE)
    return path


def test_run_comes_to_the_steady_current_of_its_closed_solution(platefront, case, tmp_path):
    """Fick's law with D(c), integrated: i L/(z F D c0) = ∫ 1 + s (c - 1) dc from c_s to 1."""
    code, _, said = platefront("--plugin", OUTSIDE, "run", case, "-o", tmp_path / "run", "--quiet")
    assert (code, said) == (0, "")
    results = read_results(tmp_path / "run")

    def excess(current: float) -> float:
        """Return the difference of reaction rate and diffusive flux."""
        brought = current * GAP / (FARADAY * 4e-10 * 1000.0)
        s = 0.4
        root = math.sqrt((1.0 - s) ** 2 + 2.0 * s * (1.0 - 0.5 * s - brought))
        at_surface = (root - (1.0 - s)) / s
        eta = -0.12 + current * GAP / 2.0
        return 10.0 * at_surface * math.exp(-0.5 * eta / THERMAL) - current

    expected = brentq(excess, 1.0, 500.0, xtol=1e-12)
    found = results.history["current_density_A_per_m2"].iloc[-1]
    assert found == pytest.approx(expected, rel=1e-6)
    [(path, fingerprint)] = results.summary["plugins"].items()
    assert path == str(OUTSIDE)
    assert fingerprint.startswith("sha256 ")


def test_other_electrodes_drop_the_voltage_of_their_closed_solution(platefront, case, tmp_path):
    """-φ_s = (RT/αF) ln(i/i0) + i L/κ + i/g."""
    case.write_text(OTHER_ELECTRODES)
    code, _, said = platefront("--plugin", OUTSIDE, "run", case, "-o", tmp_path / "run", "--quiet")
    assert (code, said) == (0, "")
    last = read_results(tmp_path / "run").history.iloc[-1]
    current = 36000.0 / 900.0
    drops = THERMAL / 0.5 * math.log(current / 10.0) + current * GAP / 2.0 + current / 400.0
    assert last["current_density_A_per_m2"] == pytest.approx(current, rel=1e-12)
    assert last["electrode_potential_V"] == pytest.approx(-drops, rel=1e-9)


def test_check_prints_values_and_what_follows_from_them(platefront, case):
    case.write_text(OTHER_ELECTRODES)
    code, out, _ = platefront("--plugin", OUTSIDE, "check", case)
    assert code == 0
    assert "c_rate" in out
    assert "Current density i0 at η = 0." in out
    [start] = [line for line in out.splitlines() if line.startswith("i_0 ")]
    assert start.split()[1:3] == ["40", "A/m²"]


def test_start_current_follows_from_the_law_itself(only_here, case):
    load_plugin(OUTSIDE)
    from platefront.case.estimates import dimensionless_estimates  # noqa: PLC0415

    loaded = load_case(case)
    found = {estimate.symbol: estimate.value for estimate in dimensionless_estimates(loaded)}
    current = found["i_0"]
    drops = THERMAL / 0.5 * math.log(current / 10.0) + current * GAP / 2.0
    assert drops == pytest.approx(0.12, rel=1e-12)
    assert found["Wa_lin"] == pytest.approx(2.0 / (current * 0.5 / THERMAL * GAP), rel=1e-12)
    assert found["i_lim"] == pytest.approx(FARADAY * 4e-10 * 1000.0 / GAP)


def test_schema_and_reference_know_the_members(platefront):
    code, out, _ = platefront("--plugin", OUTSIDE, "schema")
    assert code == 0
    definitions = json.loads(out)["$defs"]
    law = definitions["OneWay"]
    assert law["required"] == ["law", "exchange_current_density"]
    assert law["properties"]["exchange_current_density"]["unit"] == "A/m^2"
    assert {"CrowdedIon", "ResistiveCounter", "CRate"} <= set(definitions)
    text = case_reference()
    assert '### `law = "one_way"`' in text
    assert "| `sensitivity` | number | required | &gt;= -1, &lt;= 1 |" in text


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        (
            '"one_way"',
            '"one_wya"',
            ['law cannot be "one_wya"', 'did you mean "one_way"?'],
        ),
        ("exchange_current", "exchange_curent", ['did you mean "exchange_current_density"?']),
        ('"10 A/m^2"', '"-10 A/m^2"', ["exchange_current_density must be greater than 0 A/m^2"]),
        ('"10 A/m^2"', '"10 mV"', ['unit "mV" measures a voltage']),
        ('"40 %"', '"140 %"', ["sensitivity must be at most 1"]),
        (
            '"potentiostatic"\nelectrode_potential = "-120 mV"',
            '"overpotentials"',
            ['surface "foil" follows the electrode potential, but control.mode is "overp'],
        ),
    ],
)
def test_wrong_cases_get_messages_as_of_the_packages_own(platefront, case, right, wrong, said):
    case.write_text(CASE.replace(right, wrong))
    code, out, message = platefront("--plugin", OUTSIDE, "check", case)
    assert (code, out) == (2, "")
    assert message.startswith("error: ")
    for part in said:
        assert part in message


def test_without_the_plugin_its_names_are_not_known(platefront, case):
    code, _, message = platefront("check", case)
    assert code == 2
    assert 'law cannot be "one_way"' in message
    assert 'model cannot be "crowded_ion"' in message
