"""Sections in which no reacting surface can be reached from the counter electrode."""

from __future__ import annotations

import pytest

from platefront.case.load import parse_case
from platefront.case.problems import CaseError
from platefront.case.remarks import remarks
from platefront.case.start_current import start_current
from tests.shared.case_files import CASES, FOIL

PLUMES = """
[section]
gap = "20 um"

[section.collector]
kind = "plumes"
width = "25 um"
density = "1e5 1/m"
height = "8 um"
generations = 3
side_branches = 2
irregularity = 0.5
seed = 41

[section.transform]
crop = ["2 um", "9 um"]

[electrolyte]
model = "ohmic"
conductivity = "3.32 S/m"

[control]
mode = "galvanostatic"
current_density = "0.15579 mA/cm^2"

[counter]
kind = "lithium"

[surfaces.plumes]
law = "butler_volmer"
exchange_current_density = "4.18137 A/m^2"

[surfaces.foil]
law = "insulating"

[mesh]
front_size = "0.3996 um"
largest_size = "2.3976 um"

[stop]
capacity = "7.65361 mAh/cm^2"
"""
REACTS = 'law = "overpotential"\noverpotential = "-30 mV"'
INERT = 'law = "insulating"'
UNREACHED = "no surface that reacts touches electrolyte in contact with the counter electrode"
RING = "solid: POLYGON ((20 20, 60 20, 60 60, 20 60, 20 20), (30 30, 50 30, 50 50, 30 50, 30 30))\n"
FRAME = "box: POLYGON ((0 0, 80 0, 80 100, 0 100, 0 0))\n"


def outline(folder, drawing: str, collector: str, laws: dict[str, str]) -> str:
    (folder / "a.wkt").write_text(drawing, encoding="utf-8")
    tables = "\n\n".join(f"[surfaces.{name}]\n{law}" for name, law in laws.items())
    text = FOIL.replace(f"[surfaces.foil]\n{REACTS}", tables)
    found = f'kind = "outline"\nfile = "a.wkt"\nscale = "1 um"\n{collector}'
    return text.replace('kind = "foil"\nwidth = "20 um"', found)


def refusal(text: str, folder=None) -> str:
    with pytest.raises(CaseError) as error:
        parse_case(text, "case.toml" if folder is None else str(folder / "case.toml"))
    return str(error.value)


def test_a_crop_without_plumes_is_refused():
    message = refusal(PLUMES)
    assert f"error: {UNREACHED}, so nothing would be plated: the section contains no" in message
    assert '"plumes" (butler_volmer) 0 m, "foil" (insulating) 7 um' in message
    assert "help: move transform.crop" in message


@pytest.mark.parametrize("command_name", ["check", "section", "run"])
def test_every_command_says_so(command_name, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "case.toml").write_text(PLUMES, encoding="utf-8")
    code, out, err = command(command_name, "case.toml")
    assert (code, out) == (2, "")
    assert err.startswith(f"error: {UNREACHED}")
    assert [path.name for path in tmp_path.iterdir()] == ["case.toml"]


def test_laws_that_do_not_react_are_refused_by_themselves():
    message = refusal(FOIL.replace(REACTS, INERT))
    assert "error: no surface reacts, so nothing would be plated" in message
    assert message.count("error:") == 1


def test_a_crop_between_pillars_of_a_bare_floor_is_refused():
    pillars = (CASES / "quick" / "pillars.toml").read_text("utf-8")
    before, _, after = pillars.partition("[surfaces.lower]")
    rest = after[after.index("\n[") :]
    crop = '[section.transform]\ncrop = ["0 um", "3 um"]\n\n'
    text = f"{before}[surfaces.lower]\n{INERT}\n{crop}{rest}"
    assert 'the section contains no boundary of "upper", "side"' in refusal(text)


def test_a_surface_in_a_closed_pore_is_refused(tmp_path):
    inner = "inner: POLYGON ((30 30, 50 30, 50 50, 30 50, 30 30))\n"
    drawing = FRAME + RING + inner
    keys = 'collector = ["solid"]\nsurfaces = { outside = ["solid"], inside = ["inner"] }'
    keys = keys.replace('["solid"], inside', '["around"], inside')
    around = "around: POLYGON ((10 10, 70 10, 70 70, 10 70, 10 10), (25 25, 55 25, 55 55, 25 55, 25 25))\n"  # noqa: E501
    laws = {"outside": INERT, "inside": REACTS}
    message = refusal(outline(tmp_path, drawing + around, keys, laws), tmp_path)
    assert 'all 80 um of "inside" lie in closed pores' in message


PLATE = """solid: POLYGON ((0 40, 80 40, 80 50, 0 50, 0 40))
above: POLYGON ((0 45, 80 45, 80 90, 0 90, 0 45))
below: POLYGON ((0 5, 80 5, 80 45, 0 45, 0 5))
"""
SIDES = 'collector = ["solid"]\nsurfaces = { upper = ["above"], lower = ["below"] }'


def test_a_plate_that_hides_the_reacting_side_is_refused(tmp_path):
    text = outline(tmp_path, FRAME + PLATE, SIDES, {"upper": INERT, "lower": REACTS})
    assert 'all 80 um of "lower" lie in closed pores' in refusal(text, tmp_path)


def test_one_reacting_surface_in_reach_is_enough(tmp_path):
    text = outline(tmp_path, FRAME + PLATE, SIDES, {"upper": REACTS, "lower": REACTS})
    case = parse_case(text, str(tmp_path / "case.toml"))
    (found,) = [remark for remark in remarks(case) if "no boundary in contact" in remark]
    assert found.startswith('surface "lower"')


PILLARS = """
[section]
gap = "15 um"
[section.predeposit]
capacity = "0.2 mAh/cm^2"
[section.collector]
kind = "pillars"
width = "8 um"
height = "10 um"
pitch = "20 um"
[electrolyte]
model = "ohmic"
conductivity = "1 S/m"
[counter]
kind = "lithium"
[control]
mode = "galvanostatic"
current_density = "-1 mA/cm^2"
[stop]
time = "1 min"
[mesh]
front_size = "1 um"
largest_size = "4 um"
[surfaces.lithiated]
law = "butler_volmer"
[surfaces.bare]
law = "insulating"
"""
PREDEPOSIT = '[section.predeposit]\ncapacity = "0.2 mAh/cm^2"\n'
LAYERS = (
    PILLARS.replace(PREDEPOSIT, "")
    .replace(
        'kind = "pillars"\nwidth = "8 um"\nheight = "10 um"\npitch = "20 um"',
        'kind = "layers"\nposition = "bottom"',
    )
    .replace("lithiated", "plate")
    .replace("bare", "carbon")
    + '[surfaces.foil]\nlaw = "insulating"\n'
)


def test_stripping_needs_metal_on_a_surface_that_reacts() -> None:
    parse_case(PILLARS, "case.toml")
    with pytest.raises(CaseError, match=r"strips, but the electrode holds no metal"):
        parse_case(PILLARS.replace(PREDEPOSIT, ""), "case.toml")
    parse_case(PILLARS.replace("[section]", '[section]\norientation = "inverted"'), "case.toml")
    inert = PILLARS.replace("lithiated", "x").replace("bare", "lithiated").replace("x]", "bare]")
    with pytest.raises(CaseError, match=r'no surface that reacts holds metal .*\(only "lithiated"'):
        parse_case(inert, "case.toml")


def test_lithium_that_belongs_to_a_collector_can_be_stripped() -> None:
    case = parse_case(LAYERS, "case.toml")
    current, conductance = start_current(case, case.cross_section())
    assert current == pytest.approx(-10.0) and conductance > 0.0
