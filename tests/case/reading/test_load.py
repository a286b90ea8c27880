from __future__ import annotations

import json
import tomllib

import pytest

from platefront.case.dump import dump_case
from platefront.case.load import load_case, parse_case
from platefront.case.model import Case
from platefront.case.problems import CaseError
from platefront.geometry.collectors import Foil
from platefront.solvers.model.counter import Reservoir
from platefront.solvers.model.kinetics.overpotential import GivenOverpotential
from platefront.solvers.model.problem import PlatingProblem
from tests.shared.case_files import FOIL


def test_values_arrive_in_si():
    case = parse_case(FOIL, "foil.toml")
    assert case.section.collector == Foil(width=2e-5)
    assert case.section.gap == 1e-4
    assert case.electrolyte.concentration == 1000.0
    assert case.surfaces == {"foil": GivenOverpotential(overpotential=-0.03)}
    assert case.counter == Reservoir()
    assert case.stop.capacity == 3600.0


def test_problem_carries_section_physics_and_instants():
    text = FOIL + '\n[output]\ntimes = ["5 s"]\ncapacities = ["0.02 mAh/cm^2", "0.1 mAh/cm^2"]\n'
    problem = parse_case(text, "foil.toml").problem()
    assert isinstance(problem, PlatingProblem)
    assert (problem.section.width, problem.section.height) == pytest.approx((20.0, 100.0))
    assert set(problem.surfaces) == set(problem.section.surfaces) == {"foil"}
    assert problem.protocol.steps[0].must_hit.times == (5.0,)
    assert problem.protocol.steps[0].must_hit.capacities == (720.0,)  # the end itself is hit anyway


def test_predeposit_uses_the_metal_of_the_case():
    text = FOIL + '\n[section.predeposit]\ncapacity = "1 mAh/cm^2"\n[metal]\nporosity = 0.5\n'
    area = parse_case(text, "foil.toml").problem().section.deposit.area
    dense = 36000.0 * 6.941e-3 / 534.0 / 96485.33212 * 1e6  # 4.85 µm
    assert dense == pytest.approx(4.85, rel=1e-3)
    assert area == pytest.approx(2.0 * dense * 20.0, rel=1e-12)


def test_resolved_case_writes_every_default():
    document = tomllib.loads(dump_case(parse_case(FOIL, "foil.toml")))
    assert document["electrolyte"]["temperature"] == "298.15 K"
    assert document["metal"]["density"] == "534.0 kg/m^3"
    assert document["counter"] == {"kind": "reservoir", "recession": "none"}
    assert document["front"]["mode"] == "moving"
    assert document["output"]["figures"] is True
    for name, field in Case.model_fields.items():
        # TOML has no word for nothing: a table that is not there is left out.
        given = name in ("control", "stop")
        assert (name in document) == (given or field.default not in (None, (), {})), field


def test_strings_survive_the_resolved_case():
    title = 'a "quoted" \\ back\tslash, line\nbreak, µ, \x7f and \x01'
    text = f"title = {json.dumps(title)}\n".replace("\x7f", "\\u007f") + FOIL
    case = parse_case(text, "foil.toml")
    assert case.title == title
    assert parse_case(dump_case(case), "resolved.toml") == case


def test_byte_order_mark_of_windows_editors_is_accepted(tmp_path):
    path = tmp_path / "foil.toml"
    path.write_bytes(b"\xef\xbb\xbf" + FOIL.replace("\n", "\r\n").encode())
    assert load_case(path) == parse_case(FOIL, "foil.toml")


def test_problems_carry_their_paths():
    with pytest.raises(CaseError) as refused:
        parse_case(FOIL.replace('"100 um"', "100").replace('"-30 mV"', '"-30 mA"'), "foil.toml")
    assert [problem.path for problem in refused.value.problems] == [
        ("section", "gap"),
        ("surfaces", "foil", "overpotential"),
    ]
    assert [problem.span.line for problem in refused.value.problems] == [3, 19]


def test_lithium_counter_goes_with_given_overpotentials():
    case = parse_case(FOIL + '\n[counter]\nkind = "lithium"\n', "foil.toml")
    assert case.counter.kind == "lithium"


def test_copper_needs_coefficients_that_sum_to_two():
    copper = FOIL.replace("[control]", "cation_charge = 2\nanion_charge = -2\n[control]")
    copper += "\n[metal]\nelectrons = 2\n"
    with pytest.raises(CaseError, match=r"0\.5 \+ 0\.5 = 1, but must equal metal\.electrons = 2"):
        parse_case(copper, "copper.toml")
    law = "[surfaces.foil]\nanodic_transfer = 1.5\n"
    parse_case(copper.replace("[surfaces.foil]\n", law), "copper.toml")
