from __future__ import annotations

import math

import pytest

from platefront.case.estimates import (
    dimensionless_estimates,
    electrolyte_estimates,
    section_estimates,
    wetted_lengths,
)
from platefront.case.load import load_case, parse_case
from platefront.solvers.constants import FARADAY, GAS_CONSTANT
from tests.shared.case_files import FOIL, ROOT

THERMAL = GAS_CONSTANT * 298.15 / FARADAY


def numbers(estimates):
    return {e.symbol: e.value for e in estimates}


def foil(append="", **changes):
    text = FOIL
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    return parse_case(text + append, "foil.toml")


def test_transport_properties_of_the_1_to_1_salt():
    found = numbers(electrolyte_estimates(foil()))
    assert found["D+"] == pytest.approx(2.93e-10 / 1.2)
    assert found["D-"] == pytest.approx(2.93e-10 / 0.8)
    assert found["D"] == pytest.approx(2.93e-10)
    assert found["t+"] == pytest.approx(0.4)
    kappa = FARADAY / THERMAL * (found["D+"] + found["D-"]) * 1000.0
    assert found["kappa"] == pytest.approx(kappa)
    assert found["V_m"] == pytest.approx(1.30e-5, rel=1e-3)
    assert found["h"] == pytest.approx(0.485e-6, rel=1e-3)


SALT = 'salt_diffusivity = "2.93e-10 m^2/s"\ntransference_number = 0.4\n'
SUPPORTED = 'model = "supported"\nion_diffusivity = "5e-10 m^2/s"\nconductivity = "2 S/m"\n'
OHMIC = 'model = "ohmic"\nconductivity = "2 S/m"\n'


def test_ion_in_supporting_electrolyte_comes_by_diffusion_alone():
    case = foil(**{SALT: SUPPORTED})
    transport, groups = numbers(electrolyte_estimates(case)), numbers(dimensionless_estimates(case))
    assert "t+" not in transport and "D+" not in transport
    assert (transport["D"], transport["kappa"]) == (5e-10, 2.0)
    assert groups["i_lim"] == pytest.approx(FARADAY * 5e-10 * 1000.0 / 1e-4)
    sand = math.pi * 5e-10 * (1000.0 * FARADAY) ** 2 / (4.0 * groups["i_0"] ** 2)
    assert groups["t_S"] == pytest.approx(sand)


def test_ohmic_electrolyte_has_no_limit():
    case = foil(**{SALT: OHMIC})
    assert "D" not in numbers(electrolyte_estimates(case))
    groups = numbers(dimensionless_estimates(case))
    assert not groups.keys() & {"i_lim", "t_D", "t_S", "i_est"}
    assert groups["Wa"] == pytest.approx(THERMAL * 2.0 / (groups["i_0"] * 1e-4))
    assert groups["t_end"] == pytest.approx(3600.0 / groups["i_0"])


def test_pulses_last_by_their_mean_and_are_uneven_by_the_forward_one():
    pulses = """mode = "pulse_reverse"
mean_current_density = "100 A/m^2"
reverse_current_density = "-500 A/m^2"
forward_share = 0.8"""
    case = foil(
        **{
            SALT: OHMIC,
            'mode = "overpotentials"': pulses,
            'law = "overpotential"\noverpotential = "-30 mV"': 'law = "butler_volmer"',
        }
    )
    groups = numbers(dimensionless_estimates(case))
    assert groups["i_0"] == pytest.approx(250.0)
    assert groups["t_end"] == pytest.approx(36.0)


def test_a_flow_lifts_the_limit_of_diffusion():
    case = foil('\n[flow]\nmean_velocity = "1 mm/s"\n\n[front]\nmode = "fixed"\n')
    assert "i_lim" not in numbers(dimensionless_estimates(case))


def test_foil_section():
    found = numbers(section_estimates(foil().cross_section()))
    assert found == pytest.approx({"W": 2e-5, "H": 1e-4, "L": 1e-4, "s_foil": 1.0})


def test_pillar_section():
    """Pillar 10 × 20 µm in a pitch of 24 µm."""
    case = load_case(ROOT / "cases" / "quick" / "pillars.toml")
    found = numbers(section_estimates(case.cross_section()))
    assert found["L"] == pytest.approx(40e-6)
    assert found["porosity"] == pytest.approx(100 * 14 / 24)
    lengths = wetted_lengths(case.cross_section())
    assert lengths == pytest.approx({"upper": 10e-6, "side": 40e-6, "lower": 14e-6})


def test_groups_of_a_foil_under_a_reservoir():
    found = numbers(dimensionless_estimates(foil()))
    x = 0.03 / THERMAL
    start = 20.0 * (math.exp(0.5 * x) - math.exp(-0.5 * x))
    limit = FARADAY * 2.93e-10 * 1000.0 / (0.6 * 1e-4)
    kappa = FARADAY / THERMAL * 2.93e-10 * (1 / 1.2 + 1 / 0.8) * 1000.0
    assert found["i_0"] == pytest.approx(start)
    assert found["i_lim"] == pytest.approx(limit)
    assert found["i_0/i_lim"] == pytest.approx(start / limit)
    assert found["Wa"] == pytest.approx(THERMAL * kappa / (start * 1e-4))
    slope = 20.0 * 0.5 / THERMAL * (math.exp(0.5 * x) + math.exp(-0.5 * x))
    assert found["Wa_lin"] == pytest.approx(kappa / (slope * 1e-4))
    sand = math.pi * 2.93e-10 * (1000.0 * FARADAY) ** 2 / (4 * (start * 0.6) ** 2)
    assert found["t_S"] == pytest.approx(sand)
    assert found["t_D"] == pytest.approx(1e-8 / 2.93e-10)
    assert found["t_end"] == pytest.approx(3600.0 / (start * limit / (start + limit)))


def test_lithium_counter_doubles_the_limiting_current():
    one = numbers(dimensionless_estimates(foil()))["i_lim"]
    two = numbers(dimensionless_estimates(foil('\n[counter]\nkind = "lithium"\n')))["i_lim"]
    assert two == pytest.approx(2 * one)


def test_steady_estimate_is_the_exact_current_of_a_tafel_foil():
    """i = i_0 c_s/c0 with c_s = c0 (1 - i/i_lim), in the limit without back reaction."""
    found = numbers(dimensionless_estimates(foil(**{"-30 mV": "-400 mV"})))
    i, start, limit = found["i_est"], found["i_0"], found["i_lim"]
    assert i == pytest.approx(start * (1 - i / limit))
    assert 0.9 * limit < i < limit


def test_bare_surface_with_stripping_overpotential_carries_no_current():
    found = numbers(dimensionless_estimates(foil(**{"-30 mV": "30 mV"})))
    assert found["i_0"] == 0.0
    assert "t_S" not in found


POTENTIOSTATIC = FOIL.replace(
    '"overpotentials"', '"potentiostatic"\nelectrode_potential = "-0.1 V"'
).replace('law = "overpotential"\noverpotential = "-30 mV"', 'law = "butler_volmer"')


def overpotential(current, exchange=20.0):
    """η of i = 2 i0 sinh(η/2V_T), the law with both coefficients one half."""
    return 2 * THERMAL * math.asinh(current / (2 * exchange))


@pytest.mark.parametrize(("counter", "electrodes"), [("reservoir", 1), ("lithium", 2)])
def test_start_current_shares_the_potential_among_all_drops(counter, electrodes):
    case = parse_case(f'{POTENTIOSTATIC}\n[counter]\nkind = "{counter}"\n', "a.toml")
    i = numbers(dimensionless_estimates(case))["i_0"]
    kappa = case.electrolyte.conductivity
    assert electrodes * overpotential(i) + i * 1e-4 / kappa == pytest.approx(0.1, rel=1e-12)


def test_nucleation_barrier_takes_its_part_of_the_potential():
    text = POTENTIOSTATIC.replace(
        '"butler_volmer"', '"butler_volmer"\nnucleation_barrier = "70 mV"'
    )
    case = parse_case(text, "a.toml")
    i = numbers(dimensionless_estimates(case))["i_0"]
    drops = overpotential(i) + i * 1e-4 / case.electrolyte.conductivity
    assert drops == pytest.approx(0.03, rel=1e-12)


def test_barrier_above_the_electrode_potential_stops_the_current():
    text = POTENTIOSTATIC.replace(
        '"butler_volmer"', '"butler_volmer"\nnucleation_barrier = "0.2 V"'
    )
    assert numbers(dimensionless_estimates(parse_case(text, "a.toml")))["i_0"] == 0.0


def test_barrier_has_no_part_in_stripping_what_is_laid_down():
    text = POTENTIOSTATIC.replace('"-0.1 V"', '"40 mV"')
    text += '\n[section.predeposit]\ncapacity = "1 mAh/cm^2"\n'
    barrier = text.replace('"butler_volmer"', '"butler_volmer"\nnucleation_barrier = "70 mV"')
    free, behind = (
        numbers(dimensionless_estimates(parse_case(case, "a.toml")))["i_0"]
        for case in (text, barrier)
    )
    assert behind == free < 0.0


def test_film_takes_its_part_of_the_potential():
    text = POTENTIOSTATIC.replace(
        '"butler_volmer"', '"butler_volmer"\nfilm_resistance = "5 ohm*cm^2"'
    )
    case = parse_case(text, "a.toml")
    i = numbers(dimensionless_estimates(case))["i_0"]
    drops = overpotential(i) + i * (1e-4 / case.electrolyte.conductivity + 5e-4)
    assert drops == pytest.approx(0.1, rel=1e-12)


def test_linear_law_behind_a_film_is_a_row_of_resistances():
    text = POTENTIOSTATIC.replace(
        '"butler_volmer"',
        '"linear"\nconductance = "200 S/m^2"\nfilm_resistance = "5 ohm*cm^2"',
    )
    case = parse_case(text, "a.toml")
    found = numbers(dimensionless_estimates(case))
    kappa = case.electrolyte.conductivity
    surface = 1 / 200 + 5e-4
    assert found["i_0"] == pytest.approx(0.1 / (1e-4 / kappa + surface), rel=1e-12)
    assert found["Wa_lin"] == pytest.approx(kappa * surface / 1e-4, rel=1e-12)
